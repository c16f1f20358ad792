#include "services/query/filter/figure_filter.h"

#include <map>
#include <string>

#include "google/protobuf/text_format.h"
#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;

class FigureFilterTest : public ::testing::Test {
 protected:
  // Checkpoints of 涧西区, stated for the day before the paper's.
  static v1::Figure Checkpoints() {
    v1::Figure figure;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(
          name: "articles/0123456789abcdef0123456789abcdef/figures/9"
          article: "articles/0123456789abcdef0123456789abcdef"
          text: "727个"
          value: "727"
          unit: "个"
          kind: KIND_COUNT
          qualifier: QUALIFIER_EXACT
          aspect: ASPECT_NONE
          scope: SCOPE_WHOLE
          confidence: CONFIDENCE_MEDIUM
          measure: "管控卡口"
          predicate: "设立"
          indicator: "checkpoints"
          district: "districts/410305"
          place: "河南省/洛阳市/涧西区"
          as_of { year: 2020 month: 2 day: 19 }
          publication_date { year: 2020 month: 2 day: 20 }
        )pb",
        &figure));
    return figure;
  }

  bool Fits(std::string_view filter, const v1::Figure& figure = Checkpoints()) {
    auto parsed = FigureFilter::Parse(filter, gazetteer_);
    EXPECT_OK(parsed) << filter;
    return parsed.ok() && parsed->Matches(figure);
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
};

TEST_F(FigureFilterTest, FitsAndDoesNot) {
  const std::map<std::string, bool> cases = {
      {"", true},
      {"   ", true},
      {"value = 727", true},
      {"value == 727.0", true},
      {"value != 727", false},
      {"value > 727", false},
      {"value >= 727 value <= 727", true},
      {"value < 0.1万", true},
      {"value > -5", true},
      {"value>=1,000", false},
      {"high:*", false},
      {"high > 1", false},
      {"high != 1", true},
      {"unit = 个", true},
      {"unit = \"个\"", true},
      {"unit = '名'", false},
      {"measure:卡口", true},
      {"measure:卡点", false},
      {"measure = *卡口", true},
      {"measure = 管控*", true},
      {"measure = *控卡*", true},
      {"measure = \"*卡口\"", false},
      {"measure != 卡点", true},
      {"predicate:*", true},
      {"theme:*", false},
      {"kind = COUNT", true},
      {"kind = count", true},
      {"kind = KIND_COUNT", true},
      {"kind = MONEY OR kind = COUNT", true},
      {"aspect != NEW", true},
      {"confidence >= MEDIUM", true},
      {"confidence > MEDIUM", false},
      {"scope = WHOLE AND NOT qualifier = OVER", true},
      {"-scope = PART", true},
      {"district = districts/410305", true},
      {"district = 410305", true},
      {"district = 410302", false},
      {"district:410300", true},
      {"district:410000", true},
      {"district:420000", false},
      {"district != 410305", false},
      {"as_of = 2020-02-19", true},
      {"as_of = 2020-02", true},
      {"as_of = 2020", true},
      {"as_of < 2020-02-19", false},
      {"as_of <= 2020-02-19", true},
      {"as_of > 2020-01", true},
      {"as_of > 2020-02", false},
      {"as_of >= 2020", true},
      {"publication_date = 2020-02-20", true},
      {"article = articles/0123456789abcdef0123456789abcdef", true},
      {"卡口", true},
      {"涧西", true},
      {"卡点", false},
      {"涧西 卡口", true},
      {"涧西 卡点 OR 卡口", true},
      // OR binds tighter than AND.
      {"涧西 AND 卡点 OR 卡口", true},
      {"(西工 OR 涧西) (value > 1000 OR unit = 个)", true},
      {"NOT (unit = 个 AND value = 727)", false},
      // As typed with a Chinese input method.
      {"（ｕｎｉｔ）", false},
      {"value＞＝700", true},
      {"measure：卡口　unit＝“个”", true},
      {R"(measure = "a\"b")", false},
  };
  for (const auto& [filter, fits] : cases) EXPECT_EQ(Fits(filter), fits) << filter;
}

TEST_F(FigureFilterTest, WhatIsNotDatedFitsNoDate) {
  v1::Figure figure = Checkpoints();
  figure.clear_as_of();
  EXPECT_FALSE(Fits("as_of <= 2030", figure));
  EXPECT_FALSE(Fits("as_of:*", figure));
  EXPECT_TRUE(Fits("as_of != 2020", figure));
}

TEST_F(FigureFilterTest, ErrorsNameTheColumn) {
  std::string deep;
  for (int i = 0; i < 21; ++i) deep += "(";
  std::string many;
  for (int i = 0; i < 101; ++i) many += "a ";
  const std::map<std::string, int> cases = {
      {"colour = red", 1},
      {"涧西 AND colour = red", 8},
      {"value > 多", 9},
      {"value > ", 7},
      {"kind = BIG", 8},
      {"kind > COUNT", 1},
      {"unit > 个", 1},
      {"district = 涧西区", 12},
      {"district = 999999", 12},
      {"as_of = 2020-02-30", 9},
      {"= 3", 1},
      {"a AND", 6},
      {"OR a", 1},
      {"NOT NOT a", 5},
      {"a)", 2},
      {"(a", 1},
      {"\"a", 1},
      {"a ! b", 3},
      {"- a", 1},
      {"year(as_of) = 2020", 1},
      {deep, 21},
      {many, 201},
      {std::string(2001, 'a'), 2001},
      {"\xFF", 1},
  };
  for (const auto& [filter, column] : cases) {
    const auto parsed = FigureFilter::Parse(filter, gazetteer_);
    EXPECT_THAT(parsed, IsError(absl::StatusCode::kInvalidArgument, "INVALID_FILTER")) << filter;
    EXPECT_EQ(parsed.status().message().rfind("column " + std::to_string(column) + ": ", 0), 0u)
        << filter << ": " << parsed.status().message();
  }
}

TEST_F(FigureFilterTest, NarrowsWhatTheStoreIsAsked) {
  ASSERT_OK_AND_ASSIGN(
      const FigureFilter filter,
      FigureFilter::Parse("district:410300 indicator = checkpoints value > 5 as_of >= 2020-02 "
                          "kind = COUNT -scope = PART (unit = 个 OR unit = 处)",
                          gazetteer_));
  FigureQuery query;
  filter.Narrow(query);
  EXPECT_EQ(query.district, "410300");
  EXPECT_TRUE(query.include_descendants);
  EXPECT_EQ(query.indicator, "checkpoints");
  EXPECT_EQ(query.min_value, Decimal(5));
  EXPECT_FALSE(query.max_value.has_value());
  EXPECT_EQ(query.as_of.first, (Date{2020, 2, 1}));
  EXPECT_EQ(query.kinds, std::vector{v1::KIND_COUNT});
  // Neither what is denied nor one of two narrows.
  EXPECT_EQ(query.scope, v1::SCOPE_UNSPECIFIED);
  EXPECT_EQ(query.unit, "");
}

}  // namespace
}  // namespace qushu::query
