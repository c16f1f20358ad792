// A fixed number of threads with a bounded queue: where handlers run.
//
// Handlers block, on the store's disk or on the analysis of a long text. gRPC's callback API runs
// them on its own few threads (two on a small machine), which also read and write every
// connection: a handler that blocked there would stop health checks and all other calls. So gRPC's
// threads only hand the call over. The bound keeps a flood of calls from piling up in memory, each
// with its request: what does not fit is refused at once, while the caller can still go elsewhere.
#ifndef QUSHU_COMMON_RPC_WORKER_POOL_H_
#define QUSHU_COMMON_RPC_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace qushu::rpc {

// Safe from many threads.
class WorkerPool {
 public:
  // Both 1 or more. `max_queued` counts tasks that wait, not those that run.
  WorkerPool(int threads, size_t max_queued);
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

  const size_t max_queued_;
  mutable absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_WORKER_POOL_H_
