#include "services/ingest/budget.h"

#include <utility>
#include <vector>

namespace qushu::ingest {

bool Budget::Take(std::function<void()> taken) {
  absl::MutexLock lock(&mutex_);
  if (waiting_.empty() && Free()) {
    ++articles_;
    return true;
  }
  waiting_.push_back(std::move(taken));
  return false;
}

void Budget::Charge(size_t bytes) {
  absl::MutexLock lock(&mutex_);
  bytes_ += bytes;
}

void Budget::Give(size_t bytes) {
  std::vector<std::function<void()>> next;
  {
    absl::MutexLock lock(&mutex_);
    --articles_;
    bytes_ -= bytes;
    while (!waiting_.empty() && Free()) {
      ++articles_;
      next.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }
  for (const std::function<void()>& taken : next) taken();
}

}  // namespace qushu::ingest
