#include "common/layout/dates.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

std::string Found(std::string_view line) {
  const auto date = FindDate(line, {0, static_cast<uint32_t>(line.size())});
  return date ? FormatDate(date->date) : "none";
}

TEST(FindDate, ReadsTheFormsThatPapersPrint) {
  for (std::string_view line :
       {"2020年2月20日 星期四", "2020-02-20", "2020.2.20", "2020/2/20 10:30",
        "二〇二〇年二月二十日", "二○二○年二月二十日", "发布时间：2020-02-20", "第3版2020年02月20日",
        "农历庚子年2020年2月20号"}) {
    EXPECT_EQ(Found(line), "2020-02-20") << line;
  }
  EXPECT_EQ(Found("二〇一九年十月三十一日"), "2019-10-31");
  EXPECT_EQ(Found("二〇一九年十二月十日"), "2019-12-10");
}

TEST(FindDate, RefusesWhatIsNoDate) {
  for (std::string_view line : {"2月20日", "2020年2月", "2020年2月30日", "12020-02-20", "2020-2",
                                "3020年2月2日", "电话2020-02-201", "二〇二〇年", ""}) {
    EXPECT_EQ(Found(line), "none") << line;
  }
}

TEST(FindDate, FindsTheWeekdayBehindIt) {
  const std::string_view line = "2020年2月20日（星期四）";
  const auto date = FindDate(line, {0, static_cast<uint32_t>(line.size())});
  ASSERT_TRUE(date);
  EXPECT_EQ(Slice(line, date->weekday), "星期四");
  EXPECT_EQ(Slice(line, date->span), "2020年2月20日");
}

TEST(IsDateLine, TellsDateLinesFromSentences) {
  for (std::string_view line :
       {"2020年2月20日 星期四", "2020-02-20 10:30", "发布时间：2020-02-20", "2020年2月20日 第3版",
        "某某日报 2020年2月20日", "2020年2月20日 来源：某某发布"}) {
    EXPECT_TRUE(IsDateLine(line)) << line;
  }
  for (std::string_view line : {"2020年2月20日，全区新增3例。", "截至2020年2月20日全区共有",
                                "2020年2月20日情况通报", "星期四", "2月20日"}) {
    EXPECT_FALSE(IsDateLine(line)) << line;
  }
}

}  // namespace
}  // namespace qushu
