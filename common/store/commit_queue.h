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

// A group ends at either of these, and begins when it is full, when an article that is to be stored
// now waits, or when one has waited for `linger`.
struct GroupLimits {
  size_t articles = 2048;
  size_t bytes = size_t{64} << 20;
  absl::Duration linger = absl::Milliseconds(100);
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
  // What waits now is stored now.
  void Hurry();

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
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;  // of all that wait
  absl::Time oldest_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool hurry_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_COMMIT_QUEUE_H_
