#!/usr/bin/python3
"""The built `qushu analyze` against annotated texts: no change may make it worse than this."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import script_test

# What a release promises on shared/eval.
MIN_F1 = 0.99
MIN_EXACT = 0.95
# What was reached, less what one judgement may cost.
MIN_SUMMARY = 0.94
MIN_KNOWN_F1 = 0.99
MIN_KNOWN_EXACT = 0.82

PAGE = "000_07fc26b0421d445b"


def analyze(text, *options):
    """Standard output of `qushu analyze --format=jsonl` for the file."""
    program = script_test.require_program("qushu")
    run = subprocess.run([program, "analyze", "--format=jsonl", *options, text],
                         capture_output=True, text=True, encoding="utf-8", timeout=120)
    if run.returncode != 0:
        raise AssertionError(f"{text}: exit status {run.returncode}: {run.stderr}")
    return run.stdout


def score(scorer, *arguments):
    run = subprocess.run([sys.executable, scorer, *arguments, "--json"],
                         capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return json.loads(run.stdout)


class ScoreTest(unittest.TestCase):
    def figures(self, gold, text_of):
        """Scores of the texts that the annotated files of a folder belong to."""
        shared = script_test.shared_dir()
        with tempfile.TemporaryDirectory() as folder:
            for annotated in sorted(gold.glob("*.jsonl")):
                out = pathlib.Path(folder, annotated.name)
                out.write_text(analyze(text_of(annotated.stem)), encoding="utf-8")
            result = score(shared / "eval/score.py", gold, folder)
        print(f"{gold.name}: " + "  ".join(f"{k} {v:.3f}" for k, v in result.items()))
        return result

    def expect(self, result, f1, exact):
        self.assertGreaterEqual(result["f1"], f1)
        self.assertGreaterEqual(result["exact"], exact)

    def test_figures_of_the_page(self):
        shared = script_test.shared_dir()
        result = self.figures(shared / "eval/seed", lambda name: shared / f"article/{name}.txt")
        self.expect(result, MIN_F1, MIN_EXACT)

    def test_figures_of_bulletins(self):
        dev = script_test.shared_dir() / "eval/dev"
        self.expect(self.figures(dev, lambda name: dev / f"{name}.txt"), MIN_F1, MIN_EXACT)

    def test_figures_of_our_own_texts(self):
        known = script_test.SOURCE_DIR / "tests/data/annotated/known"
        if not known.is_dir():
            self.skipTest("there are no annotated texts")
        result = self.figures(known, lambda name: known / f"{name}.txt")
        self.expect(result, MIN_KNOWN_F1, MIN_KNOWN_EXACT)

    def test_summaries_of_the_page(self):
        shared = script_test.shared_dir()
        text = shared / f"article/{PAGE}.txt"
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, "summaries.jsonl")
            out.write_text(analyze(text, "--summaries"), encoding="utf-8")
            result = score(shared / "eval/score_summary.py",
                           shared / f"eval/summary/{PAGE}.json", out, "--text", text)
        print(f"summaries: {result['mean']['predicted']:.3f}")
        self.assertGreaterEqual(result["mean"]["predicted"], MIN_SUMMARY)
        self.assertEqual(result["fragments"], 0)
        # All that a reader could do without reading is far behind.
        self.assertGreater(result["mean"]["predicted"], result["mean"]["textrank"] + 0.2)


if __name__ == "__main__":
    script_test.main()
