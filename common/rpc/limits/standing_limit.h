// How many may wait for long: a limit that a burst may pass and a crowd may not.
//
// A client that sends two hundred short calls in one go is served in some milliseconds; to refuse
// it would help nobody. The same number that stays, since each who is answered comes again at once,
// makes everybody wait for all the others. So the limit holds once as many as it allows were there
// for most of a tenth of a second, until for a while it was not reached.
#ifndef QUSHU_COMMON_RPC_LIMITS_STANDING_LIMIT_H_
#define QUSHU_COMMON_RPC_LIMITS_STANDING_LIMIT_H_

#include <cstddef>

#include "absl/time/time.h"

namespace qushu::rpc {

// For one thread at a time.
class StandingLimit {
 public:
  // What may be a burst.
  static constexpr absl::Duration kBurst = absl::Milliseconds(100);
  // A crowd comes again within this time, also those who were held back and told to wait.
  static constexpr absl::Duration kCalm = absl::Seconds(2);

  // 0 is no limit.
  explicit StandingLimit(size_t limit) : limit_(limit) {}

  // One more comes at `now`; false if it has to go, and is not counted.
  bool Enter(absl::Time now);
  // One of those that came goes.
  void Leave(absl::Time now);

  // As many are there as may be for long.
  bool full() const { return limit_ > 0 && size_ >= limit_; }
  // Whether the limit holds.
  bool crowded() const { return crowded_; }

 private:
  void Look(absl::Time now);

  const size_t limit_;
  size_t size_ = 0;
  bool crowded_ = false;
  absl::Time begin_ = absl::InfinitePast();  // of the time that is looked at
  absl::Duration full_;                      // how much of it the limit was reached
  absl::Time full_since_;                    // while it is
  absl::Time last_full_ = absl::InfinitePast();
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_LIMITS_STANDING_LIMIT_H_
