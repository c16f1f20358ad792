#include "services/cli/render.h"

#include <google/protobuf/text_format.h>

#include <sstream>

#include "services/cli/display_width.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Article Sample() {
  v1::Article article;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
      publication: "洛阳日报" page: "03"
      masthead { publication_date { year: 2020 month: 2 day: 20 } credits { role: "编辑" person: "王一" } }
      sections { district: "districts/410305" place: "河南省/洛阳市/涧西区" headline: "守土担责" }
      sections { district: "districts/410303" place: "河南省/洛阳市/西工区" }
      summaries { district: "districts/410305" place: "河南省/洛阳市/涧西区" headline: "守土担责"
                  sentences { text: "在全区614个小区设立卡口727个。" } }
      figures { value: "8" unit: "例" measure: "病例" text: "8例" }
      figures { value: "727" unit: "个" measure: "卡口" predicate: "设立" text: "727个" aspect: ASPECT_NONE
                scope: SCOPE_WHOLE district: "districts/410305" place: "河南省/洛阳市/涧西区"
                as_of { year: 2020 month: 2 day: 20 }
                confidence: CONFIDENCE_MEDIUM
                candidates { place: "河南省/洛阳市/涧西区" } candidates { place: "某省/某市/涧西区" }
                evidence { field: "measure" rule: "noun-then-number" words: "卡口"
                           confidence: CONFIDENCE_MEDIUM }
                evidence { field: "place" rule: "section" words: "涧西区"
                           confidence: CONFIDENCE_HIGH } }
      figures { value: "13000000" qualifier: QUALIFIER_OVER unit: "元" measure: "捐款" text: "1300余万元"
                aspect: ASPECT_CUMULATIVE scope: SCOPE_PART district: "districts/410303"
                place: "河南省/洛阳市/西工区" as_of { year: 2020 month: 2 day: 1 } }
      findings { reason: "SUM_DIFFERS" message: "The items do not add up." })",
                                                            &article));
  return article;
}

std::string Render(const v1::Article& article, const RenderOptions& options = {}) {
  std::ostringstream out;
  RenderArticle(article, options, out);
  return out.str();
}

TEST(RenderArticleTest, GoesDistrictByDistrictInPageOrder) {
  EXPECT_EQ(Render(Sample()),
            "洛阳日报 03 · 2020-02-20 · 编辑 王一 · 3 figures\n"
            "\n"
            "河南省/洛阳市/涧西区  410305\n"
            "  守土担责\n"
            "  · 在全区614个小区设立卡口727个。\n"
            "         value  unit  measure  predicate  aspect      scope  as_of       text\n"
            "           727  个    卡口     设立                                      727个\n"
            "\n"
            "河南省/洛阳市/西工区  410303\n"
            "         value  unit  measure  predicate  aspect      scope  as_of       text\n"
            "  > 13,000,000  元    捐款                cumulative  part   2020-02-01  1300余万元\n"
            "\n"
            "(no district told)\n"
            "         value  unit  measure  predicate  aspect      scope  as_of       text\n"
            "             8  例    病例                                               8例\n"
            "\n"
            "! SUM_DIFFERS: The items do not add up.\n");
}

TEST(RenderArticleTest, ExplainsOnRequest) {
  EXPECT_THAT(Render(Sample()), Not(HasSubstr("noun-then-number")));
  const std::string explained = Render(Sample(), {.explain = true});
  EXPECT_THAT(explained, HasSubstr("    confidence medium\n"
                                   "    may be     河南省/洛阳市/涧西区\n"
                                   "    may be     某省/某市/涧西区\n"
                                   "    measure    noun-then-number (medium)    ← 卡口\n"
                                   "    place      section                      ← 涧西区\n"));
  EXPECT_THAT(explained,
              HasSubstr("\nRules\n  noun-then-number       the noun before the number\n"))
      << "each rule that is named is told, once";
}

TEST(RenderArticleTest, CanLeaveFiguresOut) {
  const std::string text = Render(Sample(), {.summaries_only = true});
  EXPECT_THAT(text, HasSubstr("守土担责"));
  EXPECT_THAT(text, Not(HasSubstr("1300余万元")));
}

TEST(RenderArticleTest, AnEmptyArticleIsStillALine) {
  EXPECT_EQ(Render(v1::Article()), "0 figures\n");
}

TEST(RenderArticleTest, KeepsToTheWidth) {
  v1::Article article = Sample();
  std::string sentence;
  for (int i = 0; i < 50; ++i) sentence += "设立卡口727个，";
  article.mutable_summaries(0)->mutable_sentences(0)->set_text(sentence);
  article.mutable_figures(1)->set_measure(sentence);
  for (int columns : {60, 80, 200}) {
    std::istringstream lines(Render(article, {.columns = columns, .explain = true}));
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(DisplayWidth(line), columns) << line;
  }
}

TEST(RenderFiguresTest, GroupsByDistrict) {
  const v1::Article article = Sample();
  std::vector<v1::Figure> figures = {article.figures(1), article.figures(2), article.figures(1)};
  std::ostringstream out;
  RenderFigures(figures, {}, out);
  const std::string text = out.str();
  EXPECT_EQ(text.find("涧西区"), text.rfind("涧西区"));
  EXPECT_LT(text.find("涧西区"), text.find("西工区"));
}

TEST(RenderDistrictTest, SaysWhenNothingIsStored) {
  v1::GetDistrictSummaryResponse district;
  district.set_district("districts/410305");
  district.set_place("河南省/洛阳市/涧西区");
  std::ostringstream out;
  RenderDistrict(district, {}, out);
  EXPECT_EQ(out.str(), "河南省/洛阳市/涧西区  410305\n  nothing stored\n");
}

}  // namespace
}  // namespace qushu::cli
