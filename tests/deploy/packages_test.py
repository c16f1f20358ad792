"""deploy/packages: the lists, and what the installer says when it cannot install."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import script_test

PACKAGES = script_test.SOURCE_DIR / "deploy/packages"


def install(*args, path=None, environment=None):
    env = dict(os.environ, **(environment or {}))
    if path:
        env["PATH"] = path
    return subprocess.run([PACKAGES / "install", *args], env=env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)


def names(list_name):
    return install("--list", list_name).stdout.split()


class PackagesTest(unittest.TestCase):
    def folder_with(self, *programs):
        """A folder for PATH that holds these programs and nothing else."""
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for program in programs:
            (folder / program).symlink_to(shutil.which(program))
        return folder

    def test_lists_hold_each_package_once(self):
        every = [name for path in sorted(PACKAGES.glob("*.txt")) for name in names(path.stem)]
        self.assertGreater(len(every), 20)
        for name in every:
            self.assertRegex(name, r"^[a-z0-9][a-z0-9+.-]+$")
            self.assertEqual(every.count(name), 1, name)

    def test_lists_hold_what_cmake_asks_for(self):
        # Packages that the dependencies name to people are packages that are installed.
        text = (script_test.SOURCE_DIR / ".cmake/QushuDependencies.cmake").read_text()
        named = re.findall(r"\(package ([\w.+-]+)", text)
        self.assertGreater(len(named), 1)
        self.assertLessEqual(set(named), set(names("build") + names("test")))

    def test_other_files_do_not_name_packages_themselves(self):
        # The lists are the one place that apt-get install is told from.
        for path in [*script_test.SOURCE_DIR.glob("deploy/*"), script_test.SOURCE_DIR / "tests/run"]:
            if path.is_file():
                self.assertNotRegex(path.read_text(), r"apt-get[^\n]* install", str(path))

    def test_says_nothing_when_all_is_there(self):
        run = install("build", "test")
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))

    def test_unknown_list_is_named(self):
        run = install("nonesuch")
        self.assertEqual(run.returncode, 1)
        self.assertIn("nonesuch", run.stderr)

    def test_without_apt_the_packages_are_named(self):
        folder = self.folder_with("dirname", "sed", "tr")
        run = install("build", path=str(folder))
        self.assertEqual(run.returncode, 1)
        self.assertIn("libgrpc++-dev", run.stderr)

    def test_without_root_and_sudo_the_command_is_printed(self):
        folder = self.folder_with("dirname", "sed", "tr", "apt-get")
        for name, body in {"id": "echo 1000", "dpkg-query": "exit 1"}.items():
            (folder / name).write_text(f"#!/bin/sh\n{body}\n")
            (folder / name).chmod(0o755)
        run = install("test", path=str(folder))
        self.assertEqual(run.returncode, 1)
        self.assertIn("apt-get install libgtest-dev", run.stderr)

    def test_failing_apt_is_reported_with_its_own_words(self):
        # The real apt-get, asked to fetch its lists from an address where nobody listens.
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        for state in ("lists/partial", "cache/archives/partial", "etc"):
            (folder / state).mkdir(parents=True)
        (folder / "etc/sources.list").write_text("deb http://127.0.0.1:9/debian bookworm main\n")
        (folder / "apt.conf").write_text(
            f'Dir::Etc::sourcelist "{folder}/etc/sources.list";\nDir::Etc::sourceparts "-";\n'
            f'Dir::State::lists "{folder}/lists";\nDir::Cache "{folder}/cache";\n'
            f'APT::Update::Error-Mode "any";\nAcquire::Retries "0";\n')
        (folder / "dpkg-query").write_text("#!/bin/sh\nexit 1\n")
        (folder / "dpkg-query").chmod(0o755)
        if os.getuid() != 0:
            self.skipTest("apt-get update needs root")
        run = install("test", path=f"{folder}:{os.environ['PATH']}",
                      environment={"APT_CONFIG": str(folder / "apt.conf")})
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assertIn("127.0.0.1:9", run.stderr)
        self.assertIn("cannot be fetched", run.stderr)


if __name__ == "__main__":
    script_test.main()
