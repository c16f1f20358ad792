#include "tests/testing/synthetic/synthetic_pages.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/analysis/analyzer.h"
#include "tests/testing/process.h"
#include "tests/testing/synthetic/synthetic_articles.h"

namespace qushu::testing {
namespace {

class SyntheticPagesTest : public ::testing::Test {
 protected:
  const Gazetteer& gazetteer() const { return analyzer_.gazetteer(); }

  const Analyzer& analyzer_ = testing::Shared<Analyzer>();
};

TEST_F(SyntheticPagesTest, APageDependsOnSeedAndIndexAlone) {
  const SyntheticPages one(gazetteer(), 1);
  const SyntheticPages again(gazetteer(), 1);
  const SyntheticPages other(gazetteer(), 2);
  const v1::ArticleInput page = one.Page(77);
  one.Page(78);
  EXPECT_EQ(again.Page(77).SerializeAsString(), page.SerializeAsString());
  EXPECT_EQ(one.Page(77).SerializeAsString(), page.SerializeAsString());
  EXPECT_NE(other.Page(77).text(), page.text());
}

TEST_F(SyntheticPagesTest, PagesDifferAndAreSpreadUnevenly) {
  constexpr int kPages = 20'000;
  const SyntheticPages pages(gazetteer(), 1);
  std::set<std::string> texts;
  std::map<std::string, int> papers;
  std::map<int, int> years;
  for (int i = 0; i < kPages; ++i) {
    const v1::ArticleInput page = pages.Page(static_cast<uint64_t>(i));
    texts.insert(page.text());
    ++papers[page.publication()];
    ++years[page.publication_date().year()];
  }
  EXPECT_EQ(texts.size(), static_cast<size_t>(kPages));
  EXPECT_GT(papers.size(), 250u);
  const auto most =
      std::max_element(papers.begin(), papers.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  EXPECT_GT(most->second, 5 * kPages / static_cast<int>(papers.size()));
  EXPECT_EQ(years.size(), 10u);
}

TEST_F(SyntheticPagesTest, TheAnalysisReadsThem) {
  constexpr int kPages = 300;
  const SyntheticPages pages(gazetteer(), 1);
  int bytes = 0, figures = 0, placed = 0, in_series = 0, most_figures = 0;
  size_t most_districts = 0;
  for (int i = 0; i < kPages; ++i) {
    const v1::ArticleInput page = pages.Page(static_cast<uint64_t>(i));
    ASSERT_OK_AND_ASSIGN(const v1::Article article, analyzer_.Analyze(page));
    bytes += static_cast<int>(page.text().size());
    figures += article.figures_size();
    most_figures = std::max(most_figures, article.figures_size());
    std::set<std::string> districts;
    for (const v1::Section& section : article.sections()) districts.insert(section.district());
    most_districts = std::max(most_districts, districts.size());
    EXPECT_GE(districts.size(), 1u) << page.text();
    for (const v1::Figure& figure : article.figures()) {
      placed += !figure.district().empty();
      in_series += !figure.indicator().empty();
    }
    EXPECT_EQ(article.masthead().publication_date().year(), page.publication_date().year());
  }
  RecordProperty("bytes_a_page", bytes / kPages);
  RecordProperty("figures_a_page", figures / kPages);
  EXPECT_GT(bytes / kPages, 2400);
  EXPECT_LT(bytes / kPages, 4000);
  EXPECT_GT(figures / kPages, 35);
  EXPECT_LT(figures / kPages, 60);
  EXPECT_LT(most_figures, 100);
  EXPECT_EQ(most_districts, 4u);
  EXPECT_GT(placed, figures * 95 / 100);
  EXPECT_GT(in_series, figures / 4);
}

TEST_F(SyntheticPagesTest, CopiesOfReadPagesAreArticlesOfTheirOwn) {
  SyntheticArticles articles(analyzer_, 1);
  std::set<std::string> texts;
  std::set<std::string> dates;
  for (const uint64_t variant : {0, 1, 2, 700, 1999}) {
    for (const uint64_t page : {0, 1, 7, 19'999}) {
      const uint64_t index = variant * SyntheticArticles::kRead + page;
      ASSERT_OK_AND_ASSIGN(const v1::Article article, articles.Article(index));
      texts.insert(article.source_text());
      dates.insert(article.masthead().publication_date().ShortDebugString());
      // Every span leads to what was read there.
      for (const v1::Figure& figure : article.figures()) {
        const v1::Span& span = figure.source_span();
        EXPECT_EQ(article.source_text().substr(static_cast<size_t>(span.begin()),
                                               static_cast<size_t>(span.end() - span.begin())),
                  figure.text());
      }
    }
  }
  EXPECT_EQ(texts.size(), 20u);
  EXPECT_GT(dates.size(), 15u);
}

TEST_F(SyntheticPagesTest, LinesAreJsonOfArticleInput) {
  v1::ArticleInput page;
  page.set_text("a\"b\\c\n区");
  page.set_publication("洛阳日报");
  page.mutable_publication_date()->set_year(2020);
  page.mutable_publication_date()->set_month(2);
  page.mutable_publication_date()->set_day(3);
  EXPECT_EQ(NdjsonLine(page),
            "{\"text\":\"a\\\"b\\\\c\\n区\",\"publication\":\"洛阳日报\",\"page\":\"\","
            "\"source_uri\":\"\",\"publication_date\":\"2020-02-03\",\"home_district\":\"\"}\n");
}

TEST_F(SyntheticPagesTest, TheProgramWritesLinesAndFiles) {
  const std::string program = BinDir() / "qushu-synth";
  const SyntheticPages pages(gazetteer(), 9);
  const ProcessResult lines = RunProcess({program, "--count=3", "--seed=9", "--first=5"});
  EXPECT_EQ(lines.status, 0) << lines.err;
  EXPECT_EQ(lines.out,
            NdjsonLine(pages.Page(5)) + NdjsonLine(pages.Page(6)) + NdjsonLine(pages.Page(7)));
  const TempDir dir;
  const std::string folder = dir.path() / "made" / "pages";
  const ProcessResult files =
      RunProcess({program, "--count=2", "--seed=9", "--format=dir", "--dir=" + folder});
  EXPECT_EQ(files.status, 0) << files.err;
  EXPECT_EQ(ReadFile(folder + "/00000001.txt"), pages.Page(1).text());
  EXPECT_EQ(RunProcess({program, "--format=dir"}).status, 1);
  EXPECT_EQ(RunProcess({program, "--format=csv"}).status, 1);
}

}  // namespace
}  // namespace qushu::testing
