#include "common/base/date.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(DateTest, ParsesAndFormats) {
  EXPECT_EQ(ParseDate("2020-02-29"), (Date{2020, 2, 29}));
  EXPECT_EQ(FormatDate({988, 1, 2}), "0988-01-02");
  for (const char* bad :
       {"", "2020-2-20", "2021-02-29", "2020-13-01", "2020-00-01", "-020-01-01"}) {
    EXPECT_EQ(ParseDate(bad), std::nullopt) << bad;
  }
}

TEST(DateTest, DayNumbersGoBothWays) {
  EXPECT_EQ(ToDayNumber({1970, 1, 1}), 0);
  for (int day : {-800000, -1, 0, 59, 18312, 2000000}) {
    EXPECT_EQ(ToDayNumber(FromDayNumber(day)), day);
  }
}

}  // namespace
}  // namespace qushu
