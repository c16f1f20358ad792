#include "common/rpc/transport/answer_cache.h"

#include <utility>

#include "common/base/absl_compat.h"
#include "prometheus/counter.h"
#include "prometheus/registry.h"

namespace qushu::rpc {
namespace {

// Of an answer beside its request and its own bytes, about.
constexpr size_t kOverhead = 256;
// A larger one is not kept: it costs little more to make than to send.
constexpr size_t kMaxAnswerBytes = 256 << 10;

prometheus::Counter& Count(Metrics& metrics, const char* from) {
  return prometheus::BuildCounter()
      .Name("qushu_answers_total")
      .Help("Answers of methods that are kept, by where they came from.")
      .Register(metrics.registry())
      .Add({{"from", from}});
}

}  // namespace

AnswerCache::AnswerCache(size_t max_bytes, RevisionFn revision, Metrics& metrics)
    : max_bytes_(max_bytes),
      revision_(std::move(revision)),
      kept_(Count(metrics, "cache")),
      made_(Count(metrics, "store")) {}

ByteMethod AnswerCache::Keep(ByteMethod method) {
  method.unary = [this, number = static_cast<char>(methods_++), make = std::move(method.unary)](
                     Place place, const Call& call, const grpc::ByteBuffer& request,
                     grpc::ByteBuffer& response) -> std::optional<absl::Status> {
    const absl::StatusOr<int64_t> before = revision_();
    if (!before.ok()) return make(place, call, request, response);
    std::string key(1, number);
    AppendBytes(request, key);
    // On the pool it was looked for already.
    if (place == Place::kTransport) {
      if (std::optional<grpc::ByteBuffer> kept = Find(key, *before)) {
        response = *std::move(kept);
        kept_.Increment();
        return absl::OkStatus();
      }
    }
    std::optional<absl::Status> status = make(place, call, request, response);
    if (!status) return status;
    made_.Increment();
    if (!status->ok()) return status;
    // If the store stood still, all that the method read was of this revision.
    const absl::StatusOr<int64_t> after = revision_();
    if (after.ok() && *after == *before) Put(std::move(key), *before, response);
    return status;
  };
  return method;
}

size_t AnswerCache::bytes() const {
  absl::MutexLock lock(&mutex_);
  return bytes_;
}

void AnswerCache::MoveTo(int64_t revision) {
  if (at_ == revision) return;
  at_ = revision;
  by_key_.clear();
  answers_.clear();
  bytes_ = 0;
}

std::optional<grpc::ByteBuffer> AnswerCache::Find(std::string_view key, int64_t revision) {
  absl::MutexLock lock(&mutex_);
  // A call that was slow to come here does not bring an old revision back.
  if (revision > at_) MoveTo(revision);
  if (revision < at_) return std::nullopt;
  const auto found = by_key_.find(ToAbsl(key));
  if (found == by_key_.end()) return std::nullopt;
  answers_.splice(answers_.begin(), answers_, found->second);
  return found->second->bytes;
}

void AnswerCache::Put(std::string key, int64_t revision, const grpc::ByteBuffer& bytes) {
  const size_t size = kOverhead + key.size() + bytes.Length();
  if (size > kMaxAnswerBytes || size > max_bytes_) return;
  absl::MutexLock lock(&mutex_);
  if (revision > at_) MoveTo(revision);
  if (revision < at_ || by_key_.contains(key)) return;
  while (bytes_ + size > max_bytes_) {
    bytes_ -= answers_.back().size;
    by_key_.erase(answers_.back().key);
    answers_.pop_back();
  }
  answers_.push_front({.key = std::move(key), .bytes = bytes, .size = size});
  by_key_.emplace(answers_.front().key, answers_.begin());
  bytes_ += size;
}

}  // namespace qushu::rpc
