#include "common/store/commit_queue.h"

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
  bytes_ += put.rows.Bytes();
  hurry_ = hurry_ || now;
  waiting_.push_back(std::move(put));
}

void CommitQueue::Hurry() {
  absl::MutexLock lock(&mutex_);
  hurry_ = hurry_ || !waiting_.empty();
}

std::vector<PendingPut> CommitQueue::Take() {
  std::vector<PendingPut> group;
  size_t bytes = 0;
  while (!waiting_.empty() && group.size() < limits_.articles &&
         (group.empty() || bytes < limits_.bytes)) {
    bytes += waiting_.front().rows.Bytes();
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  bytes_ -= bytes;
  hurry_ = hurry_ && !waiting_.empty();
  // Of what is left the oldest has waited for a whole commit already.
  oldest_ = waiting_.empty() ? absl::InfiniteFuture() : absl::InfinitePast();
  return group;
}

void CommitQueue::Work() {
  const auto any = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !waiting_.empty();
  };
  const auto full = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return Full(); };
  while (true) {
    std::vector<PendingPut> group;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&any));
      mutex_.AwaitWithDeadline(absl::Condition(&full), oldest_ + limits_.linger);
      if (waiting_.empty()) return;
      group = Take();
    }
    std::vector<absl::StatusOr<PutResult>> results = commit_(group);
    for (size_t i = 0; i < group.size(); ++i) {
      group[i].done(std::move(results[i]));
      group[i] = PendingPut();
    }
  }
}

}  // namespace qushu
