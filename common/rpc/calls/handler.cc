#include "common/rpc/calls/handler.h"

#include <atomic>
#include <exception>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/alarm.h"

namespace qushu::rpc {
namespace {

// A call from its headers until its answer was sent. Context and reactor live until Finish().
class CallReactor final : public grpc::ServerUnaryReactor {
 public:
  CallReactor(Runtime& runtime, grpc::CallbackServerContext& context)
      : runtime_(runtime), context_(context) {}

  void Start(std::string_view method, Handler handler) {
    const absl::Status admitted = Admit(runtime_, context_, method, CallType::kUnary, ticket_);
    if (!admitted.ok()) return Refuse(admitted);
    const bool queued = runtime_.pool().Submit([this, handler = std::move(handler)] {
      const Call call(
          ticket_.request_id, ticket_.deadline,
          [this] { return cancelled_.load(std::memory_order_relaxed); }, &ticket_.work);
      End(Run(call, handler));
    });
    if (!queued) Refuse(QueueFull());
  }

 private:
  void Refuse(const absl::Status& status) {
    const absl::Duration held = runtime_.Hold(ticket_, status);
    if (held <= absl::ZeroDuration()) return End(status);
    held_.emplace().Set(absl::ToChronoTime(absl::Now() + held),
                        [this, status](bool) { End(status); });
  }
  void End(const absl::Status& status) { Finish(Conclude(runtime_, context_, ticket_, status)); }
  void OnCancel() override { cancelled_.store(true, std::memory_order_relaxed); }
  void OnDone() override { DeleteAndRelease(this, runtime_, ticket_); }

  Runtime& runtime_;
  grpc::CallbackServerContext& context_;
  Ticket ticket_;
  std::optional<grpc::Alarm> held_;  // of a refusal
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

absl::Status Call::Check() const {
  if (absl::Now() >= deadline_) return DeadlineExceeded();
  if (caller_gone_()) return Cancelled();
  return absl::OkStatus();
}

absl::Status Run(const Call& call, const Handler& handler) {
  if (absl::Status status = call.Check(); !status.ok()) return status;
  absl::Status status;
  const WorkLog::Scope noted(call.work());
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

grpc::ServerUnaryReactor* Handle(Runtime& runtime, grpc::CallbackServerContext& context,
                                 std::string_view method, Handler handler) {
  auto* reactor = new CallReactor(runtime, context);
  reactor->Start(method, std::move(handler));
  return reactor;
}

}  // namespace qushu::rpc
