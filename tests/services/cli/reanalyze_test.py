"""`qushu reanalyze` after the ingest service was started with another table of series: `kill -9` in the middle,
queries meanwhile, and a clean store afterwards."""

import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import script_test

ARTICLES = 1500
OWN = ("indicator\tkind\tchinese\tenglish\tdomain\tunits\tsame\tnear\tnot\n"
       "own_checkpoints\tcount\t自有卡口\tOwn checkpoints\town\t个\t瓦窑卡口\t\t\n")


class ReanalyzeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.processes = []
        self.addCleanup(lambda: [self.end(process, kill=True) for process in self.processes])

    def start(self, program, *flags):
        port_file = self.folder / f"{program}.{len(self.processes)}.port"
        with open(self.folder / f"{program}.log", "ab") as log:
            process = subprocess.Popen(
                [script_test.require_program(program), "--address=127.0.0.1:0", f"--port_file={port_file}",
                 f"--db={self.folder}/qushu.db", *flags], stdout=log, stderr=log)
        self.processes.append(process)
        for _ in range(300):
            if port_file.exists():
                return process, f"127.0.0.1:{int(port_file.read_text())}"
            time.sleep(0.1)
        raise AssertionError(f"{program} did not start")

    def end(self, process, kill=False):
        if kill:
            process.kill()
        else:
            process.terminate()
        process.wait()

    def command(self, server, *words):
        return [script_test.require_program("qushu"), words[0], f"--server={server}", *words[1:]]

    def qushu(self, server, *words, status=0, stdin=""):
        run = subprocess.run(self.command(server, *words), input=stdin, capture_output=True, text=True)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout, run.stderr

    def ingest(self, server, count):
        lines = [json.dumps({"text": f"涧西区第{i}号通报，设立瓦窑卡口{i + 1}个，排查居民{i + 5}人，返岗职工{i + 7}人。",
                             "home_district": "districts/410300"}) for i in range(count)]
        self.qushu(server, "ingest", "--ndjson", "--format=table", "-", stdin="\n".join(lines))

    def indicators(self, server):
        out, _ = self.qushu(server, "indicators", "--format=jsonl")
        rows = [json.loads(line) for line in out.splitlines()]
        return {row.get("indicator", row.get("id")): int(row["figureCount"]) for row in rows}

    def check(self):
        run = subprocess.run([script_test.require_program("qushu-admin"), "check", f"--db={self.folder}/qushu.db"],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_goes_on_where_it_was_killed(self):
        service, server = self.start("qushu-ingest")
        _, query = self.start("qushu-query")
        self.ingest(server, ARTICLES)
        self.assertIn("read 0 articles", self.qushu(server, "reanalyze")[0])
        self.end(service)
        own = self.folder / "own.tsv"
        own.write_text(OWN, encoding="utf-8")

        killed = 0
        for attempt in range(3):
            service, server = self.start("qushu-ingest", f"--indicators={own}")
            run = subprocess.Popen(self.command(server, "reanalyze", "--format=jsonl", "--timeout=2s"),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            first = json.loads(run.stdout.readline())
            time.sleep(0.05 * (attempt + 1))
            self.end(service, kill=True)
            _, err = run.communicate()
            if run.returncode != 0:
                killed += 1
                self.assertIn("the same command goes on where this one stopped", err)
            self.check()
            self.assertEqual(first.get("done", "0"), "0")
            # Whoever asks sees whole articles only.
            out, _ = self.qushu(query, "figures", "--all", "--format=jsonl")
            figures = [json.loads(line) for line in out.splitlines()]
            self.assertEqual(len(figures), 3 * ARTICLES)
        self.assertGreater(killed, 0)

        service, server = self.start("qushu-ingest", f"--indicators={own}")
        out, err = self.qushu(server, "reanalyze")
        self.assertRegex(out, r"^read \d+ articles by version [-.0-9a-f]+, \d+ changed; ")
        self.assertLess(int(re.match(r"read (\d+)", out)[1]), ARTICLES + 1)
        self.assertIn("read 0 articles", self.qushu(server, "reanalyze")[0])
        self.assertIn(f"read {ARTICLES} articles", self.qushu(server, "reanalyze", "--all")[0])
        self.check()
        self.end(service)
        out, _ = self.qushu(query, "figures", "--all", "--format=jsonl")
        figures = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(len(figures), 3 * ARTICLES)
        self.assertEqual(sum(figure["indicator"] == "own_checkpoints" for figure in figures), ARTICLES)

    def test_goes_on_while_the_service_is_started_again(self):
        service, server = self.start("qushu-ingest")
        self.ingest(server, ARTICLES)
        run = subprocess.Popen(self.command(server, "reanalyze", "--all", "--format=jsonl"),
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        run.stdout.readline()
        self.end(service, kill=True)
        service, again = self.start("qushu-ingest", f"--address={server}")
        self.assertEqual(again, server)
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 0, err)
        last = json.loads(out.splitlines()[-1])
        self.assertGreaterEqual(int(last["done"]), ARTICLES)
        self.assertEqual(last["done"], last["total"])
        self.check()

    def test_what_is_refused(self):
        _, server = self.start("qushu-ingest")
        self.ingest(server, 1)
        _, err = self.qushu(server, "reanalyze", "--resume-after=" + "0" * 32, status=1)
        self.assertIn("ARTICLE_NOT_FOUND", err)
        self.assertIn("would read 1 articles", self.qushu(server, "reanalyze", "--all", "--dry-run")[0])
        self.qushu(server, "reanalyze", "further", status=2)


if __name__ == "__main__":
    script_test.main()
