"""What every test written in Python needs: where things are, and results that tests/run counts.

A test is a program of unittest cases that ends with `script_test.main()`; CMake registers it with
qushu_script_test(). Like a GoogleTest program it finds the repository through QUSHU_SOURCE_DIR and
the built programs through QUSHU_BIN_DIR, and writes its results as XML to the folder that
GTEST_OUTPUT names. Only Python's own library is used.
"""

import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as xml

SOURCE_DIR = pathlib.Path(os.environ.get("QUSHU_SOURCE_DIR") or pathlib.Path(__file__).parents[2])
BIN_DIR = pathlib.Path(os.environ.get("QUSHU_BIN_DIR") or SOURCE_DIR / "build/release/bin")
SAMPLE_PAGE = SOURCE_DIR / "tests/data/sample_page.txt"


def shared_dir():
    """The folder shared/ beside the repository; skips the test where there is none."""
    shared = SOURCE_DIR.resolve().parent / "shared"
    if not (shared / "eval/score.py").exists():
        raise unittest.SkipTest("there is no folder shared/ beside the repository")
    return shared


def require_program(name):
    """Path of a built program; skips the test where it is not part of the build."""
    path = BIN_DIR / name
    if not path.exists():
        raise unittest.SkipTest(f"{name} is not built")
    return path


def start_service(test_class, name, folder):
    """Starts qushu-ingest or qushu-query over `folder`/qushu.db until the class is done; its address."""
    program = require_program(name)
    port_file = pathlib.Path(folder, f"{name}.port")
    log = open(pathlib.Path(folder, f"{name}.log"), "wb")
    test_class.addClassCleanup(log.close)
    process = subprocess.Popen(
        [program, "--address=127.0.0.1:0", f"--port_file={port_file}", f"--db={folder}/qushu.db"],
        stdout=log, stderr=log)
    test_class.addClassCleanup(process.wait)
    test_class.addClassCleanup(process.send_signal, signal.SIGTERM)
    for _ in range(300):
        if port_file.exists():
            return f"127.0.0.1:{int(port_file.read_text())}"
        time.sleep(0.1)
    raise AssertionError(f"{name} did not start")


def require_release():
    """Skips what makes the release programs itself where the tests are those of another preset."""
    if BIN_DIR.resolve() != (SOURCE_DIR / "build/release/bin").resolve():
        raise unittest.SkipTest("runs with the preset release only")


class _Result(unittest.TextTestResult):
    """Keeps a row a case: class, name, seconds, outcome, message."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {}

    def startTest(self, test):
        super().startTest(test)
        self._started = time.monotonic()
        self._note(test, "passed")

    def stopTest(self, test):
        super().stopTest(test)
        if test.id() in self.rows:
            self.rows[test.id()]["time"] = f"{time.monotonic() - self._started:.3f}"

    def _note(self, test, outcome, message=""):
        row = self.rows.setdefault(test.id(), {"time": "0"})
        if row.get("outcome") != "failed":
            row.update(outcome=outcome, message=message)

    def addError(self, test, err):
        super().addError(test, err)
        self._note(test, "failed", self._exc_info_to_string(err, test))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._note(test, "failed", self._exc_info_to_string(err, test))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._note(test, "failed", f"{subtest}: {self._exc_info_to_string(err, test)}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._note(test, "skipped", reason)


def _write(rows, folder, program):
    suites = xml.Element("testsuites", name=program)
    suite = xml.SubElement(suites, "testsuite", name=program, tests=str(len(rows)))
    for name, row in rows.items():
        case = xml.SubElement(suite, "testcase", classname=program, name=name.split(".", 1)[-1],
                              time=row["time"])
        if row["outcome"] != "passed":
            tag = "failure" if row["outcome"] == "failed" else "skipped"
            # XML has no place for most control characters.
            message = re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]", "?", row["message"])
            xml.SubElement(case, tag, message=message)
    folder.mkdir(parents=True, exist_ok=True)
    xml.ElementTree(suites).write(folder / f"{program}.xml", encoding="utf-8")


def main():
    """Runs the cases of the program that calls it; exit status 1 if one failed."""
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=_Result)
    result = unittest.main(testRunner=runner, exit=False).result
    output = os.environ.get("GTEST_OUTPUT", "")
    if output.startswith("xml:") and output.endswith("/"):
        _write(result.rows, pathlib.Path(output[4:]), pathlib.Path(sys.argv[0]).stem)
    sys.exit(0 if result.wasSuccessful() and result.rows else 1)
