"""`qushu ingest` over many texts: streams, progress, the summary, and a run that is cut off."""

import gzip
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import tempfile
import time
import unittest

import script_test


class IngestFilesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.qushu = script_test.require_program("qushu")
        cls.synth = script_test.require_program("qushu-synth")

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.service = None
        self.port = 0
        self.start()
        self.addCleanup(self.stop)

    def start(self):
        """A service on the port of the one before."""
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        self.service = subprocess.Popen(
            [script_test.require_program("qushu-ingest"), f"--address=127.0.0.1:{self.port}",
             f"--port_file={port_file}", f"--db={self.folder}/qushu.db", "--access_log=false"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            if port_file.exists():
                self.port = int(port_file.read_text())
                return
            time.sleep(0.1)
        self.fail("qushu-ingest did not start")

    def stop(self, number=signal.SIGTERM):
        if self.service is not None:
            self.service.send_signal(number)
            self.service.wait()
        self.service = None

    def pages(self, count, seed=1):
        run = subprocess.run([self.synth, f"--count={count}", f"--seed={seed}"], capture_output=True, check=True)
        path = self.folder / f"all{seed}.ndjson"
        path.write_bytes(run.stdout)
        return path

    def command(self, *args):
        return [self.qushu, "ingest", f"--server=127.0.0.1:{self.port}", *args]

    def ingest(self, *args, status=0, stdin=b""):
        run = subprocess.run(self.command(*args), input=stdin, capture_output=True, timeout=120)
        self.assertEqual(run.returncode, status, (run.stdout + run.stderr).decode())
        return run.stdout.decode(), run.stderr.decode()

    def articles(self):
        run = subprocess.run([script_test.require_program("qushu-admin"), "check", "--format=json",
                              f"--db={self.folder}/qushu.db"], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return json.loads(run.stdout)["articles"]

    def test_a_summary_of_what_became_of_them(self):
        path = self.pages(200)
        with path.open("a") as out:
            out.write('not json\n{"text": ""}\n{"text": "  "}\n')
        out, err = self.ingest(path, status=1)
        self.assertRegex(out, r"^stored 200, refused 3; \d+ figures, 0.\d MB in 0:\d\d, \d+ texts/s\n"
                              r"  EMPTY_TEXT: 2 \(\S*:202, \S*:203\)\n  INVALID_ARGUMENT: 1 \(\S*:201\)\n$")
        self.assertIn("all1.ndjson:201: not JSON", err)
        self.assertIn("all1.ndjson:202: The text is empty. (EMPTY_TEXT)", err)
        self.assertEqual(self.articles(), 200)
        out, _ = self.ingest("--jobs=3", "--format=table", path, status=1)
        self.assertIn("stored 0, stored before 200, refused 3;", out)

    def test_answers_for_programs(self):
        path = self.pages(30)
        packed = self.folder / "all1.ndjson.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        out, err = self.ingest("--format=jsonl", packed)
        answers = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([answer["file"] for answer in answers], [f"{packed}:{i}" for i in range(1, 31)])
        self.assertTrue(all(answer["name"].startswith("articles/") for answer in answers))
        self.assertIn("stored 30;", err)
        again = json.loads(self.ingest("--format=json", "--ndjson", "-", stdin=path.read_bytes())[0])
        self.assertEqual([answer["name"] for answer in again], [answer["name"] for answer in answers])
        self.assertTrue(all(answer["alreadyStored"] for answer in again))

    def test_a_folder(self):
        subprocess.run([self.synth, "--count=40", "--format=dir", f"--dir={self.folder}/pages"], check=True)
        (self.folder / "pages/photo.jpg").write_bytes(b"\xff\xd8")
        out, err = self.ingest(self.folder / "pages")
        self.assertRegex(out, r"^stored 40; .*\n  passed over 1 files of other kinds in folders\n$")
        self.assertEqual(err, "")

    def test_a_run_that_is_killed_goes_on(self):
        path, journal = self.pages(6000), self.folder / "run.journal"
        run = subprocess.Popen(self.command(f"--resume={journal}", path), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        for _ in range(600):
            if journal.exists() and re.search(r"stored 1 \d+-\d\d", journal.read_text()):
                break
            time.sleep(0.05)
        # Another run with this journal meanwhile.
        _, err = self.ingest(f"--resume={journal}", path, status=1)
        self.assertIn("another run has this journal open", err)
        run.kill()
        run.wait()
        before = self.articles()
        self.assertLess(before, 6000)
        out, _ = self.ingest(f"--resume={journal}", path)
        stored, were_stored, skipped = (
            int(found[1]) if (found := re.search(rf"{word} (\d+)", out)) else 0
            for word in ("^stored", "stored before", "skipped"))
        self.assertGreater(skipped, 0)
        self.assertEqual(stored + were_stored + skipped, 6000)
        self.assertEqual(self.articles(), 6000)
        self.assertIn("stored 0, skipped 6000 as the journal has them", self.ingest(f"--resume={journal}", path)[0])
        # A file that has changed is another.
        with path.open("a") as changed:
            changed.write('{"text": "涧西区设立卡口3个。"}\n')
        self.assertIn("stored 1, stored before 6000;", self.ingest(f"--resume={journal}", path)[0])
        # So is a journal that was cut off in a line.
        journal.write_bytes(journal.read_bytes()[:-3])
        self.assertIn("stored 0", self.ingest(f"--resume={journal}", path)[0])

    def test_a_journal_that_is_none(self):
        path, letter = self.pages(1), self.folder / "letter.txt"
        letter.write_text("a letter")
        _, err = self.ingest(f"--resume={letter}", path, status=1)
        self.assertIn("letter.txt: this file is no journal of qushu ingest", err)
        self.assertEqual(letter.read_text(), "a letter")
        _, err = self.ingest(f"--resume={self.folder}/j", "-", status=2)
        self.assertIn("--resume needs files", err)

    def test_the_service_is_killed_and_comes_back(self):
        path = self.pages(1500)
        run = subprocess.Popen(self.command(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for number in (signal.SIGKILL, signal.SIGTERM):
            time.sleep(1.5)
            self.stop(number)
            self.start()
        out, err = run.communicate(timeout=120)
        self.assertEqual(run.returncode, 0, out + err)
        self.assertRegex(out, "^stored 1500;")
        self.assertEqual(self.articles(), 1500)

    def test_the_service_is_gone(self):
        path, journal = self.pages(600), self.folder / "run.journal"
        self.service.send_signal(signal.SIGSTOP)  # it answers nothing more, however fast it is
        run = subprocess.Popen(self.command(f"--resume={journal}", "--timeout=2s", path), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        self.stop(signal.SIGKILL)
        out, err = run.communicate(timeout=120)
        self.assertEqual(run.returncode, 1)
        self.assertRegex(out, r"unanswered \d+")
        self.assertIn("stopped before the end", err)
        self.assertIn("the same command goes on where this one stopped", err)
        self.start()
        self.ingest(f"--resume={journal}", path)
        self.assertEqual(self.articles(), 600)

    def test_progress_on_a_terminal(self):
        path = self.pages(400)
        ours, theirs = pty.openpty()
        run = subprocess.Popen(self.command(path), stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(ours)
        self.assertEqual(run.wait(), 0)
        self.assertRegex(shown.decode(), r"\r\[#*-*\] \d+%  \d+ texts, \d+/s(, \d+:\d\d left)?\x1b\[K")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), shown[-80:])


if __name__ == "__main__":
    script_test.main()
