// Articles that wait to be stored, committed in groups by one thread: what a transaction costs, and
// a page of the file that many articles change, is paid once for all of a group.
#ifndef QUSHU_COMMON_STORE_COMMIT_QUEUE_H_
#define QUSHU_COMMON_STORE_COMMIT_QUEUE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/store/pending_put.h"

namespace qushu {

// The most of a group: articles, bytes that they take in memory, and time that one that may wait
// does so while the store is free. It waits no longer than the last commit took either: where
// commits are quick answers are too, and where they are slow the groups are large.
struct GroupLimits {
  size_t articles = 2048;
  size_t bytes = size_t{64} << 20;
  absl::Duration linger = absl::Milliseconds(500);
};

// Safe from many threads.
class CommitQueue {
 public:
  // Stores a group in one transaction; as many results as articles, in their order.
  using CommitFn =
      std::function<std::vector<absl::StatusOr<PutResult>>(const std::vector<PendingPut>& group)>;

  CommitQueue(const GroupLimits& limits, CommitFn commit);
  // Commits what waits.
  ~CommitQueue();
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  // `put.done` is called on the queue's thread: it is short, does not wait, and does not throw.
  void Add(PendingPut put);

 private:
  void Work();
  bool Full() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || hurry_ || waiting_.size() >= limits_.articles || bytes_ >= limits_.bytes;
  }
  std::vector<PendingPut> Take() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const GroupLimits limits_;
  const CommitFn commit_;
  absl::Mutex mutex_;
  std::deque<PendingPut> waiting_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;    // of all that wait
  absl::Time oldest_ ABSL_GUARDED_BY(mutex_);   // when the first that waits came
  bool hurry_ ABSL_GUARDED_BY(mutex_) = false;  // one that waits is to be stored now
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_COMMIT_QUEUE_H_
