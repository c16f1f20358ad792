#!/usr/bin/python3
"""How often figures of each confidence are right, over the annotated texts: the table of README.

`confidence_test.py --rules` prints as well how often each field is right by the rule that settled it:
what the doubts in common/figures/rules.cc are rounded from."""

import collections
import importlib.util
import json
import subprocess
import sys
import unittest

import script_test

LEVELS = ("high", "medium", "low")
# A level is right more often than the next by this share of its figures, at least.
MIN_STEP = 0.1
# Fewer figures than this say nothing of a level.
MIN_FIGURES = 100


def scorer():
    spec = importlib.util.spec_from_file_location(
        "score", script_test.shared_dir() / "eval/score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Counts:
    """Right ones and all, by key."""

    def __init__(self):
        self.right = collections.Counter()
        self.all = collections.Counter()

    def add(self, key, right):
        self.right[key] += bool(right)
        self.all[key] += 1

    def share(self, key):
        return self.right[key] / self.all[key] if self.all[key] else 0.0


def measure(folder):
    """By level, and by field and rule, how many figures and fields of the folder's texts are right.

    A figure that the annotation does not have is wrong; optional ones do not count."""
    score = scorer()
    program = script_test.require_program("qushu")
    levels, rules = Counts(), Counts()
    for annotated in sorted(folder.glob("*.jsonl")):
        run = subprocess.run(
            [program, "analyze", "--format=jsonl", "--explain", annotated.with_suffix(".txt")],
            capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
        got = [json.loads(line) for line in run.stdout.splitlines()]
        gold = score.load(annotated)
        optional = [(g["start"], g["end"]) for g in gold if g.get("optional")]
        pairs = score.match(gold, got)
        for i, j in pairs:
            if gold[i].get("optional"):
                continue
            wrong = [f for f in score.FIELDS if not score.same_field(f, gold[i], got[j])]
            levels.add(got[j]["confidence"], not wrong)
            for evidence in got[j]["evidence"]:
                if evidence["field"] in score.FIELDS:
                    rules.add((evidence["field"], evidence["rule"]), evidence["field"] not in wrong)
        matched = {j for _, j in pairs}
        for j, figure in enumerate(got):
            free = any(begin < figure["end"] and figure["start"] < end for begin, end in optional)
            if j not in matched and not free:
                levels.add(figure["confidence"], False)
    return levels, rules


def known_texts():
    return script_test.SOURCE_DIR / "tests/data/annotated/known"


class ConfidenceTest(unittest.TestCase):
    def test_the_surer_the_more_often_right(self):
        levels, _ = measure(known_texts())
        for level in LEVELS:
            print(f"{level}: {levels.right[level]} of {levels.all[level]} right, "
                  f"{levels.share(level):.3f}")
            self.assertGreaterEqual(levels.all[level], MIN_FIGURES, level)
        self.assertGreater(levels.share("high"), levels.share("medium") + MIN_STEP)
        self.assertGreater(levels.share("medium"), levels.share("low") + MIN_STEP)


def print_rules():
    _, rules = measure(known_texts())
    for field, rule in sorted(rules.all):
        key = (field, rule)
        print(f"{field:10} {rule:22} {rules.right[key]:5} of {rules.all[key]:5}  "
              f"{rules.share(key):.3f}")


if __name__ == "__main__":
    if "--rules" in sys.argv:
        print_rules()
    else:
        script_test.main()
