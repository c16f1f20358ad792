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

}  // namespace
}  // namespace qushu
