"""deploy/Dockerfile and deploy/compose.yaml: the images are built, looked at, and run.

With buildah and podman, in a store of their own that is removed at the end; they find neither the
images nor the containers of this machine. Without a registry: mmdebstrap makes the base image.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

import script_test

TARGETS = ("ingest", "query", "cli")
PORTS = {"ingest": 7401, "query": 7402}

# The machine may lack what podman takes by default: systemd, cgroups of version 2, high limits.
CONTAINERS_CONF = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "{folder}/networks"
"""
STORAGE_CONF = """
[storage]
driver = "overlay"
graphroot = "{folder}/store"
runroot = "{folder}/run"
"""


def require(*programs):
    for program in programs:
        if not shutil.which(program):
            raise unittest.SkipTest(f"{program} is not installed")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def setUpModule():
    script_test.require_release()
    require("buildah", "mmdebstrap")
    if os.getuid() != 0:
        raise unittest.SkipTest("images are built as root")


class ImagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(cls.remove_everything)
        (cls.folder / "containers.conf").write_text(CONTAINERS_CONF.format(folder=cls.folder))
        (cls.folder / "storage.conf").write_text(STORAGE_CONF.format(folder=cls.folder))
        cls.env = dict(os.environ, CONTAINERS_CONF=str(cls.folder / "containers.conf"),
                       CONTAINERS_STORAGE_CONF=str(cls.folder / "storage.conf"),
                       BUILDAH_ISOLATION="chroot", BUILDAH_FORMAT="docker")
        base = cls.folder / "base.tar"
        cls.run_ok("mmdebstrap", "--quiet", "--variant=minbase", "bookworm", base)
        container = cls.run_ok("buildah", "from", "scratch").strip()
        cls.run_ok("buildah", "add", "--quiet", container, base, "/")
        cls.run_ok("buildah", "commit", "--quiet", "--rm", container,
                   "localhost/debian:bookworm-slim")
        base.unlink()
        for target in TARGETS:
            cls.run_ok("buildah", "bud", "--layers", "--pull-never", "--file",
                       "deploy/Dockerfile", "--target", target, "--tag", f"qushu-{target}", ".",
                       timeout=2400)

    @classmethod
    def remove_everything(cls):
        if shutil.which("podman"):
            cls.execute("podman", "rm", "--all", "--force", "--time", "1")
        cls.execute("buildah", "rm", "--all")
        shutil.rmtree(cls.folder)

    @classmethod
    def execute(cls, *command, timeout=300, **settings):
        return subprocess.run(command, cwd=script_test.SOURCE_DIR, env={**cls.env, **settings},
                              text=True, capture_output=True, stdin=subprocess.DEVNULL,
                              timeout=timeout)

    @classmethod
    def run_ok(cls, *command, **settings):
        done = cls.execute(*command, **settings)
        if done.returncode != 0:
            raise AssertionError(f"{command}: {(done.stdout + done.stderr)[-3000:]}")
        return done.stdout

    def wait_for(self, what, seconds=20):
        """Calls what() until it is true."""
        end = time.monotonic() + seconds
        while not what():
            self.assertLess(time.monotonic(), end, "did not happen in time")
            time.sleep(0.2)

    def healthy(self, container):
        return self.execute("podman", "healthcheck", "run", container).returncode == 0

    def expect_districts(self, summaries):
        places = [district["place"].split("/")[-1] for district in json.loads(summaries)]
        self.assertEqual(places, ["涧西区", "西工区", "老城区", "瀍河回族区"])

    def test_images_say_how_they_are_to_be_run(self):
        for target, port in PORTS.items():
            image = json.loads(self.run_ok("buildah", "inspect", "--type", "image",
                                           f"qushu-{target}"))["Docker"]["config"]
            self.assertEqual(image["User"], "10001:10001")
            self.assertEqual(image["StopSignal"], "SIGTERM")
            self.assertEqual(image["Entrypoint"], [f"/usr/local/bin/qushu-{target}"])
            self.assertEqual(list(image["ExposedPorts"]), [f"{port}/tcp"])
            self.assertEqual(list(image["Volumes"]), ["/data"])
            # Exec form: there is no shell.
            self.assertEqual(image["Healthcheck"]["Test"],
                             ["CMD", "/usr/local/bin/qushu", "health", f"127.0.0.1:{port}"])

    def test_images_hold_a_program_and_its_libraries(self):
        for target in TARGETS:
            container = self.run_ok("buildah", "from", f"localhost/qushu-{target}").strip()
            root = pathlib.Path(self.run_ok("buildah", "mount", container).strip())
            programs = {path.name for folder in ("bin", "sbin", "usr/bin", "usr/local/bin")
                        if (root / folder).is_dir() for path in (root / folder).iterdir()}
            self.assertEqual(programs, {"qushu"} | {f"qushu-{target}"} - {"qushu-cli"})
            size = sum(path.lstat().st_size for path in root.rglob("*") if path.is_file())
            self.assertLess(size, 120_000_000)
            self.run_ok("buildah", "rm", container)

    def test_services_share_a_volume(self):
        require("podman", "runc")
        safe = ("--read-only", "--cap-drop=all", "--security-opt", "no-new-privileges")
        # One network namespace without a network: nothing of it is seen outside.
        self.run_ok("podman", "run", "--detach", "--name", "ingest", "--network", "none", *safe,
                    "--volume", "store:/data", "localhost/qushu-ingest")
        self.run_ok("podman", "run", "--detach", "--name", "query", "--network",
                    "container:ingest", *safe, "--volume", "store:/data", "localhost/qushu-query")
        self.wait_for(lambda: self.healthy("ingest") and self.healthy("query"))

        def cli(*args):
            return self.run_ok("podman", "run", "--rm", "--network", "container:ingest", *safe,
                               "--volume", f"{script_test.SAMPLE_PAGE}:/page.txt:ro",
                               "localhost/qushu-cli", *args)

        article = json.loads(cli("ingest", "--format=json", "/page.txt"))["name"]
        self.expect_districts(cli("summary", "--format=json", f"--article={article}"))
        # What was acknowledged is there after the death of the service that wrote it.
        self.run_ok("podman", "kill", "--signal", "KILL", "ingest")
        self.run_ok("podman", "start", "ingest")
        self.run_ok("podman", "stop", "--time", "20", "query")
        code = self.run_ok("podman", "inspect", "--format", "{{.State.ExitCode}}", "query")
        self.assertEqual(code.strip(), "0", "SIGTERM did not end the service in order")
        self.run_ok("podman", "rm", "query")
        self.run_ok("podman", "run", "--detach", "--name", "query", "--network",
                    "container:ingest", *safe, "--volume", "store:/data", "localhost/qushu-query")
        self.wait_for(lambda: self.healthy("ingest") and self.healthy("query"))
        self.expect_districts(cli("summary", "--format=json", f"--article={article}"))
        self.run_ok("podman", "rm", "--force", "--time", "1", "query")
        self.run_ok("podman", "rm", "--force", "--time", "1", "ingest")

    def test_compose(self):
        require("podman", "runc", "podman-compose", "iptables")
        qushu = script_test.require_program("qushu")
        ports = {"QUSHU_INGEST_PORT": str(free_port()), "QUSHU_QUERY_PORT": str(free_port())}
        compose = ("podman-compose", "--file", "deploy/compose.yaml", "--project-name", "qushutest")
        try:
            self.run_ok(*compose, "up", "--detach", "--no-build", **ports)
            servers = {name: f"127.0.0.1:{ports[f'QUSHU_{name.upper()}_PORT']}" for name in PORTS}
            self.wait_for(lambda: all(self.execute(qushu, "health", server).returncode == 0
                                      for server in servers.values()))
            article = json.loads(self.run_ok(qushu, "ingest", "--server", servers["ingest"],
                                             "--format=json", script_test.SAMPLE_PAGE))["name"]
            self.expect_districts(self.run_ok(qushu, "summary", "--server", servers["query"],
                                              "--format=json", f"--article={article}"))
        finally:
            self.execute(*compose, "down", "--volumes", **ports)
            self.execute("podman", "network", "prune", "--force")


if __name__ == "__main__":
    script_test.main()
