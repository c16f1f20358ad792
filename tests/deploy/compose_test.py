"""The files of Docker Compose as far as they can be tried without containers: their services are
started as the files say, with folders of the test in the place of those of a container."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.request

try:
    import yaml
except ImportError:
    yaml = None

import script_test
import secured

PLAIN, SECURE = "compose.yaml", "compose.secure.yaml"


def read(name):
    return yaml.safe_load((script_test.SOURCE_DIR / "deploy" / name).read_text())


@unittest.skipIf(yaml is None, "python3-yaml is not installed")
class ComposeTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.authority = secured.Authority(self.folder / "authority")
        self.authority.install(*self.authority.issue("server", "IP:127.0.0.1,DNS:localhost"))
        # What README.md says of QUSHU_ETC.
        self.etc = self.folder / "etc"
        (self.etc / "tls").mkdir(parents=True)
        for name in ("cert.pem", "key.pem"):
            shutil.copy(self.authority.folder / "current" / name, self.etc / "tls" / name)
        shutil.copy(self.authority.ca, self.etc / "tls/ca.pem")
        shutil.copy(self.authority.auth_config, self.etc / "auth.txtpb")
        shutil.copy(self.authority.folder / "jwks.json", self.etc / "jwks.json")

    def here(self, text):
        """A path or an address of a container as one of the test."""
        text = text.replace("/etc/qushu", str(self.etc)).replace("/data/", f"{self.folder}/")
        return re.sub(r"0\.0\.0\.0:\d+", "127.0.0.1:0", text)

    def settings(self, service):
        return {name: self.here(value) for name, value in service["environment"].items()}

    def test_both_files_have_the_same_two_services(self):
        for name in (PLAIN, SECURE):
            services = read(name)["services"]
            self.assertEqual(set(services), {"ingest", "query"})
            for target, service in services.items():
                self.assertEqual(service["build"]["target"], target)
                self.assertTrue(service["read_only"])
                self.assertEqual(service["cap_drop"], ["ALL"])
        # What is not encrypted is for this host.
        for service in read(PLAIN)["services"].values():
            for port in service["ports"]:
                self.assertTrue(port.startswith("127.0.0.1:"), port)

    def test_settings_are_those_of_the_programs(self):
        for name, service in read(SECURE)["services"].items():
            program = script_test.require_program(f"qushu-{name}")
            text = subprocess.run([program, "--help"], capture_output=True, text=True).stdout
            for variable in service["environment"]:
                if variable != "QUSHU_TLS_CA":  # of `qushu`
                    self.assertIn(f"({variable})", text)
            self.assertNotIn("--insecure_any_address", service["command"])
            # On the address that it says, which is checked without being taken.
            command = [flag.replace("/data/", f"{self.folder}/") for flag in service["command"]]
            run = subprocess.run([program, "--check_config", *command], env=self.settings(service),
                                 capture_output=True, text=True, timeout=60)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_it_serves_who_has_a_token_and_is_measured(self):
        for name, service in read(SECURE)["services"].items():
            flags = [self.here(flag) for flag in service["command"]
                     if not flag.startswith(("--address", "--db"))]
            env = self.settings(service)
            running = secured.Service(self, f"qushu-{name}", self.folder, flags, env=env)
            probe = service["healthcheck"]["test"]
            self.assertEqual(probe[:3], ["CMD", "/usr/local/bin/qushu", "health"])
            port = running.address.split(":")[1]
            until = time.monotonic() + 30
            while True:
                health = subprocess.run(
                    [script_test.require_program("qushu"), *probe[2:3],
                     re.sub(r":\d+$", f":{port}", probe[3])], env=env, capture_output=True, text=True)
                if health.returncode == 0:
                    break
                self.assertLess(time.monotonic(), until, health.stderr)
                time.sleep(0.1)
            command = ("ingest", str(script_test.SAMPLE_PAGE)) if name == "ingest" else (
                "summary", "410305")
            ca = f"--tls_ca={self.authority.ca}"
            self.assertIn("UNAUTHENTICATED", running.qushu(*command, ca).stderr)
            token = self.authority.writer if name == "ingest" else self.authority.reader
            run = running.qushu(*command, ca, f"--token_file={token}")
            self.assertEqual(run.returncode, 0, run.stderr)
            with urllib.request.urlopen(f"http://127.0.0.1:{running.metrics_port}/metrics") as page:
                self.assertIn("grpc_server_handled_total", page.read().decode())


if __name__ == "__main__":
    script_test.main()
