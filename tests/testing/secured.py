"""Services with TLS and tokens, for tests; certificates and tokens are made with openssl."""

import base64
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

import script_test

ISSUER, AUDIENCE = "https://issuer.test", "qushu"


def openssl(*arguments, data=None):
    if shutil.which("openssl") is None:
        raise unittest.SkipTest("openssl is not installed")
    run = subprocess.run(["openssl", *map(str, arguments)], input=data, capture_output=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr.decode())
    return run.stdout


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Authority:
    """Signs certificates and tokens; the files of a locked service."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(exist_ok=True)
        self.ca, self._ca_key = self.folder / "ca.pem", self.folder / "ca.key"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", self._ca_key, "-out", self.ca, "-days", 2, "-subj",
                f"/CN=Test authority {self.folder.name}")
        self.signer = self.folder / "signer.key"
        openssl("genrsa", "-out", self.signer, 2048)
        self.public_pem = openssl("rsa", "-in", self.signer, "-pubout")
        self.reader = self.write("reader.token", "reader-token-for-tests\n")
        self.writer = self.write("writer.token", "writer-token-for-tests\n")
        self.operator = self.write("operator.token", "operator-token-for-tests\n")
        modulus = openssl("rsa", "-in", self.signer, "-noout", "-modulus").decode().split("=")[1]
        self.write("jwks.json", json.dumps({"keys": [
            {"kty": "RSA", "kid": "k1", "e": "AQAB", "n": encode(bytes.fromhex(modulus))}]}))
        self.auth_config = self.write("auth.txtpb", "".join(
            f"tokens {{ client: '{client}' sha256: "
            f"'{hashlib.sha256(f'{client}-token-for-tests'.encode()).hexdigest()}' "
            f"scopes: '{scope}' }}\n"
            for client, scope in [("reader", "query.read"), ("writer", "ingest.write"),
                                  ("operator", "admin")]) +
            "certificates { name: 'spiffe://test/board' scopes: 'query.read' }\n"
            f"jwt {{ jwks_file: 'jwks.json' issuer: '{ISSUER}' audience: '{AUDIENCE}' }}\n")

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def issue(self, name, alternative_name):
        """Certificate and key of this subject alternative name; their paths."""
        key, cert = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        request = openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                          "-nodes", "-keyout", key, "-subj", f"/CN={name}")
        extensions = self.write(f"{name}.ext", f"subjectAltName={alternative_name}\n")
        openssl("x509", "-req", "-CA", self.ca, "-CAkey", self._ca_key, "-CAcreateserial", "-days",
                2, "-extfile", extensions, "-out", cert, data=request)
        return cert, key

    def install(self, cert, key):
        """Makes these the service's, at once: `current` is a symbolic link to their folder."""
        target = self.folder / f"installed-{time.monotonic_ns()}"
        target.mkdir()
        shutil.copy(cert, target / "cert.pem")
        shutil.copy(key, target / "key.pem")
        (self.folder / "next").symlink_to(target.name)
        (self.folder / "next").rename(self.folder / "current")

    def claims(self, **changes):
        claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ann", "scope": "query.read",
                  "exp": int(time.time()) + 600}
        claims.update(changes)
        return claims

    def token(self, claims, header=None, signature=None):
        """A token; RS256 by this authority unless header or signature say otherwise."""
        header = header or {"alg": "RS256", "kid": "k1"}
        signed = ".".join(encode(json.dumps(part).encode()) for part in (header, claims)).encode()
        if signature is None:
            signature = openssl("dgst", "-sha256", "-sign", self.signer, data=signed)
        elif callable(signature):
            signature = signature(signed)
        return f"{signed.decode()}.{encode(signature)}"


class Service:
    """A service on a free port until the test (or the class) is done."""

    def __init__(self, test, name, folder, flags=(), env=None):
        self.folder = pathlib.Path(folder)
        self.name = name
        self._log = self.folder / f"{name}.log"
        port_file = self.folder / f"{name}.port"
        port_file.unlink(missing_ok=True)
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen(
                [script_test.require_program(name), "--address=127.0.0.1:0",
                 f"--port_file={port_file}", f"--db={self.folder}/qushu.db", *flags],
                stdout=log, stderr=log, env=dict(os.environ, **(env or {})))
        (test.addClassCleanup if isinstance(test, type) else test.addCleanup)(self.stop)
        for _ in range(600):
            if port_file.exists() or self.process.poll() is not None:
                break
            time.sleep(0.05)
        if not port_file.exists():
            raise AssertionError(f"{name} did not start: {self.log()}")
        self.address = f"127.0.0.1:{int(port_file.read_text())}"

    def log(self):
        return self._log.read_text()

    def await_log(self, text, patience=30):
        """The first line of the log with `text` in it."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for line in self.log().splitlines():
                if text in line:
                    return line
            time.sleep(0.05)
        raise AssertionError(f"{text!r} is not in the log: {self.log()[-2000:]}")

    @property
    def metrics_port(self):
        return int(re.search(r"metrics on port (\d+)", self.await_log("metrics on port")).group(1))

    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def qushu(self, command, *arguments, env=None):
        return subprocess.run(
            [script_test.require_program("qushu"), command, f"--server={self.address}", *arguments],
            text=True, capture_output=True, timeout=120, env=dict(os.environ, **(env or {})))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def make_store(test, folder):
    """`folder`/qushu.db with the sample page."""
    service = Service(test, "qushu-ingest", folder)
    run = service.qushu("ingest", str(script_test.SAMPLE_PAGE))
    if run.returncode != 0 or service.stop() != 0:
        raise AssertionError(run.stderr + service.log())


def locked_service(test, name, folder, authority, flags=()):
    """A service with TLS of `authority`, optional client certificates, and its tokens."""
    authority.install(*authority.issue("server", "IP:127.0.0.1,DNS:localhost"))
    current = authority.folder / "current"
    return Service(test, name, folder, [
        f"--tls_cert={current}/cert.pem", f"--tls_key={current}/key.pem",
        f"--tls_client_ca={authority.ca}", "--tls_client_cert_optional",
        f"--auth_config={authority.auth_config}", *flags])
