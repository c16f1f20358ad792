"""What gRPC 1.51 and SQLite 3.40, as Debian has them, do to services that do not know: a test for each
such trap, against the services as they are run. Each fails when its rule is broken.

trap                                                rule                             test
text in a metadata value ends the process           ASCII only                       T01, metadata
a long or Chinese error message, or long details,   both are bounded, messages       T02, long_errors_test.cc
  arrive as RESOURCE_EXHAUSTED                        are ASCII
after such an error the next call fails, too        the same                         T03, long_errors_test.cc
`timeout` of a service config fires seconds early,  none is published; the service   T04, deadlines
  and the server is not told                          has a longest time of its own
two servers share a port, each has half the calls   the second does not start        T05, ports
health says SERVING before anything is ready        told by us, from open store to   T06, health
                                                      the beginning of a stop
answers of more than 4 MiB never arrive             pages are bounded by bytes       T07, pages
gRPC's authorisation policies do not link           scopes are checked by us         T08, authorisation
gRPC's reflection is v1alpha only                   v1 and v1alpha are answered      T09, reflection
statuses lose their details on the way              details travel with every error  T10, details
full-text search finds no word of two characters    words of any length are found    T11, search
"""

import json
import pathlib
import shutil
import signal
import socket
import struct
import tempfile
import time
import unittest

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import script_test
import secured

QUERY, INGEST = "/qushu.v1.QueryService/", "/qushu.v1.IngestService/"
HEALTH = "/grpc.health.v1.Health/"
NOT_SERVING, SERVING = b"\x08\x02", b"\x08\x01"
TEXT = "本报讯 全市新增志愿者12名,在东城门卡口值守。\n"


def message(kind_name, **fields):
    """A message of the published schemas."""
    if not hasattr(message, "pool"):
        message.pool = descriptor_pool.DescriptorPool()
        published = descriptor_pb2.FileDescriptorSet()
        published.ParseFromString((script_test.BIN_DIR.parent / "proto/qushu.pb").read_bytes())
        for file in published.file:
            message.pool.Add(file)
        message.factory = message_factory.MessageFactory(message.pool)
    kind = message.factory.GetPrototype(message.pool.FindMessageTypeByName("qushu.v1." + kind_name))
    return kind(**fields)


def call(channel, method, fields=None, timeout=30):
    """Calls a method of one of the two services, and gives its answer."""
    path = (INGEST if "Ingest" in method else QUERY) + method
    return channel.unary_unary(
        path, request_serializer=lambda request: request.SerializeToString(),
        response_deserializer=lambda data: type(message(method + "Response")).FromString(data))(
            message(method + "Request", **(fields or {})), timeout=timeout)


def health(channel, service=""):
    name = service.encode()
    return channel.unary_unary(HEALTH + "Check")(bytes([0x0A, len(name)]) + name, timeout=10)


class TrapsTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def service(self, name, *flags):
        return secured.Service(self, name, self.folder, flags)

    def channel(self, service, *options):
        channel = grpc.insecure_channel(service.address,
                                        [("grpc.use_local_subchannel_pool", 1), *options])
        self.addCleanup(channel.close)
        return channel

    def store(self, *texts):
        service = self.service("qushu-ingest")
        with grpc.insecure_channel(service.address) as channel:
            for text in texts:
                call(channel, "IngestArticle", {"article": {"text": text.encode()}})
        self.assertEqual(service.stop(), 0)

    def query(self, *flags):
        """The query service, once it serves; and a channel to it."""
        service = self.service("qushu-query", *flags)
        channel = self.channel(service)
        self.await_health(channel, SERVING)
        return service, channel

    def await_health(self, channel, state, service=""):
        until = time.monotonic() + 30
        while health(channel, service) != state:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.05)

    def test_T01_text_in_metadata_ends_no_service(self):
        self.store(TEXT)
        for name in ("qushu-ingest", "qushu-query"):
            service = self.service(name)
            method = (INGEST + "IngestArticle" if name == "qushu-ingest" else QUERY + "ListArticles")
            for key in ("x-request-id", "traceparent", "x-place"):
                self.send_header(service, method, key, "涧西区")
            self.assertIsNone(service.process.poll(), service.log()[-2000:])
            health(self.channel(service))

    def send_header(self, service, method, key, value):
        """A call with a header that gRPC's own clients refuse to send; waits for its answer."""
        def frame(kind, flags, stream, payload=b""):
            return (struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) +
                    struct.pack(">I", stream) + payload)

        headers = b"".join(
            b"\x00" + bytes([len(k)]) + k + bytes([len(v)]) + v for k, v in (
                (b":method", b"POST"), (b":scheme", b"http"), (b":authority", b"localhost"),
                (b":path", method.encode()), (b"te", b"trailers"),
                (b"content-type", b"application/grpc"), (key.encode(), value.encode())))
        host, port = service.address.split(":")
        with socket.create_connection((host, int(port)), 10) as connection:
            connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0) +
                               frame(1, 4, 1, headers) + frame(0, 1, 1, bytes(5)))
            answer = b""
            while b"grpc-status" not in answer:
                more = connection.recv(65536)
                self.assertTrue(more, f"{key}: cut off: {service.log()[-1000:]}")
                answer += more

    def test_T04_deadlines_are_those_of_caller_and_service(self):
        policy = (script_test.SOURCE_DIR / "proto/qushu/v1/service_config.json").read_text()
        for config in json.loads(policy)["methodConfig"]:
            self.assertNotIn("timeout", config)
        # A caller who loads it waits as long as he said, here for one who takes connections only.
        with socket.create_server(("127.0.0.1", 0)) as silent:
            channel = grpc.insecure_channel("127.0.0.1:%d" % silent.getsockname()[1],
                                            [("grpc.service_config", policy)])
            self.addCleanup(channel.close)
            start = time.monotonic()
            with self.assertRaises(grpc.RpcError):
                call(channel, "ListArticles", timeout=2)
            self.assertGreater(time.monotonic() - start, 1.9)
        # One who says nothing is not served for ever.
        self.store(TEXT)
        _, channel = self.query("--max_call_time=1us")
        with self.assertRaises(grpc.RpcError) as ended:
            call(channel, "ListArticles", timeout=None)
        self.assertEqual(ended.exception.code(), grpc.StatusCode.DEADLINE_EXCEEDED)

    def test_T05_a_port_belongs_to_one_service(self):
        self.store(TEXT)
        first, channel = self.query()
        folder = self.folder / "second"
        folder.mkdir()
        for name in ("qushu-ingest", "qushu-query"):
            with self.assertRaisesRegex(AssertionError, "cannot listen on " + first.address):
                secured.Service(self, name, folder, [f"--address={first.address}"])
        for _ in range(20):
            self.assertEqual(len(call(self.channel(first), "ListArticles").articles), 1)

    def test_T06_health_is_told_from_the_store_to_the_stop(self):
        service = self.service("qushu-query", "--drain_delay=3s")
        channel = self.channel(service)
        for name in ("", "qushu.v1.QueryService"):
            self.assertEqual(health(channel, name), NOT_SERVING)
        with self.assertRaises(grpc.RpcError) as unknown:
            health(channel, "qushu.v1.Other")
        self.assertEqual(unknown.exception.code(), grpc.StatusCode.NOT_FOUND)
        self.store(TEXT)
        for name in ("", "qushu.v1.QueryService"):
            self.await_health(channel, SERVING, name)
        watch = channel.unary_stream(HEALTH + "Watch")(b"", timeout=60)
        self.assertEqual(next(watch), SERVING)
        service.process.send_signal(signal.SIGTERM)
        self.assertEqual(next(watch), NOT_SERVING)
        # Told before anything is refused.
        self.assertEqual(len(call(channel, "ListArticles").articles), 1)
        self.assertEqual(service.process.wait(60), 0)

    def test_T07_pages_fit_what_clients_take(self):
        line = "今天阳光很好,街上行人渐渐多了起来。\n"
        self.store(*(f"第{name}篇\n" + line * 15000 for name in "甲乙丙丁戊己"))
        service, channel = self.query()
        token, articles = "", 0
        while True:
            answer = call(channel, "ListArticles", {"view": 2, "page_size": 500, "page_token": token})
            articles += len(answer.articles)
            token = answer.next_page_token
            if not token:
                break
        self.assertEqual(articles, 6)
        # All of them in one answer would have been too much.
        unbounded = self.channel(service, ("grpc.max_receive_message_length", -1))
        names = [article.name for article in
                 call(unbounded, "ListArticles", {"page_size": 500}).articles]
        whole = [call(unbounded, "GetArticle", {"name": name}).ByteSize() for name in names]
        self.assertGreater(sum(whole), 4 << 20)

    def test_T08_scopes_are_checked(self):
        secured.make_store(self, self.folder)
        authority = secured.Authority(self.folder / "authority")
        for name, method, right, wrong in (
                ("qushu-query", QUERY + "ListArticles", authority.reader, authority.writer),
                ("qushu-ingest", INGEST + "IngestArticle", authority.writer, authority.reader)):
            service = secured.locked_service(self, name, self.folder, authority)
            channel = grpc.secure_channel(
                service.address, grpc.ssl_channel_credentials(authority.ca.read_bytes()))
            self.addCleanup(channel.close)
            for token, code in ((None, "UNAUTHENTICATED"), (wrong, "PERMISSION_DENIED"),
                                (right, None)):
                metadata = [("authorization", f"Bearer {token.read_text().strip()}")] if token else []
                try:
                    channel.unary_unary(method)(b"", metadata=metadata, timeout=30)
                    found = None
                except grpc.RpcError as error:
                    found = error.code().name
                # An empty article is refused by the method, which a caller with the scope reaches.
                self.assertEqual(found if found != "INVALID_ARGUMENT" else None, code, name)

    def test_T09_reflection_of_both_versions(self):
        for name, served in (("qushu-ingest", b"qushu.v1.IngestService"),
                             ("qushu-query", b"qushu.v1.QueryService")):
            channel = self.channel(self.service(name))
            for version in ("v1", "v1alpha"):
                ask = channel.stream_stream(
                    f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo")
                answer, = ask(iter([b"\x3a\x00"]), timeout=30)  # list_services
                self.assertIn(served, answer)

    def test_T10_errors_have_their_details(self):
        self.store(TEXT)
        _, query = self.query()
        ingest = self.channel(self.service("qushu-ingest"))
        for channel, method, fields, reason, field in (
                (query, "GetArticle", {"name": "x"}, b"INVALID_NAME", b"name"),
                (ingest, "IngestArticle", {}, b"EMPTY_TEXT", b"article.text")):
            with self.assertRaises(grpc.RpcError) as refused:
                call(channel, method, fields)
            self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
            details = dict(refused.exception.trailing_metadata())["grpc-status-details-bin"]
            for part in (b"google.rpc.ErrorInfo", reason, b"qushu.v1", b"google.rpc.BadRequest", field):
                self.assertIn(part, details)

    def test_T11_words_of_every_length_are_found(self):
        self.store(TEXT)
        _, channel = self.query()
        for words, found in (("东城", 1), ("城", 1), ("东城门", 1), ("东门", 0), ("城东", 0),
                             ("志愿者 卡口", 1), ("卡口 西门", 0), ("东 志愿者", 1)):
            passages = call(channel, "SearchPassages", {"query": words}).passages
            self.assertEqual(len(passages), found, words)


if __name__ == "__main__":
    script_test.main()
