#include "common/store/commit_queue.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

// Notes the sizes of groups. Of one article a commit takes a while; the first one waits until it is
// let go.
class Recorder {
 public:
  CommitQueue::CommitFn Fn(absl::Duration takes = absl::ZeroDuration()) {
    return [this, takes](const std::vector<PendingPut>& group) {
      {
        absl::MutexLock lock(&mutex_);
        sizes_.push_back(group.size());
      }
      if (group.size() == 1) absl::SleepFor(takes);
      if (wait_) release_.WaitForNotification();
      return std::vector<absl::StatusOr<PutResult>>(group.size(), PutResult());
    };
  }
  void HoldUp() { wait_ = true; }
  void Release() { release_.Notify(); }
  std::vector<size_t> sizes() {
    absl::MutexLock lock(&mutex_);
    return sizes_;
  }
  void AwaitGroups(size_t count) {
    const auto there = [&] {
      mutex_.AssertHeld();
      return sizes_.size() >= count;
    };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&there));
  }

 private:
  std::atomic<bool> wait_ = false;
  absl::Notification release_;
  absl::Mutex mutex_;
  std::vector<size_t> sizes_;
};

PendingPut Put(PutTime time, std::atomic<int>& done, size_t bytes = 0) {
  PendingPut put;
  put.rows.terms = std::string(bytes, 'x');
  put.time = time;
  put.done = [&done](auto) { ++done; };
  return put;
}

constexpr absl::Duration kForever = absl::Hours(1);

TEST(CommitQueueTest, WhatComesDuringACommitIsTheNextGroup) {
  Recorder recorder;
  recorder.HoldUp();
  std::atomic<int> done = 0;
  {
    CommitQueue queue({.linger = kForever}, recorder.Fn());
    queue.Add(Put(PutTime::kNow, done));
    recorder.AwaitGroups(1);
    for (int i = 0; i < 5; ++i) queue.Add(Put(PutTime::kNow, done));
    EXPECT_EQ(done, 0);
    recorder.Release();
  }
  EXPECT_EQ(done, 6);
  EXPECT_EQ(recorder.sizes(), (std::vector<size_t>{1, 5}));
}

TEST(CommitQueueTest, GroupsEndAtTheirLimits) {
  Recorder recorder;
  recorder.HoldUp();
  std::atomic<int> done = 0;
  {
    CommitQueue queue({.articles = 3, .bytes = 100'000, .linger = kForever}, recorder.Fn());
    queue.Add(Put(PutTime::kNow, done));
    recorder.AwaitGroups(1);
    for (int i = 0; i < 4; ++i) queue.Add(Put(PutTime::kNow, done));
    for (int i = 0; i < 3; ++i) queue.Add(Put(PutTime::kNow, done, 60'000));
    recorder.Release();
  }
  EXPECT_EQ(done, 8);
  EXPECT_EQ(recorder.sizes(), (std::vector<size_t>{1, 3, 3, 1}));
}

TEST(CommitQueueTest, ArticlesThatMayWaitDoSoAsLongAsACommitTakes) {
  Recorder recorder;
  std::atomic<int> done = 0;
  CommitQueue queue({.articles = 3, .linger = kForever}, recorder.Fn(absl::Seconds(2)));
  queue.Add(Put(PutTime::kSoon, done));
  recorder.AwaitGroups(1);
  // This one comes during the first commit, the other behind it.
  queue.Add(Put(PutTime::kSoon, done));
  while (done < 1) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(recorder.sizes().size(), 1u);
  queue.Add(Put(PutTime::kSoon, done));
  recorder.AwaitGroups(2);
  EXPECT_EQ(recorder.sizes(), (std::vector<size_t>{1, 2}));
}

TEST(CommitQueueTest, OneThatIsToBeStoredNowTakesTheOthersAlong) {
  Recorder recorder;
  std::atomic<int> done = 0;
  CommitQueue queue({.linger = kForever}, recorder.Fn(absl::Seconds(2)));
  queue.Add(Put(PutTime::kNow, done));
  recorder.AwaitGroups(1);
  queue.Add(Put(PutTime::kSoon, done));
  queue.Add(Put(PutTime::kNow, done));
  recorder.AwaitGroups(2);
  EXPECT_EQ(recorder.sizes(), (std::vector<size_t>{1, 2}));
}

}  // namespace
}  // namespace qushu
