"""Clients that vanish without a word, as a machine does that lost its network: their connections are
open, and nothing comes through them. The services notice, and give back what such clients held."""

import pathlib
import shutil
import socket
import tempfile
import threading
import time
import unittest
import urllib.request

import grpc

import script_test
import secured

WATCH = "/qushu.v1.QueryService/WatchFigures"
INGEST = "/qushu.v1.IngestService/IngestArticles"
LIST = "/qushu.v1.QueryService/ListIndicators"
FLAGS = ["--keepalive_time=1s", "--keepalive_timeout=1s", "--metrics_address=127.0.0.1:0"]


class Network:
    """Between clients and a service; once it is cut, nothing goes through, and nobody is told."""

    def __init__(self, test, address):
        host, port = address.split(":")
        self._there = (host, int(port))
        self._cut = threading.Event()
        self._sockets = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        test.addCleanup(self._close)

    def cut(self):
        self._cut.set()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(self._there)
            self._sockets += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._copy, args=[source, sink], daemon=True).start()

    def _copy(self, source, sink):
        while True:
            try:
                data = source.recv(65536)
                if self._cut.is_set():
                    return  # both stay open
                if not data:
                    return sink.shutdown(socket.SHUT_WR)
                sink.sendall(data)
            except OSError:
                return

    def _close(self):
        self._listener.close()
        for end in self._sockets:
            end.close()


class VanishedTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def channel(self, address):
        channel = grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)])
        self.addCleanup(channel.close)
        return channel

    def streams(self, service):
        text = urllib.request.urlopen(
            f"http://127.0.0.1:{service.metrics_port}/metrics", timeout=10).read().decode()
        return int(text.split("\nqushu_streams_under_way ")[1].split()[0])

    def await_streams(self, service, number, patience=20):
        until = time.monotonic() + patience
        while self.streams(service) != number:
            self.assertLess(time.monotonic(), until, self.streams(service))
            time.sleep(0.1)

    def test_watches_of_who_vanished_end_and_those_of_others_do_not(self):
        secured.make_store(self, self.folder)
        service = secured.Service(self, "qushu-query", self.folder, FLAGS)
        network = Network(self, service.address)
        vanishing, staying = self.channel(network.address), self.channel(service.address)
        watches = [channel.unary_stream(WATCH)(b"", timeout=300)
                   for channel in (vanishing, vanishing, staying)]
        self.await_streams(service, 3)
        # Without news it goes on as long as they are there.
        time.sleep(6)
        self.assertEqual(self.streams(service), 3)
        network.cut()
        self.await_streams(service, 1)
        self.assertTrue(watches[2].is_active())
        staying.unary_unary(LIST)(b"", timeout=30)

    def test_streams_of_articles(self):
        service = secured.Service(self, "qushu-ingest", self.folder, FLAGS)
        network = Network(self, service.address)
        over = threading.Event()

        def nothing():
            over.wait()
            yield b""

        self.addCleanup(over.set)
        streams = [self.channel(address).stream_stream(INGEST)(nothing(), timeout=300)
                   for address in (network.address, service.address)]
        self.await_streams(service, 2)
        time.sleep(4)
        self.assertEqual(self.streams(service), 2)
        network.cut()
        self.await_streams(service, 1)
        self.assertTrue(streams[1].is_active())

    def test_who_connects_and_says_nothing_is_cut_off(self):
        service = secured.Service(self, "qushu-query", self.folder, FLAGS)
        host, port = service.address.split(":")
        with socket.create_connection((host, int(port)), 60) as silent:
            began = time.monotonic()
            while silent.recv(65536):
                pass
            self.assertLess(time.monotonic() - began, 40)


if __name__ == "__main__":
    script_test.main()
