#include "services/ingest/budget.h"

#include <vector>

#include "tests/testing/testing.h"

namespace qushu::ingest {
namespace {

TEST(BudgetTest, WhoWaitsGetsAPlaceInTurn) {
  Budget budget(2, 100);
  std::vector<int> taken;
  const auto take = [&](int number) {
    if (budget.Take([&, number] { taken.push_back(number); })) taken.push_back(number);
  };
  for (int number = 1; number <= 5; ++number) take(number);
  EXPECT_EQ(taken, (std::vector<int>{1, 2}));
  budget.Give(0);
  EXPECT_EQ(taken, (std::vector<int>{1, 2, 3}));
  budget.Give(0);
  budget.Give(0);
  EXPECT_EQ(taken, (std::vector<int>{1, 2, 3, 4, 5}));
}

TEST(BudgetTest, BytesCountToo) {
  Budget budget(10, 100);
  int taken = 0;
  const auto wait = [&] { ++taken; };
  ASSERT_TRUE(budget.Take(wait));
  budget.Charge(99);
  ASSERT_TRUE(budget.Take(wait));
  budget.Charge(50);
  EXPECT_FALSE(budget.Take(wait));
  budget.Give(50);
  EXPECT_EQ(taken, 1);
  budget.Give(0);
  budget.Give(99);
  // One that is larger than all there is goes alone.
  ASSERT_TRUE(budget.Take(wait));
  budget.Charge(1000);
  EXPECT_FALSE(budget.Take(wait));
  budget.Give(1000);
  EXPECT_EQ(taken, 2);
}

}  // namespace
}  // namespace qushu::ingest
