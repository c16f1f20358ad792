// The gates of the runtime for a call that came by gRPC, of whatever kind: its context is the
// source, and takes the trailers. For reactors of one's own (a bidirectional stream, say):
//
//   Reactor(Runtime& runtime, grpc::CallbackServerContext& context) ... {
//     absl::Status status =
//         Admit(runtime, context, "service/method", CallType::kBidiStream, ticket_);
//     if (!status.ok()) return Finish(Conclude(runtime, context, ticket_, status));
//   ...
//   void OnDone() override { DeleteAndRelease(this, runtime_, ticket_); }
#ifndef QUSHU_COMMON_RPC_CALLS_GRPC_CALL_H_
#define QUSHU_COMMON_RPC_CALLS_GRPC_CALL_H_

#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "common/rpc/calls/call_info.h"
#include "common/rpc/calls/runtime.h"
#include "grpcpp/server_context.h"

namespace qushu::rpc {

// See Runtime::Admit().
absl::Status Admit(Runtime& runtime, const grpc::ServerContextBase& context,
                   std::string_view method, CallType type, Ticket& ticket);

// See Runtime::Conclude(): adds the trailers, and returns the status to finish with.
grpc::Status Conclude(Runtime& runtime, grpc::ServerContextBase& context, const Ticket& ticket,
                      const absl::Status& status);

// The end of a reactor that holds `ticket`: its place is free once nothing of it is left, since
// whoever waits in Runtime::Drain() takes down what it used.
template <typename Reactor>
void DeleteAndRelease(Reactor* reactor, Runtime& runtime, Ticket& ticket) {
  Ticket last = std::move(ticket);
  delete reactor;
  runtime.Release(last);
}

// Ends at once with `status`: the reactor of a call that is not served.
template <typename Reactor>
class Refusal final : public Reactor {
 public:
  explicit Refusal(const grpc::Status& status) { this->Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_GRPC_CALL_H_
