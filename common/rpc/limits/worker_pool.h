// A fixed number of threads with a bounded queue: where handlers run.
//
// Handlers block, on the store's disk or on the analysis of a long text. gRPC's callback API runs
// them on its own few threads (two on a small machine), which also read and write every
// connection: a handler that blocked there would stop health checks and all other calls. So gRPC's
// threads only hand the call over. The bound keeps a flood of calls from piling up in memory, each
// with its request: what does not fit is refused at once, while the caller can still go elsewhere.
// A burst of short tasks may pass the bound, if that is wanted, as StandingLimit has it.
#ifndef QUSHU_COMMON_RPC_LIMITS_WORKER_POOL_H_
#define QUSHU_COMMON_RPC_LIMITS_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/limits/standing_limit.h"

namespace qushu::rpc {

// Safe from many threads.
class WorkerPool {
 public:
  // The first two 1 or more. `max_queued` counts tasks that wait, not those that run; in a burst
  // they may be `max_burst` if that is more, as long as the last of them waits for no longer than
  // StandingLimit::kBurst. `niceness` is how much lower the threads' priority is than the
  // process's, 0 to 19 as of nice(1).
  WorkerPool(int threads, size_t max_queued, size_t max_burst = 0, int niceness = 0);
  // Runs what is queued, then ends the threads.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Queues `task`, which must not throw; false if the queue is full, and the task is dropped.
  [[nodiscard]] bool Submit(std::function<void()> task);
  // Tasks that wait at the moment.
  size_t queued() const;

 private:
  void Work();
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_queued_;
  const size_t max_burst_;
  const int niceness_;
  mutable absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  StandingLimit waiting_ ABSL_GUARDED_BY(mutex_);     // those in the queue
  absl::Duration task_time_ ABSL_GUARDED_BY(mutex_);  // that one takes, of late
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_LIMITS_WORKER_POOL_H_
