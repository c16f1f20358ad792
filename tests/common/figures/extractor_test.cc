// Golden cases: cases/*.test hold a text, a line `--`, and a line for each figure in it:
//   text | value or low~high, unit | qualifier | measure | aspect | place | scope
// A case ends with a line `==`. To see what the analysis says of a new case, leave its figures out.
#include "common/figures/extractor.h"

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/layout/layout.h"
#include "common/text/normalize.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

constexpr const char* kQualifiers[] = {"",      "exact",    "about",   "over",
                                       "under", "at_least", "at_most", "range"};
constexpr const char* kAspects[] = {"", "none", "new", "cumulative", "current"};
constexpr const char* kScopes[] = {"", "whole", "part"};

std::string Describe(const Figure& figure, std::string_view text, const Gazetteer& gazetteer) {
  std::string place =
      figure.place.division == kNoDivision ? "" : gazetteer.Path(figure.place.division);
  if (!figure.place.zone.empty()) absl::StrAppend(&place, "/", figure.place.zone);
  return absl::StrCat(std::string(Slice(text, figure.span)), " | ", figure.value.ToString(),
                      figure.high ? "~" + figure.high->ToString() : "",
                      figure.unit.empty() ? "" : " ", figure.unit, " | ",
                      kQualifiers[static_cast<int>(figure.qualifier)], " | ", figure.measure, " | ",
                      kAspects[static_cast<int>(figure.aspect)], " | ", place, " | ",
                      kScopes[static_cast<int>(figure.scope)]);
}

TEST(ExtractorTest, GoldenCases) {
  ASSERT_OK_AND_ASSIGN(auto gazetteer, Gazetteer::Create());
  ASSERT_OK_AND_ASSIGN(auto extractor, Extractor::Create(*gazetteer));
  int cases = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(testing::SourceDir() / "tests/common/figures/cases")) {
    const std::string content = testing::ReadFile(file.path());
    for (absl::string_view one : absl::StrSplit(content, "\n==\n", absl::SkipWhitespace())) {
      const std::vector<std::string> parts = absl::StrSplit(one, absl::MaxSplits("\n--\n", 1));
      ASSERT_EQ(parts.size(), 2u) << one;
      const Text normalized = Normalize(parts[0]);
      const Layout layout = ReadLayout(normalized.text, *gazetteer);
      const Extraction extraction = extractor->Extract(
          layout, {.date = layout.masthead.date, .home = kNoDivision, .explain = true});
      std::string got;
      for (const Figure& figure : extraction.figures) {
        absl::StrAppend(&got, Describe(figure, layout.reading.text, *gazetteer), "\n");
      }
      if (absl::StripAsciiWhitespace(got) != absl::StripAsciiWhitespace(parts[1])) {
        ADD_FAILURE() << file.path().filename() << ": " << parts[0] << "\n--\n" << got << "==";
      }
      ++cases;
    }
  }
  EXPECT_GE(cases, 1);
}

// The day that each figure of `text` is stated for; - where there is none.
std::string Days(const std::string& text) {
  const auto gazetteer = *Gazetteer::Create();
  const auto extractor = *Extractor::Create(*gazetteer);
  const Text normalized = Normalize(text);
  const Layout layout = ReadLayout(normalized.text, *gazetteer);
  const Extraction extraction = extractor->Extract(
      layout, {.date = Date{2021, 7, 28}, .home = kNoDivision, .explain = false});
  std::string days;
  for (const Figure& figure : extraction.figures) {
    absl::StrAppend(&days, days.empty() ? "" : " ",
                    figure.as_of ? absl::StrCat(figure.as_of->month, "-", figure.as_of->day) : "-");
  }
  return days;
}

TEST(ExtractorTest, DayThatAFigureIsStatedFor) {
  EXPECT_EQ(Days("河南省新县有企业30家。"), "7-28");
  EXPECT_EQ(Days("目前，河南省新县有企业30家。"), "7-28");
  EXPECT_EQ(Days("今年以来，河南省新县新增企业30家。"), "7-28");
  EXPECT_EQ(Days("昨天，河南省新县转移群众30人。"), "7-27");
  EXPECT_EQ(Days("截至昨日18时，河南省新县转移群众30人。"), "7-27");
  EXPECT_EQ(Days("截至2月1日24时，河南省新县累计报告确诊病例30例。"), "2-1");
  EXPECT_EQ(Days("2月1日，新增确诊病例3例。截至2月1日24时，累计报告确诊病例30例。"), "2-1 2-1");
  EXPECT_EQ(Days("截至7月3日24时采样31万人；第二轮7月5日启动，采样19万份。"), "7-3 7-5");
}

}  // namespace
}  // namespace qushu
