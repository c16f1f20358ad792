#include "common/rpc/transport/transport.h"

#include <utility>

#include "absl/time/clock.h"
#include "common/rpc/transport/async_call.h"
#include "grpcpp/alarm.h"

namespace qushu::rpc {
namespace {

// Calls that can arrive at once; for each that does, another one is waited for.
constexpr int kAwaited = 64;
// Kept to be used again.
constexpr size_t kMaxIdle = 1024;

// After so many answers it is looked whether more calls have come than were seen: all that has
// arrived is read before the next answer. Where a crowd is found, before every kServed answers;
// but after kEvents of them some are answered even so: else a flood would be read, and nobody
// served.
constexpr int kBetweenLooks = 64;
constexpr int kServed = 64;
constexpr int kEvents = 1024;

// Times that nothing came, one after the other, that mean that there is nothing: what this thread
// itself brought about makes gRPC skip one of them.
constexpr int kLooks = 2;

// How often those are looked at who began a call and sent nothing.
constexpr absl::Duration kLook = absl::Milliseconds(500);

// What comes out of the queue then.
AsyncCall::Tag look_tag{nullptr, AsyncCall::kHeld};

// Puts a tag into the queue, and itself out of the world when it comes out.
struct Nudge {
  AsyncCall::Tag tag{nullptr, AsyncCall::kArrived};
  grpc::Alarm alarm;
};

}  // namespace

Transport::Transport(const ByteMethods& methods, Runtime& runtime)
    : methods_(methods), runtime_(runtime), crowd_(runtime.limits().max_quick_calls) {}

Transport::~Transport() {
  if (queue_ == nullptr || thread_.joinable()) return;
  // A queue has to be empty when it goes.
  queue_->Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_->Next(&tag, &ok)) {
  }
}

void Transport::AddTo(grpc::ServerBuilder& builder) {
  builder.RegisterAsyncGenericService(&service_);
  queue_ = builder.AddCompletionQueue();
}

void Transport::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Transport::Join() {
  if (!thread_.joinable()) return;
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    if (look_) look_->Cancel();
    const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return under_way_ == 0; };
    // Whoever still serves a call will finish it through the queue.
    mutex_.Await(absl::Condition(&none));
  }
  queue_->Shutdown();
  thread_.join();
}

void Transport::TellWatchers() {
  absl::MutexLock lock(&mutex_);
  if (closed_) return;
  auto* nudge = new Nudge;
  nudge->alarm.Set(queue_.get(), gpr_now(GPR_CLOCK_MONOTONIC), nudge);
}

void Transport::Run() {
  for (int i = 0; i < kAwaited; ++i) AwaitCall();
  LookLater();
  const gpr_timespec forever = gpr_inf_future(GPR_CLOCK_MONOTONIC);
  const gpr_timespec at_once = gpr_inf_past(GPR_CLOCK_MONOTONIC);
  void* event = nullptr;
  bool ok = false;
  bool looking = false;  // all is read first
  int answers = 0;       // since it was looked
  int events = 0;        // since the last answer
  int nothing = 0;       // came, in a row
  while (true) {
    const auto came = queue_->AsyncNext(&event, &ok, ready_.empty() ? forever : at_once);
    if (came == grpc::CompletionQueue::SHUTDOWN) return;
    if (came == grpc::CompletionQueue::GOT_EVENT) {
      nothing = 0;
      Handle(event, ok);
      if (looking ? ++events < kEvents : ready_.empty()) continue;
    } else if (++nothing < kLooks) {
      continue;
    }
    answers = looking ? 0 : answers + 1;
    looking = answers == kBetweenLooks || crowd_.full() || crowd_.crowded();
    ServeReady();
    events = nothing = 0;
  }
}

void Transport::Handle(void* event, bool ok) {
  // A nudge begins with its tag.
  const AsyncCall::Tag tag = *static_cast<AsyncCall::Tag*>(event);
  if (tag.call != nullptr) return tag.call->Proceed(tag.step, ok);
  if (tag.step == AsyncCall::kHeld) {
    GiveUpSilent();
    return LookLater();
  }
  delete static_cast<Nudge*>(event);
  // Looking may end a watch.
  for (AsyncCall* call : std::vector<AsyncCall*>(watching_.begin(), watching_.end())) {
    call->LookAgain();
  }
}

void Transport::ServeReady() {
  for (int i = 0; i < kServed && !ready_.empty(); ++i) ready_.front()->TakeTurn();
}

void Transport::AwaitCall() {
  if (idle_.empty()) idle_.push_back(std::make_unique<AsyncCall>(*this));
  AsyncCall* call = idle_.back().release();
  idle_.pop_back();
  call->Await();
}

void Transport::GiveUpSilent() {
  const bool draining = runtime_.draining();
  const absl::Time now = absl::Now();
  for (AsyncCall* call : awaited_) {
    if (!call->GiveUp(now, draining)) return;  // nor is it time for those behind
  }
}

void Transport::LookLater() {
  absl::MutexLock lock(&mutex_);
  if (closed_) return;
  look_.emplace().Set(queue_.get(), absl::ToChronoTime(absl::Now() + kLook), &look_tag);
}

void Transport::Began() {
  {
    absl::MutexLock lock(&mutex_);
    ++under_way_;
  }
  AwaitCall();
}

void Transport::Ended(AsyncCall* call) {
  watching_.erase(call);
  std::unique_ptr<AsyncCall> ended(call);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(ended));
  absl::MutexLock lock(&mutex_);
  --under_way_;
}

}  // namespace qushu::rpc
