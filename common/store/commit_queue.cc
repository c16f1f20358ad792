#include "common/store/commit_queue.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace qushu {

CommitQueue::CommitQueue(const GroupLimits& limits, CommitFn commit)
    : limits_(limits), commit_(std::move(commit)), thread_([this] { Work(); }) {}

CommitQueue::~CommitQueue() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void CommitQueue::Add(PendingPut put) {
  const bool now = put.time == PutTime::kNow;
  absl::MutexLock lock(&mutex_);
  if (waiting_.empty()) oldest_ = absl::Now();
  bytes_ += put.Bytes();
  hurry_ = hurry_ || now;
  waiting_.push_back(std::move(put));
}

std::vector<PendingPut> CommitQueue::Take() {
  std::vector<PendingPut> group;
  size_t bytes = 0;
  while (!waiting_.empty() && group.size() < limits_.articles &&
         (group.empty() || bytes < limits_.bytes)) {
    bytes += waiting_.front().Bytes();
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  bytes_ -= bytes;
  hurry_ = hurry_ && !waiting_.empty();
  oldest_ = absl::Now();
  return group;
}

void CommitQueue::Work() {
  const auto any = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty();
  };
  const auto full = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return Full(); };
  absl::Duration linger;
  absl::Time idle_since = absl::InfinitePast();
  while (true) {
    std::vector<PendingPut> group;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&any));
      mutex_.AwaitWithDeadline(absl::Condition(&full), std::max(oldest_, idle_since) + linger);
      if (waiting_.empty()) return;
      group = Take();
    }
    const absl::Time begin = absl::Now();
    std::vector<absl::StatusOr<PutResult>> results = commit_(group);
    idle_since = absl::Now();
    linger = std::min(idle_since - begin, limits_.linger);
    for (size_t i = 0; i < group.size(); ++i) {
      group[i].done(std::move(results[i]));
      group[i] = PendingPut();
    }
  }
}

}  // namespace qushu
