// Why fields read as they do, through the extractor.
#include "common/figures/explain.h"

#include <map>
#include <string>

#include "common/figures/extractor.h"
#include "common/figures/rules.h"
#include "common/layout/layout.h"
#include "common/text/normalize.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ExplainTest : public ::testing::Test {
 protected:
  std::vector<Figure> Read(const std::string& text, bool explain = true) {
    const Text normalized = Normalize(text);
    const Layout layout = ReadLayout(normalized.text, gazetteer_);
    text_ = layout.reading.text;
    return extractor_
        .Extract(layout, {.date = layout.masthead.date, .home = kNoDivision, .explain = explain})
        .figures;
  }

  // `rule ← words` of every entry for the field.
  std::vector<std::string> Of(const Figure& figure, Field field) const {
    std::vector<std::string> entries;
    for (const Evidence& evidence : figure.evidence) {
      if (evidence.field != field) continue;
      entries.push_back(std::string(InfoOf(evidence.rule).name));
      if (!evidence.words.empty())
        entries.back() += " ← " + std::string(Slice(text_, evidence.words));
    }
    return entries;
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
  const Extractor& extractor_ = testing::Shared<Extractor>(gazetteer_);
  std::string text_;
};

TEST_F(ExplainTest, CostsNothingWhenNotAsked) {
  for (const Figure& figure : Read("南京市新增确诊病例8例。", false)) {
    EXPECT_THAT(figure.evidence, IsEmpty());
  }
}

TEST_F(ExplainTest, EveryFieldHasAnEntry) {
  const auto figures = Read(
      "2月3日，江苏省报告新增确诊病例37例，其中南京市8例（鼓楼区2例）。7办48村的党员全部上岗，"
      "一名患者34岁，体温37.8℃，约三分之二的企业复工，增长12.4%，捐款1300万元，隔离3至5天。");
  EXPECT_GE(figures.size(), 10u);
  for (const Figure& figure : figures) {
    std::map<Field, int> entries;
    for (const Evidence& evidence : figure.evidence) {
      ++entries[evidence.field];
      EXPECT_LE(evidence.words.end, text_.size());
    }
    EXPECT_THAT(entries, SizeIs(kFields)) << Slice(text_, figure.span);
  }
}

TEST_F(ExplainTest, ValueNamesNumeralMultiplierAndConversion) {
  auto figures =
      Read("洛阳市捐款约1300万元，道路全长3.5公里，三成企业复工，三千二百亩麦田，隔离3至5天。");
  ASSERT_THAT(figures, SizeIs(5));
  EXPECT_THAT(Of(figures[0], Field::kValue),
              ElementsAre("arabic-numeral ← 1300万", "multiplier ← 万"));
  EXPECT_THAT(Of(figures[0], Field::kUnit), ElementsAre("unit-behind-number ← 元"));
  EXPECT_THAT(Of(figures[0], Field::kQualifier), ElementsAre("before-number ← 约"));
  EXPECT_THAT(Of(figures[2], Field::kValue),
              ElementsAre("chinese-numeral ← 三", "conversion ← 成"));
  EXPECT_THAT(Of(figures[3], Field::kValue), ElementsAre("chinese-numeral ← 三千二百"));
  EXPECT_THAT(Of(figures[4], Field::kValue), ElementsAre("from-to ← 3至5天"));
}

TEST_F(ExplainTest, ValueNamesSignsHalvesAndSeveralUnits) {
  auto figures = Read("洛阳市最低气温零下5℃，历时3小时20分，工期两年半。");
  ASSERT_THAT(figures, SizeIs(3));
  EXPECT_THAT(Of(figures[0], Field::kValue), ElementsAre("signed ← 零下", "arabic-numeral ← 5"));
  EXPECT_THAT(Of(figures[1], Field::kValue),
              ElementsAre("arabic-numeral ← 3", "several-units ← 小时20分"));
  EXPECT_THAT(Of(figures[2], Field::kValue),
              ElementsAre("chinese-numeral ← 两", "and-half ← 年半"));
}

TEST_F(ExplainTest, FieldsNameTheWordsThatGaveThem) {
  auto figures = Read("截至2020年2月3日24时，江苏省累计报告确诊病例308例，其中南京市72例。");
  ASSERT_THAT(figures, SizeIs(2));
  EXPECT_THAT(Of(figures[0], Field::kMeasure), ElementsAre("noun-then-number ← 确诊病例"));
  EXPECT_THAT(Of(figures[0], Field::kAspect), ElementsAre("own-word ← 累计"));
  EXPECT_THAT(Of(figures[0], Field::kPlace), ElementsAre("item ← 江苏省"));
  EXPECT_THAT(Of(figures[0], Field::kAsOf), ElementsAre("stated-time ← 2020年2月3日24时"));
  EXPECT_THAT(Of(figures[1], Field::kMeasure), ElementsAre("inherited ← 308例"));
  EXPECT_THAT(Of(figures[1], Field::kAspect), ElementsAre("breakdown-aspect ← 308例"));
  EXPECT_THAT(Of(figures[1], Field::kPlace), ElementsAre("item ← 南京市"));
  EXPECT_EQ(figures[0].total, -1);
  EXPECT_EQ(figures[1].total, 0);
}

TEST_F(ExplainTest, TotalsCountOverSentences) {
  auto figures = Read("江苏省设立卡口614个。南京市新增确诊病例37例，其中男性20例、女性17例。");
  ASSERT_THAT(figures, SizeIs(4));
  EXPECT_EQ(figures[2].total, 1);
  EXPECT_EQ(figures[3].total, 1);
}

TEST_F(ExplainTest, AnOpenPlaceKeepsItsCandidatesBestFirst) {
  // Five cities have a district of this name; the text names none of them.
  auto figures = Read("鼓楼区新增确诊病例2例。");
  ASSERT_THAT(figures, SizeIs(1));
  EXPECT_THAT(Of(figures[0], Field::kPlace), Contains("open-name ← 鼓楼区"));
  ASSERT_GE(figures[0].place.candidates.size(), 2u);
  EXPECT_EQ(figures[0].place.candidates[0], figures[0].place.division);
  EXPECT_EQ(ConfidenceOf(figures[0].doubt, /*known_series=*/true), Confidence::kLow);
}

}  // namespace
}  // namespace qushu
