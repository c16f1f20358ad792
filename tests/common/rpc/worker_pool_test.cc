#include "common/rpc/worker_pool.h"

#include <atomic>

#include "absl/synchronization/notification.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

TEST(WorkerPoolTest, RunsEverythingBeforeItEnds) {
  std::atomic<int> done = 0;
  {
    WorkerPool pool(3, 1000);
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(pool.Submit([&] { ++done; }));
  }
  EXPECT_EQ(done, 1000);
}

TEST(WorkerPoolTest, RefusesWhatDoesNotFit) {
  absl::Notification started;
  absl::Notification go_on;
  std::atomic<int> done = 0;
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.Submit([&] {
      started.Notify();
      go_on.WaitForNotification();
    }));
    started.WaitForNotification();
    EXPECT_TRUE(pool.Submit([&] { ++done; }));
    EXPECT_TRUE(pool.Submit([&] { ++done; }));
    EXPECT_FALSE(pool.Submit([&] { ++done; }));
    go_on.Notify();
  }
  EXPECT_EQ(done, 2);
}

TEST(WorkerPoolTest, ThreadsRunSideBySide) {
  absl::Notification first;
  absl::Notification second;
  WorkerPool pool(2, 10);
  // Each waits for the other: one thread alone would never end.
  ASSERT_TRUE(pool.Submit([&] {
    first.Notify();
    second.WaitForNotification();
  }));
  ASSERT_TRUE(pool.Submit([&] {
    second.Notify();
    first.WaitForNotification();
  }));
}

}  // namespace
}  // namespace qushu::rpc
