"""The README's client in Python, taken from the README and run as it is printed there."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import script_test

README = script_test.SOURCE_DIR / "README.md"


def code_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(), re.M | re.S)


class ReadmeClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "proto").symlink_to(script_test.SOURCE_DIR / "proto")
        (cls.folder / "tests").symlink_to(script_test.SOURCE_DIR / "tests")
        cls.addresses = [script_test.start_service(cls, program, cls.folder)
                         for program in ("qushu-ingest", "qushu-query")]

    def test_client_as_printed(self):
        client, = code_blocks("python")
        commands = next(block for block in code_blocks("sh") if "grpc_python_plugin" in block)
        (self.folder / "figures.py").write_text(client)
        # The printed commands, with the addresses of the services of this test.
        self.assertIn("127.0.0.1:7401 127.0.0.1:7402", commands)
        commands = commands.replace("127.0.0.1:7401 127.0.0.1:7402", " ".join(self.addresses))
        # python3 is Debian's: the one that python3-grpcio is installed for.
        run = subprocess.run(["sh", "-e", "-c", commands], cwd=self.folder, text=True,
                             capture_output=True, stdin=subprocess.DEVNULL, timeout=120,
                             env=dict(os.environ, PATH="/usr/bin:/bin"))
        self.assertEqual(run.returncode, 0, run.stderr)
        rows = [line.split("\t") for line in run.stdout.splitlines()]
        self.assertGreater(len(rows), 40, run.stdout)
        found = {(place.split("/")[-1], value, unit) for place, value, unit, _ in rows}
        for row in [("涧西区", "8368", "人"), ("涧西区", "13000000", "元"), ("西工区", "487", "个"),
                    ("老城区", "1836", "人"), ("瀍河回族区", "188", "个")]:
            self.assertIn(row, found)


if __name__ == "__main__":
    script_test.main()
