#include "services/query/comparison.h"

#include <string>

#include "common/base/date.h"
#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

struct Stated {
  std::string value;
  v1::Aspect aspect = v1::ASPECT_NONE;
  int as_of = 19;      // of February 2020; 0 for none
  int published = 20;  // and the article's name
  v1::IndicatorMatch match = v1::INDICATOR_MATCH_SAME;
  v1::Scope scope = v1::SCOPE_WHOLE;
  std::string unit = "个";
};

v1::Figure Make(const Stated& stated) {
  v1::Figure figure;
  figure.set_value(stated.value);
  figure.set_aspect(stated.aspect);
  figure.set_kind(v1::KIND_COUNT);
  figure.set_unit(stated.unit);
  figure.set_scope(stated.scope);
  figure.set_indicator_match(stated.match);
  figure.set_article("articles/" + std::to_string(stated.published));
  const auto set = [](int day, v1::Date& date) {
    date.set_year(2020);
    date.set_month(2);
    date.set_day(day);
  };
  if (stated.as_of > 0) set(stated.as_of, *figure.mutable_as_of());
  set(stated.published, *figure.mutable_publication_date());
  return figure;
}

class CompareSeriesTest : public ::testing::Test {
 protected:
  DistrictFigures Of(int code, const std::vector<Stated>& stated) const {
    DistrictFigures figures{.district = gazetteer_.ByCode(code)};
    for (const Stated& one : stated) figures.figures.push_back(Make(one));
    return figures;
  }
  std::vector<v1::ComparisonRow> Compare(const std::vector<DistrictFigures>& districts,
                                         int min_cells = 2) const {
    return CompareSeries(gazetteer_, districts, 3, min_cells);
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
};

TEST_F(CompareSeriesTest, WhatTheTextLeavesOpenStandsWithWhatItSays) {
  const auto rows = Compare({Of(410305, {{"727"}}), Of(410302, {{"459", v1::ASPECT_CURRENT}})});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].aspect(), v1::ASPECT_CURRENT);
  ASSERT_EQ(rows[0].cells_size(), 2);
  EXPECT_EQ(rows[0].cells(0).district(), "districts/410305");
  EXPECT_EQ(rows[0].cells(0).place(), "河南省/洛阳市/涧西区");
  EXPECT_EQ(rows[0].cells(0).figures(0).figure().value(), "727");
  EXPECT_EQ(rows[0].cells(0).figures(0).comparability(), v1::COMPARABILITY_SAME);
  EXPECT_EQ(rows[0].findings_size(), 0);
}

TEST_F(CompareSeriesTest, NewIsNeverSetAgainstCumulative) {
  EXPECT_TRUE(
      Compare({Of(410305, {{"3", v1::ASPECT_NEW}}), Of(410302, {{"40", v1::ASPECT_CUMULATIVE}})})
          .empty());
  const auto rows = Compare({Of(410305, {{"3", v1::ASPECT_NEW}, {"30", v1::ASPECT_CUMULATIVE}}),
                             Of(410302, {{"4", v1::ASPECT_NEW}, {"40", v1::ASPECT_CUMULATIVE}})});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].aspect(), v1::ASPECT_NEW);
  EXPECT_EQ(rows[0].cells(1).figures(0).figure().value(), "4");
  EXPECT_EQ(rows[1].cells(1).figures(0).figure().value(), "40");
}

TEST_F(CompareSeriesTest, TheSameWordingBeforeNearBeforePart) {
  const auto rows =
      Compare({Of(410305, {{"6", v1::ASPECT_NONE, 20, 21, v1::INDICATOR_MATCH_NEAR},
                           {"9", v1::ASPECT_NONE, 21, 22, v1::INDICATOR_MATCH_SAME, v1::SCOPE_PART},
                           {"459", v1::ASPECT_NONE, 10, 11}}),
               Of(410302, {{"1"}})});
  ASSERT_EQ(rows.size(), 1u);
  const v1::ComparisonCell& cell = rows[0].cells(0);
  ASSERT_EQ(cell.figures_size(), 3);
  EXPECT_EQ(cell.figures(0).figure().value(), "459");
  EXPECT_EQ(cell.figures(0).reason(), "The next one counts something near it.");
  EXPECT_EQ(cell.figures(1).comparability(), v1::COMPARABILITY_NEAR);
  EXPECT_EQ(cell.figures(2).comparability(), v1::COMPARABILITY_PART);
  EXPECT_FALSE(cell.figures(0).disputed());
}

TEST_F(CompareSeriesTest, TwoArticlesThatDisagreeAreBothGiven) {
  const auto rows = Compare({Of(410305, {{"12", v1::ASPECT_NONE, 19, 20},
                                         {"13", v1::ASPECT_NONE, 19, 21},
                                         {"13", v1::ASPECT_NONE, 19, 22}}),
                             Of(410302, {{"1"}})});
  ASSERT_EQ(rows.size(), 1u);
  const v1::ComparisonCell& cell = rows[0].cells(0);
  ASSERT_EQ(cell.figures_size(), 2) << "the same again is given once";
  EXPECT_EQ(cell.figures(0).figure().value(), "13");
  EXPECT_TRUE(cell.figures(0).disputed());
  EXPECT_EQ(cell.figures(0).reason(),
            "It was published on 2020-02-22, the next one on 2020-02-20.");
  EXPECT_EQ(cell.figures(1).figure().value(), "12");
}

TEST_F(CompareSeriesTest, SaysWhatShallNotBeAddedUp) {
  auto rows = Compare({Of(410300, {{"900"}}), Of(410305, {{"100"}})});
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_EQ(rows[0].findings_size(), 1);
  EXPECT_EQ(rows[0].findings(0).reason(), "DISTRICT_WITHIN");

  DistrictFigures nanyang = Of(411300, {{"155"}});
  nanyang.figures[0].set_sentence("南阳市（含邓州）累计确诊155例。");
  rows = Compare({nanyang, Of(411381, {{"20"}})});
  ASSERT_EQ(rows.size(), 1u);
  bool said = false;
  for (const auto& finding : rows[0].findings()) said |= finding.reason() == "INCLUDES_DISTRICT";
  EXPECT_TRUE(said);
}

TEST_F(CompareSeriesTest, UnitsThatDiffer) {
  const auto same = Compare(
      {Of(410305, {{.value = "10", .unit = "人"}}), Of(410302, {{.value = "20", .unit = "名"}})});
  EXPECT_EQ(same[0].findings_size(), 0);
  const auto other = Compare(
      {Of(410305, {{.value = "10", .unit = "人"}}), Of(410302, {{.value = "20", .unit = "户"}})});
  ASSERT_EQ(other[0].findings_size(), 1);
  EXPECT_EQ(other[0].findings(0).reason(), "UNITS_DIFFER");
}

TEST(SeriesOfTest, ByAspectAndDay) {
  const auto series =
      SeriesOf({Make({"5", v1::ASPECT_NEW, 12}), Make({"30", v1::ASPECT_CUMULATIVE, 12}),
                Make({"3", v1::ASPECT_NEW, 11}), Make({"25", v1::ASPECT_CUMULATIVE, 11})});
  ASSERT_EQ(series.size(), 2u);
  EXPECT_EQ(series[0].aspect(), v1::ASPECT_NEW);
  ASSERT_EQ(series[0].points_size(), 2);
  EXPECT_EQ(series[0].points(0).revisions(0).value(), "3");
  EXPECT_EQ(series[1].aspect(), v1::ASPECT_CUMULATIVE);
  EXPECT_EQ(series[1].findings_size(), 0);
}

TEST(SeriesOfTest, CorrectionsAreRevisions) {
  const auto series = SeriesOf({Make({"30", v1::ASPECT_CUMULATIVE, 12, 13}),
                                Make({"29", v1::ASPECT_CUMULATIVE, 12, 14}),
                                Make({"29", v1::ASPECT_CUMULATIVE, 12, 14})});
  ASSERT_EQ(series.size(), 1u);
  ASSERT_EQ(series[0].points_size(), 1);
  ASSERT_EQ(series[0].points(0).revisions_size(), 2);
  EXPECT_EQ(series[0].points(0).revisions(0).value(), "29") << "the last word first";
  EXPECT_TRUE(series[0].points(0).corrected());
}

TEST(SeriesOfTest, FallsAndGapsAreFlagged) {
  const auto series =
      SeriesOf({Make({"30", v1::ASPECT_CUMULATIVE, 10}), Make({"31", v1::ASPECT_CUMULATIVE, 11}),
                Make({"29", v1::ASPECT_CUMULATIVE, 12}), Make({"40", v1::ASPECT_CUMULATIVE, 15}),
                Make({"41", v1::ASPECT_CUMULATIVE, 16})});
  ASSERT_EQ(series.size(), 1u);
  ASSERT_EQ(series[0].findings_size(), 2);
  EXPECT_EQ(series[0].findings(0).reason(), "SERIES_FALL");
  EXPECT_EQ(series[0].findings(1).reason(), "SERIES_GAP");
  EXPECT_EQ(series[0].findings(1).message(), "Nothing between 2020-02-12 and 2020-02-15.");
}

TEST(SeriesOfTest, NothingGivesNothing) { EXPECT_TRUE(SeriesOf({}).empty()); }

TEST(SeriesOfTest, UndatedPointsStandFirst) {
  const auto series =
      SeriesOf({Make({"2", v1::ASPECT_CURRENT, 12}), Make({"1", v1::ASPECT_CURRENT, 0})});
  ASSERT_EQ(series[0].points_size(), 2);
  EXPECT_FALSE(series[0].points(0).has_as_of());
}

}  // namespace
}  // namespace qushu::query
