#include "common/rpc/calls/runtime.h"

#include <algorithm>
#include <memory>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/calls/metadata.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/observe/log.h"
#include "common/rpc/observe/trace.h"

namespace qushu::rpc {
namespace {

// How much a call's end is worth telling.
LogLevel LevelOf(grpc::StatusCode code, bool slow) {
  switch (code) {
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
    case grpc::StatusCode::DATA_LOSS:
      return LogLevel::kError;
    default:
      return slow ? LogLevel::kWarning : LogLevel::kInfo;
  }
}

}  // namespace

Runtime::Runtime(RuntimeOptions options)
    : options_(std::move(options)),
      clients_(options_.limits),
      pool_(options_.workers, options_.max_queued_calls, options_.max_burst_calls) {
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
    // Reads that are short beside what is slow explain nothing.
    if (options_.log && options_.slow_call > absl::ZeroDuration()) {
      ticket.work = WorkLog(options_.slow_call / 100);
    }
  }
  if (options_.log) {
    if (const auto trace = source.Metadata(kTraceParentKey)) ticket.trace_id = TraceIdOf(*trace);
  }
  if (options_.log || (options_.limits.any_per_client() && options_.auth == nullptr)) {
    ticket.peer = source.Peer();
  }
  absl::Status status = Authorize(source, ticket);
  if (status.ok()) status = TakePlace(ticket);
  ticket.admitted = status.ok();
  // The request of these two comes with the headers.
  if (type == CallType::kUnary || type == CallType::kServerStream) ticket.CountReceived();
  return status;
}

absl::Duration Runtime::Hold(Ticket& ticket, const absl::Status& status) {
  if (!absl::IsResourceExhausted(status)) return absl::ZeroDuration();
  const absl::Duration held = refusals_.Hold(absl::Now(), ticket.deadline);
  if (held > absl::ZeroDuration()) Release(ticket);
  return held;
}

Ending Runtime::Conclude(const Ticket& ticket, const absl::Status& status) {
  Ending ending{.status = ToGrpcStatus(status), .trailers = {}};
  ending.trailers.emplace_back(kRequestIdKey, ticket.request_id);
  const absl::Time now = absl::Now();
  if (ticket.method->type == CallType::kUnary && status.ok()) ticket.CountSent();
  ticket.method->counts.Handled(ending.status.error_code(), now - ticket.start);
  const bool slow = options_.slow_call > absl::ZeroDuration() &&
                    ticket.method->type == CallType::kUnary &&
                    now - ticket.start > options_.slow_call;
  if (options_.log && IsLogged(LevelOf(ending.status.error_code(), slow))) {
    const std::string reason = ReasonOf(FromGrpcStatus(ending.status));
    options_.log(FormatAccessLog({.method = ticket.method->name,
                                  .code = CodeName(ending.status.error_code()),
                                  .reason = reason,
                                  .slow = slow,
                                  .latency = now - ticket.start,
                                  .peer = ticket.peer,
                                  .client = ticket.client(),
                                  .request_id = ticket.request_id,
                                  .trace_id = ticket.trace_id,
                                  .work = slow ? &ticket.work : nullptr},
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

std::string_view Runtime::ClientOf(const Ticket& ticket) const {
  return ticket.identity == nullptr ? HostOf(ticket.peer) : ticket.client();
}

absl::Status Runtime::TakePlace(Ticket& ticket) {
  absl::Status status = TakePlaceInAll(ticket);
  if (!status.ok() || !options_.limits.any_per_client()) return status;
  // After the others, so that a call that they refuse costs its client nothing.
  ticket.admitted = true;
  status = clients_.Take(ClientOf(ticket), ticket.method->type, ticket.start);
  if (status.ok()) {
    ticket.counted_by_client = true;
  } else {
    Release(ticket);
  }
  return status;
}

absl::Status Runtime::TakePlaceInAll(Ticket& ticket) {
  const Limits& limits = options_.limits;
  Method& method = *ticket.method;
  const bool stream = method.type != CallType::kUnary;
  absl::MutexLock lock(&mutex_);
  if (draining_) return Stopping();
  if (stream && limits.max_streams > 0 && streams_ >= limits.max_streams) return TooManyStreams();
  if (limits.max_calls > 0 && under_way_ >= limits.max_calls) return TooManyCalls();
  if (limits.max_calls_per_method > 0 && method.under_way >= limits.max_calls_per_method) {
    return TooManyCalls();
  }
  if (stream) ++streams_;
  ++method.under_way;
  ++under_way_;
  return absl::OkStatus();
}

void Runtime::Release(Ticket& ticket) {
  if (!ticket.admitted) return;
  ticket.admitted = false;
  if (ticket.counted_by_client) clients_.Release(ClientOf(ticket), ticket.method->type);
  absl::MutexLock lock(&mutex_);
  if (ticket.method->type != CallType::kUnary) --streams_;
  --ticket.method->under_way;
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
