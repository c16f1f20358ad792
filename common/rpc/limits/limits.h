// How much one client may ask, and all of them.
#ifndef QUSHU_COMMON_RPC_LIMITS_LIMITS_H_
#define QUSHU_COMMON_RPC_LIMITS_LIMITS_H_

#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/calls/call_type.h"

namespace qushu::rpc {

// Of each, 0 is no limit. Past one a call is RESOURCE_EXHAUSTED, with a RetryInfo.
struct Limits {
  // Under way at once.
  int max_calls = 0;
  int max_calls_per_method = 0;
  int max_calls_per_client = 0;
  // Those that are answered in microseconds, waiting for that, for longer than a burst takes: see
  // StandingLimit.
  int max_quick_calls = 0;
  int max_streams = 64;
  int max_streams_per_client = 0;
  // Calls of one client: as many a second on the long run, and twice as many in one go.
  double calls_per_second = 0;

  bool any_per_client() const {
    return max_calls_per_client > 0 || max_streams_per_client > 0 || calls_per_second > 0;
  }
};

// The part of the limits that counts by client. Safe from many threads.
class ClientLimits {
 public:
  // Clients that are remembered. One that asks for nothing is forgotten, and where that is not
  // enough, new ones share what one may have.
  static constexpr size_t kMaxClients = 10'000;

  explicit ClientLimits(const Limits& limits) : limits_(limits) {}

  // Counts a call; RESOURCE_EXHAUSTED (CLIENT_LIMIT) if it is one too many.
  absl::Status Take(std::string_view client, CallType type, absl::Time now);
  // A call that Take() let pass has ended.
  void Release(std::string_view client, CallType type);

  size_t remembered() const;

 private:
  struct Client {
    double tokens = 0;
    absl::Time filled;  // when `tokens` was right
    int calls = 0;      // streams too
    int streams = 0;
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  double burst() const {
    return 2 * limits_.calls_per_second < 1 ? 1 : 2 * limits_.calls_per_second;
  }
  Client& Find(std::string_view name, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Fill(Client& client, absl::Time now) const;

  const Limits limits_;
  mutable absl::Mutex mutex_;
  std::unordered_map<std::string, Client, Hash, std::equal_to<>> clients_ ABSL_GUARDED_BY(mutex_);
};

// `ipv4:10.0.0.1` of `ipv4:10.0.0.1:40022`: who a peer is whom nobody asked.
std::string_view HostOf(std::string_view peer);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_LIMITS_LIMITS_H_
