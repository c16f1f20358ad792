#include "common/rpc/limits/standing_limit.h"

#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'582'156'800);
constexpr size_t kLimit = 10;

// Time that goes on while calls come and go, one each 0.1 ms.
class Queue {
 public:
  explicit Queue(size_t limit = kLimit) : limit_(limit) {}

  // So many come, in so much time each; how many may stay.
  int Come(int many, absl::Duration each = absl::Microseconds(100)) {
    int stay = 0;
    for (int i = 0; i < many; ++i) {
      if (limit_.Enter(now_)) ++stay;
      now_ += each;
    }
    waiting_ += stay;
    return stay;
  }
  void ServeAll() {
    for (; waiting_ > 0; --waiting_) {
      now_ += absl::Microseconds(100);
      limit_.Leave(now_);
    }
  }
  // Each who is answered comes again, for so long; how many were refused.
  int Circulate(absl::Duration duration) {
    int refused = 0;
    for (const absl::Time end = now_ + duration; now_ < end && waiting_ > 0; --waiting_) {
      now_ += absl::Microseconds(100);
      limit_.Leave(now_);
      refused += 1 - Come(1, absl::ZeroDuration());
    }
    return refused;
  }
  void Wait(absl::Duration duration) { now_ += duration; }
  bool crowded() const { return limit_.crowded(); }
  bool full() const { return limit_.full(); }

 private:
  StandingLimit limit_;
  absl::Time now_ = kStart;
  int waiting_ = 0;
};

TEST(StandingLimitTest, ABurstIsServed) {
  Queue queue;
  EXPECT_EQ(queue.Come(200), 200);
  EXPECT_TRUE(queue.full());
  queue.ServeAll();
  EXPECT_FALSE(queue.full());
  EXPECT_FALSE(queue.crowded());
}

TEST(StandingLimitTest, BurstsWithPausesAreServedForEver) {
  Queue queue;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(queue.Come(200), 200) << i;
    queue.ServeAll();
    queue.Wait(absl::Milliseconds(50));
  }
}

TEST(StandingLimitTest, AsManyAsTheLimitMayStay) {
  Queue queue;
  queue.Come(kLimit);
  EXPECT_EQ(queue.Circulate(absl::Seconds(10)), 0);
}

TEST(StandingLimitTest, ACrowdIsCutDownToTheLimit) {
  Queue queue;
  EXPECT_EQ(queue.Come(50, absl::ZeroDuration()), 50);
  EXPECT_EQ(queue.Circulate(absl::Milliseconds(99)), 0);
  EXPECT_EQ(queue.Circulate(absl::Seconds(1)), 50 - static_cast<int>(kLimit));
  EXPECT_TRUE(queue.crowded());
  EXPECT_EQ(queue.Come(5), 0);
  queue.ServeAll();
  EXPECT_EQ(queue.Come(20), static_cast<int>(kLimit));
}

TEST(StandingLimitTest, WhenTheCrowdIsGoneBurstsAreServedAgain) {
  Queue queue;
  queue.Come(50);
  queue.Circulate(absl::Seconds(1));
  queue.ServeAll();
  queue.Wait(StandingLimit::kCalm / 2);
  EXPECT_EQ(queue.Come(50), static_cast<int>(kLimit));
  queue.ServeAll();
  queue.Wait(2 * StandingLimit::kCalm);
  EXPECT_EQ(queue.Come(50), 50);
}

TEST(StandingLimitTest, ZeroIsNoLimit) {
  Queue queue(0);
  queue.Come(10'000);
  EXPECT_EQ(queue.Circulate(absl::Seconds(10)), 0);
  EXPECT_FALSE(queue.full());
}

}  // namespace
}  // namespace qushu::rpc
