"""A story that several papers print is counted once by comparisons and series."""

import json
import subprocess
import tempfile
import unittest

import script_test

STORY = ("涧西区社区排查外地返回人员8368人,设立卡口727个,党员干部下沉值守4500人,"
         "志愿服务队伍163支,工业企业开工44家,返岗24738人。防控工作一刻也不能放松。\n")
# Other words about the same.
OTHER = "据了解,涧西区在各个小区、路口和高速公路出口一共设立卡口727个,昼夜有人看守,过往车辆逐一登记。\n"


class StoryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.ingest = script_test.start_service(cls, "qushu-ingest", folder.name)
        cls.query = script_test.start_service(cls, "qushu-query", folder.name)

    def run_qushu(self, command, *args, stdin=""):
        server = self.ingest if command in ("ingest", "delete", "undelete") else self.query
        run = subprocess.run([script_test.require_program("qushu"), command, f"--server={server}", *args],
                             input=stdin, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def store(self, text, paper, date):
        answer = self.run_qushu("ingest", "--format=json", f"--publication={paper}", f"--date={date}", "-",
                                stdin=text)
        return json.loads(answer)["name"]

    def points(self):
        answer = json.loads(self.run_qushu("series", "--format=json", "涧西区", "checkpoints"))
        return [point for series in answer["series"] for point in series["points"]]

    def test_a_story_of_several_papers(self):
        as_of = "截至2月19日,"
        evening = self.store(as_of + STORY, "洛阳晚报", "2020-02-21")
        morning = self.store(as_of + STORY.replace(",", ", ") + "记者王某报道。", "洛阳日报", "2020-02-20")
        late = self.store("本报讯 " + as_of + STORY, "河南日报", "2020-02-22")
        much_later = self.store("旧闻: " + as_of + STORY, "大河报", "2020-03-20")
        other = self.store(as_of + OTHER, "经济日报", "2020-02-20")

        points = self.points()
        self.assertEqual(len(points), 1, points)
        revisions = [figure["article"] for figure in points[0]["revisions"]]
        self.assertCountEqual(revisions, [morning, much_later, other])
        self.assertEqual(points[0]["alsoReportedBy"], [evening, late])
        table = self.run_qushu("series", "涧西区", "checkpoints")
        self.assertIn("2 more articles report the same", table)

        compared = json.loads(self.run_qushu("compare", "--format=json", "--indicator=checkpoints",
                                             "--to=2020-02-25", "涧西区"))
        figures = compared["rows"][0]["cells"][0]["figures"]
        by_article = {one["figure"]["article"]: one.get("alsoReportedBy", []) for one in figures}
        self.assertEqual(by_article.get(morning), [evening, late], figures)

        # Without the first, the next one stands for the others.
        self.run_qushu("delete", morning)
        points = self.points()
        self.assertIn(evening, [figure["article"] for figure in points[0]["revisions"]])
        self.assertEqual(points[0]["alsoReportedBy"], [late])
        self.run_qushu("undelete", morning)
        self.assertEqual(self.points()[0]["alsoReportedBy"], [evening, late])


if __name__ == "__main__":
    script_test.main()
