"""How the services are configured and seen from outside, and how the command line reaches them when
they are locked."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

import script_test
import secured

PROGRAMS = ("qushu-ingest", "qushu-query")


class SettingsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def run_program(self, name, *flags, env=None):
        return subprocess.run([script_test.require_program(name), *flags], text=True, timeout=60,
                              capture_output=True, env=dict(os.environ, **(env or {})))

    def check(self, name, *flags, env=None):
        return self.run_program(name, "--check_config", *flags, env=env)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def test_help_has_every_flag_with_its_variable_and_what_it_is(self):
        for program in PROGRAMS:
            text = self.run_program(program, "--help").stdout
            rows = re.findall(r"^  --(\w+)(?:  \((\w+)\))?\n      (.+)$", text, re.M)
            self.assertGreater(len(rows), 25)
            for name, variable, what in rows:
                if name not in ("help", "version"):
                    self.assertEqual(variable, "QUSHU_" + name.upper())
                self.assertGreater(len(what), 15, name)
            # Every flag of the sources is there.
            own = (script_test.SOURCE_DIR / "services" / program.split("-")[1]).glob("*.cc")
            shared = (script_test.SOURCE_DIR / "common/rpc").rglob("*.cc")
            for source in [*own, *shared]:
                for flag in re.findall(r"^ABSL_FLAG\(\s*[\w:]+,\s*(\w+)", source.read_text(), re.M):
                    self.assertIn(flag, [row[0] for row in rows], source)

    def test_command_line_before_environment_before_file(self):
        config = self.write("c.txtpb", 'db: "/file.db"\nmax_streams: 11\nmax_calls: 12\n'
                                       'stop_grace: "7s"\nmax_calls_per_second: 2.5\n'
                                       "insecure_any_address: true\n")
        run = self.check("qushu-query", f"--config_file={config}", "--max_streams=33",
                         env={"QUSHU_MAX_STREAMS": "22", "QUSHU_MAX_CALLS": "21"})
        self.assertEqual(run.returncode, 0, run.stderr)
        for setting in ("--db=/file.db", "--max_streams=33", "--max_calls=21", "--stop_grace=7s",
                        "--max_calls_per_second=2.5", "--insecure_any_address=true"):
            self.assertIn(setting, run.stdout)
        run = self.check("qushu-query", env={"QUSHU_CONFIG_FILE": str(config)})
        self.assertIn("--max_streams=11", run.stdout)

    def test_what_is_wrong_is_named(self):
        bad_field = self.write("field.txtpb", 'db: "x"\nno_such: 1\n')
        bad_type = self.write("type.txtpb", 'max_streams: "many"\n')
        bad_value = self.write("value.txtpb", 'stop_grace: "soon"\n')
        tokens = self.write("auth.txtpb", "tokens { client: 'a' sha256: 'zz' }")
        for flags, env, message in [
                ([f"--config_file={bad_field}"], {}, "field.txtpb:2:8"),
                ([f"--config_file={bad_type}"], {}, "type.txtpb:1:14"),
                ([f"--config_file={bad_value}"], {}, "value.txtpb: no value for --stop_grace"),
                (["--config_file=/nowhere"], {}, "/nowhere: cannot be read"),
                (["--db=x"], {"QUSHU_MAX_STREAMS": "x"}, "QUSHU_MAX_STREAMS: no value"),
                (["--db=x", "--log_level=loud"], {}, "--log_level"),
                ([], {}, "--db"),
                (["--db=x", f"--auth_config={tokens}"], {}, "tokens of a"),
                (["--db=x", "--tls_cert=/no.pem", "--tls_key=/no.pem"], {}, "/no.pem"),
                (["--db=x", "--indicators=/no.tsv"], {}, "/no.tsv"),
                (["--db=x", "--max_calls=-1"], {}, "max_calls")]:
            for program in PROGRAMS:
                run = self.check(program, *flags, env=env)
                self.assertEqual(run.returncode, 1, (flags, run.stdout))
                self.assertIn(message, run.stderr)

    def test_log_level_changes_on_sighup_and_systemd_is_told(self):
        notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notified.bind(str(self.folder / "notify"))
        notified.settimeout(30)
        config = self.write("c.txtpb", 'log_level: "warning"\n')
        service = secured.Service(self, "qushu-ingest", self.folder,
                                  [f"--config_file={config}", "--metrics_address=127.0.0.1:0"],
                                  env={"NOTIFY_SOCKET": str(self.folder / "notify")})
        self.assertEqual(notified.recv(100), b"READY=1")
        self.assertEqual(service.qushu("ingest", str(script_test.SAMPLE_PAGE)).returncode, 0)
        self.assertNotIn("IngestService/IngestArticle", service.log())
        config.write_text('log_level: "info"\n')
        service.process.send_signal(signal.SIGHUP)
        service.await_log("log_level is info now")
        trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        run = service.qushu("ingest", str(script_test.SAMPLE_PAGE),
                            env={"TRACEPARENT": f"00-{trace}-00f067aa0ba902b7-01"})
        self.assertEqual(run.returncode, 0)
        line = json.loads(service.await_log("IngestService/IngestArticle"))
        self.assertEqual((line["code"], line["trace_id"]), ("OK", trace))
        # A file that cannot be read changes nothing and ends nothing.
        config.write_text("nonsense")
        service.process.send_signal(signal.SIGHUP)
        service.await_log("log_level stays as it was")

        text = urllib.request.urlopen(f"http://127.0.0.1:{service.metrics_port}/metrics").read().decode()
        for metric in ['qushu_articles_total{outcome="stored"} 1',
                       'qushu_articles_total{outcome="known"} 1',
                       "qushu_analysis_seconds_count 2", "qushu_store_seconds_count 2",
                       "qushu_build_info{"]:
            self.assertIn(metric, text)
        self.assertRegex(text, r'qushu_figures_total\{kind="count"\} [1-9]')
        self.assertEqual(service.stop(), 0)
        self.assertEqual(notified.recv(100), b"STOPPING=1")


class LockedTest(unittest.TestCase):
    """`qushu` and a service with TLS, client certificates and tokens."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        secured.make_store(cls, cls.folder)
        cls.authority = secured.Authority(cls.folder)
        cls.service = secured.locked_service(cls, "qushu-query", cls.folder, cls.authority)

    def indicators(self, *flags, env=None):
        return self.service.qushu("indicators", *flags, env=env)

    def test_with_all_that_is_asked_for(self):
        files = self.authority
        run = self.indicators(f"--tls_ca={files.ca}", f"--token_file={files.reader}")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        env = {"QUSHU_TLS_CA": str(files.ca), "QUSHU_TOKEN_FILE": str(files.reader)}
        self.assertEqual(self.indicators(env=env).returncode, 0)
        cert, key = files.issue("board", "URI:spiffe://test/board")
        run = self.indicators(f"--tls_ca={files.ca}", f"--cert={cert}", f"--key={key}")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        config = self.folder / "client.txtpb"
        config.write_text(f'query: "{self.service.address}"\ntls_ca: "{files.ca}"\n'
                          f'token_file: "{files.reader}"\n')
        run = subprocess.run([script_test.require_program("qushu"), "indicators",
                              f"--config={config}"], text=True, capture_output=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_without(self):
        files = self.authority
        other = secured.Authority(self.folder / "other")
        stray, _ = files.issue("stray", "DNS:stray")
        for flags, message in [
                ([], "UNAVAILABLE"),
                ([f"--tls_ca={other.ca}", f"--token_file={files.reader}"], "UNAVAILABLE"),
                ([f"--tls_ca={files.ca}"], "UNAUTHENTICATED"),
                ([f"--tls_ca={files.ca}", f"--token_file={files.writer}"], "PERMISSION_DENIED"),
                ([f"--tls_ca={files.ca}", f"--token_file={files.ca}"], "holds no token"),
                ([f"--tls_ca={files.ca}", f"--cert={stray}"], "go together"),
                (["--tls_ca=/nowhere"], "/nowhere"),
                (["--config=/nowhere"], "/nowhere")]:
            run = self.indicators(*flags)
            self.assertNotEqual(run.returncode, 0, flags)
            self.assertIn(message, run.stderr, flags)

    def test_a_token_does_not_leave_the_machine_unencrypted(self):
        run = subprocess.run([script_test.require_program("qushu"), "indicators",
                              "--server=192.0.2.1:7402", f"--token_file={self.authority.reader}"],
                             text=True, capture_output=True)
        self.assertIn("unencrypted", run.stderr)
        self.assertEqual(run.returncode, 2)

    def test_health_is_told_to_everybody_who_connects(self):
        run = subprocess.run([script_test.require_program("qushu"), "health", self.service.address,
                              f"--tls_ca={self.authority.ca}"], text=True, capture_output=True)
        self.assertIn("SERVING", run.stdout)


if __name__ == "__main__":
    script_test.main()
