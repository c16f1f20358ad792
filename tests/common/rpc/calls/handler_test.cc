// The handler wrapper behind a real server and a real channel.
#include "common/rpc/calls/handler.h"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/base/error.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/calls/stream.h"
#include "common/rpc/server/server.h"
#include "grpcpp/create_channel.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/common/rpc/test_server.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;
using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr char kGetDistrict[] = "qushu.v1.QueryService/GetDistrict";
constexpr char kWatchFigures[] = "qushu.v1.QueryService/WatchFigures";

// Each test says what GetDistrict does, on gRPC's callback API ...
class TestService final : public v1::QueryService::CallbackService {
 public:
  TestService(Runtime& runtime, Handler handler)
      : runtime_(runtime), handler_(std::move(handler)) {}

  grpc::ServerUnaryReactor* GetDistrict(grpc::CallbackServerContext* context,
                                        const v1::GetDistrictRequest*,
                                        v1::GetDistrictResponse*) override {
    return Handle(runtime_, *context, kGetDistrict, handler_);
  }
  grpc::ServerWriteReactor<v1::WatchFiguresResponse>* WatchFigures(
      grpc::CallbackServerContext* context, const v1::WatchFiguresRequest*) override {
    return HandleStream<v1::WatchFiguresResponse>(
        runtime_, *context, kWatchFigures,
        [](const Call&, StreamWriter<v1::WatchFiguresResponse>&) { return Malformed(); });
  }

 private:
  Runtime& runtime_;
  Handler handler_;
};

// ... and on Transport.
class TestCore {
 public:
  explicit TestCore(Handler handler) : handler_(std::move(handler)) {}

  absl::Status GetDistrict(const Call& call, const v1::GetDistrictRequest&,
                           v1::GetDistrictResponse&) const {
    return handler_(call);
  }
  absl::Status WatchFigures(const Call&, const v1::WatchFiguresRequest&,
                            StreamWriter<v1::WatchFiguresResponse>&) const {
    return Malformed();
  }

 private:
  Handler handler_;
};

enum class Api { kCallback, kTransport };

class HandlerTest : public ::testing::TestWithParam<Api> {
 protected:
  void Start(Handler handler, const ServerOptions& options = {}) {
    runtime_ = std::make_unique<Runtime>(options.workers, options.max_queued_calls,
                                         options.max_call_time, [this](std::string_view line) {
                                           absl::MutexLock lock(&mutex_);
                                           log_.emplace_back(line);
                                         });
    service_ = std::make_unique<TestService>(*runtime_, handler);
    core_ = std::make_unique<TestCore>(handler);
    ByteMethods methods;
    methods.AddUnary(kGetDistrict, *core_, &TestCore::GetDistrict);
    methods.AddStream(kWatchFigures, *core_, &TestCore::WatchFigures);
    auto server = GetParam() == Api::kCallback
                      ? Server::Start(options, "test", *service_, *runtime_)
                      : Server::Start(options, "test", std::move(methods), *runtime_);
    ASSERT_OK(server);
    server_ = *std::move(server);
    stub_ = v1::QueryService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
  }

  absl::Status CallOnce(grpc::ClientContext& context) {
    v1::GetDistrictResponse response;
    return FromGrpcStatus(stub_->GetDistrict(&context, {}, &response));
  }
  absl::Status CallOnce() {
    grpc::ClientContext context;
    return CallOnce(context);
  }

  std::string LastLogLine() {
    absl::MutexLock lock(&mutex_);
    return log_.empty() ? "" : log_.back();
  }

  absl::Mutex mutex_;
  std::vector<std::string> log_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<Runtime> runtime_;
  std::unique_ptr<TestService> service_;
  std::unique_ptr<TestCore> core_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

std::string Trailer(const grpc::ClientContext& context, const std::string& key) {
  const auto found = context.GetServerTrailingMetadata().find(key);
  if (found == context.GetServerTrailingMetadata().end()) return "";
  return {found->second.data(), found->second.size()};
}

INSTANTIATE_TEST_SUITE_P(Apis, HandlerTest, ::testing::Values(Api::kCallback, Api::kTransport),
                         [](const auto& instance) {
                           return instance.param == Api::kCallback ? "Callback" : "Transport";
                         });

TEST_P(HandlerTest, AnswersAndLogs) {
  Start([](const Call&) { return absl::OkStatus(); });
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "from-the-caller.1");
  EXPECT_OK(CallOnce(context));
  EXPECT_EQ(Trailer(context, "x-request-id"), "from-the-caller.1");
  EXPECT_THAT(LastLogLine(),
              HasSubstr(R"("method":"qushu.v1.QueryService/GetDistrict","code":"OK","reason":"")"));
  EXPECT_THAT(LastLogLine(), HasSubstr(R"("request_id":"from-the-caller.1")"));
}

TEST_P(HandlerTest, MakesARequestIdWhereThereIsNoGoodOne) {
  Start([](const Call&) { return absl::OkStatus(); });
  for (const char* bad : {"", "a b", "a\"b"}) {
    grpc::ClientContext context;
    if (*bad != '\0') context.AddMetadata("x-request-id", bad);
    EXPECT_OK(CallOnce(context));
    EXPECT_EQ(Trailer(context, "x-request-id").size(), 32u) << bad;
  }
}

TEST_P(HandlerTest, WhatIsThrownIsAnInternalError) {
  std::atomic<int> calls = 0;
  Start([&](const Call&) -> absl::Status {
    if (++calls == 1) throw std::runtime_error("secret 机密");
    if (calls == 2) throw 3;
    return absl::OkStatus();
  });
  for (int i = 0; i < 2; ++i) {
    const absl::Status status = CallOnce();
    EXPECT_THAT(status, IsError(absl::StatusCode::kInternal, "INTERNAL"));
    EXPECT_EQ(status.message(), "a fault of the service");
  }
  EXPECT_OK(CallOnce());
}

// Trap: more than about 850 Chinese characters in a message cost the call its code, and the next
// call on the channel may fail too.
TEST_P(HandlerTest, LongChineseErrorsArriveWholeAndSpoilNothing) {
  std::string chinese;
  for (int i = 0; i < 3000; ++i) chinese += "涧";
  std::atomic<int> calls = 0;
  Start([&](const Call&) -> absl::Status {
    if (++calls % 2 == 0) return absl::OkStatus();
    ErrorDetails details;
    for (int i = 0; i < 40; ++i) details.violations.push_back({chinese, chinese});
    for (int i = 0; i < 40; ++i) details.metadata.emplace_back(std::to_string(i), chinese);
    return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND, chinese,
                     details);
  });
  for (int i = 0; i < 300; ++i) {
    ASSERT_THAT(CallOnce(), IsError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND"));
    ASSERT_OK(CallOnce());
  }
}

TEST_P(HandlerTest, EndsAtTheClientsDeadline) {
  std::atomic<bool> saw_cancelled = false;
  Start([&](const Call& call) -> absl::Status {
    while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
    saw_cancelled = true;
    return absl::CancelledError("stopped");
  });
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(50));
  EXPECT_TRUE(absl::IsDeadlineExceeded(CallOnce(context)));
  server_->Stop();
  EXPECT_TRUE(saw_cancelled);
  // The client gives up at its deadline, which the server may hear of just before it is there.
  EXPECT_THAT(LastLogLine(), AnyOf(HasSubstr("\"code\":\"DEADLINE_EXCEEDED\""),
                                   HasSubstr("\"code\":\"CANCELLED\"")));
}

// Whether the client's alarm or the server's answer comes first, the caller reads the same.
TEST_P(HandlerTest, OneMillisecondIsAnswered) {
  Start([](const Call& call) -> absl::Status {
    if (call.deadline() > absl::Now() + absl::Seconds(1)) return absl::OkStatus();
    while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
    return absl::CancelledError("stopped");
  });
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(1));
    EXPECT_TRUE(absl::IsDeadlineExceeded(CallOnce(context)));
  }
  EXPECT_OK(CallOnce());
}

TEST(RunTest, WhatIsOverIsNotBegunAndWhatWasDoneIsAnswered) {
  const auto here = [] { return false; };
  int runs = 0;
  const Handler handler = [&](const Call& call) {
    ++runs;
    while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
    return absl::OkStatus();
  };
  EXPECT_THAT(rpc::Run(Call("id", absl::Now() - absl::Milliseconds(1), here), handler),
              IsError(absl::StatusCode::kDeadlineExceeded, "DEADLINE"));
  EXPECT_THAT(rpc::Run(Call("id", absl::InfiniteFuture(), [] { return true; }), handler),
              IsError(absl::StatusCode::kCancelled, "CANCELLED"));
  EXPECT_EQ(runs, 0);
  EXPECT_OK(rpc::Run(Call("id", absl::Now() + absl::Milliseconds(20), here), handler));
  EXPECT_EQ(runs, 1);
}

TEST_P(HandlerTest, EndsAtTheServersMaximum) {
  Start(
      [](const Call& call) -> absl::Status {
        while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
        return absl::CancelledError("stopped");
      },
      {.max_call_time = absl::Milliseconds(50)});
  EXPECT_THAT(CallOnce(), IsError(absl::StatusCode::kDeadlineExceeded, "DEADLINE"));
}

TEST_P(HandlerTest, NoticesThatTheCallerLeft) {
  absl::Notification started;
  Start([&](const Call& call) -> absl::Status {
    started.Notify();
    while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
    return absl::CancelledError("stopped");
  });
  grpc::ClientContext context;
  std::thread canceller([&] {
    started.WaitForNotification();
    context.TryCancel();
  });
  EXPECT_TRUE(absl::IsCancelled(CallOnce(context)));
  canceller.join();
  server_->Stop();
  EXPECT_THAT(LastLogLine(), HasSubstr("\"code\":\"CANCELLED\",\"reason\":\"CANCELLED\""));
}

TEST_P(HandlerTest, RefusesWhatItCannotHold) {
  absl::Notification go_on;
  std::atomic<int> running = 0;
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  Start(
      [&](const Call&) {
        ++running;
        go_on.WaitForNotification();
        return absl::OkStatus();
      },
      {.workers = 1, .max_queued_calls = 1});
  std::vector<std::thread> callers;
  std::atomic<int> ok = 0;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 8; ++i) {
    while (i == 1 && running == 0 && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(1));
    callers.emplace_back([&] {
      const absl::Status status = CallOnce();
      if (status.ok()) ++ok;
      if (absl::IsResourceExhausted(status) && ReasonOf(status) == "OVERLOADED") ++refused;
    });
  }
  // The first runs, one of the others waits, and six are refused while those hold.
  while (refused < 6 && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(refused, 6);
  go_on.Notify();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(ok, 2);
}

// Callers who ask again at once are answered one after the other, and cost next to nothing.
TEST_P(HandlerTest, ACrowdIsRefusedSlowly) {
  absl::Notification started, go_on;
  Start(
      [&](const Call&) {
        if (!started.HasBeenNotified()) started.Notify();
        go_on.WaitForNotification();
        return absl::OkStatus();
      },
      {.workers = 1, .max_queued_calls = 1});
  std::vector<std::thread> served;
  served.emplace_back([&] { EXPECT_OK(CallOnce()); });
  started.WaitForNotification();
  std::atomic<int> refused = 0;
  const absl::Time begin = absl::Now();
  const absl::Time end = begin + absl::Milliseconds(500);
  std::vector<std::thread> crowd;
  for (int i = 0; i < 16; ++i) {
    crowd.emplace_back([&] {
      while (absl::Now() < end) {
        grpc::ClientContext context;
        context.set_deadline(absl::ToChronoTime(end + absl::Seconds(20)));
        const absl::Status status = CallOnce(context);
        if (!status.ok()) {
          EXPECT_EQ(ReasonOf(status), "OVERLOADED");
          ++refused;
        } else {
          return;  // the one that waited
        }
      }
    });
  }
  absl::SleepFor(end - absl::Now());
  const int in_time = refused;
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  EXPECT_GT(in_time, RefusalPacer::kAtOnce);
  EXPECT_LE(in_time, RefusalPacer::kAtOnce + RefusalPacer::kPerSecond * seconds + 1);
  go_on.Notify();
  for (std::thread& caller : crowd) caller.join();
  for (std::thread& caller : served) caller.join();
}

TEST_P(HandlerTest, CallersWhoLeaveAndAStopDoNotWaitForRefusals) {
  absl::Notification go_on;
  Start(
      [&](const Call&) {
        go_on.WaitForNotification();
        return absl::OkStatus();
      },
      {.workers = 1, .max_queued_calls = 1});
  std::vector<std::thread> crowd;
  for (int i = 0; i < 300; ++i) {
    crowd.emplace_back([&, i] {
      grpc::ClientContext context;
      const absl::Duration patience = i % 2 == 0 ? absl::Milliseconds(20) : absl::Seconds(20);
      context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
      CallOnce(context).IgnoreError();
    });
  }
  absl::SleepFor(absl::Milliseconds(50));
  go_on.Notify();
  const absl::Time stop = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - stop, absl::Seconds(4));
  for (std::thread& caller : crowd) caller.join();
}

// The reason for the pool: with handlers on gRPC's own threads, a few that block stop everything.
TEST_P(HandlerTest, BlockedHandlersLeaveTheServerAlive) {
  absl::Notification go_on;
  Start(
      [&](const Call&) {
        go_on.WaitForNotification();
        return absl::OkStatus();
      },
      {.workers = 4, .max_queued_calls = 100});
  std::vector<std::thread> callers;
  for (int i = 0; i < 40; ++i) callers.emplace_back([&] { EXPECT_OK(CallOnce()); });
  for (int i = 0; i < 20; ++i) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::WatchFiguresResponse response;
    EXPECT_EQ(stub_->WatchFigures(&context, {})->Finish().error_code(),
              grpc::StatusCode::INVALID_ARGUMENT);
  }
  go_on.Notify();
  for (std::thread& caller : callers) caller.join();
}

TEST_P(HandlerTest, StreamsAreRefusedWithTheSameDetails) {
  Start([](const Call&) { return absl::OkStatus(); });
  grpc::ClientContext context;
  const auto stream = stub_->WatchFigures(&context, {});
  v1::WatchFiguresResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_THAT(FromGrpcStatus(stream->Finish()),
              IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  EXPECT_EQ(Trailer(context, "x-request-id").size(), 32u);
}

TEST_P(HandlerTest, StopLetsCallsUnderWayFinish) {
  absl::Notification started;
  Start([&](const Call&) {
    started.Notify();
    absl::SleepFor(absl::Milliseconds(300));
    return absl::OkStatus();
  });
  absl::Status under_way;
  std::thread caller([&] { under_way = CallOnce(); });
  started.WaitForNotification();
  server_->Stop();
  caller.join();
  EXPECT_OK(under_way);
  EXPECT_TRUE(absl::IsUnavailable(CallOnce()));
}

TEST_P(HandlerTest, NewCallsAreRefusedWhileItStops) {
  absl::Notification started;
  absl::Notification go_on;
  Start([&](const Call&) {
    started.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  });
  std::thread under_way([&] { EXPECT_OK(CallOnce()); });
  started.WaitForNotification();
  std::thread stopping([&] { server_->Stop(); });
  // Refused before the handler is reached, which would fail on its second start.
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (!runtime_->draining() && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_THAT(CallOnce(), IsError(absl::StatusCode::kUnavailable, "STOPPING"));
  go_on.Notify();
  under_way.join();
  stopping.join();
}

// Though the first of two replicas still holds a call.
TEST_P(HandlerTest, NewConnectionsFindAnotherReplicaWhileItStops) {
  absl::Notification started;
  absl::Notification go_on;
  Start([&](const Call&) {
    started.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  });
  TestServer other{ServerOptions{}};
  std::thread under_way([&] { EXPECT_OK(CallOnce()); });
  started.WaitForNotification();
  std::thread stopping([&] { server_->Stop(); });
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (!runtime_->draining() && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(1));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  const auto stub = v1::QueryService::NewStub(
      grpc::CreateCustomChannel("ipv4:" + server_->address() + "," + other.server().address(),
                                grpc::InsecureChannelCredentials(), arguments));
  EXPECT_OK(CallUnary(*stub));
  go_on.Notify();
  under_way.join();
  stopping.join();
}

TEST_P(HandlerTest, StopCancelsWhatTakesTooLong) {
  absl::Notification started;
  Start(
      [&](const Call& call) -> absl::Status {
        started.Notify();
        while (!call.cancelled()) absl::SleepFor(absl::Milliseconds(1));
        return absl::CancelledError("stopped");
      },
      {.stop_grace = absl::Milliseconds(50)});
  std::thread under_way([&] { EXPECT_FALSE(CallOnce().ok()); });
  started.WaitForNotification();
  server_->Stop();
  under_way.join();
}

// An idle client takes seconds to acknowledge the end of a connection.
TEST_P(HandlerTest, StopDoesNotWaitForIdleClients) {
  Start([](const Call&) { return absl::OkStatus(); });
  EXPECT_OK(CallOnce());
  const absl::Time start = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(4));
}

}  // namespace
}  // namespace qushu::rpc
