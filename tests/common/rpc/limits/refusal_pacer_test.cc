#include "common/rpc/limits/refusal_pacer.h"

#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'582'156'800);
const absl::Duration kApart = absl::Seconds(1) / RefusalPacer::kPerSecond;

TEST(RefusalPacerTest, SomeGoOutAtOnceAndTheOthersOneByOne) {
  RefusalPacer pacer;
  for (int i = 0; i < RefusalPacer::kAtOnce; ++i) {
    EXPECT_EQ(pacer.Hold(kStart, absl::InfiniteFuture()), absl::ZeroDuration()) << i;
  }
  for (int i = 1; i <= 100; ++i) {
    EXPECT_EQ(pacer.Hold(kStart, absl::InfiniteFuture()), i * kApart);
  }
  // Their turns are over; then those of the first ones come again.
  EXPECT_EQ(pacer.Hold(kStart + 101 * kApart, absl::InfiniteFuture()), absl::ZeroDuration());
  EXPECT_EQ(pacer.Hold(kStart + 101 * kApart, absl::InfiniteFuture()), kApart);
  const absl::Time later = kStart + absl::Hours(1);
  for (int i = 0; i < RefusalPacer::kAtOnce; ++i) {
    EXPECT_EQ(pacer.Hold(later, absl::InfiniteFuture()), absl::ZeroDuration()) << i;
  }
  EXPECT_EQ(pacer.Hold(later, absl::InfiniteFuture()), kApart);
}

TEST(RefusalPacerTest, WhoIsInAHurryWaitsForHalfOfHisTime) {
  RefusalPacer pacer;
  for (int i = 0; i < RefusalPacer::kAtOnce + 100; ++i) pacer.Hold(kStart, absl::InfiniteFuture());
  EXPECT_EQ(pacer.Hold(kStart, kStart + absl::Milliseconds(10)), absl::Milliseconds(5));
  EXPECT_EQ(pacer.Hold(kStart, kStart), absl::ZeroDuration());
  EXPECT_EQ(pacer.Hold(kStart, kStart - absl::Seconds(1)), absl::ZeroDuration());
}

TEST(RefusalPacerTest, NobodyIsHeldForLong) {
  RefusalPacer pacer;
  int held = 0;
  for (int i = 0; i < 100'000; ++i) {
    const absl::Duration hold = pacer.Hold(kStart, absl::InfiniteFuture());
    EXPECT_LE(hold, RefusalPacer::kLongest);
    if (hold > absl::ZeroDuration()) ++held;
  }
  EXPECT_EQ(held, RefusalPacer::kLongest / kApart);
}

}  // namespace
}  // namespace qushu::rpc
