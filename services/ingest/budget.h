// How much all streams together may have under way.
#ifndef QUSHU_SERVICES_INGEST_BUDGET_H_
#define QUSHU_SERVICES_INGEST_BUDGET_H_

#include <cstddef>
#include <deque>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace qushu::ingest {

// Places for articles, as many as there are, while all of them together take no more than so many
// bytes. How large an article is shows when it has its place, so the bytes may be exceeded by one
// article of each stream. Those who wait get places in the order of their coming. Safe from many
// threads.
class Budget {
 public:
  Budget(size_t articles, size_t bytes) : max_articles_(articles), max_bytes_(bytes) {}

  // Takes a place. If none is free, returns false, and calls `taken` once it has one, on the thread
  // that gave it back.
  bool Take(std::function<void()> taken);
  // Says how large the article is that has a place.
  void Charge(size_t bytes);
  // Gives the place and what was charged back.
  void Give(size_t bytes);

 private:
  bool Free() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return articles_ < max_articles_ && (bytes_ < max_bytes_ || articles_ == 0);
  }

  const size_t max_articles_;
  const size_t max_bytes_;
  absl::Mutex mutex_;
  size_t articles_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_BUDGET_H_
