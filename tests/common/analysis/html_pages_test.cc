// Pages as they are on the web, of our own writing: tests/data/html. Beside NAME.html stands
// NAME.golden: the normalised text, `--`, and a line a figure. QUSHU_UPDATE_GOLDEN=1 writes them
// anew, to be read before they are committed.
#include <cstdlib>
#include <fstream>
#include <string>

#include "common/analysis/analyzer.h"
#include "tests/testing/encode.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

class HtmlPagesTest : public ::testing::TestWithParam<const char*> {};

TEST_P(HtmlPagesTest, ReadsAsExpected) {
  const auto folder = testing::SourceDir() / "tests/data/html";
  const std::string name = GetParam();
  std::string page = testing::ReadFile(folder / (name + ".html"));
  // The page says gb2312, and is in the repository as UTF-8.
  if (name == "old_table") page = testing::Encode(page, "gb18030");
  ASSERT_OK_AND_ASSIGN(const auto analyzer, Analyzer::Create());
  v1::ArticleInput input;
  input.set_text(page);
  ASSERT_OK_AND_ASSIGN(const v1::Article article, analyzer->Analyze(input));
  std::string got = article.normalized_text() + "--\n";
  for (const v1::Figure& figure : article.figures()) {
    got +=
        figure.value() + "\t" + figure.unit() + "\t" + figure.text() + "\t" + figure.place() + "\n";
  }
  const auto golden = folder / (name + ".golden");
  if (std::getenv("QUSHU_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << got;
  EXPECT_EQ(got, testing::ReadFile(golden));
  for (const v1::Finding& finding : article.findings()) {
    ADD_FAILURE() << finding.ShortDebugString();
  }
}

INSTANTIATE_TEST_SUITE_P(Pages, HtmlPagesTest,
                         ::testing::Values("portal", "gov", "wechat", "old_table"),
                         [](const auto& page) { return std::string(page.param); });

}  // namespace
}  // namespace qushu
