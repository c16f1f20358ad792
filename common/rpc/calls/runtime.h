// What the calls of a server share, and the two gates that every call of every kind passes.
//
//   Ticket ticket;
//   absl::Status status = runtime.Admit(source, "qushu.v1.QueryService/GetArticle",
//                                       CallType::kUnary, ticket);
//   if (status.ok()) status = ...;                    // the work
//   ...                                               // wait for runtime.Hold() if it is refused
//   Ending ending = runtime.Conclude(ticket, status);  // also for a call that was not admitted
//   ...                                               // send ending.trailers and ending.status
//   runtime.Release(ticket);                          // once the transport is done with the call
//
// Handle() and HandleStream() do this for gRPC's callback API; a transport of another kind calls
// the three by itself, with a CallSource of its own.
#ifndef QUSHU_COMMON_RPC_CALLS_RUNTIME_H_
#define QUSHU_COMMON_RPC_CALLS_RUNTIME_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/auth/reloading_authenticator.h"
#include "common/rpc/calls/call_info.h"
#include "common/rpc/limits/limits.h"
#include "common/rpc/limits/refusal_pacer.h"
#include "common/rpc/limits/worker_pool.h"
#include "common/rpc/observe/access_log.h"
#include "common/rpc/observe/call_collector.h"
#include "common/rpc/observe/method_table.h"
#include "common/rpc/observe/metrics.h"
#include "grpcpp/support/status.h"

namespace qushu::rpc {

struct RuntimeOptions {
  // Threads that run handlers, and calls that may wait for one.
  int workers = 4;
  size_t max_queued_calls = 128;
  // As many where they come in a burst of short ones, if that is more.
  size_t max_burst_calls = 0;
  // Longest time that a call may take; streams may take longer.
  absl::Duration max_call_time = absl::Seconds(60);
  Limits limits{};
  // Calls that take longer, streams aside, are logged as slow; 0: none is.
  absl::Duration slow_call = absl::ZeroDuration();
  // Who may do what; null: everybody everything.
  std::shared_ptr<const ReloadingAuthenticator> auth = nullptr;
  // A line a call; may be empty.
  LogSink log = nullptr;
};

// How a call ends.
struct Ending {
  grpc::Status status;
  // Legal metadata: sent with the status.
  std::vector<std::pair<std::string, std::string>> trailers;
};

// Outlives all its calls. Safe from many threads.
class Runtime {
 public:
  explicit Runtime(RuntimeOptions options);
  Runtime(int workers, size_t max_queued, absl::Duration max_call_time, LogSink log_sink)
      : Runtime(RuntimeOptions{.workers = workers,
                               .max_queued_calls = max_queued,
                               .max_call_time = max_call_time,
                               .log = std::move(log_sink)}) {}

  WorkerPool& pool() { return pool_; }
  const Limits& limits() const { return options_.limits; }
  Metrics& metrics() { return metrics_; }
  Load load() const;

  // Before a call is served: fills in `ticket`, and says whether the call may go on. `method` is
  // `service/method` and lives for ever. Cheap: it may run on a transport's own thread.
  //
  // Errors: UNAUTHENTICATED, PERMISSION_DENIED; UNAVAILABLE (STOPPING) once Drain() was called;
  // RESOURCE_EXHAUSTED (OVERLOADED) for a stream if `max_streams` are under way.
  absl::Status Admit(const CallSource& source, std::string_view method, CallType type,
                     Ticket& ticket);
  // For a call that Admit(), or a full pool, refused with `status`: how long to wait before
  // Conclude(). More than 0 only where many are RESOURCE_EXHAUSTED, see RefusalPacer; the call has
  // no place then.
  absl::Duration Hold(Ticket& ticket, const absl::Status& status);
  // When a call has its status, admitted or not, once: counts and logs it, and says what to send.
  Ending Conclude(const Ticket& ticket, const absl::Status& status);
  // When the transport is done with a call: gives its place back. Nothing for a call that was not
  // admitted.
  void Release(Ticket& ticket);

  // Drain() was called: streams end.
  bool draining() const;
  // Calls `notify` when Drain() is called, at once if it was; it does not wait. Behind
  // UnwatchDrain(), which has the number that WatchDrain() returned, it is called no more.
  int WatchDrain(std::function<void()> notify);
  void UnwatchDrain(int number);
  // Refuses further calls, and waits until none is under way; false if that takes longer than
  // `patience`.
  bool Drain(absl::Duration patience);

 private:
  absl::Status Authorize(const CallSource& source, Ticket& ticket) const;
  absl::Status TakePlace(Ticket& ticket);
  absl::Status TakePlaceInAll(Ticket& ticket);
  std::string_view ClientOf(const Ticket& ticket) const;

  const RuntimeOptions options_;
  MethodTable methods_;
  Metrics metrics_;
  ClientLimits clients_;
  RefusalPacer refusals_;
  WorkerPool pool_;
  mutable absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;  // streams too
  int streams_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  // Held while they are called. Taken before the other.
  absl::Mutex watches_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  std::map<int, std::function<void()>> watches_ ABSL_GUARDED_BY(watches_mutex_);
  int next_watch_ ABSL_GUARDED_BY(watches_mutex_) = 1;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_RUNTIME_H_
