#include "common/store/corrections.h"

#include <string>
#include <vector>

#include "common/base/decimal.h"
#include "common/store/article_rows.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

constexpr int64_t kRank = -18312;

// Of a text in which every numeral before 人 or 个 is a figure of the district.
std::string Sketch(const std::string& text, int district = 410305) {
  std::string lines;
  for (size_t at = 0; at < text.size();) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    const size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
    const std::string unit = text.substr(end, 3);
    if (unit == "人" || unit == "个") {
      lines += FigureLine(district, Decimal::Parse(text.substr(at, end - at))->SortKey(), unit);
    }
    at = end;
  }
  return SketchArticle(text, lines);
}

const int64_t kWithPage = SourceKey("洛阳日报", kRank, "03", 410305);
const int64_t kWithoutPage = SourceKey("洛阳日报", kRank, "", 410305);

bool Same(int64_t source, const std::string& a, const std::string& b) {
  EXPECT_EQ(SameText(source, Sketch(a), Sketch(b)), SameText(source, Sketch(b), Sketch(a)));
  return SameText(source, Sketch(a), Sketch(b)) > 0;
}

TEST(CorrectionsTest, SourcesAreTheSameOnlyInAllTheirParts) {
  EXPECT_GT(kWithPage, 0);
  EXPECT_LT(kWithoutPage, 0);
  EXPECT_EQ(kWithPage, SourceKey("洛阳日报", kRank, "03", 410305));
  const std::vector<int64_t> others = {SourceKey("洛阳日报", kRank, "3", 410305),
                                       SourceKey("洛阳日报", kRank + 1, "03", 410305),
                                       SourceKey("洛阳日报", kRank, "03", 410304),
                                       SourceKey("洛阳晚报", kRank, "03", 410305), -kWithoutPage};
  for (const int64_t other : others) EXPECT_NE(kWithPage, other);
  EXPECT_EQ(SourceKey("", kRank, "03", 410305), 0);
  EXPECT_EQ(SourceKey("洛阳日报", kUndatedRank, "03", 410305), 0);
}

TEST(CorrectionsTest, OnOnePageACorrectedNumberIsEnough) {
  EXPECT_TRUE(Same(kWithPage, "涧西区设立卡口727个。", "涧西区设立卡口717个。"));
  EXPECT_TRUE(Same(kWithPage, "涧西区设立卡口727个,排查人员8368人,值守614人。",
                   "更正:涧西区设立卡口717个,排查人员8368人,值守614人。"));
  EXPECT_FALSE(Same(kWithPage, "涧西区设立卡口727个。", "涧西区开工的工业企业44个。"));
}

TEST(CorrectionsTest, WithoutAPageMostFiguresStand) {
  const std::string text =
      "涧西区社区排查外地返回人员8368人,设立卡口727个,党员干部下沉值守4500人,"
      "志愿服务队伍163个,工业企业开工44个,返岗24738人。";
  std::string corrected = text;
  corrected.replace(corrected.find("727"), 3, "717");
  EXPECT_TRUE(Same(kWithoutPage, text, corrected));
  EXPECT_TRUE(Same(kWithPage, text, corrected));

  // The same form, filled in by another office.
  const std::string another =
      "涧西区社区排查外地返回人员1205人,设立卡口88个,党员干部下沉值守930人,"
      "志愿服务队伍31个,工业企业开工12个,返岗3087人。";
  EXPECT_FALSE(Same(kWithoutPage, text, another));
}

TEST(CorrectionsTest, BulletinsOfAnotherHourOrDistrictAreOthers) {
  const auto bulletin = [](const std::string& hour, const std::string& count) {
    return "截至2月20日" + hour + "时,涧西区新增确诊0人,新增疑似0人,累计确诊" + count +
           "人,累计出院3人,集中观察16人,居家观察27人。";
  };
  EXPECT_TRUE(Same(kWithoutPage, bulletin("8", "5"), bulletin("8", "6")));
  EXPECT_FALSE(Same(kWithoutPage, bulletin("8", "5"), bulletin("20", "6")));
  EXPECT_FALSE(Same(kWithoutPage, bulletin("8", "5"), bulletin("20", "5")));
  // What is nought everywhere is no figure in common.
  EXPECT_EQ(SameText(kWithoutPage, Sketch("累计确诊0人,累计出院0人,集中观察2人。"),
                     Sketch("累计确诊0人,累计出院0人,集中观察3人。")),
            0);
  // Figures are of their district.
  EXPECT_EQ(SameText(kWithoutPage, Sketch(bulletin("8", "5"), 410305),
                     Sketch(bulletin("8", "5"), 410304)),
            0);
}

TEST(CorrectionsTest, WithoutAPageAFewWordsAreNotEnough) {
  EXPECT_FALSE(Same(kWithoutPage, "第1篇:排查7人。", "第2篇:排查7人。"));
  EXPECT_TRUE(Same(kWithPage, "第1篇:排查7人。", "第2篇:排查7人。"));
}

TEST(CorrectionsTest, AStoryIsTheSameWithAFewWordsMoreAndNotWithOtherFigures) {
  const std::string story =
      "涧西区社区排查外地返回人员8368人,设立卡口727个,党员干部下沉值守4500人。";
  EXPECT_TRUE(SameStory(Sketch(story), Sketch("本报讯 " + story + "记者王某")));
  EXPECT_FALSE(SameStory(Sketch(story), Sketch("涧西区社区排查外地返回人员1205人,设立卡口88个,"
                                               "党员干部下沉值守930人。")));
  EXPECT_FALSE(SameStory(Sketch(story), Sketch("8368人727个4500人")));
  EXPECT_FALSE(SameStory(Sketch(story), ""));
}

TEST(CorrectionsTest, SketchesOfAnotherSizeAreNotAlike) {
  const std::string sketch = Sketch("涧西区设立卡口727个。");
  EXPECT_EQ(SameText(kWithPage, sketch, ""), 0);
  EXPECT_EQ(SameText(kWithPage, "", ""), 0);
  EXPECT_EQ(SameText(kWithPage, sketch, sketch.substr(1)), 0);
}

}  // namespace
}  // namespace qushu
