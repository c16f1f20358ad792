// When refusals are sent: as many a second as cost little, one after the other.
//
// Whoever asks again the moment that he is refused would make a crowded service spend its time on
// refusing; a crowd that is refused at one moment comes back at one moment. So the first refusals
// go out at once, and the others are held back until it is their turn: those who do not wait by
// themselves wait here, and who comes back comes back one by one.
#ifndef QUSHU_COMMON_RPC_LIMITS_REFUSAL_PACER_H_
#define QUSHU_COMMON_RPC_LIMITS_REFUSAL_PACER_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace qushu::rpc {

// Safe from many threads.
class RefusalPacer {
 public:
  static constexpr int kPerSecond = 1000;
  // In one go.
  static constexpr int kAtOnce = 20;
  // The most that one is held back, and so the most that are at once. When so many are, the others
  // go out at once again: neither memory nor patience would last.
  static constexpr absl::Duration kLongest = absl::Seconds(1);

  // How long from `now` on the next refusal is to be held back; half of the time until `deadline`
  // at most, so that its caller reads why he got no answer.
  absl::Duration Hold(absl::Time now, absl::Time deadline);

 private:
  absl::Mutex mutex_;
  absl::Time free_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();  // turn of the next refusal
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_LIMITS_REFUSAL_PACER_H_
