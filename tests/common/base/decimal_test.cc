#include "common/base/decimal.h"

#include <algorithm>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

Decimal D(std::string_view text) {
  auto value = Decimal::Parse(text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Decimal());
}

TEST(DecimalTest, ShortestForm) {
  EXPECT_EQ(D("007.50").ToString(), "7.5");
  EXPECT_EQ(D("-0.0").ToString(), "0");
  EXPECT_EQ(D("-0.05").ToString(), "-0.05");
  EXPECT_EQ(D("1000").ToString(), "1000");
  for (const char* bad : {"", ".", "1.", ".5", "1e5", "1,000", "--1", "1 "}) {
    EXPECT_EQ(Decimal::Parse(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(Decimal::Parse(std::string(37, '9')), std::nullopt);
}

TEST(DecimalTest, Arithmetic) {
  EXPECT_EQ(D("1080938.13").Shifted(4)->ToString(), "10809381300");
  EXPECT_EQ(D("0.1").Plus(D("0.2"))->ToString(), "0.3");
  EXPECT_EQ(D("2.5").Times(D("400"))->ToString(), "1000");
  EXPECT_EQ(D("2").Over(D("3"), 4)->ToString(), "0.6667");
  EXPECT_EQ(D("-1").Over(D("8"), 2)->ToString(), "-0.13");
  EXPECT_EQ(D("1").Over(D("0"), 2), std::nullopt);
  EXPECT_EQ(D("9").Shifted(36), std::nullopt);
}

TEST(DecimalTest, LargeAndSmall) {
  const std::string nines(36, '9');
  EXPECT_EQ(D(nines).ToString(), nines);
  EXPECT_EQ(D("1" + std::string(18, '0')).ToString(), "1" + std::string(18, '0'));
  EXPECT_EQ(D("1" + std::string(17, '0') + "1").ToString(), "1" + std::string(17, '0') + "1");
  EXPECT_EQ(D("9223372036854775808").ToString(), "9223372036854775808");
  const Decimal tiny = *D("1").Shifted(-36);
  EXPECT_EQ(tiny.ToString(), "0." + std::string(35, '0') + "1");
  EXPECT_LT(tiny, D(nines));
  EXPECT_LT(D("-" + nines), tiny);
  EXPECT_LT(D("0"), tiny);
  EXPECT_GT(D("0"), D("-" + tiny.ToString()));
  EXPECT_EQ(D("0.00"), D("0"));
  EXPECT_EQ(D("-1200.0").ToInt64(), -1200);
  EXPECT_EQ(D("9223372036854775807").ToInt64(), 9223372036854775807);
  EXPECT_EQ(D("9223372036854775808").ToInt64(), std::nullopt);
  EXPECT_EQ(D("0.5").ToInt64(), std::nullopt);
  EXPECT_EQ(D(nines).ToInt64(), std::nullopt);
}

TEST(DecimalTest, SortKeysSortAsValues) {
  const char* ascending[] = {"-1000", "-99.5", "-99", "-1", "-0.5", "-0.05", "0",    "0.05",
                             "0.5",   "0.51",  "1",   "9",  "10",   "10.5",  "99999"};
  for (size_t i = 0; i + 1 < std::size(ascending); ++i) {
    EXPECT_LT(D(ascending[i]).SortKey(), D(ascending[i + 1]).SortKey()) << ascending[i];
    EXPECT_LT(D(ascending[i]), D(ascending[i + 1]));
  }
  EXPECT_EQ(D("1.50"), D("1.5"));
}

}  // namespace
}  // namespace qushu
