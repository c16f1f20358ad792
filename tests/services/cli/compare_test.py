"""`qushu compare` and its neighbours over the services, on the page with reports of four districts."""

import csv
import io
import json
import pathlib
import subprocess
import shutil
import tempfile
import unittest

import script_test

PAGE = "000_07fc26b0421d445b"
# Ids of the comparison table that the catalogue has under another name.
IDS = {"checkpoints_set_up": "checkpoints"}


class CompareTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shared = script_test.shared_dir()
        cls.table = json.loads((shared / "eval/seed/comparable.json").read_text(encoding="utf-8"))
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        ingest = script_test.start_service(cls, "qushu-ingest", cls.folder)
        cls.query = script_test.start_service(cls, "qushu-query", cls.folder)
        cls.qushu(["ingest", f"--server={ingest}", str(shared / f"article/{PAGE}.txt")])

    @classmethod
    def qushu(cls, arguments):
        program = script_test.require_program("qushu")
        run = subprocess.run([program, *arguments], capture_output=True, timeout=60)
        if run.returncode != 0:
            raise AssertionError(f"{arguments}: {run.stderr.decode()}")
        return run.stdout.decode()

    def compared(self, *arguments):
        """Rows of the comparison as CSV."""
        text = self.qushu(["compare", f"--server={self.query}", "--format=csv", "--figures=20",
                           *arguments])
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_every_row_of_the_table_is_found(self):
        rows = self.compared()
        for series in self.table:
            indicator = IDS.get(series["indicator"], series["indicator"])
            own = [row for row in rows if row["indicator"] == indicator]
            same = {(row["place"], row["value"], row["qualifier"]) for row in own
                    if row["comparability"] == "same"}
            wanted = {(row["place"], row["value"], row["qualifier"]) for row in series["rows"]}
            with self.subTest(indicator):
                self.assertEqual(same, wanted)
            # What only counts something near it is never claimed as the same.
            for near in series.get("near", []):
                self.assertNotIn((near["place"], near["value"], near["qualifier"]), same)

    def test_what_is_claimed_as_the_same_is_in_the_table(self):
        claimed = {}
        for row in self.compared():
            if row["comparability"] == "same":
                claimed.setdefault(row["indicator"], set()).add(row["place"])
        known = {IDS.get(series["indicator"], series["indicator"]) for series in self.table}
        self.assertEqual({i for i, places in claimed.items() if len(places) > 1} - known, set())

    def test_quotations_lead_to_the_source(self):
        text = (script_test.shared_dir() / f"article/{PAGE}.txt").read_text(encoding="utf-8")
        answer = json.loads(self.qushu(["compare", f"--server={self.query}", "--format=json",
                                        "--offsets=utf32", "--indicator=checkpoints"]))
        figures = [compared["figure"] for row in answer["rows"] for cell in row["cells"]
                   for compared in cell["figures"]]
        self.assertGreaterEqual(len(figures), 3)
        for figure in figures:
            span = figure["sourceSpan"]
            self.assertEqual(text[int(span["begin"]):int(span["end"])], figure["text"])

    def test_a_table_for_people(self):
        text = self.qushu(["compare", f"--server={self.query}", "涧西区", "老城区",
                           "--indicator=checkpoints"])
        self.assertIn("管控卡口", text)
        self.assertIn("█", text)
        self.assertRegex(text, r"涧西区 +█+ +727")

    def test_series_search_and_export(self):
        series = self.qushu(["series", f"--server={self.query}", "涧西区", "checkpoints",
                             "--format=csv"])
        self.assertIn(",2020-02-20,727,,exact,个,", series)
        found = self.qushu(["search", f"--server={self.query}", "管控卡点", "值守人员"])
        self.assertIn("管控卡点459个", found)
        table = self.qushu(["export", f"--server={self.query}", "--columns=place,value,indicator",
                            "--filter=indicator = checkpoints AND value > 100"])
        self.assertEqual(table.splitlines()[0], "place,value,indicator")
        self.assertEqual(len(table.splitlines()), 4)
        watched = self.qushu(["watch", f"--server={self.query}", "--start=1", "--limit=5",
                              "--format=jsonl"])
        self.assertEqual(len(watched.splitlines()), 5)
        indicators = self.qushu(["indicators", f"--server={self.query}", "--district=涧西区"])
        self.assertIn("checkpoints", indicators)


if __name__ == "__main__":
    script_test.main()
