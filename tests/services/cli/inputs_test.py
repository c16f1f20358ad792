"""Files, folders, patterns, NDJSON and archives, through `qushu analyze`."""

import gzip
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import time
import unittest
import zipfile

import script_test

TEXT = "涧西区设立卡口%d个。\n"


class GbkName(zipfile.ZipInfo):
    """An entry named as Chinese programs of old name them: in GBK, and not saying so."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits


class InputsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.qushu = script_test.require_program("qushu")

    def path(self, name, content=b""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def zip(self, name, entries):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry, content in entries:
                archive.writestr(entry, content)
        return self.path(name, packed.getvalue())

    def analyze(self, *args, stdin=b"", status=0):
        """Pairs of file and value, each under its name without the folder; and the errors."""
        run = subprocess.run([self.qushu, "analyze", "--format=jsonl", *args], input=stdin, capture_output=True,
                             timeout=120)
        self.assertEqual(run.returncode, status, run.stderr.decode())
        figures = [json.loads(line) for line in run.stdout.decode().splitlines()]
        return ([(figure.get("file", "").removeprefix(f"{self.folder}/"), figure["value"]) for figure in figures],
                run.stderr.decode().replace(f"{self.folder}/", ""))

    def test_a_folder_with_all_below_it(self):
        for i, name in enumerate(["b.txt", "a.html", "深/层/页 一.TXT", "深/x.htm"]):
            self.path(f"pages/{name}", TEXT % (i + 1))
        for name in ["notes.pdf", ".hidden.txt", ".git/c.txt", "深/README"]:
            self.path(f"pages/{name}", TEXT % 99)
        (self.folder / "pages/深/loop").symlink_to(self.folder / "pages")
        found, errors = self.analyze(self.folder / "pages")
        self.assertEqual(found, [("pages/a.html", "2"), ("pages/b.txt", "1"), ("pages/深/x.htm", "4"),
                                 ("pages/深/层/页 一.TXT", "3")])
        self.assertEqual(errors, "")

    def test_a_pattern(self):
        for i in range(3):
            self.path(f"p{i}.txt", TEXT % i)
        self.path("p[1].txt", TEXT % 7)
        self.assertEqual(self.analyze(f"{self.folder}/p[02].txt")[0], [("p0.txt", "0"), ("p2.txt", "2")])
        # A file of that very name is that file.
        self.assertEqual(self.analyze(f"{self.folder}/p[1].txt")[0], [("", "7")])
        found, errors = self.analyze(f"{self.folder}/q*.txt", status=1)
        self.assertEqual(found, [])
        self.assertIn("q*.txt: no file has a name of that pattern (NOT_FOUND)", errors)

    def test_ndjson_has_an_article_a_line(self):
        lines = [
            '\ufeff{"text": "本区设立卡口1个。", "home_district": "districts/410305"}',
            "",
            '{"publicationDate": {"year": 2020, "month": 2, "day": 20}, "page": 3, "text": "西工区确诊2例。"}\r',
            'not json',
            '{"text": "老城区确诊3例。"} more',
            '{"publication": "洛阳日报"}',
            '{"text": 4}',
            '{"text": "a", "text": "b"}',
            '{"text": "a", "publication_date": "2020-02-30"}',
            '{"text": "a", "publication_date": {"year": 2020, "week": 2}}',
            '{"text": "a", "headline": "x"}',
            '["text"]',
            '{"text": "\\ud800"}',
            '{"text": "瀍河区确诊5例。\\u0000", "source_uri": null}',
            '{"text": "a", "encoding": "gbk"}',
            '{"text": "吉利区确诊6例。", "encoding": "UTF-8"}']
        path = self.path("all.ndjson", "\n".join(lines).encode("utf-8", "surrogatepass") + b'\n{"text": "\xff"}')
        found, errors = self.analyze(path, status=1)
        self.assertEqual(found, [("all.ndjson:1", "1"), ("all.ndjson:3", "2"), ("all.ndjson:14", "5"),
                                 ("all.ndjson:16", "6")])
        for line, message in [(4, "not JSON: Invalid value in column 2"), (5, "not JSON: "),
                              (6, "it has no field 'text'"), (7, "'text' cannot be a number"),
                              (8, "the field 'text' is there twice"), (9, "'publication_date' is no day"),
                              (10, "'publication_date' has no 'week'"), (11, "an article has no field 'headline'"),
                              (12, "not a JSON object"), (13, "not JSON: "),
                              (15, "'encoding' is that of the text here"), (17, "not JSON: ")]:
            self.assertIn(f"qushu: all.ndjson:{line}: {message}", errors)
        self.assertEqual(errors.count("qushu: "), 12, errors)

    def test_what_a_line_says_goes_before_flags(self):
        path = self.path("a.jsonl", '{"text":"全区确诊1例。","home_district":"districts/410305"}\n{"text":"全区确诊2例。"}')
        run = subprocess.run([self.qushu, "analyze", "--format=jsonl", "--home=西工区", path], capture_output=True,
                             text=True, check=True)
        self.assertEqual([json.loads(line)["district"] for line in run.stdout.splitlines()], ["410305", "410303"])

    def test_unknown_fields_can_be_left_alone(self):
        line = '{"id": 7, "tags": ["a", {"text": "x"}], "more": {"text": {"a": [1]}}, "text": "涧西区确诊8例。", "x": 1e5}'
        self.assertIn("no field 'id'", self.analyze("--ndjson", "-", stdin=line.encode(), status=1)[1])
        found, _ = self.analyze("--ndjson", "--ignore-unknown", "-", stdin=line.encode())
        self.assertEqual(found, [("standard input:1", "8")])

    def test_deep_nesting_and_long_texts_are_refused(self):
        deep = '{"text": "涧西区确诊1例。", "x": ' + "[" * 1_000_000
        long = '{"text": "' + "长" * 23_000_000 + '"}'
        last = '{"text": "涧西区确诊2例。"}'
        path = self.path("a.ndjson", "\n".join([deep, long, last]))
        started = time.monotonic()
        found, errors = self.analyze("--ignore-unknown", path, status=1)
        self.assertEqual(found, [("a.ndjson:3", "2")])
        self.assertIn("a.ndjson:1: not JSON", errors)
        self.assertIn("a.ndjson:2: the text is too large (TEXT_TOO_LARGE; limit_bytes 67108864)", errors)
        self.assertLess(time.monotonic() - started, 60)

    def test_zip_with_names_in_gbk_and_utf8(self):
        path = self.zip("pages.zip", [
            (GbkName("洛阳日报/一版.txt"), ("2020年2月3日\n" + TEXT % 1).encode("gbk")),
            ("西工/二版.html", "<p>西工区设立卡口<b>2</b>个。</p>"),
            ("all.ndjson", '{"text":"老城区确诊3例。"}\nbad\n{"text":"老城区确诊4例。"}'),
            ("inner.zip", b"PK"), ("photo.jpg", b"\xff"), ("__MACOSX/._一版.txt", b"x"), ("empty.txt", b"")])
        expected = [("pages.zip/洛阳日报/一版.txt", "1"), ("pages.zip/西工/二版.html", "2"),
                    ("pages.zip/all.ndjson:1", "3"), ("pages.zip/all.ndjson:3", "4")]
        found, errors = self.analyze(path, status=1)
        self.assertEqual(found, expected)
        self.assertIn("pages.zip/all.ndjson:2: not JSON", errors)
        self.assertIn("pages.zip/inner.zip: an archive inside an archive is not read", errors)
        self.assertIn("pages.zip/empty.txt: The text is empty", errors)
        # Through a pipe, where nothing can be looked up at the end.
        found, _ = self.analyze("-", stdin=path.read_bytes(), status=1)
        self.assertEqual(found, [(name.replace("pages.zip", "standard input"), value) for name, value in expected])

    def test_gz_of_each_kind(self):
        self.path("a.txt.gz", gzip.compress((TEXT % 1).encode()))
        self.path("b.html.gz", gzip.compress("<p>涧西区确诊<b>2</b>例。".encode()))
        # Two members, as `cat a.gz b.gz` makes them.
        self.path("c.ndjson.gz", gzip.compress('{"text":"涧西区确诊3例。"}\n'.encode())
                  + gzip.compress('{"text":"涧西区确诊4例。"}'.encode()))
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for i, name in enumerate(["folder/一.txt", "folder/二.txt"]):
                content = (TEXT % (5 + i)).encode()
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
        self.path("d.tar.gz", packed.getvalue())
        found, errors = self.analyze(self.folder)
        self.assertEqual(found, [("a.txt.gz", "1"), ("b.html.gz", "2"), ("c.ndjson.gz:1", "3"), ("c.ndjson.gz:2", "4"),
                                 ("d.tar.gz/folder/一.txt", "5"), ("d.tar.gz/folder/二.txt", "6")])
        self.assertEqual(errors, "")
        self.assertEqual(self.analyze("-", stdin=gzip.compress((TEXT % 9).encode()))[0], [("", "9")])
        self.assertEqual(self.analyze("--ndjson", "-", stdin=(self.folder / "c.ndjson.gz").read_bytes())[0],
                         [("standard input:1", "3"), ("standard input:2", "4")])

    def test_damaged_archives_say_so_and_the_others_go_on(self):
        whole = self.zip("whole.zip", [(f"{i}.txt", os.urandom(3000).hex()) for i in range(4)]).read_bytes()
        self.path("cut.zip", whole[:len(whole) // 2])
        self.path("no.zip", b"This is a letter.")
        self.path("none.zip")
        packed = gzip.compress(b"".join(b'{"text":"%d"}\n' % i for i in range(10000)))
        self.path("cut.ndjson.gz", packed[:len(packed) // 2])
        self.path("no.txt.gz", b"This is a letter.")
        self.path("none.gz")
        self.path("z.txt", TEXT % 5)
        os.remove(self.folder / "whole.zip")
        found, errors = self.analyze(self.folder, status=1)
        self.assertEqual(found[-1], ("z.txt", "5"))
        for name in ["cut.zip", "no.zip", "cut.ndjson.gz"]:
            self.assertRegex(errors, rf"{name}\S*: it cannot be unpacked: .*\(DATA_LOSS\)")
        for name in ["none.zip", "none.gz"]:
            self.assertIn(f"{name}: it is empty (DATA_LOSS)", errors)

    def test_an_encrypted_archive(self):
        if shutil.which("zip") is None:
            self.skipTest("zip is not installed")
        self.path("a.txt", TEXT % 1)
        subprocess.run(["zip", "-q", "-P", "secret", "a.zip", "a.txt"], cwd=self.folder, check=True)
        self.assertIn("a.zip/a.txt: it is encrypted", self.analyze(self.folder / "a.zip", status=1)[1])

    def test_bombs_are_bounded(self):
        # One long text; many; many in one.
        self.path("a.txt.gz", gzip.compress(b"0" * 300_000_000))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(12):
                archive.writestr(f"{i}.txt", b"\n" * 50_000_000)
        self.path("b.zip", packed.getvalue())
        line = b'{"text":"' + b" " * 1_000_000 + b'"}\n'
        self.path("c.ndjson.gz", gzip.compress(line * 150))
        run = subprocess.run(["/usr/bin/python3", "-c", """
import resource, subprocess, sys
run = subprocess.run(sys.argv[1:], capture_output=True)
sys.stderr.buffer.write(run.stderr)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, run.returncode)
""", self.qushu, "analyze", "--format=jsonl", self.folder], capture_output=True, text=True, timeout=300)
        megabytes, status = map(int, run.stdout.split())
        self.assertEqual(status, 1)
        self.assertLess(megabytes, 800)
        self.assertIn("a.txt.gz: the text is too large (TEXT_TOO_LARGE", run.stderr)
        self.assertRegex(run.stderr, r"b.zip\S*: it unpacks to more than 200 times its size \(RESOURCE_EXHAUSTED\)")
        self.assertRegex(run.stderr, r"c.ndjson.gz\S*: it unpacks to more than 200 times its size")

    def test_what_cannot_be_read_is_named(self):
        self.path("ok.txt", TEXT % 1)
        found, errors = self.analyze(self.folder / "none.txt", self.folder / "none", self.folder / "ok.txt", status=1)
        self.assertEqual(found, [("ok.txt", "1")])
        self.assertIn("none.txt: cannot open: No such file or directory (NOT_FOUND)", errors)
        self.assertIn("none: cannot open: No such file or directory (NOT_FOUND)", errors)
        if os.getuid() != 0:
            self.path("locked/a.txt", TEXT % 1)
            os.chmod(self.folder / "locked", 0)
            self.addCleanup(os.chmod, self.folder / "locked", 0o700)
            self.assertIn("(PERMISSION_DENIED)", self.analyze(self.folder / "locked", status=1)[1])


if __name__ == "__main__":
    script_test.main()
