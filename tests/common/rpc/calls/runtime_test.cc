// The gates that every call passes, without any transport.
#include "common/rpc/calls/runtime.h"

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/rpc/calls/status.h"
#include "tests/common/rpc/fake_source.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr char kMethod[] = "test/Method";

TEST(RuntimeTest, AdmittedCallsAreWaitedFor) {
  Runtime runtime({});
  Ticket ticket;
  ASSERT_OK(runtime.Admit(FakeSource(), kMethod, CallType::kUnary, ticket));
  EXPECT_TRUE(ticket.admitted);
  EXPECT_EQ(ticket.method->name, kMethod);
  EXPECT_FALSE(runtime.Drain(absl::Milliseconds(1)));
  runtime.Release(ticket);
  EXPECT_TRUE(runtime.Drain(absl::Milliseconds(1)));
  // A second time gives nothing back.
  runtime.Release(ticket);
  EXPECT_TRUE(runtime.Drain(absl::Milliseconds(1)));
}

TEST(RuntimeTest, NothingIsAdmittedWhileItDrains) {
  Runtime runtime({});
  runtime.Drain(absl::ZeroDuration());
  for (const CallType type : {CallType::kUnary, CallType::kServerStream, CallType::kBidiStream}) {
    Ticket ticket;
    const absl::Status refused = runtime.Admit(FakeSource(), kMethod, type, ticket);
    EXPECT_THAT(refused, IsError(absl::StatusCode::kUnavailable, "STOPPING"));
    EXPECT_FALSE(ticket.admitted);
    runtime.Conclude(ticket, refused);
    runtime.Release(ticket);
  }
}

TEST(RuntimeTest, StreamsOfEveryKindShareTheirLimit) {
  Runtime runtime({.limits = {.max_streams = 2}});
  std::vector<Ticket> tickets(3);
  ASSERT_OK(runtime.Admit(FakeSource(), kMethod, CallType::kServerStream, tickets[0]));
  ASSERT_OK(runtime.Admit(FakeSource(), kMethod, CallType::kBidiStream, tickets[1]));
  EXPECT_THAT(runtime.Admit(FakeSource(), kMethod, CallType::kBidiStream, tickets[2]),
              IsError(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
  Ticket unary;
  EXPECT_OK(runtime.Admit(FakeSource(), "test/Unary", CallType::kUnary, unary));
  runtime.Release(tickets[0]);
  EXPECT_OK(runtime.Admit(FakeSource(), kMethod, CallType::kServerStream, tickets[2]));
}

TEST(RuntimeTest, TheDeadlineIsTheEarlierOneAndStreamsHaveNoMaximum) {
  Runtime runtime({.max_call_time = absl::Seconds(10)});
  const auto deadline = [&](const FakeSource& source, CallType type) {
    Ticket ticket;
    const char* const method = type == CallType::kUnary ? "test/Unary" : "test/Stream";
    EXPECT_OK(runtime.Admit(source, method, type, ticket));
    runtime.Release(ticket);
    return ticket.deadline - ticket.start;
  };
  EXPECT_EQ(deadline(FakeSource(), CallType::kUnary), absl::Seconds(10));
  EXPECT_EQ(deadline(FakeSource(), CallType::kServerStream), absl::InfiniteDuration());
  FakeSource soon;
  soon.deadline = absl::Now() + absl::Seconds(1);
  EXPECT_LE(deadline(soon, CallType::kUnary), absl::Seconds(1));
  EXPECT_LE(deadline(soon, CallType::kBidiStream), absl::Seconds(1));
}

TEST(RuntimeTest, TheEndingCarriesStatusAndRequestId) {
  std::vector<std::string> log;
  Runtime runtime({.log = [&](std::string_view line) { log.emplace_back(line); }});
  FakeSource source;
  source.metadata["x-request-id"] = "abc";
  Ticket ticket;
  ASSERT_OK(runtime.Admit(source, kMethod, CallType::kUnary, ticket));
  const Ending ending = runtime.Conclude(ticket, absl::NotFoundError("nothing there"));
  runtime.Release(ticket);
  EXPECT_EQ(ending.status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(ending.trailers, ElementsAre(Pair("x-request-id", "abc")));
  ASSERT_EQ(log.size(), 1u);
  EXPECT_THAT(log[0], ::testing::HasSubstr(R"("peer":"test:1","request_id":"abc")"));
}

TEST(RuntimeTest, DrainIsWatched) {
  Runtime runtime(RuntimeOptions{});
  int first = 0;
  int second = 0;
  int third = 0;
  runtime.WatchDrain([&] { ++first; });
  runtime.UnwatchDrain(runtime.WatchDrain([&] { ++second; }));
  EXPECT_EQ(first, 0);
  EXPECT_TRUE(runtime.Drain(absl::ZeroDuration()));
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 0);
  runtime.WatchDrain([&] { ++third; });
  EXPECT_EQ(third, 1) << "it drains already";
}

}  // namespace
}  // namespace qushu::rpc
