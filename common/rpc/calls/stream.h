// Methods that answer with a stream. HandleStream() gives a call a thread of its own, so that its
// handler is plain code that writes one message after another; the rest is as Handle() does it.
//
//   grpc::ServerWriteReactor<v1::WatchFiguresResponse>* WatchFigures(
//       grpc::CallbackServerContext* context, const v1::WatchFiguresRequest* request) override {
//     return rpc::HandleStream<v1::WatchFiguresResponse>(
//         runtime_, *context, "qushu.v1.QueryService/WatchFigures",
//         [=, this](const rpc::Call& call, rpc::StreamWriter<v1::WatchFiguresResponse>& writer) {
//           return core_.WatchFigures(call, *request, writer);
//         });
//   }
#ifndef QUSHU_COMMON_RPC_CALLS_STREAM_H_
#define QUSHU_COMMON_RPC_CALLS_STREAM_H_

#include <algorithm>
#include <functional>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/rpc/calls/grpc_call.h"
#include "common/rpc/calls/handler.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace qushu::rpc {

// Where a handler writes its messages. Used by its thread alone.
template <typename Response>
class StreamWriter {
 public:
  virtual ~StreamWriter() = default;
  // Sends `response` and waits until the transport took it, which is when the reader keeps up: at
  // most `patience`.
  //
  // Errors: CANCELLED if the caller is gone; DEADLINE_EXCEEDED; RESOURCE_EXHAUSTED
  // (WATCHER_TOO_SLOW) if it took longer than `patience`. The handler returns then.
  virtual absl::Status Write(const Response& response, absl::Duration patience) = 0;
  // Waits for `duration`, less if the call ends or the service stops meanwhile. Errors as above,
  // and UNAVAILABLE (STOPPING).
  virtual absl::Status Sleep(absl::Duration duration) = 0;
};

template <typename Response>
using StreamHandler = std::function<absl::Status(const Call& call, StreamWriter<Response>& writer)>;

// Starts `handler` on a thread of its own.
template <typename Response>
grpc::ServerWriteReactor<Response>* HandleStream(Runtime& runtime,
                                                 grpc::CallbackServerContext& context,
                                                 std::string_view method,
                                                 StreamHandler<Response> handler);

// Implementation below.

namespace internal {

template <typename Response>
class StreamReactor final : public grpc::ServerWriteReactor<Response>,
                            public StreamWriter<Response> {
 public:
  // `ticket` was admitted.
  StreamReactor(Runtime& runtime, grpc::CallbackServerContext& context, Ticket ticket)
      : runtime_(runtime),
        context_(context),
        ticket_(std::move(ticket)),
        call_(ticket_.request_id, ticket_.deadline, [this] {
          absl::MutexLock lock(&mutex_);
          return gone_;
        }) {}

  // The thread's whole work. Nothing of this object is touched behind Finish(): gRPC may delete it.
  void Run(const StreamHandler<Response>& handler) {
    End(rpc::Run(call_, [&](const Call& call) { return handler(call, *this); }));
  }

  void End(const absl::Status& status) {
    this->Finish(Conclude(runtime_, context_, ticket_, status));
  }

  absl::Status Write(const Response& response, absl::Duration patience) override {
    {
      absl::MutexLock lock(&mutex_);
      writing_ = true;
    }
    this->StartWrite(&response);
    absl::MutexLock lock(&mutex_);
    const auto done = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !writing_ || gone_; };
    const absl::Time until = std::min(absl::Now() + patience, call_.deadline());
    if (!mutex_.AwaitWithDeadline(absl::Condition(&done), until) &&
        absl::Now() < call_.deadline()) {
      return ReaderTooSlow();
    }
    return Check();
  }

  absl::Status Sleep(absl::Duration duration) override {
    const absl::Time until = std::min(absl::Now() + duration, call_.deadline());
    absl::MutexLock lock(&mutex_);
    const auto gone = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return gone_; };
    mutex_.AwaitWithDeadline(absl::Condition(&gone), until);
    return Check();
  }

 private:
  absl::Status Check() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (gone_) return absl::CancelledError();  // Run() tells why
    if (absl::Now() >= call_.deadline()) return absl::CancelledError();
    if (runtime_.draining()) return Stopping();
    return absl::OkStatus();
  }

  void OnWriteDone(bool ok) override {
    if (ok) ticket_.CountSent();
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    if (!ok) gone_ = true;
  }
  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    gone_ = true;
  }
  void OnDone() override { DeleteAndRelease(this, runtime_, ticket_); }

  Runtime& runtime_;
  grpc::CallbackServerContext& context_;
  Ticket ticket_;
  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
  const Call call_;
};

}  // namespace internal

template <typename Response>
grpc::ServerWriteReactor<Response>* HandleStream(Runtime& runtime,
                                                 grpc::CallbackServerContext& context,
                                                 std::string_view method,
                                                 StreamHandler<Response> handler) {
  using Reactor = grpc::ServerWriteReactor<Response>;
  Ticket ticket;
  const absl::Status admitted = Admit(runtime, context, method, CallType::kServerStream, ticket);
  if (!admitted.ok()) {
    return new Refusal<Reactor>(Conclude(runtime, context, ticket, admitted));
  }
  auto* reactor = new internal::StreamReactor<Response>(runtime, context, std::move(ticket));
  // Runtime::Drain() waits for it: its place is given back in OnDone().
  try {
    std::thread([reactor, handler = std::move(handler)] { reactor->Run(handler); }).detach();
  } catch (const std::system_error&) {
    reactor->End(TooManyStreams());
  }
  return reactor;
}

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_STREAM_H_
