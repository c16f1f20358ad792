#include "common/rpc/observe/trace.h"

#include <string>

#include "common/rpc/observe/log.h"
#include "tests/common/rpc/test_server.h"

namespace qushu::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";

std::string Parent(const std::string& version, const std::string& rest = "") {
  return version + "-" + kTrace + "-00f067aa0ba902b7-01" + rest;
}

TEST(TraceTest, TheTraceOfAParent) {
  EXPECT_EQ(TraceIdOf(Parent("00")), kTrace);
  EXPECT_EQ(TraceIdOf(Parent("cc", "-what-comes-later")), kTrace);
  for (const std::string& bad :
       {std::string(), Parent("ff"), Parent("00", "-more"), Parent("00", "x"), Parent("0G"),
        std::string("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"),
        std::string("00-00000000000000000000000000000000-00f067aa0ba902b7-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"),
        std::string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7_01")}) {
    EXPECT_EQ(TraceIdOf(bad), "") << bad;
  }
}

TEST(TraceTest, ANewOneIsOne) {
  const std::string one = NewTraceParent();
  EXPECT_EQ(TraceIdOf(one).size(), 32u) << one;
  EXPECT_NE(TraceIdOf(one), TraceIdOf(NewTraceParent()));
}

TEST(TraceTest, TheLogHasTheCallersTrace) {
  TestServer server({});
  const auto stub = server.NewStub();
  EXPECT_OK(CallUnary(*stub, {{"traceparent", Parent("00")}}));
  EXPECT_THAT(server.log(), HasSubstr("\"trace_id\":\"" + std::string(kTrace) + "\""));
  EXPECT_OK(CallUnary(*stub, {{"traceparent", "nonsense"}}));
  EXPECT_THAT(server.log(), Not(HasSubstr("nonsense")));
}

TEST(LogLevelTest, SlowCallsAndFaultsAreToldWhereOthersAreNot) {
  ServerOptions options;
  options.slow_call = absl::Milliseconds(20);
  absl::Status answer;
  absl::Duration time;
  TestServer server(options, [&](const Call&) {
    absl::SleepFor(time);
    return answer;
  });
  const auto stub = server.NewStub();
  SetLogLevel(LogLevel::kWarning);
  EXPECT_OK(CallUnary(*stub));
  EXPECT_EQ(server.log(), "");
  time = absl::Milliseconds(40);
  EXPECT_OK(CallUnary(*stub));
  EXPECT_THAT(server.log(), HasSubstr("\"slow\":true"));
  SetLogLevel(LogLevel::kError);
  time = absl::ZeroDuration();
  answer = absl::InternalError("fault");
  CallUnary(*stub).IgnoreError();
  EXPECT_THAT(server.log(), HasSubstr("\"code\":\"INTERNAL\""));
  SetLogLevel(LogLevel::kInfo);
}

}  // namespace
}  // namespace qushu::rpc
