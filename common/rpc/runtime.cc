#include "common/rpc/runtime.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/metadata.h"
#include "common/rpc/refusals.h"
#include "common/rpc/status.h"

namespace qushu::rpc {

Runtime::Runtime(RuntimeOptions options)
    : options_(std::move(options)), pool_(options_.workers, options_.max_queued_calls) {}

absl::Status Runtime::Admit(const CallSource& source, std::string_view method, CallType type,
                            Ticket& ticket) {
  ticket.method = method;
  ticket.type = type;
  ticket.start = absl::Now();
  ticket.request_id = RequestIdOrNew(source.Metadata(kRequestIdKey));
  ticket.deadline = source.Deadline();
  if (type == CallType::kUnary) {
    ticket.deadline = std::min(ticket.deadline, ticket.start + options_.max_call_time);
  }
  if (options_.log) ticket.peer = source.Peer();
  absl::Status status = TakePlace(type);
  ticket.admitted = status.ok();
  return status;
}

Ending Runtime::Conclude(const Ticket& ticket, const absl::Status& status) {
  Ending ending{.status = ToGrpcStatus(status), .trailers = {}};
  ending.trailers.emplace_back(kRequestIdKey, ticket.request_id);
  if (options_.log) {
    const absl::Time now = absl::Now();
    const std::string reason = ReasonOf(FromGrpcStatus(ending.status));
    options_.log(FormatAccessLog({.method = ticket.method,
                                  .code = CodeName(ending.status.error_code()),
                                  .reason = reason,
                                  .latency = now - ticket.start,
                                  .peer = ticket.peer,
                                  .request_id = ticket.request_id},
                                 now));
  }
  return ending;
}

absl::Status Runtime::TakePlace(CallType type) {
  absl::MutexLock lock(&mutex_);
  if (draining_) return Stopping();
  if (type != CallType::kUnary) {
    if (streams_ >= options_.max_streams) return TooManyStreams();
    ++streams_;
  }
  ++under_way_;
  return absl::OkStatus();
}

void Runtime::Release(Ticket& ticket) {
  if (!ticket.admitted) return;
  ticket.admitted = false;
  absl::MutexLock lock(&mutex_);
  if (ticket.type != CallType::kUnary) --streams_;
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

}  // namespace qushu::rpc
