#include "common/rpc/limits/limits.h"

#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "google/rpc/error_details.pb.h"
#include "tests/common/rpc/test_server.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;

// The delay of a status' RetryInfo; negative without one.
absl::Duration RetryAfter(const absl::Status& status) {
  google::rpc::RetryInfo info;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.RetryInfo");
  if (!payload || !info.ParseFromString(std::string(*payload))) return -absl::Seconds(1);
  return absl::Seconds(info.retry_delay().seconds()) +
         absl::Nanoseconds(info.retry_delay().nanos());
}

const absl::Time kStart = absl::FromUnixSeconds(1'600'000'000);

TEST(ClientLimitsTest, ABucketOfEachClientFillsWithTime) {
  ClientLimits limits({.calls_per_second = 10});
  for (int i = 0; i < 20; ++i) EXPECT_OK(limits.Take("a", CallType::kUnary, kStart));
  const absl::Status refused = limits.Take("a", CallType::kUnary, kStart);
  EXPECT_THAT(refused, IsError(absl::StatusCode::kResourceExhausted, "CLIENT_LIMIT"));
  EXPECT_EQ(RetryAfter(refused), absl::Milliseconds(100));
  EXPECT_OK(limits.Take("b", CallType::kUnary, kStart));
  EXPECT_OK(limits.Take("a", CallType::kUnary, kStart + RetryAfter(refused)));
  EXPECT_FALSE(limits.Take("a", CallType::kUnary, kStart + RetryAfter(refused)).ok());
  // A clock that goes back takes nothing away.
  EXPECT_FALSE(limits.Take("a", CallType::kUnary, kStart - absl::Hours(1)).ok());
  for (int i = 0; i < 20; ++i)
    EXPECT_OK(limits.Take("a", CallType::kUnary, kStart + absl::Hours(1)));
  EXPECT_FALSE(limits.Take("a", CallType::kUnary, kStart + absl::Hours(1)).ok());
}

TEST(ClientLimitsTest, LessThanOneASecond) {
  ClientLimits limits({.calls_per_second = 0.1});
  EXPECT_OK(limits.Take("a", CallType::kUnary, kStart));
  EXPECT_EQ(RetryAfter(limits.Take("a", CallType::kUnary, kStart)), absl::Seconds(10));
}

TEST(ClientLimitsTest, StreamsOfEachClientAreCounted) {
  ClientLimits limits({.max_streams_per_client = 2});
  EXPECT_OK(limits.Take("a", CallType::kServerStream, kStart));
  EXPECT_OK(limits.Take("a", CallType::kBidiStream, kStart));
  EXPECT_THAT(limits.Take("a", CallType::kServerStream, kStart),
              IsError(absl::StatusCode::kResourceExhausted, "CLIENT_LIMIT"));
  EXPECT_OK(limits.Take("b", CallType::kServerStream, kStart));
  EXPECT_OK(limits.Take("a", CallType::kUnary, kStart));
  limits.Release("a", CallType::kBidiStream);
  EXPECT_OK(limits.Take("a", CallType::kServerStream, kStart));
}

TEST(ClientLimitsTest, CallsOfEachClientAreCounted) {
  ClientLimits limits({.max_calls_per_client = 2});
  EXPECT_OK(limits.Take("a", CallType::kServerStream, kStart));
  EXPECT_OK(limits.Take("a", CallType::kUnary, kStart));
  const absl::Status refused = limits.Take("a", CallType::kUnary, kStart);
  EXPECT_THAT(refused, IsError(absl::StatusCode::kResourceExhausted, "CLIENT_LIMIT"));
  EXPECT_EQ(RetryAfter(refused), absl::Milliseconds(200));
  EXPECT_OK(limits.Take("b", CallType::kUnary, kStart));
  for (int i = 0; i < 3; ++i) {
    limits.Release("a", CallType::kUnary);
    EXPECT_OK(limits.Take("a", CallType::kUnary, kStart));
    EXPECT_FALSE(limits.Take("a", CallType::kUnary, kStart).ok());
  }
}

TEST(ClientLimitsTest, ClientsWithoutEndTakeNoMemoryWithoutEnd) {
  ClientLimits limits({.max_streams_per_client = 2, .calls_per_second = 1});
  const size_t most = ClientLimits::kMaxClients;
  // Each a second later, so that the first have filled up when room is needed.
  for (size_t i = 0; i < 2 * most; ++i) {
    const std::string name = std::to_string(i);
    EXPECT_OK(limits.Take(name, CallType::kUnary, kStart + i * absl::Seconds(1)));
    limits.Release(name, CallType::kUnary);
  }
  EXPECT_LE(limits.remembered(), most);
  // All at once: those who come late share one.
  ClientLimits crowded({.max_streams_per_client = 2, .calls_per_second = 1});
  for (size_t i = 0; i < most; ++i) {
    EXPECT_OK(crowded.Take(std::to_string(i), CallType::kServerStream, kStart));
  }
  EXPECT_OK(crowded.Take("late", CallType::kServerStream, kStart));
  EXPECT_OK(crowded.Take("later", CallType::kServerStream, kStart));
  EXPECT_FALSE(crowded.Take("latest", CallType::kServerStream, kStart).ok());
  crowded.Release("late", CallType::kServerStream);
  EXPECT_OK(crowded.Take("latest", CallType::kServerStream, kStart + absl::Seconds(2)));
  EXPECT_LE(crowded.remembered(), most + 1);
}

TEST(ClientLimitsTest, APeerIsItsHost) {
  EXPECT_EQ(HostOf("ipv4:10.0.0.1:40022"), "ipv4:10.0.0.1");
  EXPECT_EQ(HostOf("ipv6:%5B::1%5D:40022"), "ipv6:%5B::1%5D");
  EXPECT_EQ(HostOf("unix:"), "unix:");
}

// Through a real server: whose handlers wait until `go_on`.
class LimitsTest : public ::testing::Test {
 protected:
  void Start(const Limits& limits) {
    ServerOptions options;
    options.workers = 8;
    options.limits = limits;
    server_ = std::make_unique<TestServer>(
        options,
        [this](const Call&) {
          go_on_.WaitForNotification();
          return absl::OkStatus();
        },
        [this](const Call&, StreamWriter<TestServer::Message>&) {
          go_on_.WaitForNotification();
          return absl::OkStatus();
        });
    stub_ = server_->NewStub();
  }
  void AwaitCalls(int number) {
    const absl::Time patience = absl::Now() + absl::Seconds(20);
    while (server_->runtime().load().calls != number && absl::Now() < patience) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    EXPECT_EQ(server_->runtime().load().calls, number);
  }
  void ExpectThatTwoAreHeld(const char* reason) {
    std::vector<std::thread> held;
    for (int i = 0; i < 2; ++i) held.emplace_back([this] { EXPECT_OK(CallUnary(*stub_)); });
    AwaitCalls(2);
    for (int i = 0; i < 10; ++i) {
      const absl::Status status = CallUnary(*stub_);
      EXPECT_THAT(status, IsError(absl::StatusCode::kResourceExhausted, reason));
      EXPECT_GT(RetryAfter(status), absl::ZeroDuration());
    }
    // What was accepted ends well.
    go_on_.Notify();
    for (std::thread& thread : held) thread.join();
    AwaitCalls(0);
    EXPECT_OK(CallUnary(*stub_));
  }

  absl::Notification go_on_;
  std::unique_ptr<TestServer> server_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

TEST_F(LimitsTest, CallsInAll) {
  Start({.max_calls = 2});
  ExpectThatTwoAreHeld("OVERLOADED");
}

TEST_F(LimitsTest, CallsOfOneMethod) {
  Start({.max_calls_per_method = 2});
  ExpectThatTwoAreHeld("OVERLOADED");
}

TEST_F(LimitsTest, CallsOfOneClient) {
  Start({.max_calls_per_client = 2});
  ExpectThatTwoAreHeld("CLIENT_LIMIT");
}

TEST_F(LimitsTest, StreamsOfOneClient) {
  Start({.max_streams_per_client = 2});
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<TestServer::Message>>> streams;
  for (int i = 0; i < 2; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(stub_->WatchFigures(contexts.back().get(), {}));
  }
  AwaitCalls(2);
  // A connection of its own is no other client.
  const auto other = server_->NewStub();
  grpc::ClientContext context;
  EXPECT_THAT(FromGrpcStatus(other->WatchFigures(&context, {})->Finish()),
              IsError(absl::StatusCode::kResourceExhausted, "CLIENT_LIMIT"));
  go_on_.Notify();
  for (const auto& stream : streams) EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(LimitsTest, CallsOfOneClientASecond) {
  Start({.calls_per_second = 5});
  go_on_.Notify();
  int refused = 0;
  for (int i = 0; i < 40; ++i) {
    const absl::Status status = CallUnary(*stub_);
    if (status.ok()) continue;
    EXPECT_THAT(status, IsError(absl::StatusCode::kResourceExhausted, "CLIENT_LIMIT"));
    ++refused;
  }
  EXPECT_GT(refused, 10);
}

TEST(LimitsOptionsTest, NegativeOnesAreRefused) {
  ServerOptions options;
  options.limits.max_calls = -1;
  EXPECT_TRUE(absl::IsInvalidArgument(Check(options)));
  options.limits.max_calls = 0;
  EXPECT_OK(Check(options));
  options.limits.calls_per_second = std::nan("");
  EXPECT_TRUE(absl::IsInvalidArgument(Check(options)));
}

}  // namespace
}  // namespace qushu::rpc
