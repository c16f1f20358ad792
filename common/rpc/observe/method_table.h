// What a runtime counts and limits, method by method.
#ifndef QUSHU_COMMON_RPC_OBSERVE_METHOD_TABLE_H_
#define QUSHU_COMMON_RPC_OBSERVE_METHOD_TABLE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/auth/scopes.h"
#include "common/rpc/calls/call_type.h"
#include "grpcpp/support/status.h"

namespace qushu::rpc {

// Counts of one method. Every update is an atomic addition without a lock.
class MethodCounts {
 public:
  // Upper bounds of the buckets of handling time, in seconds; a last one without a bound follows.
  static constexpr std::array<double, 16> kBounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                                     0.01,   0.025,   0.05,   0.1,   0.25,   0.5,
                                                     1,      2.5,     5,      10};
  static constexpr size_t kCodes = 17;

  void Started() { Add(started_); }
  void Received() { Add(received_); }
  void Sent() { Add(sent_); }
  void Handled(grpc::StatusCode code, absl::Duration time);

  uint64_t started() const { return Get(started_); }
  uint64_t received() const { return Get(received_); }
  uint64_t sent() const { return Get(sent_); }
  uint64_t handled(size_t code) const { return Get(handled_[code]); }
  // Calls of this bucket alone.
  uint64_t in_bucket(size_t bucket) const { return Get(buckets_[bucket]); }
  double total_seconds() const { return static_cast<double>(Get(nanoseconds_)) * 1e-9; }

 private:
  using Count = std::atomic<uint64_t>;
  static void Add(Count& count, uint64_t n = 1) { count.fetch_add(n, std::memory_order_relaxed); }
  static uint64_t Get(const Count& count) { return count.load(std::memory_order_relaxed); }

  Count started_ = 0;
  Count received_ = 0;
  Count sent_ = 0;
  std::array<Count, kCodes> handled_{};
  std::array<Count, kBounds.size() + 1> buckets_{};
  Count nanoseconds_ = 0;
};

struct Method {
  std::string name;     // `qushu.v1.QueryService/ListFigures`
  std::string service;  // `qushu.v1.QueryService`
  std::string method;   // `ListFigures`
  CallType type;
  Scopes scope;  // what its callers need
  MethodCounts counts;
  int under_way = 0;  // guarded by the runtime's mutex
};

// Safe from many threads.
class MethodTable {
 public:
  MethodTable();
  ~MethodTable();

  // The entry of a method, made when it is first asked for; it lives as long as the table. Without
  // a lock for a method asked for before. Names come from code, never from a caller.
  Method& Find(std::string_view name, CallType type);
  // All entries, in the order of their making.
  std::vector<const Method*> All() const;

 private:
  using Index = std::unordered_map<std::string_view, Method*>;

  std::atomic<const Index*> index_;
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<Method>> methods_ ABSL_GUARDED_BY(mutex_);
  // The newest is `index_`; older ones may still be read.
  std::vector<std::unique_ptr<const Index>> indexes_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_METHOD_TABLE_H_
