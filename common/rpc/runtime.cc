#include "common/rpc/runtime.h"

#include <algorithm>
#include <memory>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/metadata.h"
#include "common/rpc/refusals.h"
#include "common/rpc/status.h"

namespace qushu::rpc {

Runtime::Runtime(RuntimeOptions options)
    : options_(std::move(options)), pool_(options_.workers, options_.max_queued_calls) {
  metrics_.Add(std::make_shared<CallCollector>(methods_, [this] { return load(); }));
}

absl::Status Runtime::Admit(const CallSource& source, std::string_view method, CallType type,
                            Ticket& ticket) {
  ticket.method = &methods_.Find(method, type);
  ticket.method->counts.Started();
  ticket.start = absl::Now();
  ticket.request_id = RequestIdOrNew(source.Metadata(kRequestIdKey));
  ticket.deadline = source.Deadline();
  if (type == CallType::kUnary) {
    ticket.deadline = std::min(ticket.deadline, ticket.start + options_.max_call_time);
  }
  if (options_.log) ticket.peer = source.Peer();
  absl::Status status = Authorize(source, ticket);
  if (status.ok()) status = TakePlace(type);
  ticket.admitted = status.ok();
  // The request of these two comes with the headers.
  if (type == CallType::kUnary || type == CallType::kServerStream) ticket.CountReceived();
  return status;
}

Ending Runtime::Conclude(const Ticket& ticket, const absl::Status& status) {
  Ending ending{.status = ToGrpcStatus(status), .trailers = {}};
  ending.trailers.emplace_back(kRequestIdKey, ticket.request_id);
  const absl::Time now = absl::Now();
  if (ticket.method->type == CallType::kUnary && status.ok()) ticket.CountSent();
  ticket.method->counts.Handled(ending.status.error_code(), now - ticket.start);
  if (options_.log) {
    const std::string reason = ReasonOf(FromGrpcStatus(ending.status));
    options_.log(FormatAccessLog({.method = ticket.method->name,
                                  .code = CodeName(ending.status.error_code()),
                                  .reason = reason,
                                  .latency = now - ticket.start,
                                  .peer = ticket.peer,
                                  .client = ticket.client(),
                                  .request_id = ticket.request_id},
                                 now));
  }
  return ending;
}

absl::Status Runtime::Authorize(const CallSource& source, Ticket& ticket) const {
  if (options_.auth == nullptr) return absl::OkStatus();
  auto identity = options_.auth->current()->Authenticate(source, ticket.start);
  if (!identity.ok()) return identity.status();
  ticket.identity = *std::move(identity);
  const Scopes scope = ticket.method->scope;
  return (ticket.identity->scopes & scope) == scope ? absl::OkStatus() : PermissionDenied();
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
  if (ticket.method->type != CallType::kUnary) --streams_;
  --under_way_;
}

Load Runtime::load() const {
  const size_t queued = pool_.queued();
  absl::MutexLock lock(&mutex_);
  return {.calls = under_way_, .streams = streams_, .queued = queued, .draining = draining_};
}

bool Runtime::draining() const {
  absl::MutexLock lock(&mutex_);
  return draining_;
}

int Runtime::WatchDrain(std::function<void()> notify) {
  absl::MutexLock lock(&watches_mutex_);
  if (draining()) notify();
  watches_.emplace(next_watch_, std::move(notify));
  return next_watch_++;
}

void Runtime::UnwatchDrain(int number) {
  absl::MutexLock lock(&watches_mutex_);
  watches_.erase(number);
}

bool Runtime::Drain(absl::Duration patience) {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  {
    absl::MutexLock lock(&watches_mutex_);
    for (const auto& [number, notify] : watches_) notify();
  }
  absl::MutexLock lock(&mutex_);
  const auto idle = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
  return mutex_.AwaitWithTimeout(absl::Condition(&idle), patience);
}

}  // namespace qushu::rpc
