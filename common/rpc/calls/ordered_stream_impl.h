// IWYU pragma: private, include "common/rpc/calls/ordered_stream.h"
#ifndef QUSHU_COMMON_RPC_CALLS_ORDERED_STREAM_IMPL_H_
#define QUSHU_COMMON_RPC_CALLS_ORDERED_STREAM_IMPL_H_

#include <deque>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/calls/ordered_stream.h"
#include "common/rpc/calls/refusals.h"

namespace qushu::rpc::internal {

// gRPC may call a reaction inside of StartRead() and its like, so these are called without the
// lock; and nothing may be started behind Finish(). So one thread at a time takes step after step
// until there is none; others only note what has changed. The thread whose step is Finish() is the
// last one to touch the object, so a note and the decision who goes on are one critical section.
template <typename Request, typename Response>
class OrderedReactor final : public grpc::ServerBidiReactor<Request, Response>,
                             public Answers<Response> {
 public:
  // `ticket` was admitted.
  OrderedReactor(Runtime& runtime, grpc::CallbackServerContext& context, Ticket ticket)
      : runtime_(runtime), context_(context), ticket_(std::move(ticket)) {}

  void Start(const OrderedHandlerFactory<Request, Response>& make) {
    handler_ = make(*this);
    // Without it a first message that waits in a buffer would never leave.
    this->StartSendInitialMetadata();
    drain_watch_ = runtime_.WatchDrain(
        [this] { Note([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { draining_ = true; }); });
    Note([] {});
  }

  void Answer(uint64_t index, Response response) override { Settle(index, std::move(response)); }
  void End(uint64_t index, absl::Status status) override { Settle(index, std::move(status)); }
  bool cancelled() const override {
    absl::MutexLock lock(&mutex_);
    return gone_;
  }

 private:
  using Outcome = absl::StatusOr<Response>;
  enum class Step { kNone, kAskToRead, kRead, kWrite, kFinish };

  // Messages in a row that the transport may gather before it sends.
  static constexpr uint64_t kGathered = 32;

  // Changes the state under the lock, then takes the steps that follow unless somebody does.
  template <typename Change>
  void Note(Change change) ABSL_NO_THREAD_SAFETY_ANALYSIS {
    {
      absl::MutexLock lock(&mutex_);
      change();
      if (stepping_) return;
      stepping_ = true;
    }
    TakeSteps();
  }

  void Settle(uint64_t index, Outcome outcome) {
    Note([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      if (!outcome.ok()) closed_ = true;
      slots_[index - first_] = std::move(outcome);
      --unsettled_;
    });
  }

  bool HeadIsAnswer() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !slots_.empty() && slots_.front().has_value() && slots_.front()->ok();
  }

  Step NextStep() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (finished_) return Step::kNone;
    if (!gone_ && !writing_ && HeadIsAnswer()) {
      writing_ = true;
      return Step::kWrite;
    }
    if (!gone_ && !closed_ && !draining_ && !reading_ && !asking_ &&
        slots_.size() < handler_->window()) {
      if (!may_read_) {
        asking_ = true;
        return Step::kAskToRead;
      }
      may_read_ = false;
      reading_ = true;
      return Step::kRead;
    }
    // A request may still be read while the stream ends: the client sends it again.
    const bool settled = gone_ || slots_.empty() || (slots_.front() && !slots_.front()->ok());
    const bool ends = gone_ || draining_ || closed_;
    if (ends && settled && !writing_ && !asking_ && unsettled_ == 0) {
      finished_ = true;
      return Step::kFinish;
    }
    return Step::kNone;
  }

  void TakeSteps() {
    while (true) {
      Step step;
      {
        absl::MutexLock lock(&mutex_);
        step = NextStep();
        if (step == Step::kNone) {
          stepping_ = false;
          return;
        }
      }
      if (step == Step::kRead) this->StartRead(&request_);
      if (step == Step::kWrite) Write();
      if (step == Step::kAskToRead && handler_->MayRead([this] { Resume(); })) Resume();
      if (step == Step::kFinish) return Finish();
    }
  }

  void Resume() {
    Note([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      asking_ = false;
      may_read_ = true;
    });
  }

  void Write() {
    const Response* response;
    grpc::WriteOptions options;
    {
      absl::MutexLock lock(&mutex_);
      response = &**slots_.front();
      const bool more = slots_.size() > 1 && slots_[1].has_value() && slots_[1]->ok();
      if (more && first_ % kGathered != kGathered - 1) options.set_buffer_hint();
    }
    this->StartWrite(response, options);
  }

  void Finish() {
    absl::Status status;
    {
      absl::MutexLock lock(&mutex_);
      if (gone_) {
        status = absl::Now() >= ticket_.deadline ? DeadlineExceeded() : Cancelled();
      } else if (!slots_.empty()) {
        status = slots_.front()->status();
      } else if (!half_closed_) {
        status = Stopping();
      }
    }
    grpc::ServerBidiReactor<Request, Response>::Finish(
        Conclude(runtime_, context_, ticket_, status));
  }

  void OnReadDone(bool ok) override {
    uint64_t index = 0;
    {
      absl::MutexLock lock(&mutex_);
      if (!ok) closed_ = half_closed_ = true;
      // Read while the stream was ending.
      if (closed_ || draining_ || gone_ || finished_) ok = false;
      if (ok) {
        index = first_ + slots_.size();
        slots_.emplace_back();
        ++unsettled_;
      }
    }
    if (ok) handler_->OnRequest(index, std::move(request_));
    // gRPC keeps the object until a reaction returns.
    Note([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { reading_ = false; });
  }
  void OnWriteDone(bool ok) override {
    Note([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
      writing_ = false;
      if (!ok) gone_ = true;
      slots_.pop_front();
      ++first_;
    });
  }
  void OnCancel() override {
    Note([this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { gone_ = true; });
  }
  void OnDone() override {
    runtime_.UnwatchDrain(drain_watch_);
    DeleteAndRelease(this, runtime_, ticket_);
  }

  Runtime& runtime_;
  grpc::CallbackServerContext& context_;
  Ticket ticket_;
  std::unique_ptr<OrderedHandler<Request, Response>> handler_;
  int drain_watch_ = 0;
  Request request_;  // of the read under way

  mutable absl::Mutex mutex_;
  // Requests without an outcome, and outcomes that are not written, from request `first_` on.
  std::deque<std::optional<Outcome>> slots_ ABSL_GUARDED_BY(mutex_);
  uint64_t first_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t unsettled_ ABSL_GUARDED_BY(mutex_) = 0;  // requests without an outcome
  bool stepping_ ABSL_GUARDED_BY(mutex_) = false;
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool asking_ ABSL_GUARDED_BY(mutex_) = false;
  bool may_read_ ABSL_GUARDED_BY(mutex_) = false;  // the handler said so
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;    // nothing more is read
  bool half_closed_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace qushu::rpc::internal

namespace qushu::rpc {

template <typename Request, typename Response>
grpc::ServerBidiReactor<Request, Response>* HandleOrderedStream(
    Runtime& runtime, grpc::CallbackServerContext& context, std::string_view method,
    const OrderedHandlerFactory<Request, Response>& make) {
  using Reactor = grpc::ServerBidiReactor<Request, Response>;
  Ticket ticket;
  const absl::Status admitted = Admit(runtime, context, method, CallType::kBidiStream, ticket);
  if (!admitted.ok()) {
    return new Refusal<Reactor>(Conclude(runtime, context, ticket, admitted));
  }
  auto* reactor =
      new internal::OrderedReactor<Request, Response>(runtime, context, std::move(ticket));
  reactor->Start(make);
  return reactor;
}

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_ORDERED_STREAM_IMPL_H_
