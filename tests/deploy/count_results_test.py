"""count_results.py: no failure is lost between the test programs and the last line of tests/run."""

import pathlib
import subprocess
import tempfile
import unittest

import script_test

COUNT = script_test.SOURCE_DIR / "tests/testing/count_results.py"


class CountResultsTest(unittest.TestCase):
    def count(self, programs, cases):
        """Runs it on ctest's (name, status) pairs and on the programs' own files."""
        with tempfile.TemporaryDirectory() as folder:
            junit = pathlib.Path(folder, "ctest.xml")
            rows = "".join(f'<testcase name="{n}" status="{s}"/>' for n, s in programs)
            junit.write_text(f"<testsuite>{rows}</testsuite>")
            for name, body in cases.items():
                pathlib.Path(folder, f"{name}.xml").write_text(
                    f"<testsuites><testsuite>{body}</testsuite></testsuites>")
            run = subprocess.run([COUNT, folder, junit], capture_output=True, text=True)
        return run.returncode, run.stdout.splitlines()

    def test_cases_of_all_programs_are_added(self):
        good = '<testcase name="X" classname="A" status="run"/>'
        status, lines = self.count([("a", "run"), ("b", "run"), ("c", "run")],
                                   {"a": good * 2, "b": good})
        self.assertEqual((status, lines[-1]), (0, "4 passed, 0 failed"))

    def test_programs_of_several_runs_are_added(self):
        with tempfile.TemporaryDirectory() as folder:
            files = [pathlib.Path(folder, name) for name in ("ctest-release.xml", "ctest-fuzz.xml")]
            for path, name, status in zip(files, ("a", "b"), ("run", "fail")):
                path.write_text(f'<testsuite><testcase name="{name}" status="{status}"/>'
                                "</testsuite>")
            run = subprocess.run([COUNT, folder, *files], capture_output=True, text=True)
        self.assertEqual(run.returncode, 1)
        self.assertIn("FAILED b", run.stdout)
        self.assertTrue(run.stdout.endswith("1 passed, 1 failed\n"), run.stdout)

    def test_failed_case(self):
        bad = '<testcase name="X" classname="A"><failure message="m"/></testcase>'
        status, lines = self.count([("a", "fail")], {"a": bad})
        self.assertEqual((status, lines), (1, ["FAILED a: A.X", "0 passed, 1 failed"]))

    def test_program_that_died_after_its_cases_passed(self):
        good = '<testcase name="X" classname="A" status="run"/>'
        status, lines = self.count([("a", "fail"), ("b", "run")], {"a": good})
        self.assertEqual((status, lines[-1]), (1, "2 passed, 1 failed"))

    def test_program_that_died_and_left_no_file(self):
        status, lines = self.count([("a", "fail"), ("b", "run")], {})
        self.assertEqual((status, lines[-1]), (1, "1 passed, 1 failed"))
        self.assertTrue(lines[0].startswith("FAILED a"))

    def test_skipped_cases_are_named_with_their_reason(self):
        skip = ('<testcase name="X" classname="A" status="run">'
                '<skipped message="a_test.cc:7&#x0A;no shared folder"/></testcase>')
        status, lines = self.count([("a", "run"), ("b", "run")], {"a": skip})
        self.assertEqual((status, lines), (0, ["skipped (no shared folder):", "  a: A.X",
                                               "1 passed, 0 failed, 1 skipped"]))

    def test_nothing_run_is_not_success(self):
        self.assertEqual(self.count([], {})[0], 1)


if __name__ == "__main__":
    script_test.main()
