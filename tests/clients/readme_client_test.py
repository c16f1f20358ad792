"""The README's client in Python, taken from the README and run as it is printed there."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import script_test

README = script_test.SOURCE_DIR / "README.md"


def code_blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(), re.M | re.S)


class ReadmeClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        programs = [script_test.require_program(p) for p in ("qushu-ingest", "qushu-query")]
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        (cls.folder / "proto").symlink_to(script_test.SOURCE_DIR / "proto")
        (cls.folder / "tests").symlink_to(script_test.SOURCE_DIR / "tests")
        cls.addresses = [cls.start(program) for program in programs]

    @classmethod
    def start(cls, program):
        """Starts a service and returns its address."""
        port_file = cls.folder / f"{program.name}.port"
        log = open(cls.folder / f"{program.name}.log", "wb")
        cls.addClassCleanup(log.close)
        process = subprocess.Popen(
            [program, "--address=127.0.0.1:0", f"--port_file={port_file}",
             f"--db={cls.folder}/qushu.db"], stdout=log, stderr=log)
        cls.addClassCleanup(process.wait)
        cls.addClassCleanup(process.send_signal, signal.SIGTERM)
        for _ in range(300):
            if port_file.exists():
                return f"127.0.0.1:{int(port_file.read_text())}"
            time.sleep(0.1)
        raise AssertionError(f"{program.name} did not start")

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
