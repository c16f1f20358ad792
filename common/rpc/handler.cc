#include "common/rpc/handler.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>

#include "common/base/error.h"
#include "common/rpc/status.h"
#include "common/rpc/stream.h"

namespace qushu::rpc {
namespace {

absl::Status DeadlineExceeded() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE,
                   "the call's time was over before it was done");
}

absl::Status Cancelled() {
  return MakeError(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                   "the caller gave the call up");
}

absl::Status InternalError() {
  return MakeError(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                   "a fault of the service");
}

// A call under way, from Begin() until its answer was sent.
class CallReactor final : public grpc::ServerUnaryReactor {
 public:
  explicit CallReactor(Runtime& runtime) : runtime_(runtime) {}

  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }
  void OnDone() override {
    Runtime& runtime = runtime_;
    delete this;
    runtime.End();
  }

 private:
  Runtime& runtime_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

bool Runtime::Begin() {
  absl::MutexLock lock(&mutex_);
  if (draining_) return false;
  ++under_way_;
  return true;
}

void Runtime::End() {
  absl::MutexLock lock(&mutex_);
  --under_way_;
}

absl::Status Runtime::BeginStream() {
  absl::MutexLock lock(&mutex_);
  if (draining_) return Stopping();
  if (streams_ == kMaxStreams) return TooManyStreams();
  ++streams_;
  ++under_way_;
  return absl::OkStatus();
}

void Runtime::EndStream() {
  absl::MutexLock lock(&mutex_);
  --streams_;
  --under_way_;
}

bool Runtime::draining() const {
  absl::MutexLock lock(&mutex_);
  return draining_;
}

bool Runtime::Drain(absl::Duration patience) {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  const auto idle = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
  return mutex_.AwaitWithTimeout(absl::Condition(&idle), patience);
}

absl::Status Call::Check() const {
  if (absl::Now() >= deadline_) return DeadlineExceeded();
  if (caller_gone_()) return Cancelled();
  return absl::OkStatus();
}

absl::Status Run(const Call& call, const Handler& handler) {
  if (absl::Status status = call.Check(); !status.ok()) return status;
  absl::Status status;
  try {
    status = handler(call);
  } catch (const std::exception&) {
    // Out of memory, most likely. What() may hold anything, so it does not travel.
    status = InternalError();
  } catch (...) {
    status = InternalError();
  }
  // Who cancelled is known here, not where the work stopped.
  if (absl::IsCancelled(status)) {
    absl::Status why = call.Check();
    return why.ok() ? status : why;
  }
  // A success that comes late is still one for a caller who waits: it was carried out.
  return status;
}

absl::Status Stopping() {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STOPPING,
                   "the service is stopping; try again");
}

absl::Status TooManyStreams() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                   "more streams are open than the service holds; try again later");
}

absl::Status ReaderTooSlow() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_WATCHER_TOO_SLOW,
                   "the stream is read too slowly; go on from where it ends");
}

absl::Status NotBuilt() {
  return MakeError(absl::StatusCode::kUnimplemented, v1::ERROR_REASON_NOT_BUILT,
                   "the method is part of the contract and not built yet");
}

grpc::Status Conclude(Runtime& runtime, grpc::ServerContextBase& context, std::string_view method,
                      const std::string& request_id, absl::Time start, const absl::Status& status) {
  grpc::Status answer = ToGrpcStatus(status);
  // RequestId() made sure that it is legal.
  AddTrailer(context, kRequestIdKey, request_id).IgnoreError();
  if (runtime.log()) {
    const absl::Time now = absl::Now();
    std::string reason = ReasonOf(FromGrpcStatus(answer));
    runtime.log()(FormatAccessLog({.method = method,
                                   .code = CodeName(answer.error_code()),
                                   .reason = reason,
                                   .latency = now - start,
                                   .peer = context.peer(),
                                   .request_id = request_id},
                                  now));
  }
  return answer;
}

grpc::ServerUnaryReactor* Refuse(Runtime& runtime, grpc::CallbackServerContext& context,
                                 std::string_view method, const absl::Status& status) {
  grpc::ServerUnaryReactor* reactor = context.DefaultReactor();
  reactor->Finish(Conclude(runtime, context, method, RequestId(context), absl::Now(), status));
  return reactor;
}

grpc::ServerUnaryReactor* Handle(Runtime& runtime, grpc::CallbackServerContext& context,
                                 std::string_view method, Handler handler) {
  if (!runtime.Begin()) {
    return Refuse(runtime, context, method, Stopping());
  }
  const absl::Time start = absl::Now();
  auto* reactor = new CallReactor(runtime);
  const absl::Time deadline =
      std::min(absl::FromChrono(context.deadline()), start + runtime.max_call_time());
  const auto call = std::make_shared<const Call>(RequestId(context), deadline,
                                                 [reactor] { return reactor->cancelled(); });
  // Context and reactor live until Finish().
  const bool queued = runtime.pool().Submit(
      [&runtime, &context, method, call, start, reactor, handler = std::move(handler)] {
        const absl::Status status = Run(*call, handler);
        reactor->Finish(Conclude(runtime, context, method, call->request_id(), start, status));
      });
  if (!queued) {
    reactor->Finish(
        Conclude(runtime, context, method, call->request_id(), start,
                 MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                           "more calls wait than the service holds; try again later")));
  }
  return reactor;
}

}  // namespace qushu::rpc
