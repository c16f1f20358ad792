#include "common/rpc/limits/refusal_pacer.h"

#include <algorithm>

namespace qushu::rpc {
namespace {

constexpr absl::Duration kApart = absl::Microseconds(1'000'000 / RefusalPacer::kPerSecond);

}  // namespace

absl::Duration RefusalPacer::Hold(absl::Time now, absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  const absl::Time turn = std::max(free_, now - (kAtOnce - 1) * kApart);
  // The turn of who is not held back is not used up.
  if (turn > now + kLongest) return absl::ZeroDuration();
  free_ = turn + kApart;
  return std::clamp(turn - now, absl::ZeroDuration(),
                    std::max(absl::ZeroDuration(), (deadline - now) / 2));
}

}  // namespace qushu::rpc
