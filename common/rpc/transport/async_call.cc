#include "common/rpc/transport/async_call.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/calls/grpc_call.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/status.h"

namespace qushu::rpc {
namespace {

// Callers who watch at once; each costs little, but not nothing.
constexpr size_t kMaxWatching = 1000;

// Whoever began a call, and has a place, may take so long over its message; while the server stops,
// so long.
constexpr absl::Duration kMessagePatience = absl::Seconds(10);
constexpr absl::Duration kMessagePatienceAtEnd = absl::Seconds(1);

}  // namespace

void AsyncCall::Await() {
  stream_.reset();
  context_.emplace();
  stream_.emplace(&*context_);
  method_ = nullptr;
  ticket_ = Ticket();
  request_.Clear();
  response_.Clear();
  last_.clear();
  held_.reset();
  given_up_ = finishing_ = finished_ = done_ = false;
  gone_.store(false, std::memory_order_relaxed);
  context_->AsyncNotifyWhenDone(&tags_[kDone]);
  transport_.service_.RequestCall(&*context_, &*stream_, transport_.queue_.get(),
                                  transport_.queue_.get(), &tags_[kArrived]);
}

void AsyncCall::Proceed(Step step, bool ok) {
  switch (step) {
    case kArrived:
      if (ok) {
        Arrive();
      } else {
        // The server stops; the call that was waited for never came.
        delete this;
      }
      return;
    case kRead:
      reading_ = false;
      if (!method_->ungated) {
        place_.splice(place_.end(), transport_.awaited_, at_);
      }
      return given_up_ ? EndIfDone() : Receive(ok);
    case kWritten: {
      {
        absl::MutexLock lock(&mutex_);
        writing_ = false;
        if (!ok) gone_.store(true, std::memory_order_relaxed);
      }
      if (ok && method_->stream) ticket_.CountSent();
      if (finished_) return EndIfDone();
      return Reply(ok);
    }
    case kHeld:
      return Finish(refusal_);
    case kFinished:
      finished_ = true;
      return EndIfDone();
    case kDone:
      done_ = true;
      if (context_->IsCancelled()) {
        absl::MutexLock lock(&mutex_);
        gone_.store(true, std::memory_order_relaxed);
      }
      if (transport_.watching_.contains(this)) LookAgain();
      if (held_) held_->Cancel();
      return EndIfDone();
  }
}

void AsyncCall::Arrive() {
  transport_.Began();
  method_ = transport_.methods_.Find(context_->method());
  if (method_ == nullptr) {
    stream_->Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, ""), &tags_[kFinished]);
    return;
  }
  if (!method_->ungated) {
    const absl::Status admitted =
        Admit(transport_.runtime_, *context_, method_->name, method_->type, ticket_);
    if (!admitted.ok()) return Refuse(admitted);
    awaited_ = ticket_.start;
  }
  Read();
}

void AsyncCall::Read() {
  reading_ = true;
  // Who has no place may wait.
  if (!method_->ungated) {
    transport_.awaited_.splice(transport_.awaited_.end(), place_);
  }
  stream_->Read(&request_, &tags_[kRead]);
}

bool AsyncCall::GiveUp(absl::Time now, bool draining) {
  if (given_up_ || (!draining && method_->type == CallType::kBidiStream)) return true;
  if (now - awaited_ < (draining ? kMessagePatienceAtEnd : kMessagePatience)) return false;
  given_up_ = true;
  Finish(draining ? Stopping() : DeadlineExceeded());
  return true;
}

void AsyncCall::Receive(bool ok) {
  if (method_->type == CallType::kBidiStream) {
    // The caller has no more to ask.
    if (!ok) return Finish(absl::OkStatus());
    return Serve(Place::kTransport);
  }
  // Gone, or a call without its message.
  if (!ok) return Finish(gone() ? Cancelled() : Malformed());
  if (method_->stream) return ServeOnThread();
  if (method_->watched) {
    if (transport_.watching_.size() >= kMaxWatching) return Finish(TooManyStreams());
    transport_.watching_.insert(this);
    return LookAgain();
  }
  if (method_->ungated) return Serve(Place::kTransport);
  if (!transport_.crowd_.Enter(absl::Now())) return Refuse(TooManyCalls());
  transport_.ready_.splice(transport_.ready_.end(), place_);
}

void AsyncCall::TakeTurn() {
  place_.splice(place_.end(), transport_.ready_, at_);
  transport_.crowd_.Leave(absl::Now());
  Serve(Place::kTransport);
}

void AsyncCall::Serve(Place place) {
  bool here = true;
  absl::Status status;
  {
    const Call call(
        ticket_.request_id, ticket_.deadline, [this] { return gone(); }, &ticket_.work);
    status = Run(call, [&](const Call& running) {
      std::optional<absl::Status> answered = method_->unary(place, running, request_, response_);
      here = answered.has_value();
      return here ? *std::move(answered) : absl::OkStatus();
    });
  }
  if (!here) {
    if (!transport_.runtime_.pool().Submit([this] { Serve(Place::kPool); })) Refuse(QueueFull());
    return;
  }
  if (method_->type != CallType::kBidiStream || !status.ok()) return Finish(status);
  {
    absl::MutexLock lock(&mutex_);
    writing_ = true;
  }
  stream_->Write(response_, &tags_[kWritten]);
}

void AsyncCall::ServeOnThread() {
  try {
    std::thread([this] {
      absl::Status status;
      {
        const Call call(ticket_.request_id, ticket_.deadline, [this] { return gone(); });
        status = Run(call, [this](const Call& running) {
          return method_->stream(running, request_, *this);
        });
      }
      Finish(status);
    }).detach();
  } catch (const std::system_error&) {
    Finish(TooManyStreams());
  }
}

// After a message of a watch or a dialog was sent.
void AsyncCall::Reply(bool ok) {
  if (method_->watched) {
    LookAgain();
  } else if (method_->type == CallType::kBidiStream) {
    if (!ok) return Finish(Cancelled());
    awaited_ = absl::Now();
    Read();
  }
}

void AsyncCall::LookAgain() {
  {
    absl::MutexLock lock(&mutex_);
    if (writing_ || finishing_) return;
  }
  if (gone()) return Finish(Cancelled());
  absl::StatusOr<std::string> now = method_->watched(request_);
  if (!now.ok()) return Finish(now.status());
  if (response_.Valid() && *now == last_) return;
  last_ = *std::move(now);
  response_ = ToByteBuffer(last_);
  {
    absl::MutexLock lock(&mutex_);
    writing_ = true;
  }
  stream_->Write(response_, &tags_[kWritten]);
}

void AsyncCall::Finish(const absl::Status& status) {
  if (method_->watched) finishing_ = true;
  const grpc::Status ending = method_->ungated
                                  ? ToGrpcStatus(status)
                                  : Conclude(transport_.runtime_, *context_, ticket_, status);
  if (status.ok() && method_->type == CallType::kUnary) {
    stream_->WriteAndFinish(response_, grpc::WriteOptions(), ending, &tags_[kFinished]);
  } else {
    stream_->Finish(ending, &tags_[kFinished]);
  }
}

void AsyncCall::Refuse(const absl::Status& status) {
  const absl::Duration held = transport_.runtime_.Hold(ticket_, status);
  if (held <= absl::ZeroDuration()) return Finish(status);
  refusal_ = status;
  request_.Clear();
  held_.emplace().Set(transport_.queue_.get(), absl::ToChronoTime(absl::Now() + held),
                      &tags_[kHeld]);
}

void AsyncCall::EndIfDone() {
  {
    absl::MutexLock lock(&mutex_);
    if (!finished_ || !done_ || reading_ || writing_) return;
  }
  transport_.runtime_.Release(ticket_);
  transport_.Ended(this);
}

absl::Status AsyncCall::Write(const grpc::ByteBuffer& message, absl::Duration patience) {
  {
    absl::MutexLock lock(&mutex_);
    writing_ = true;
  }
  stream_->Write(message, &tags_[kWritten]);
  absl::MutexLock lock(&mutex_);
  const auto done = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !writing_ || gone(); };
  const absl::Time until = std::min(absl::Now() + patience, ticket_.deadline);
  if (!mutex_.AwaitWithDeadline(absl::Condition(&done), until) && absl::Now() < ticket_.deadline) {
    return ReaderTooSlow();
  }
  return Check();
}

absl::Status AsyncCall::Sleep(absl::Duration duration) {
  const absl::Time until = std::min(absl::Now() + duration, ticket_.deadline);
  absl::MutexLock lock(&mutex_);
  const auto stop = [this] { return gone(); };
  mutex_.AwaitWithDeadline(absl::Condition(&stop), until);
  return Check();
}

absl::Status AsyncCall::Check() const {
  if (gone()) return absl::CancelledError();  // Run() tells why
  if (absl::Now() >= ticket_.deadline) return absl::CancelledError();
  if (transport_.runtime_.draining()) return Stopping();
  return absl::OkStatus();
}

}  // namespace qushu::rpc
