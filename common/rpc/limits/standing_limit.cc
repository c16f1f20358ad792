#include "common/rpc/limits/standing_limit.h"

namespace qushu::rpc {

bool StandingLimit::Enter(absl::Time now) {
  if (now - begin_ >= kBurst) Look(now);
  if (full()) {
    last_full_ = now;
    if (crowded_) return false;
  }
  ++size_;
  if (size_ == limit_) full_since_ = now;
  return true;
}

void StandingLimit::Leave(absl::Time now) {
  if (size_ == limit_) full_ += now - full_since_;
  --size_;
}

void StandingLimit::Look(absl::Time now) {
  if (full()) {
    full_ += now - full_since_;
    full_since_ = now;
  }
  if (full_ > (now - begin_) / 2) {
    crowded_ = true;
  } else if (now - last_full_ > kCalm) {
    crowded_ = false;
  }
  begin_ = now;
  full_ = absl::ZeroDuration();
}

}  // namespace qushu::rpc
