#include "services/cli/article_stream.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/calls/status.h"

namespace qushu::cli {
namespace {

// What may be under way: enough for the service to work on while answers travel, and bounded,
// since it is kept here until it is answered.
constexpr size_t kMostItems = 4096;
constexpr size_t kMostBytes = size_t{64} << 20;
constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(2);
// For a service that never answered anything: it is likely not there.
constexpr absl::Duration kFirstPatience = absl::Seconds(3);
constexpr absl::Duration kWatchEvery = absl::Milliseconds(200);

// Whether another stream may fare better: the service is gone for a while, its disk full.
bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status) ||
         absl::IsCancelled(status) || absl::IsDeadlineExceeded(status);
}

absl::Status ToStatus(const v1::IngestArticleError& error) {
  absl::Status status(static_cast<absl::StatusCode>(error.code()), error.message());
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (v1::ErrorReason_Parse("ERROR_REASON_" + error.reason(), &reason)) {
    status = MakeError(static_cast<absl::StatusCode>(error.code()), reason, error.message());
  }
  return status;
}

}  // namespace

ArticleStream::ArticleStream(const Server& server, OnAnswer on_answer)
    : server_(server),
      stub_(v1::IngestService::NewStub(server.channel)),
      on_answer_(std::move(on_answer)),
      progress_(absl::Now()),
      thread_([this] { Run(); }) {}

ArticleStream::~ArticleStream() {
  {
    const absl::MutexLock lock(&mutex_);
    closing_ = true;
    aborting_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool ArticleStream::Send(uint64_t ticket, v1::IngestArticleRequest request) {
  Item item;
  item.request.set_sequence(static_cast<int64_t>(ticket));
  *item.request.mutable_request() = std::move(request);
  item.bytes = item.request.ByteSizeLong();
  const absl::MutexLock lock(&mutex_);
  const auto room = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return given_up_ || Idle() ||
           (waiting_.size() + sent_.size() < kMostItems && bytes_ < kMostBytes);
  };
  mutex_.Await(absl::Condition(&room));
  if (given_up_) return false;
  if (Idle()) progress_ = absl::Now();
  bytes_ += item.bytes;
  waiting_.push_back(std::move(item));
  return true;
}

absl::Status ArticleStream::Finish() {
  {
    const absl::MutexLock lock(&mutex_);
    closing_ = true;
  }
  if (thread_.joinable()) thread_.join();
  const absl::MutexLock lock(&mutex_);
  return status_;
}

void ArticleStream::Run() {
  absl::Duration wait = kFirstWait;
  while (true) {
    {
      // A service is called once there is something for it.
      const absl::MutexLock lock(&mutex_);
      const auto work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return !waiting_.empty() || closing_;
      };
      mutex_.Await(absl::Condition(&work));
      if (waiting_.empty() || aborting_) break;
    }
    const absl::Time before = absl::Now();
    const absl::Status status = Session();
    absl::ReleasableMutexLock lock(&mutex_);
    for (; !sent_.empty(); sent_.pop_back()) {
      sent_.back().again = true;
      waiting_.push_front(std::move(sent_.back()));
    }
    if (waiting_.empty() && closing_) break;
    if (progress_ > before) wait = kFirstWait;
    if (aborting_ || (!status.ok() && !MayPass(status)) || absl::Now() - progress_ >= Patience()) {
      status_ =
          status.ok() ? absl::UnavailableError("the stream ended before all was answered") : status;
      break;
    }
    lock.Release();
    absl::SleepFor(wait);
    wait = std::min(2 * wait, kLongestWait);
  }
  const absl::MutexLock lock(&mutex_);
  given_up_ = true;
}

absl::Duration ArticleStream::Patience() const {
  return answered_ ? server_.timeout : std::min(server_.timeout, kFirstPatience);
}

absl::Status ArticleStream::Session() {
  grpc::ClientContext context;
  const std::unique_ptr<Stream> stream = stub_->IngestArticles(&context);
  {
    const absl::MutexLock lock(&mutex_);
    cut_ = false;
  }
  std::thread reading([&] { ReadAnswers(*stream); });
  std::thread watching([&] { Watch(context); });
  Write(*stream);
  reading.join();
  watching.join();
  return rpc::FromGrpcStatus(stream->Finish());
}

void ArticleStream::Write(Stream& stream) {
  while (true) {
    const v1::IngestArticlesRequest* next = nullptr;
    {
      const absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return cut_ || closing_ || !waiting_.empty();
      };
      mutex_.Await(absl::Condition(&ready));
      if (cut_) return;
      if (!waiting_.empty()) {
        sent_.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
        // Answers to it take it away: only once it is written, or the stream has ended.
        next = &sent_.back().request;
      }
    }
    if (next == nullptr) {
      stream.WritesDone();
      return;
    }
    if (!stream.Write(*next)) return;
  }
}

void ArticleStream::ReadAnswers(Stream& stream) {
  v1::IngestArticlesResponse response;
  while (stream.Read(&response)) Answer(response);
  const absl::MutexLock lock(&mutex_);
  cut_ = true;
}

void ArticleStream::Answer(const v1::IngestArticlesResponse& response) {
  bool again = false;
  {
    const absl::MutexLock lock(&mutex_);
    progress_ = absl::Now();
    answered_ = true;
    if (sent_.empty() || sent_.front().request.sequence() != response.sequence()) return;
    again = sent_.front().again;
    bytes_ -= sent_.front().bytes;
    sent_.pop_front();
  }
  const auto ticket = static_cast<uint64_t>(response.sequence());
  if (response.has_error()) {
    on_answer_(ticket, ToStatus(response.error()));
    return;
  }
  v1::IngestArticleResponse stored = response.stored();
  // It was this run that stored it, whose answer was lost.
  if (again) stored.set_already_stored(false);
  on_answer_(ticket, stored);
}

void ArticleStream::Watch(grpc::ClientContext& context) {
  const absl::MutexLock lock(&mutex_);
  const auto ended = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return cut_; };
  while (!mutex_.AwaitWithTimeout(absl::Condition(&ended), kWatchEvery)) {
    const absl::Time now = absl::Now();
    if (Idle()) progress_ = now;
    if (aborting_ || now - progress_ >= server_.timeout) context.TryCancel();
  }
}

}  // namespace qushu::cli
