#include "common/rpc/server/server.h"

#include <thread>

#include "common/rpc/server/program.h"
#include "grpcpp/create_channel.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::testing::Not;

// Methods that it does not override are UNIMPLEMENTED by gRPC.
v1::QueryService::CallbackService& AnyService() {
  static auto& service = *new v1::QueryService::CallbackService;
  return service;
}

Runtime& AnyRuntime() {
  static auto& runtime = *new Runtime(1, 1, absl::Seconds(60), nullptr);
  return runtime;
}

TEST(ServerTest, ChoosesAPortAndSaysWhich) {
  ASSERT_OK_AND_ASSIGN(const auto server, Server::Start({}, "test", AnyService(), AnyRuntime()));
  EXPECT_GT(server->port(), 0);
  EXPECT_EQ(server->address(), "127.0.0.1:" + std::to_string(server->port()));
  const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
  EXPECT_TRUE(
      channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20)));
}

TEST(ServerTest, TakenPortIsAnError) {
  ASSERT_OK_AND_ASSIGN(const auto first, Server::Start({}, "test", AnyService(), AnyRuntime()));
  v1::QueryService::CallbackService other;
  const auto second = Server::Start({.address = first->address()}, "test", other, AnyRuntime());
  EXPECT_TRUE(absl::IsUnavailable(second.status())) << second.status();
  EXPECT_THAT(std::string(second.status().message()), ::testing::HasSubstr(first->address()));
}

TEST(ServerTest, ListensOnASocketFile) {
  const testing::TempDir dir;
  const std::string address = "unix:" + (dir.path() / "s").string();
  ASSERT_OK_AND_ASSIGN(const auto server,
                       Server::Start({.address = address}, "t", AnyService(), AnyRuntime()));
  EXPECT_EQ(server->address(), address);
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  EXPECT_TRUE(
      channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(20)));
}

TEST(ServerTest, OtherMachinesAreLetInOnRequestOnly) {
  EXPECT_TRUE(absl::IsInvalidArgument(
      Server::Start({.address = "0.0.0.0:0"}, "test", AnyService(), AnyRuntime()).status()));
  EXPECT_OK(Server::Start({.address = "0.0.0.0:0", .insecure_any_address = true}, "test",
                          AnyService(), AnyRuntime()));
}

TEST(ServerTest, LoopbackIsRecognised) {
  for (const char* address : {"127.0.0.1:1", "127.8.8.8:1", "localhost:1", "[::1]:1", "unix:/x"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
  for (const char* address : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example:1", "localhost.x:1",
                              "127.evil.example:1", "127.0.0.1.evil.example:1", ""}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

TEST(ServerTest, OptionsOutOfRangeAreRefused) {
  EXPECT_THAT(Server::Start({.workers = 0}, "t", AnyService(), AnyRuntime()), Not(testing::IsOk()));
  EXPECT_THAT(Server::Start({.max_queued_calls = 0}, "t", AnyService(), AnyRuntime()),
              Not(testing::IsOk()));
  EXPECT_THAT(
      Server::Start({.max_call_time = absl::ZeroDuration()}, "t", AnyService(), AnyRuntime()),
      Not(testing::IsOk()));
  EXPECT_THAT(Server::Start({.stop_grace = absl::Seconds(-1)}, "t", AnyService(), AnyRuntime()),
              Not(testing::IsOk()));
}

TEST(PortFileTest, HoldsThePort) {
  const testing::TempDir dir;
  const std::string path = dir.path() / "port";
  EXPECT_OK(WritePortFile(path, 12345));
  EXPECT_EQ(testing::ReadFile(path), "12345\n");
  EXPECT_OK(WritePortFile(path, 1));
  EXPECT_EQ(testing::ReadFile(path), "1\n");
  EXPECT_THAT(WritePortFile(dir.path() / "none" / "port", 1), Not(testing::IsOk()));
}

}  // namespace
}  // namespace qushu::rpc
