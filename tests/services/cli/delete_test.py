"""`qushu delete` and `qushu undelete`, and what the other commands say of what is deleted."""

import json
import subprocess
import tempfile
import unittest

import script_test


class DeleteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.ingest = script_test.start_service(cls, "qushu-ingest", folder.name)
        cls.query = script_test.start_service(cls, "qushu-query", folder.name)

    def run_qushu(self, command, *args, stdin="", status=0):
        server = self.query if command == "figures" else self.ingest
        run = subprocess.run([script_test.require_program("qushu"), command, f"--server={server}", *args],
                             input=stdin, capture_output=True, text=True)
        self.assertEqual(run.returncode, status, run.stdout + run.stderr)
        return run.stdout, run.stderr

    def store(self, text):
        out, _ = self.run_qushu("ingest", "--format=json", "-", stdin=text)
        return json.loads(out)["name"]

    def figures(self):
        out, _ = self.run_qushu("figures", "--format=jsonl", "--all")
        return {json.loads(line)["article"] for line in out.splitlines()}

    def check(self):
        run = subprocess.run([script_test.require_program("qushu-admin"), "check", f"--db={self.folder}/qushu.db"],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_there_and_back(self):
        one, two = self.store("涧西区设立卡口1个。"), self.store("西工区设立卡口2个,排查3人。")
        self.assertEqual(self.figures(), {one, two})
        out, _ = self.run_qushu("delete", one.removeprefix("articles/"))
        self.assertRegex(out, rf"^{one}: deleted; can be brought back until 20\d\d-\d\d-\d\d \d\d:\d\d UTC\n$")
        self.check()
        self.assertEqual(self.figures(), {two})
        _, err = self.run_qushu("delete", one, two, status=1)
        self.assertIn(f"qushu: {one}: no such article is stored (ARTICLE_NOT_FOUND", err)
        self.check()
        self.assertEqual(self.figures(), set())
        self.assertEqual(self.run_qushu("delete", "--allow-missing", one)[0], out)
        never = "articles/" + "0" * 32
        self.assertEqual(self.run_qushu("delete", "--allow-missing", never)[0], f"{never}: was not there\n")
        self.assertEqual(self.run_qushu("undelete", one)[0], f"{one}: is back\n")
        back = json.loads(self.run_qushu("undelete", "--format=jsonl", two)[0])
        self.assertEqual(back["article"], two)
        self.assertGreater(int(back["revision"]), 2)
        self.assertEqual(self.figures(), {one, two})
        self.check()
        _, err = self.run_qushu("undelete", one, status=1)
        self.assertIn("ARTICLE_NOT_DELETED", err)

    def test_what_is_deleted_can_be_stored_anew(self):
        name = self.store("老城区设立卡口5个。")
        deleted = json.loads(self.run_qushu("delete", "--format=jsonl", name)[0])
        self.assertEqual(deleted["article"], name)
        self.assertIn("purgeTime", deleted)
        self.assertEqual(self.store("老城区设立卡口5个。"), name)
        self.assertIn(name, self.figures())
        self.check()

    def test_what_is_refused(self):
        name = self.store("瀍河区设立卡口7个。")
        _, err = self.run_qushu("delete", "--etag=another", name, status=1)
        self.assertIn("ETAG_MISMATCH", err)
        self.assertIn(name, self.figures())
        self.assertIn("INVALID_NAME", self.run_qushu("delete", "none", status=1)[1])
        self.assertIn("--etag is that of one article",
                      self.run_qushu("delete", "--etag=x", name, name, status=2)[1])
        self.run_qushu("delete", status=2)


if __name__ == "__main__":
    script_test.main()
