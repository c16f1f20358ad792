// Metrics as Prometheus reads them, of a real server.
#include "common/rpc/observe/metrics.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "common/rpc/calls/stream.h"
#include "common/rpc/server/server.h"
#include "grpcpp/create_channel.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/testing/http_get.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::HttpGet;
using ::testing::HasSubstr;
using ::testing::Not;

// Answers every district but the one named `bad`; a watch has three messages.
class TestService final : public v1::QueryService::CallbackService {
 public:
  explicit TestService(Runtime& runtime) : runtime_(runtime) {}
  grpc::ServerUnaryReactor* GetDistrict(grpc::CallbackServerContext* context,
                                        const v1::GetDistrictRequest* request,
                                        v1::GetDistrictResponse*) override {
    return Handle(runtime_, *context, "test.Service/GetDistrict", [request](const Call&) {
      return request->name() == "bad" ? absl::NotFoundError("none") : absl::OkStatus();
    });
  }
  grpc::ServerWriteReactor<v1::WatchFiguresResponse>* WatchFigures(
      grpc::CallbackServerContext* context, const v1::WatchFiguresRequest*) override {
    return HandleStream<v1::WatchFiguresResponse>(
        runtime_, *context, "test.Service/WatchFigures",
        [](const Call&, StreamWriter<v1::WatchFiguresResponse>& writer) {
          for (int i = 0; i < 3; ++i) {
            const absl::Status written = writer.Write({}, absl::Seconds(10));
            if (!written.ok()) return written;
          }
          return absl::OkStatus();
        });
  }

 private:
  Runtime& runtime_;
};

class MetricsTest : public ::testing::Test {
 protected:
  void Start(const std::string& metrics_address) {
    ServerOptions options;
    options.metrics_address = metrics_address;
    options.access_log = false;
    runtime_ = std::make_unique<Runtime>(*ForRuntime(options));
    service_ = std::make_unique<TestService>(*runtime_);
    auto server = Server::Start(options, "test", *service_, *runtime_);
    ASSERT_OK(server);
    server_ = *std::move(server);
    stub_ = v1::QueryService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }
  void TearDown() override { server_->Stop(); }

  void GetDistrict(const std::string& name) {
    grpc::ClientContext context;
    v1::GetDistrictRequest request;
    request.set_name(name);
    v1::GetDistrictResponse response;
    stub_->GetDistrict(&context, request, &response);
  }

  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<TestService> service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

TEST_F(MetricsTest, CallsAreCountedUnderTheNamesThatDashboardsKnow) {
  Start("127.0.0.1:0");
  for (int i = 0; i < 3; ++i) GetDistrict("good");
  GetDistrict("bad");
  const int port = server_->metrics_port();
  const std::string text = HttpGet(port, "/metrics");
  EXPECT_THAT(text, HasSubstr("200 OK"));
  EXPECT_THAT(text, HasSubstr("text/plain"));
  const std::string labels =
      R"({grpc_type="unary",grpc_service="test.Service",grpc_method="GetDistrict")";
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total" + labels + "} 4\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total" + labels + R"(,grpc_code="OK"} 3)"));
  EXPECT_THAT(text,
              HasSubstr("grpc_server_handled_total" + labels + R"(,grpc_code="NotFound"} 1)"));
  EXPECT_THAT(text, HasSubstr("grpc_server_msg_received_total" + labels + "} 4\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_msg_sent_total" + labels + "} 3\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_count" + labels + "} 4\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_bucket" + labels + R"(,le="+Inf"} 4)"));
  EXPECT_THAT(text, HasSubstr("qushu_build_info{"));
  EXPECT_THAT(text, HasSubstr("qushu_calls_queued 0\n"));
  EXPECT_THAT(text, HasSubstr("qushu_draining 0\n"));

  EXPECT_THAT(HttpGet(port, "/"), Not(HasSubstr("200 OK")));
  EXPECT_THAT(HttpGet(port, "/../etc/passwd"), Not(HasSubstr("200 OK")));
  const std::string taken = "127.0.0.1:" + std::to_string(port);
  EXPECT_TRUE(absl::IsUnavailable(MetricsServer::Start(taken, runtime_->metrics()).status()));
}

TEST_F(MetricsTest, MessagesOfStreamsAreCounted) {
  Start("");
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, {});
  v1::WatchFiguresResponse response;
  while (stream->Read(&response)) {
  }
  EXPECT_TRUE(stream->Finish().ok());
  const std::string labels =
      R"({grpc_type="server_stream",grpc_service="test.Service",grpc_method="WatchFigures"})";
  const std::string text = runtime_->metrics().ToText();
  EXPECT_THAT(text, HasSubstr("grpc_server_msg_received_total" + labels + " 1\n"));
  EXPECT_THAT(text, HasSubstr("grpc_server_msg_sent_total" + labels + " 3\n"));
}

TEST_F(MetricsTest, RefusedCallsCountToo) {
  Start("");
  runtime_->Drain(absl::ZeroDuration());
  GetDistrict("good");
  const std::string text = runtime_->metrics().ToText();
  EXPECT_THAT(text, HasSubstr(R"(grpc_code="Unavailable"} 1)"));
  EXPECT_THAT(text, HasSubstr("qushu_draining 1\n"));
}

// Scraped or not, with a connection that says nothing.
TEST_F(MetricsTest, TheEndIsNotHeldUp) {
  for (const bool scraped : {false, true}) {
    Start("127.0.0.1:0");
    if (scraped) {
      EXPECT_THAT(HttpGet(server_->metrics_port(), "/metrics"), HasSubstr("qushu_build_info"));
    }
    const int silent = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(server_->metrics_port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(connect(silent, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    absl::SleepFor(absl::Milliseconds(50));
    server_->Stop();
    const absl::Time stopped = absl::Now();
    server_.reset();
    EXPECT_LT(absl::Now() - stopped, absl::Milliseconds(700));
    close(silent);
  }
  Start("");
}

TEST(MetricsServerTest, WhatIsNoAddressIsAnError) {
  EXPECT_TRUE(absl::IsUnavailable(MetricsServer::Start("nonsense", Metrics()).status()));
}

TEST(MethodCountsTest, TimesFallIntoTheirBuckets) {
  MethodCounts counts;
  counts.Handled(grpc::StatusCode::OK, absl::Microseconds(100));  // a bound belongs to its bucket
  counts.Handled(grpc::StatusCode::OK, absl::Microseconds(101));
  counts.Handled(grpc::StatusCode::OK, absl::Seconds(11));
  counts.Handled(static_cast<grpc::StatusCode>(77), absl::Seconds(-1));
  EXPECT_EQ(counts.in_bucket(0), 2u);
  EXPECT_EQ(counts.in_bucket(1), 1u);
  EXPECT_EQ(counts.in_bucket(MethodCounts::kBounds.size()), 1u);
  EXPECT_EQ(counts.handled(2), 1u);
  EXPECT_NEAR(counts.total_seconds(), 11.000201, 1e-9);
}

TEST(MethodCountsTest, ACallCostsLessThanAMicrosecond) {
  MethodTable table;
  constexpr int kCalls = 200'000;
  const absl::Time start = absl::Now();
  for (int i = 0; i < kCalls; ++i) {
    Method& method = table.Find("qushu.v1.QueryService/ListFigures", CallType::kUnary);
    method.counts.Started();
    method.counts.Received();
    method.counts.Sent();
    method.counts.Handled(grpc::StatusCode::OK, absl::Microseconds(i));
  }
  const absl::Duration each = (absl::Now() - start) / kCalls;
  std::cout << "a call costs " << each << "\n";
  EXPECT_LT(each, absl::Microseconds(1));
}

}  // namespace
}  // namespace qushu::rpc
