// What every method of both services does alike.
//
// Handle() hands the call to the worker pool and, there: refuses it if its time is over or its
// caller gone; runs the handler; turns what it throws into INTERNAL; maps the status with its
// details; adds the `x-request-id` trailer; writes the access log; answers. A call whose client
// set no deadline, or a later one, ends at the server's own maximum.
//
//   grpc::ServerUnaryReactor* GetArticle(grpc::CallbackServerContext* context,
//                                        const v1::GetArticleRequest* request,
//                                        v1::GetArticleResponse* response) override {
//     return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/GetArticle",
//                        [=, this](const rpc::Call& call) {
//                          return core_.GetArticle(call, *request, *response);
//                        });
//   }
#ifndef QUSHU_COMMON_RPC_HANDLER_H_
#define QUSHU_COMMON_RPC_HANDLER_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/access_log.h"
#include "common/rpc/metadata.h"
#include "common/rpc/worker_pool.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace qushu::rpc {

// What the calls of a server share; outlives them all. Safe from many threads.
class Runtime {
 public:
  // `log_sink` may be empty.
  Runtime(int workers, size_t max_queued, absl::Duration max_call_time, LogSink log_sink)
      : pool_(workers, max_queued), max_call_time_(max_call_time), log_(std::move(log_sink)) {}

  WorkerPool& pool() { return pool_; }
  absl::Duration max_call_time() const { return max_call_time_; }
  const LogSink& log() const { return log_; }

  // Counts a call as under way; false once Drain() was called.
  [[nodiscard]] bool Begin();
  void End();
  // The same for a call that streams and has a thread of its own. UNAVAILABLE (STOPPING) once
  // Drain() was called, RESOURCE_EXHAUSTED (OVERLOADED) if kMaxStreams are under way.
  static constexpr int kMaxStreams = 64;
  absl::Status BeginStream();
  void EndStream();
  // Drain() was called: streams end.
  bool draining() const;
  // Refuses further calls, and waits until none is under way; false if that takes longer than
  // `patience`.
  bool Drain(absl::Duration patience);

 private:
  WorkerPool pool_;
  const absl::Duration max_call_time_;
  const LogSink log_;
  mutable absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;  // streams too
  int streams_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
};

// A call as its handler sees it: no gRPC. Safe from many threads.
class Call {
 public:
  Call(std::string request_id, absl::Time deadline, std::function<bool()> caller_gone)
      : request_id_(std::move(request_id)),
        deadline_(deadline),
        caller_gone_(std::move(caller_gone)) {}

  const std::string& request_id() const { return request_id_; }
  absl::Time deadline() const { return deadline_; }
  // True once the answer is of no use: long work asks now and then, and ends with CANCELLED.
  bool cancelled() const { return caller_gone_() || absl::Now() >= deadline_; }
  // OK, DEADLINE_EXCEEDED (DEADLINE) or CANCELLED (CANCELLED).
  absl::Status Check() const;

 private:
  std::string request_id_;
  absl::Time deadline_;
  std::function<bool()> caller_gone_;
};

using Handler = std::function<absl::Status(const Call& call)>;

// Runs `handler` on the pool. `method` is `service/method` and lives for ever. RESOURCE_EXHAUSTED
// (OVERLOADED) if the pool's queue is full, UNAVAILABLE (STOPPING) once the runtime drains.
grpc::ServerUnaryReactor* Handle(Runtime& runtime, grpc::CallbackServerContext& context,
                                 std::string_view method, Handler handler);

// `handler` without gRPC: checks before and after, nothing thrown. What Handle() runs.
absl::Status Run(const Call& call, const Handler& handler);

// UNIMPLEMENTED with NOT_BUILT.
absl::Status NotBuilt();

// Adds the trailer, writes the log line and returns the status to finish with: the end of every
// call.
grpc::Status Conclude(Runtime& runtime, grpc::ServerContextBase& context, std::string_view method,
                      const std::string& request_id, absl::Time start, const absl::Status& status);

// Ends a call at once with `status`, an error.
grpc::ServerUnaryReactor* Refuse(Runtime& runtime, grpc::CallbackServerContext& context,
                                 std::string_view method, const absl::Status& status);

// The same for a streaming call; Reactor is the type that its method returns.
template <typename Reactor>
Reactor* RefuseStream(Runtime& runtime, grpc::CallbackServerContext& context,
                      std::string_view method, const absl::Status& status);

// Implementation below.

template <typename Reactor>
Reactor* RefuseStream(Runtime& runtime, grpc::CallbackServerContext& context,
                      std::string_view method, const absl::Status& status) {
  class Refusal final : public Reactor {
   public:
    explicit Refusal(const grpc::Status& refused) { this->Finish(refused); }
    void OnDone() override { delete this; }
  };
  return new Refusal(Conclude(runtime, context, method, RequestId(context), absl::Now(), status));
}

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_HANDLER_H_
