"""A service with TLS and tokens among hostile clients: it answers each of them right, its memory is
bounded, and an honest client beside them is served throughout.

QUSHU_HOSTILE_STREAMS=100000 opens that many streams instead of a few thousand."""

import gzip
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import socket
import ssl
import struct
import tempfile
import threading
import time
import unittest

import grpc

import script_test
import secured

STREAMS = int(os.environ.get("QUSHU_HOSTILE_STREAMS", "3000"))
QUERY = "/qushu.v1.QueryService/"
# Of the service, in MiB, above what it has when it is idle.
MEMORY_MIB = 300
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def integer(number):
    """A length in a header of HTTP/2 (RFC 7541, 5.1), of at most 16000."""
    if number < 127:
        return bytes([number])
    rest = number - 127
    return bytes([127, rest]) if rest < 128 else bytes([127, rest & 127 | 128, rest >> 7])


def field(number, text):
    """A string field of a protobuf message of fewer than 16384 bytes."""
    data = text.encode() if isinstance(text, str) else text
    size = bytes([len(data)]) if len(data) < 128 else bytes([len(data) & 127 | 128, len(data) >> 7])
    return bytes([number << 3 | 2]) + size + data


class HonestClient(threading.Thread):
    """Asks again and again, and keeps how long each answer took."""

    def __init__(self, call):
        super().__init__()
        self._call, self._stop_now = call, threading.Event()
        self.seconds, self.failures = [], []
        self._began, self.lasted, self.beside = time.monotonic(), 0.0, 0

    def run(self):
        while not self._stop_now.is_set():
            start = time.monotonic()
            try:
                self._call()
            except grpc.RpcError as error:
                self.failures.append(f"{error.code()} {error.details()}")
            self.seconds.append(time.monotonic() - start)
            time.sleep(0.01)

    def stop(self):
        """Ends once there were calls enough for a p99 to say something; `beside` were before."""
        self.beside, self.lasted = len(self.seconds), time.monotonic() - self._began
        until = time.monotonic() + 60
        while len(self.seconds) < 20 and time.monotonic() < until:
            time.sleep(0.01)
        self._stop_now.set()
        self.join()


class HostileTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        secured.make_store(cls, cls.folder)
        cls.authority = secured.Authority(cls.folder)
        cls.service = secured.locked_service(cls, "qushu-query", cls.folder, cls.authority)
        cls.idle = cls.service.resident_mib()
        cls.reader = cls.authority.reader.read_text().strip()

    def setUp(self):
        self.channel = self.new_channel()
        self.honest = HonestClient(lambda: self.call(
            "ListIndicators", token=self.reader, channel=self.honest_channel))
        self.honest_channel = self.new_channel()
        self.honest.start()

    def tearDown(self):
        self.honest.stop()
        self.channel.close()
        self.honest_channel.close()
        times = sorted(self.honest.seconds)
        p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
        grown = self.service.resident_mib() - self.idle
        print(f"\n  {self._testMethodName}: honest client {len(times)} calls, {self.honest.beside} beside, "
              f"p99 {p99 * 1000:.1f} ms; service {grown:+.0f} MiB")
        self.assertEqual(self.honest.failures, [])
        self.assertGreaterEqual(len(times), 20)
        # Served throughout, not only when it was over.
        self.assertGreaterEqual(self.honest.beside, self.honest.lasted / 2 - 1)
        self.assertLess(grown, MEMORY_MIB)
        self.assertIsNone(self.service.process.poll())

    def new_channel(self):
        credentials = grpc.ssl_channel_credentials(self.authority.ca.read_bytes())
        return grpc.secure_channel(self.service.address, credentials,
                                   [("grpc.use_local_subchannel_pool", 1)])

    def call(self, method, request=b"", token=None, metadata=(), channel=None, timeout=30):
        metadata = list(metadata) + ([("authorization", f"Bearer {token}")] if token else [])
        return (channel or self.channel).unary_unary(QUERY + method)(
            request, metadata=metadata, timeout=timeout)

    def code(self, *arguments, **named):
        try:
            self.call(*arguments, **named)
        except grpc.RpcError as error:
            return error.code()
        return grpc.StatusCode.OK

    def raw(self):
        """A connection of one's own, past TLS, that has said it speaks HTTP/2."""
        context = ssl.create_default_context(cafile=self.authority.ca)
        context.set_alpn_protocols(["h2"])
        host, port = self.service.address.split(":")
        connection = context.wrap_socket(socket.create_connection((host, int(port)), 10),
                                         server_hostname=host)
        self.addCleanup(connection.close)
        connection.sendall(PREFACE + frame(4, 0, 0))
        return connection

    def test_tokens(self):
        authority, denied = self.authority, grpc.StatusCode.UNAUTHENTICATED
        public = authority.public_pem
        good = authority.claims()

        def with_public_key(signed):
            return hmac.new(public, signed, hashlib.sha256).digest()

        self.assertEqual(self.code("ListIndicators", token=authority.token(good)), grpc.StatusCode.OK)
        for name, token in {
                "none at all": None,
                "unknown": "guess",
                "expired": authority.token(authority.claims(exp=int(time.time()) - 60)),
                "not yet": authority.token(authority.claims(nbf=int(time.time()) + 600)),
                "other audience": authority.token(authority.claims(aud="other")),
                "alg none": authority.token(good, {"alg": "none"}, b""),
                "alg None": authority.token(good, {"alg": "None", "kid": "k1"}, b"x"),
                "public key as secret": authority.token(good, {"alg": "HS256", "kid": "k1"},
                                                        with_public_key),
                "the same, called RS256": authority.token(good, None, with_public_key),
                "unknown key": authority.token(good, {"alg": "RS256", "kid": "../../etc/passwd"}),
                "huge": "a" * 7000}.items():
            with self.subTest(name):
                self.assertEqual(self.code("ListIndicators", token=token), denied)
        for token in (authority.token(authority.claims(scope="ingest.write admin")),
                      authority.writer.read_text().strip()):
            self.assertEqual(self.code("ListIndicators", token=token),
                             grpc.StatusCode.PERMISSION_DENIED)
        # Who may not ask is not told what there is.
        for name in ("articles/none", "articles/" + "0" * 32):
            self.assertEqual(self.code("GetArticle", field(1, name)), denied)
        log = self.service.log()
        for secret in (self.reader, "guess", authority.token(good).split(".")[2][:20]):
            self.assertNotIn(secret, log)

    def test_metadata(self):
        for size in (6000, 100_000, 1_000_000):
            code = self.code("ListIndicators", token=self.reader, metadata=[("x-junk", "j" * size)])
            self.assertIn(code, (grpc.StatusCode.OK, grpc.StatusCode.RESOURCE_EXHAUSTED,
                                 grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.INTERNAL))
        many = [(f"x-{i}", "j") for i in range(20_000)]
        self.code("ListIndicators", token=self.reader, metadata=many)
        odd = [("traceparent", "x" * 3000), ("x-request-id", "a\"b" * 100), ("x-bin", b"\xff\x00")]
        # The service may have closed the connection for what came before, and the next call may be the
        # one that finds out: it is made again, as by the published retry policy.
        codes = [self.code("ListIndicators", token=self.reader, metadata=odd)]
        while codes[-1] == grpc.StatusCode.UNAVAILABLE and len(codes) < 4:
            time.sleep(0.2)
            codes.append(self.code("ListIndicators", token=self.reader, metadata=odd))
        self.assertEqual(codes[-1], grpc.StatusCode.OK, codes)

    def test_messages_and_names(self):
        invalid, absent = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
        for request in (b"\xff" * 100, b"\x0a\xff\xff\xff\xff\x0f", b"\x0a\x05ab", b"\x0b" * 5000,
                        field(1, b"\xff\xfe"), os.urandom(500)):
            self.assertIn(self.code("GetArticle", request, token=self.reader), (invalid, absent))
        for name in ("articles/../../etc/passwd", "articles/%2e%2e%2f", "/etc/passwd", "articles/",
                     "articles/' OR 1=1 --", "articles/x'; DROP TABLE articles; --", "articles/\0",
                     "articles/" + "a" * 10_000, "districts/1", "articles/articles/articles"):
            self.assertIn(self.code("GetArticle", field(1, name), token=self.reader),
                          (invalid, absent), name)
        self.assertEqual(self.code("NoSuchMethod", token=self.reader),
                         grpc.StatusCode.UNIMPLEMENTED)
        self.assertEqual(self.code("GetArticle", field(1, "x") * 500_000 * 3, token=self.reader,
                                   timeout=60), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def headers(self, method, stream, token, more=()):
        """The beginning of a call, whose message may follow."""
        block = b"".join(
            b"\x00" + bytes([len(k)]) + k + integer(len(v)) + v for k, v in (
                (b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"localhost"),
                (b":path", QUERY.encode() + method.encode()), (b"te", b"trailers"),
                (b"content-type", b"application/grpc"),
                (b"authorization", b"Bearer " + token.encode()), *more))
        return frame(1, 4, stream, block)

    def test_streams_without_a_message(self):
        """Calls of many connections that begin and say no more, none of them closed. Beside them the
        honest client has its places, and when they are gone so has everybody."""
        hostile = self.authority.token(self.authority.claims(sub="mallory"))
        methods = ("WatchFigures", "GetArticle", "ListFigures", "ListArticles")
        connections, opened, cut = [], 0, 0
        while opened < STREAMS:
            connection = self.raw()
            connections.append(connection)
            try:
                for i in range(min(900, STREAMS - opened)):
                    connection.sendall(self.headers(methods[i % 4], 2 * i + 1, hostile))
                    opened += 1
            except OSError:
                cut += 1
        time.sleep(2)
        print(f"\n  {opened} streams opened without a message, over {len(connections)} connections, "
              f"{cut} of them cut off")
        self.assertEqual(self.code("ListArticles", token=self.reader), grpc.StatusCode.OK)
        for connection in connections:
            connection.close()
        until = time.monotonic() + 30
        while self.code("ListArticles", token=hostile) != grpc.StatusCode.OK:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

    def test_bombs(self):
        """Requests of 512 MiB each that are half a MiB on the wire are not unpacked."""
        bomb = gzip.compress(bytes(512 << 20), 1)
        body = b"\x01" + struct.pack(">I", len(bomb)) + bomb
        for connection in [self.raw() for _ in range(4)]:
            try:
                connection.sendall(self.headers("ListIndicators", 1, self.reader,
                                                [(b"grpc-encoding", b"gzip")]))
                for i in range(0, len(body), 16000):
                    connection.sendall(frame(0, 0, 1, body[i:i + 16000]))
            except OSError:
                pass
        time.sleep(1)
        with self.assertRaises(grpc.RpcError) as refused:
            self.channel.unary_unary(QUERY + "ListIndicators")(
                bytes(10_000), metadata=[("authorization", f"Bearer {self.reader}")], timeout=30,
                compression=grpc.Compression.Gzip)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_streams(self):
        """More streams than it holds, none of them read."""
        opened, refused = [], 0
        watch = self.channel.unary_stream(QUERY + "WatchFigures")
        metadata = [("authorization", f"Bearer {self.reader}")]
        for i in range(STREAMS):
            stream = watch(b"\x08\x01", metadata=metadata, timeout=300)
            if i % 20 == 19:
                opened.append(stream)
            else:
                stream.cancel()
        for stream in opened:
            if stream.is_active():
                stream.cancel()
            elif stream.code() == grpc.StatusCode.RESOURCE_EXHAUSTED:
                refused += 1
        print(f"\n  {STREAMS} streams opened, {refused} of {len(opened)} kept ones refused")
        self.assertGreater(refused, 0)
        # Whose places are free again.
        until = time.monotonic() + 30
        while True:
            stream = watch(b"\x08\x01", metadata=metadata, timeout=30)
            try:
                next(stream)
                stream.cancel()
                break
            except grpc.RpcError as error:
                self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
                self.assertLess(time.monotonic(), until)
                time.sleep(0.1)

    def test_pings_and_half_open_connections(self):
        host, port = self.service.address.split(":")
        silent = [socket.create_connection((host, int(port)), 10) for _ in range(200)]
        for connection in silent[:100]:
            connection.sendall(b"\x16\x03\x01")  # the beginning of a handshake
        flooding = self.raw()
        try:
            for _ in range(200):
                flooding.sendall(frame(6, 0, 0, b"8 bytes.") * 100)
            flooding.settimeout(10)
            while flooding.recv(65536):
                pass
            cut_off = True
        except TimeoutError:
            cut_off = False
        except OSError:
            cut_off = True
        self.assertTrue(cut_off)
        time.sleep(1)
        for connection in silent:
            connection.close()

    def test_certificates_change_without_a_failed_call(self):
        """With the published retry policy, over two replicas."""
        folder = self.folder / "replica"
        folder.mkdir(exist_ok=True)
        current = self.authority.folder / "current"
        replica = secured.Service(self, "qushu-query", folder, [
            f"--db={self.folder}/qushu.db", f"--tls_cert={current}/cert.pem",
            f"--tls_key={current}/key.pem", f"--auth_config={self.authority.auth_config}"])
        policy = json.loads((script_test.SOURCE_DIR /
                             "proto/qushu/v1/service_config.json").read_text())
        policy["loadBalancingConfig"] = [{"round_robin": {}}]
        channel = grpc.secure_channel(
            f"ipv4:{replica.address},{self.service.address}",
            grpc.ssl_channel_credentials(self.authority.ca.read_bytes()),
            [("grpc.service_config", json.dumps(policy)),
             ("grpc.ssl_target_name_override", "localhost")])
        self.addCleanup(channel.close)
        until = time.monotonic() + 30
        while self.code("ListIndicators", token=self.reader, channel=channel) != grpc.StatusCode.OK:
            self.assertLess(time.monotonic(), until)
        load = [HonestClient(lambda: self.call("ListIndicators", token=self.reader, channel=channel))
                for _ in range(4)]
        for client in load:
            client.start()
        time.sleep(1)
        self.authority.install(*self.authority.issue("server2", "IP:127.0.0.1,DNS:localhost"))
        for _ in range(20):
            with self.new_channel() as fresh:
                self.assertEqual(self.code("ListIndicators", token=self.reader, channel=fresh),
                                 grpc.StatusCode.OK)
            time.sleep(0.1)
        for client in load:
            client.stop()
        calls = sum(len(client.seconds) for client in load)
        print(f"\n  {calls} calls over the replicas")
        self.assertGreater(calls, 50)
        self.assertEqual([client.failures for client in load], [[], [], [], []])


if __name__ == "__main__":
    script_test.main()
