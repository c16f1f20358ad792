"""The sources keep to the rules that a program can check."""

import os
import pathlib
import re
import subprocess
import unittest

import script_test

ROOT = script_test.SOURCE_DIR
BUILT = {"build", ".git", ".cache", "__pycache__"}


def files(*suffixes):
    """Every file of the repository with one of these suffixes, or all; not what a fuzzer wrote."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - BUILT)
        if pathlib.Path(folder) == ROOT / "tests/fuzz":
            folders.remove("corpus")
        found += [pathlib.Path(folder, n) for n in sorted(names)
                  if not suffixes or n.endswith(suffixes)]
    return found


def texts():
    """Pairs of path and content of every file that is text."""
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content and path.name != ".git":
            yield path.relative_to(ROOT), content.decode("utf-8")


def scripts():
    """Every file that starts with #!."""
    return [(path, text) for path, text in texts() if text.startswith("#!")]


class SourcesTest(unittest.TestCase):
    def test_cpp_and_proto_files_are_formatted(self):
        sources = files(".cc", ".h", ".proto")
        self.assertGreater(len(sources), 20)
        run = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *sources], cwd=ROOT,
                             capture_output=True, text=True)
        wrong = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", run.stderr, re.M)))
        self.assertEqual(run.returncode, 0, f"run: clang-format-14 -i {' '.join(wrong)}")

    def test_headers_are_guarded_by_their_path(self):
        for path in files(".h"):
            path = path.relative_to(ROOT)
            guard = "QUSHU_" + re.sub(r"\W", "_", str(path)).upper() + "_"
            with self.subTest(path=str(path)):
                self.assertIn(f"#ifndef {guard}\n#define {guard}\n", (ROOT / path).read_text())

    def test_files_keep_their_size(self):
        limits = {".cc": 450, ".h": 450, ".proto": 600, ".py": 450}
        for path in files(*limits):
            lines = path.read_text().count("\n")
            limit = 600 if path.name.endswith(("_test.cc", "_test.py")) else limits[path.suffix]
            with self.subTest(path=str(path.relative_to(ROOT))):
                self.assertLessEqual(lines, limit)

    def test_scripts_can_be_run(self):
        self.assertGreater(len(scripts()), 3)
        for path, text in scripts():
            with self.subTest(path=str(path)):
                self.assertTrue(os.access(ROOT / path, os.X_OK), "not executable")
                shell = re.match(r"#!/bin/(sh|bash)\n", text)
                if shell:
                    subprocess.run([shell[1], "-n", ROOT / path], check=True)

    def test_nothing_names_the_machine_it_was_written_on(self):
        own = re.compile(r"/(?:home|root|Users|work|farm)/[\w.]")
        for path, text in texts():
            with self.subTest(path=str(path)):
                self.assertIsNone(own.search(text) if path.name != "sources_test.py" else None)

    def test_text_files_are_tidy(self):
        for path, text in texts():
            if not text or path.parts[0] == "LICENSE":
                continue
            with self.subTest(path=str(path)):
                self.assertTrue(text.endswith("\n"), "no newline at the end")
                self.assertNotIn("\r", text)
                if path.suffix != ".tsv" and "data" not in path.parts:
                    self.assertIsNone(re.search(r"[ \t]+$", text, re.M), "space at a line's end")


if __name__ == "__main__":
    script_test.main()
