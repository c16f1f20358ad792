"""A corrected text stands in the place of the one before: through both services and the commands."""

import json
import pathlib
import subprocess
import tempfile
import unittest

import script_test

PAGE = ["--publication=洛阳日报", "--page=03", "--date=2020-02-20"]
TEXT = "涧西区设立卡口727个,排查人员8368人,工业企业开工44家。\n"
CORRECTED = TEXT.replace("727", "717")


class CorrectionTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.ingest = script_test.start_service(self, "qushu-ingest", folder.name)
        self.query = script_test.start_service(self, "qushu-query", folder.name)

    def run_qushu(self, command, *args, stdin=""):
        server = self.ingest if command in ("ingest", "delete", "undelete", "reanalyze") else self.query
        run = subprocess.run([script_test.require_program("qushu"), command, f"--server={server}", *args],
                             input=stdin, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def store(self, text, *args):
        return json.loads(self.run_qushu("ingest", "--format=json", *(args or PAGE), "-", stdin=text))

    def values(self, *args):
        out = self.run_qushu("figures", "--format=jsonl", "--all", *args)
        return [json.loads(line)["value"] for line in out.splitlines()]

    def check(self):
        run = subprocess.run([script_test.require_program("qushu-admin"), "check", f"--db={self.folder}/qushu.db"],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_every_answer_has_the_last_version(self):
        first = self.store(TEXT)
        self.assertNotIn("supersedes", first)
        second = self.store(CORRECTED)
        self.assertEqual(second["supersedes"], first["name"])
        self.check()
        self.assertEqual(self.values(), ["717", "8368", "44"])
        self.assertCountEqual(self.values("--superseded"), ["727", "8368", "44", "717", "8368", "44"])
        self.assertEqual(self.values(f"--article={first['name']}"), ["727", "8368", "44"])
        self.assertEqual(self.values("--order-by=value desc", "--filter=value > 100"), ["8368", "717"])

        summary = json.loads(self.run_qushu("summary", "--format=json", "涧西区"))
        self.assertEqual([one["article"] for one in summary["summaries"]], [second["name"]])
        series = self.run_qushu("series", "--format=json", "涧西区", "checkpoints")
        self.assertIn('"717"', series)
        self.assertNotIn('"727"', series)
        found = json.loads(self.run_qushu("search", "--format=json", "卡口"))
        self.assertEqual([p["sentence"]["article"] for p in found["passages"]], [second["name"]])
        rows = self.run_qushu("export", "--format=csv").splitlines()
        self.assertEqual(len(rows), 1 + 3)
        counts = json.loads(self.run_qushu("indicators", "--format=json"))["indicators"]
        self.assertEqual({one["id"]: one["figureCount"] for one in counts}["checkpoints"], "1")
        # The old text again is an old text.
        again = self.store(TEXT)
        self.assertTrue(again["alreadyStored"])
        self.assertEqual(self.values(), ["717", "8368", "44"])

    def test_there_and_back(self):
        first, second = self.store(TEXT)["name"], self.store(CORRECTED)["name"]
        self.run_qushu("delete", second)
        self.check()
        self.assertEqual(self.values(), ["727", "8368", "44"])
        self.run_qushu("undelete", second)
        self.check()
        self.assertEqual(self.values(), ["717", "8368", "44"])
        self.run_qushu("reanalyze", "--all")
        self.check()
        self.assertEqual(self.values(), ["717", "8368", "44"])
        self.run_qushu("delete", first)
        self.check()
        self.assertEqual(self.values("--superseded"), ["717", "8368", "44"])

    def test_what_is_no_correction(self):
        self.store(TEXT)
        for args in (["--publication=洛阳日报", "--page=04", "--date=2020-02-20"],
                     ["--publication=洛阳日报", "--date=2020-02-20"],
                     ["--publication=洛阳晚报", "--page=03", "--date=2020-02-20"],
                     ["--publication=洛阳日报", "--page=03", "--date=2020-02-21"],
                     ["--page=03", "--date=2020-02-20"]):
            text = TEXT.replace("727", str(700 + len("".join(args))))
            self.assertNotIn("supersedes", self.store(text, *args), args)
        self.check()

    def test_bulletins_in_one_form_are_no_corrections(self):
        form = ("{}: 截至2月20日24时,全区累计排查人员{}人,设立卡口{}个,党员干部下沉值守{}人,"
                "工业企业开工{}家,返岗{}人。防控一刻也不能放松。\n")
        lines = []
        for i, district in enumerate(["涧西区", "西工区", "老城区", "瀍河回族区", "涧西区", "涧西区"]):
            numbers = [8368 + 101 * i, 727 + 13 * i, 4500 - 7 * i, 44 + i, 24738 + 31 * i]
            lines.append(json.dumps({"text": form.format(district, *numbers), "publication": "洛阳发布",
                                     "publication_date": "2020-02-20"}, ensure_ascii=False))
        bulletins = pathlib.Path(self.folder) / "bulletins.ndjson"
        bulletins.write_text("\n".join(lines) + "\n")
        self.run_qushu("ingest", "--ndjson", str(bulletins))
        self.check()
        self.assertEqual(len(self.values()), len(self.values("--superseded")))
        self.assertEqual(len(self.values("--measure=卡口")), 6)
        # One of them with a wrong number set right.
        wrong = json.loads(lines[0])
        right = wrong["text"].replace("727", "728")
        corrected = self.store(right, "--publication=洛阳发布", "--date=2020-02-20")
        self.assertIn("supersedes", corrected)
        self.assertEqual(len(self.values("--measure=卡口")), 6)
        self.check()


if __name__ == "__main__":
    script_test.main()
