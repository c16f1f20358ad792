"""Services that are stopped, started again and given new certificates while many clients call them:
with the published retry policy no call fails.

QUSHU_RESTARTS=50 stops and starts so often instead of a few times."""

import collections
import json
import os
import pathlib
import shutil
import signal
import tempfile
import threading
import time
import unittest

import grpc

import script_test
import secured

RESTARTS = int(os.environ.get("QUSHU_RESTARTS", "3"))
CLIENTS = 24
# As long as a call is tried again: whoever comes back late would meet the next restart, too, and the
# policy is made for one.
RETRIES = 7.5
LIST, INGEST = "/qushu.v1.QueryService/ListIndicators", "/qushu.v1.IngestService/IngestArticle"
POLICY = script_test.SOURCE_DIR / "proto/qushu/v1/service_config.json"


def article(number):
    """A request of IngestArticle: field 1 of field 1 of the message."""
    text = f"全市新增志愿者{number}名。".encode()
    return bytes([0x0A, len(text) + 2, 0x0A, len(text)]) + text


class Load:
    """Clients with a connection each, who call again and again."""

    def __init__(self, addresses, authority, method, request=lambda number: b""):
        self._method, self._request = method, request
        policy = json.loads(POLICY.read_text())
        if len(addresses) > 1:
            policy["loadBalancingConfig"] = [{"round_robin": {}}]
        token = (authority.writer if method == INGEST else authority.reader).read_text().strip()
        self._metadata = [("authorization", f"Bearer {token}")]
        self._channels = [grpc.secure_channel(
            "ipv4:" + ",".join(addresses),
            grpc.ssl_channel_credentials(authority.ca.read_bytes()),
            [("grpc.service_config", json.dumps(policy)), ("grpc.use_local_subchannel_pool", 1),
             ("grpc.ssl_target_name_override", "localhost")]) for _ in range(CLIENTS)]
        self._over = threading.Event()
        self.calls, self.failures = 0, collections.Counter()
        self._threads = [threading.Thread(target=self._run, args=[channel, 1000 * 1000 * i])
                         for i, channel in enumerate(self._channels)]
        for thread in self._threads:
            thread.start()

    def _run(self, channel, number):
        call = channel.unary_unary(self._method)
        while not self._over.is_set():
            number += 1
            try:
                call(self._request(number), metadata=self._metadata, timeout=30)
            except grpc.RpcError as error:
                self.failures[f"{error.code()} {error.details()}"] += 1
            self.calls += 1

    def stop(self):
        self._over.set()
        for thread in self._threads:
            thread.join()
        for channel in self._channels:
            channel.close()


class RestartTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        secured.make_store(self, self.folder)
        self.authority = secured.Authority(self.folder / "authority")

    def service(self, folder, address="127.0.0.1:0", name="qushu-query"):
        return secured.locked_service(self, name, folder, self.authority,
                                      [f"--address={address}", f"--db={self.folder}/qushu.db"])

    def rotate(self, number):
        self.authority.install(*self.authority.issue(f"server{number}",
                                                     "IP:127.0.0.1,DNS:localhost"))

    def stop(self, service):
        service.process.send_signal(signal.SIGTERM)
        self.assertEqual(service.process.wait(60), 0, service.log()[-2000:])

    def end(self, load, away):
        load.stop()
        print(f"\n  {self._testMethodName}: {load.calls} calls, away for "
              f"{', '.join(f'{seconds:.2f}' for seconds in away)} s; failed: "
              f"{dict(load.failures) or 'none'}")
        self.assertGreater(load.calls, 100)
        self.assertEqual(load.failures, {})

    def restart_under_load(self, name, method, request=lambda number: b""):
        service = self.service(self.folder, name=name)
        load = Load([service.address], self.authority, method, request)
        self.addCleanup(load.stop)
        away = []
        for number in range(RESTARTS):
            time.sleep(1)
            self.rotate(number)
            time.sleep(1)
            start = time.monotonic()
            self.stop(service)
            service = self.service(self.folder, service.address, name)
            away.append(time.monotonic() - start)
            time.sleep(RETRIES)
        self.end(load, away)

    def test_questions_to_one_service(self):
        self.restart_under_load("qushu-query", LIST)

    def test_articles_to_one_service(self):
        self.restart_under_load("qushu-ingest", INGEST, article)

    def test_replicas_one_after_the_other(self):
        folders = [self.folder / name for name in ("a", "b")]
        for folder in folders:
            folder.mkdir()
        replicas = [self.service(folder) for folder in folders]
        load = Load([replica.address for replica in replicas], self.authority, LIST)
        self.addCleanup(load.stop)
        away = []
        for number in range(RESTARTS):
            time.sleep(1)
            self.rotate(number)
            which, start = number % 2, time.monotonic()
            self.stop(replicas[which])
            replicas[which] = self.service(folders[which], replicas[which].address)
            away.append(time.monotonic() - start)
            # Until clients have found it again, the other one is alone.
            time.sleep(2)
        self.end(load, away)


if __name__ == "__main__":
    script_test.main()
