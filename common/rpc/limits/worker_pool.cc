#include "common/rpc/limits/worker_pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "absl/time/clock.h"

namespace qushu::rpc {

// Until it is known how long tasks take, they take so long that no burst is let in.
WorkerPool::WorkerPool(int threads, size_t max_queued, size_t max_burst, int niceness)
    : max_queued_(max_queued),
      max_burst_(max_burst),
      niceness_(niceness),
      waiting_(max_queued),
      task_time_(StandingLimit::kBurst * threads / max_queued) {
  threads_.reserve(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Submit(std::function<void()> task) {
  absl::MutexLock lock(&mutex_);
  if (!HasRoom() || !waiting_.Enter(absl::Now())) return false;
  queue_.push_back(std::move(task));
  return true;
}

bool WorkerPool::HasRoom() const {
  if (queue_.size() < max_queued_) return true;
  return queue_.size() < max_burst_ &&
         queue_.size() * task_time_ < StandingLimit::kBurst * threads_.size();
}

size_t WorkerPool::queued() const {
  absl::MutexLock lock(&mutex_);
  return queue_.size();
}

void WorkerPool::Work() {
  // On Linux the priority is of the thread. Raised niceness is always allowed; were it not, the
  // work would be done all the same.
  if (niceness_ > 0) {
    const id_t thread = gettid();
    setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + niceness_);
  }
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !queue_.empty();
  };
  std::optional<absl::Duration> took;
  while (true) {
    std::function<void()> task;
    absl::Time start;
    {
      absl::MutexLock lock(&mutex_);
      if (took) task_time_ += (*took - task_time_) / 8;
      mutex_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
      start = absl::Now();
      waiting_.Leave(start);
    }
    task();
    took = absl::Now() - start;
  }
}

}  // namespace qushu::rpc
