// What every method of both services does alike.
//
// Handle() asks Runtime::Admit() and hands the call to the worker pool, where it refuses it if its
// time is over or its caller gone, runs the handler and turns what it throws into INTERNAL; then
// Runtime::Conclude() counts and logs it, and the answer goes out.
//
//   grpc::ServerUnaryReactor* GetArticle(grpc::CallbackServerContext* context,
//                                        const v1::GetArticleRequest* request,
//                                        v1::GetArticleResponse* response) override {
//     return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/GetArticle",
//                        [=, this](const rpc::Call& call) {
//                          return core_.GetArticle(call, *request, *response);
//                        });
//   }
#ifndef QUSHU_COMMON_RPC_CALLS_HANDLER_H_
#define QUSHU_COMMON_RPC_CALLS_HANDLER_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/work_log.h"
#include "common/rpc/calls/grpc_call.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/runtime.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace qushu::rpc {

// A call as its handler sees it: no gRPC. Safe from many threads.
class Call {
 public:
  // `work`, which may be null, outlives the object.
  Call(std::string request_id, absl::Time deadline, std::function<bool()> caller_gone,
       WorkLog* work = nullptr)
      : request_id_(std::move(request_id)),
        deadline_(deadline),
        caller_gone_(std::move(caller_gone)),
        work_(work) {}

  const std::string& request_id() const { return request_id_; }
  absl::Time deadline() const { return deadline_; }
  // What its statements are noted in while Run() runs the handler; null: nowhere.
  WorkLog* work() const { return work_; }
  // True once the answer is of no use: long work asks now and then, and ends with CANCELLED.
  bool cancelled() const { return caller_gone_() || absl::Now() >= deadline_; }
  // OK, DEADLINE_EXCEEDED (DEADLINE) or CANCELLED (CANCELLED).
  absl::Status Check() const;

 private:
  std::string request_id_;
  absl::Time deadline_;
  std::function<bool()> caller_gone_;
  WorkLog* work_;
};

using Handler = std::function<absl::Status(const Call& call)>;

// Runs `handler` on the pool. `method` is `service/method` and lives for ever. RESOURCE_EXHAUSTED
// (OVERLOADED) if the pool's queue is full.
grpc::ServerUnaryReactor* Handle(Runtime& runtime, grpc::CallbackServerContext& context,
                                 std::string_view method, Handler handler);

// `handler` without gRPC: checks before and after, nothing thrown. What Handle() runs.
absl::Status Run(const Call& call, const Handler& handler);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_HANDLER_H_
