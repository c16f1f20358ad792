#include "common/rpc/limits/worker_pool.h"

#include <atomic>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
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

// Waits until a pool of one thread has run all that it was given.
void AwaitAll(WorkerPool& pool) {
  absl::Notification done;
  while (!pool.Submit([&] { done.Notify(); })) absl::SleepFor(absl::Milliseconds(1));
  done.WaitForNotification();
}

// How many more tasks fit behind one that runs.
int Fill(WorkerPool& pool) {
  absl::Notification started;
  absl::Notification go_on;
  EXPECT_TRUE(pool.Submit([&] {
    started.Notify();
    go_on.WaitForNotification();
  }));
  started.WaitForNotification();
  int fit = 0;
  while (fit < 1000 && pool.Submit([] {})) ++fit;
  go_on.Notify();
  AwaitAll(pool);
  return fit;
}

TEST(WorkerPoolTest, ABurstOfShortTasksFits) {
  WorkerPool pool(1, 10, 100);
  EXPECT_EQ(Fill(pool), 10) << "how long they take is not known";
  for (int i = 0; i < 100; ++i) AwaitAll(pool);
  EXPECT_EQ(Fill(pool), 100);
  WorkerPool without(1, 10);
  for (int i = 0; i < 100; ++i) AwaitAll(without);
  EXPECT_EQ(Fill(without), 10);
}

TEST(WorkerPoolTest, ABurstOfLongTasksDoesNot) {
  WorkerPool pool(1, 10, 100);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(pool.Submit([] { absl::SleepFor(absl::Milliseconds(20)); }));
    AwaitAll(pool);
  }
  EXPECT_LE(Fill(pool), 12);
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
