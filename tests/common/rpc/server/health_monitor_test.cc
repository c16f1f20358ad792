#include "common/rpc/server/health_monitor.h"

#include <atomic>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

TEST(HealthMonitorTest, TellsEveryChangeOnce) {
  std::atomic<bool> healthy = false;
  absl::Mutex mutex;
  std::vector<bool> told;
  const auto told_times = [&](size_t times) {
    absl::MutexLock lock(&mutex);
    const auto enough = [&] { return told.size() >= times; };
    return mutex.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(20));
  };
  {
    const HealthMonitor monitor(
        [&] { return healthy ? absl::OkStatus() : absl::UnavailableError("not yet"); },
        [&](const absl::Status& status) {
          absl::MutexLock lock(&mutex);
          told.push_back(status.ok());
        },
        {.while_failing = absl::Milliseconds(1), .while_ok = absl::Milliseconds(1)});
    ASSERT_TRUE(told_times(1));
    absl::SleepFor(absl::Milliseconds(20));
    healthy = true;
    ASSERT_TRUE(told_times(2));
    absl::SleepFor(absl::Milliseconds(20));
    healthy = false;
    ASSERT_TRUE(told_times(3));
  }
  EXPECT_EQ(told, (std::vector<bool>{false, true, false}));
}

TEST(HealthMonitorTest, EndsAtOnceWhileItWaits) {
  const absl::Time start = absl::Now();
  {
    const HealthMonitor monitor(
        [] { return absl::OkStatus(); }, [](const absl::Status&) {},
        {.while_failing = absl::Seconds(60), .while_ok = absl::Seconds(60)});
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
}

}  // namespace
}  // namespace qushu::rpc
