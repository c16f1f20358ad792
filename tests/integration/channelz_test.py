"""What gRPC knows of a service's connections and calls, asked by those who may."""

import pathlib
import shutil
import subprocess
import tempfile
import unittest

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import script_test
import secured

PROTOS = "/usr/share/grpc-proto"
CHANNELZ = "/grpc.channelz.v1.Channelz/"


class ChannelzTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        compiled = cls.folder / "channelz.pb"
        subprocess.run(["protoc", "-I", PROTOS, "--include_imports", f"--descriptor_set_out={compiled}",
                        "grpc/channelz/v1/channelz.proto"], check=True)
        files = descriptor_pb2.FileDescriptorSet()
        files.ParseFromString(compiled.read_bytes())
        cls.pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            cls.pool.Add(file)
        secured.make_store(cls, cls.folder)
        cls.authority = secured.Authority(cls.folder / "authority")

    def message(self, kind):
        factory = message_factory.MessageFactory(self.pool)
        return factory.GetPrototype(self.pool.FindMessageTypeByName(f"grpc.channelz.v1.{kind}"))

    def ask(self, channel, method, token=None, **fields):
        metadata = [("authorization", f"Bearer {token.read_text().strip()}")] if token else []
        return channel.unary_unary(
            CHANNELZ + method, request_serializer=lambda request: request.SerializeToString(),
            response_deserializer=self.message(method + "Response").FromString)(
                self.message(method + "Request")(**fields), metadata=metadata, timeout=30)

    def code(self, *arguments, **fields):
        with self.assertRaises(grpc.RpcError) as refused:
            self.ask(*arguments, **fields)
        return refused.exception.code()

    def test_admins_see_connections_and_calls(self):
        operator = self.authority.operator
        for name in ("qushu-ingest", "qushu-query"):
            with self.subTest(name):
                service = secured.locked_service(self, name, self.folder, self.authority, ["--channelz"])
                channel = grpc.secure_channel(
                    service.address, grpc.ssl_channel_credentials(self.authority.ca.read_bytes()))
                self.addCleanup(channel.close)
                self.assertEqual(self.code(channel, "GetServers"), grpc.StatusCode.UNAUTHENTICATED)
                for token in (self.authority.reader, self.authority.writer):
                    self.assertEqual(self.code(channel, "GetServers", token),
                                     grpc.StatusCode.PERMISSION_DENIED)
                server, = self.ask(channel, "GetServers", operator).server
                self.assertGreaterEqual(server.data.calls_started, 4)
                number = server.ref.server_id
                again = self.ask(channel, "GetServer", operator, server_id=number).server
                self.assertGreater(again.data.calls_started, server.data.calls_started)
                sockets = self.ask(channel, "GetServerSockets", operator, server_id=number).socket_ref
                self.assertEqual(len(sockets), 1)
                socket = self.ask(channel, "GetSocket", operator, socket_id=sockets[0].socket_id).socket
                self.assertGreater(socket.data.streams_started, 4)
                self.assertTrue(socket.HasField("remote"))
                self.ask(channel, "GetTopChannels", operator)
                for method, field in (("GetServer", "server_id"), ("GetSocket", "socket_id"),
                                      ("GetChannel", "channel_id"), ("GetSubchannel", "subchannel_id")):
                    self.assertEqual(self.code(channel, method, operator, **{field: 1 << 40}),
                                     grpc.StatusCode.NOT_FOUND)
                service.await_log("Channelz/GetSocket")

    def test_it_is_off_unless_asked_for(self):
        for name in ("qushu-ingest", "qushu-query"):
            service = secured.Service(self, name, self.folder)
            with grpc.insecure_channel(service.address) as channel:
                self.assertEqual(self.code(channel, "GetServers"), grpc.StatusCode.UNIMPLEMENTED)


if __name__ == "__main__":
    script_test.main()
