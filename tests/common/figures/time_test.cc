#include "common/figures/time.h"

#include <string>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(TimeTest, ReadsTheWholeExpression) {
  for (const char* text : {"2020年2月20日",
                           "二〇二〇年二月二十日",
                           "2月4日",
                           "2月4日15时30分",
                           "24时",
                           "0时至24时",
                           "0—24时",
                           "3月19日至25日",
                           "2019年至2020年",
                           "2016—2020年",
                           "1至5月",
                           "1-5月份",
                           "3月中旬",
                           "10:30",
                           "2020-02-20",
                           "2020.2.20",
                           "20世纪80年代",
                           "27日晚间",
                           "2019年末",
                           "20年2月",
                           "2020年1月29日12—24时",
                           "一季度末",
                           "1—3季度",
                           "2020—2021学年",
                           "十点三十分",
                           "3点半",
                           "廿三日",
                           "十二月初"}) {
    EXPECT_EQ(ParseTime(text, 0).size, std::string(text).size()) << text;
  }
}

TEST(TimeTest, LengthsOfTimeAreNoTimes) {
  for (const char* text : {"14天", "40年党龄", "3个月", "24小时", "5年", "2.5万", "80%", "3-5天",
                           "12.4%", "614个", "336人至378人", "6月龄", "2点建议", "三点五万",
                           "十点五公里", "3个季度", "七八天", "一百二十日"}) {
    EXPECT_EQ(ParseTime(text, 0).size, 0u) << text;
  }
  const std::string days = "连续14日";
  EXPECT_EQ(ParseTime(days, days.size() - 5).size, 0u);
}

TEST(TimeTest, ResolvesAgainstTheDateOfPublication) {
  const Date base{2020, 2, 20};
  EXPECT_EQ(ParseTime("2月1日24时", 0).Resolve(base), (Date{2020, 2, 1}));
  EXPECT_EQ(ParseTime("12月31日", 0).Resolve(base), (Date{2019, 12, 31}));
  EXPECT_EQ(ParseTime("19日", 0).Resolve(base), (Date{2020, 2, 19}));
  EXPECT_EQ(ParseTime("30日", 0).Resolve(base), (Date{2020, 1, 30}));
  EXPECT_EQ(ParseTime("2019年", 0).Resolve(base), std::nullopt);
  EXPECT_EQ(ParseTime("2月1日", 0).Resolve(std::nullopt), std::nullopt);
  EXPECT_EQ(ParseTime("2月30日", 0).Resolve(base), std::nullopt);
}

}  // namespace
}  // namespace qushu
