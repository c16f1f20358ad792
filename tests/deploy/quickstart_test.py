"""deploy/quickstart as a newcomer runs it, and that nothing is left of it however it ends."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import script_test

QUICKSTART = script_test.SOURCE_DIR / "deploy/quickstart"
DISTRICTS = ["涧西区", "西工区", "老城区", "瀍河回族区"]


def setUpModule():
    script_test.require_release()


class QuickstartTest(unittest.TestCase):
    def setUp(self):
        # A name with a space: no path may come apart at it.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="qushu test "))
        self.addCleanup(shutil.rmtree, self.folder)
        self.scratch = self.folder / "tmp"
        self.scratch.mkdir()

    def start(self, *args, cwd=None):
        return subprocess.Popen([QUICKSTART, *args], cwd=cwd or self.folder, text=True,
                                env=dict(os.environ, TMPDIR=str(self.scratch)),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, start_new_session=True)

    def run_to_end(self, *args, cwd=None):
        process = self.start(*args, cwd=cwd)
        out, err = process.communicate(timeout=500)
        return process.returncode, out, err

    def processes(self):
        """Command lines of the processes that a run in this test's folder started."""
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if any(str(self.scratch) in word for word in words):
                found.append(" ".join(words))
        return found

    def expect_nothing_left(self, seconds=0):
        end = time.monotonic() + seconds
        while self.processes() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertEqual(self.processes(), [])
        self.assertEqual(list(self.scratch.iterdir()), [])

    def expect_district(self, out, name, headline, values):
        """The parts of the output under this district's name hold its headline and figures."""
        parts = [part for part in re.split(r"^(?=\S+/\S+  \d{6}$)", out, flags=re.M)
                 if part.split("  ")[0].endswith(f"/{name}")]
        self.assertEqual(len(parts), 2, f"a summary and a table of {name}")
        self.assertIn(f"\n  {headline}\n  · ", parts[0])
        stated = [line.split()[-1] for line in parts[1].splitlines() if line.split()]
        for value in values:
            self.assertIn(value, stated)

    def test_sample_page(self):
        status, out, err = self.run_to_end()
        self.assertEqual(status, 0, err)
        for name, headline, values in zip(DISTRICTS, [
                "把关口守在前头,让日子稳在后头", "一把尺子量到底 一张网子兜住人",
                "台账管到人头 红旗插到巷口", "楼院连成片 街坊拧成绳"],
                [["8368人", "727个", "24738人"], ["487个", "3146人"], ["459个", "1836人"],
                 ["188个", "1487名"]]):
            self.expect_district(out, name, headline, values)
        stated = {line.split()[-1] for line in out.splitlines() if line.split()}
        self.assertFalse(stated & {"一办", "六组", "六包", "两不准", "五带头", "七有"}, "slogans")
        self.expect_nothing_left()

    def test_real_page_named_relatively(self):
        shared = script_test.shared_dir()
        structure = json.loads((shared / "eval/seed/structure.json").read_text())
        status, out, err = self.run_to_end("../shared/article/000_07fc26b0421d445b.txt",
                                           cwd=script_test.SOURCE_DIR)
        self.assertEqual(status, 0, err)
        self.assertEqual(len(structure["sections"]), 4)
        for section, values in zip(structure["sections"],
                                   [["8368人", "1300万元"], ["104个", "542个"],
                                    ["459个", "1836人"], ["188个", "1487名"]]):
            self.expect_district(out, section["place"].split("/")[-1], section["headline"], values)
        self.expect_nothing_left()

    def test_files_are_looked_for_where_the_caller_is(self):
        shutil.copy(script_test.SAMPLE_PAGE, self.folder / "a page.txt")
        status, out, err = self.run_to_end("a page.txt")
        self.assertEqual(status, 0, err)
        self.assertIn("涧西区", out)
        self.expect_nothing_left()

    def test_missing_file_is_named_before_anything_is_built(self):
        status, out, err = self.run_to_end(str(script_test.SAMPLE_PAGE), "nonesuch.txt")
        self.assertEqual((status, out), (2, ""))
        self.assertIn("nonesuch.txt", err)
        self.assertNotIn("Building", err)
        self.expect_nothing_left()

    def test_folder_is_no_file(self):
        self.assertEqual(self.run_to_end(".")[0], 2)

    def test_bad_file_fails_and_the_others_are_read(self):
        (self.folder / "bad.txt").write_bytes("涧西区".encode() + b"\xff\xfe")
        (self.folder / "empty.txt").write_bytes(b"")
        status, out, err = self.run_to_end("bad.txt", "empty.txt", str(script_test.SAMPLE_PAGE))
        self.assertEqual(status, 1)
        self.assertIn("bad.txt", err)
        self.assertIn("empty.txt", err)
        self.assertIn("at byte 9", err)
        self.assertIn("8368", out)
        self.expect_nothing_left()

    def test_two_at_once(self):
        runs = [self.start(), self.start()]
        for run in runs:
            out, err = run.communicate(timeout=500)
            self.assertEqual(run.returncode, 0, err)
            self.assertIn("瀍河回族区", out)
        self.expect_nothing_left()

    def stopped_by(self, stop, *, seconds):
        """Starts a run that waits for its file's end, calls stop(process), waits for its end."""
        fifo = self.folder / "endless.txt"
        os.mkfifo(fifo)
        process = self.start(str(fifo))
        # Opening returns once `qushu ingest` opens the other end: both services run by then.
        with open(fifo, "wb"):
            running = "\n".join(self.processes())
            self.assertIn("qushu-ingest", running)
            self.assertIn("qushu-query", running)
            stop(process)
            end = time.monotonic() + seconds
            while self.processes() and time.monotonic() < end:
                time.sleep(0.05)
        _, err = process.communicate(timeout=30)
        return process.returncode, err

    def test_interrupt_from_the_keyboard(self):
        status, err = self.stopped_by(lambda p: os.killpg(p.pid, signal.SIGINT), seconds=15)
        self.assertEqual(status, 130, err)
        self.expect_nothing_left()

    def test_terminate(self):
        status, err = self.stopped_by(lambda p: os.killpg(p.pid, signal.SIGTERM), seconds=15)
        self.assertEqual(status, 143, err)
        self.expect_nothing_left()

    def test_kill_takes_the_services_with_it(self):
        self.stopped_by(lambda p: p.kill(), seconds=15)
        self.assertEqual(self.processes(), [])


if __name__ == "__main__":
    script_test.main()
