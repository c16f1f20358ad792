// Streams behind a real server and a real channel.
#include "common/rpc/calls/stream.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/server/server.h"
#include "grpcpp/create_channel.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;
using Response = v1::WatchFiguresResponse;
using Writer = StreamWriter<Response>;

constexpr char kWatchFigures[] = "qushu.v1.QueryService/WatchFigures";

// Each test says what WatchFigures does, on gRPC's callback API ...
class TestService final : public v1::QueryService::CallbackService {
 public:
  TestService(Runtime& runtime, StreamHandler<Response> handler)
      : runtime_(runtime), handler_(std::move(handler)) {}

  grpc::ServerWriteReactor<Response>* WatchFigures(grpc::CallbackServerContext* context,
                                                   const v1::WatchFiguresRequest*) override {
    return HandleStream<Response>(runtime_, *context, kWatchFigures, handler_);
  }

 private:
  Runtime& runtime_;
  StreamHandler<Response> handler_;
};

// ... and on Transport.
class TestCore {
 public:
  explicit TestCore(StreamHandler<Response> handler) : handler_(std::move(handler)) {}

  absl::Status WatchFigures(const Call& call, const v1::WatchFiguresRequest&,
                            Writer& writer) const {
    return handler_(call, writer);
  }

 private:
  StreamHandler<Response> handler_;
};

enum class Api { kCallback, kTransport };

class StreamTest : public ::testing::TestWithParam<Api> {
 protected:
  void Start(StreamHandler<Response> handler) {
    const ServerOptions options;
    runtime_ = std::make_unique<Runtime>(1, 1, absl::Seconds(5), nullptr);
    service_ = std::make_unique<TestService>(*runtime_, handler);
    core_ = std::make_unique<TestCore>(handler);
    ByteMethods methods;
    methods.AddStream(kWatchFigures, *core_, &TestCore::WatchFigures);
    auto server = GetParam() == Api::kCallback
                      ? Server::Start(options, "test", *service_, *runtime_)
                      : Server::Start(options, "test", std::move(methods), *runtime_);
    ASSERT_OK(server);
    server_ = *std::move(server);
    stub_ = v1::QueryService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Stop();
  }

  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<TestService> service_;
  std::unique_ptr<TestCore> core_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

Response Numbered(int64_t number) {
  Response response;
  response.set_revision(number);
  return response;
}

INSTANTIATE_TEST_SUITE_P(Apis, StreamTest, ::testing::Values(Api::kCallback, Api::kTransport),
                         [](const auto& instance) {
                           return instance.param == Api::kCallback ? "Callback" : "Transport";
                         });

TEST_P(StreamTest, MessagesComeInOrderAndTheStatusLast) {
  Start([](const Call&, Writer& writer) {
    for (int i = 1; i <= 1000; ++i) {
      const absl::Status written = writer.Write(Numbered(i), absl::Seconds(10));
      if (!written.ok()) return written;
    }
    return absl::OkStatus();
  });
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, {});
  Response response;
  int64_t last = 0;
  while (stream->Read(&response)) EXPECT_EQ(response.revision(), ++last);
  EXPECT_EQ(last, 1000);
  EXPECT_OK(FromGrpcStatus(stream->Finish()));
}

TEST_P(StreamTest, AReaderThatIsTooSlowIsCutOff) {
  absl::Notification cut;
  Start([&](const Call&, Writer& writer) {
    Response large;
    for (int i = 0; i < 2000; ++i) large.add_figures()->set_sentence(std::string(1000, 'x'));
    absl::Status written;
    while (written.ok()) written = writer.Write(large, absl::Milliseconds(200));
    cut.Notify();
    return written;
  });
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, {});
  EXPECT_TRUE(cut.WaitForNotificationWithTimeout(absl::Seconds(30)));
  // What was under way still comes, and behind it the reason.
  Response response;
  while (stream->Read(&response)) {
  }
  EXPECT_THAT(FromGrpcStatus(stream->Finish()),
              IsError(absl::StatusCode::kResourceExhausted, "WATCHER_TOO_SLOW"));
}

TEST_P(StreamTest, TheHandlerLearnsThatItsCallerIsGone) {
  absl::Notification ended;
  Start([&](const Call&, Writer& writer) {
    absl::Status status;
    while (status.ok()) status = writer.Sleep(absl::Seconds(30));
    ended.Notify();
    return status;
  });
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, {});
  std::thread canceller([&] {
    absl::SleepFor(absl::Milliseconds(100));
    context.TryCancel();
  });
  EXPECT_THAT(FromGrpcStatus(stream->Finish()).code(), absl::StatusCode::kCancelled);
  EXPECT_TRUE(ended.WaitForNotificationWithTimeout(absl::Seconds(10)));
  canceller.join();
}

TEST_P(StreamTest, ADeadlineEndsIt) {
  Start([](const Call&, Writer& writer) {
    absl::Status status;
    while (status.ok()) status = writer.Sleep(absl::Milliseconds(10));
    return status;
  });
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(200));
  const auto stream = stub_->WatchFigures(&context, {});
  EXPECT_THAT(FromGrpcStatus(stream->Finish()).code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_P(StreamTest, WhatAHandlerThrowsIsInternal) {
  Start([](const Call&, Writer&) -> absl::Status { throw std::runtime_error("secret"); });
  grpc::ClientContext context;
  EXPECT_THAT(FromGrpcStatus(stub_->WatchFigures(&context, {})->Finish()),
              IsError(absl::StatusCode::kInternal, "INTERNAL"));
}

TEST_P(StreamTest, MoreStreamsThanItHoldsAreRefused) {
  Start([](const Call&, Writer& writer) {
    absl::Status status = writer.Write(Numbered(1), absl::Seconds(10));
    while (status.ok()) status = writer.Sleep(absl::Seconds(30));
    return status;
  });
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<Response>>> streams;
  Response response;
  for (int i = 0; i < RuntimeOptions{}.limits.max_streams; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(stub_->WatchFigures(contexts.back().get(), {}));
    ASSERT_TRUE(streams.back()->Read(&response));
  }
  {
    grpc::ClientContext context;
    EXPECT_THAT(FromGrpcStatus(stub_->WatchFigures(&context, {})->Finish()),
                IsError(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
  }
  // One that ends makes room for another.
  contexts[0]->TryCancel();
  streams[0]->Finish();
  const absl::Time patience = absl::Now() + absl::Seconds(10);
  bool room = false;
  while (!room && absl::Now() < patience) {
    grpc::ClientContext context;
    const auto stream = stub_->WatchFigures(&context, {});
    room = stream->Read(&response);
    context.TryCancel();
    stream->Finish();
  }
  EXPECT_TRUE(room);
  for (size_t i = 1; i < streams.size(); ++i) {
    contexts[i]->TryCancel();
    streams[i]->Finish();
  }
}

}  // namespace
}  // namespace qushu::rpc
