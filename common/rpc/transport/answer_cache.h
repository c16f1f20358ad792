// Answers kept as the bytes that were sent, to be sent again: dashboards ask the same thing over
// and over, and most of what an answer costs is to look it up and to write it down.
//
// An answer is given again only while the store is at the very revision that it was read at, which
// is looked at for each call: nobody is told what is older than what he could know.
#ifndef QUSHU_COMMON_RPC_TRANSPORT_ANSWER_CACHE_H_
#define QUSHU_COMMON_RPC_TRANSPORT_ANSWER_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/observe/metrics.h"
#include "common/rpc/transport/byte_methods.h"

namespace prometheus {
class Counter;
}

namespace qushu::rpc {

// The last answers, up to a number of bytes; those asked for longest ago make room. Safe from many
// threads.
class AnswerCache {
 public:
  // The revision that the store is at now; cheap. An error: nothing is kept or given.
  using RevisionFn = std::function<absl::StatusOr<int64_t>()>;

  // `metrics` gets `qushu_answers_total`, by whether they were kept.
  AnswerCache(size_t max_bytes, RevisionFn revision, Metrics& metrics);

  // `method`, a unary one, with its answers kept. The object outlives it. What is kept is given on
  // the transport's thread.
  ByteMethod Keep(ByteMethod method);

  size_t bytes() const;

 private:
  struct Answer {
    std::string key;  // the method's number and the request
    grpc::ByteBuffer bytes;
    size_t size = 0;
  };

  std::optional<grpc::ByteBuffer> Find(std::string_view key, int64_t revision);
  void Put(std::string key, int64_t revision, const grpc::ByteBuffer& bytes);
  // Forgets what was read at another revision than this.
  void MoveTo(int64_t revision) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_bytes_;
  const RevisionFn revision_;
  prometheus::Counter& kept_;
  prometheus::Counter& made_;
  uint8_t methods_ = 0;  // that Keep() was called for
  mutable absl::Mutex mutex_;
  int64_t at_ ABSL_GUARDED_BY(mutex_) = -1;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Answer> answers_ ABSL_GUARDED_BY(mutex_);  // the last one asked for first
  absl::flat_hash_map<absl::string_view, std::list<Answer>::iterator> by_key_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_TRANSPORT_ANSWER_CACHE_H_
