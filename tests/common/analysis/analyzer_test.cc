// The whole analysis over real texts: spans, order, and the same answer every time.
#include "common/analysis/analyzer.h"

#include <algorithm>
#include <string>
#include <thread>

#include "common/analysis/offsets.h"
#include "tests/common/analysis/texts.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class AnalyzerTest : public ::testing::Test {
 protected:
  v1::Article Analyze(const std::string& text, const AnalyzeOptions& options = {}) {
    v1::ArticleInput input;
    input.set_text(text);
    auto article = analyzer_.Analyze(input, options);
    EXPECT_OK(article);
    return article.ok() ? *std::move(article) : v1::Article();
  }

  const Analyzer& analyzer_ = testing::Shared<Analyzer>();
};

// What stands in `span` of the source, without line breaks and the white space about them.
std::string Cut(const v1::Article& article, const v1::Span& span) {
  const std::string& source = article.source_text();
  if (span.begin() < 0 || span.begin() >= span.end() ||
      span.end() > static_cast<int64_t>(source.size())) {
    return "(no such span)";
  }
  return testing::JoinLines(source.substr(span.begin(), span.end() - span.begin()));
}

void ExpectWholeSpans(const v1::Article& article) {
  int64_t last = 0;
  for (const v1::Figure& figure : article.figures()) {
    EXPECT_EQ(Cut(article, figure.source_span()), figure.text());
    EXPECT_EQ(Cut(article, figure.sentence_span()), figure.sentence()) << figure.text();
    EXPECT_FALSE(figure.sentence_cut()) << figure.text();
    EXPECT_GE(figure.source_span().begin(), figure.sentence_span().begin()) << figure.text();
    EXPECT_LE(figure.source_span().end(), figure.sentence_span().end()) << figure.text();
    EXPECT_GE(figure.source_span().begin(), last) << figure.text();
    last = figure.source_span().begin();
    EXPECT_GE(figure.normalized_span().begin(), 0);
    EXPECT_LT(figure.normalized_span().begin(), figure.normalized_span().end());
    EXPECT_LE(figure.normalized_span().end(),
              static_cast<int64_t>(article.normalized_text().size()));
    EXPECT_FALSE(figure.value().empty()) << figure.text();
  }
  EXPECT_EQ(article.figure_count(), article.figures_size());
  for (const v1::DistrictSummary& summary : article.summaries()) {
    int64_t end = 0;
    std::vector<int> ranks;
    for (const v1::Sentence& sentence : summary.sentences()) {
      EXPECT_EQ(Cut(article, sentence.source_span()), sentence.text());
      EXPECT_GE(sentence.source_span().begin(), end) << "not in reading order";
      end = sentence.source_span().end();
      ranks.push_back(sentence.rank());
    }
    std::sort(ranks.begin(), ranks.end());
    for (size_t i = 0; i < ranks.size(); ++i) EXPECT_EQ(ranks[i], static_cast<int>(i) + 1);
    EXPECT_LE(summary.key_figures_size(), 8);
  }
}

TEST_F(AnalyzerTest, SpansOfTextsOfTheRepositoryReadAsTheFigures) {
  const auto texts = testing::RepositoryTexts();
  ASSERT_FALSE(texts.empty());
  for (const auto& path : texts) {
    SCOPED_TRACE(path.string());
    const v1::Article article = Analyze(testing::ReadFile(path));
    EXPECT_GT(article.figures_size(), 0);
    ExpectWholeSpans(article);
  }
}

TEST_F(AnalyzerTest, SpansOfSharedTextsReadAsTheFigures) {
  const auto shared = testing::SharedDir();
  if (!shared) GTEST_SKIP() << "there is no folder shared/ beside the repository";
  const auto texts = testing::TextsBelow({*shared / "eval", *shared / "article"});
  ASSERT_GE(texts.size(), 20u);
  for (const auto& path : texts) {
    SCOPED_TRACE(path.string());
    const v1::Article article = Analyze(testing::ReadFile(path));
    EXPECT_GT(article.figures_size(), 0);
    ExpectWholeSpans(article);
  }
}

TEST_F(AnalyzerTest, SpansHoldWhateverTheLineEndsAndTheWidthOfDigits) {
  const std::string page = testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt");
  const int figures = Analyze(page).figures_size();
  std::string crlf = "\xEF\xBB\xBF";  // a byte order mark too
  std::string wide;
  for (char c : page) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
    if (c >= '0' && c <= '9') {
      wide += "\xEF\xBC" + std::string(1, static_cast<char>(0x90 + (c - '0')));
    } else {
      wide += c;
    }
  }
  for (const std::string& text : {crlf, wide}) {
    const v1::Article article = Analyze(text);
    EXPECT_EQ(article.figures_size(), figures);
    ExpectWholeSpans(article);
  }
}

TEST_F(AnalyzerTest, EveryFigureOfThePageHasATheme) {
  const v1::Article article =
      Analyze(testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt"));
  int themed = 0;
  for (const v1::Figure& figure : article.figures()) {
    themed += !figure.theme().empty();
    // Each by its own clause.
    const std::string& text = figure.text();
    if (text == "9549名") {
      EXPECT_EQ(figure.theme(), "志愿服务");
    } else if (text == "727个") {
      EXPECT_EQ(figure.theme(), "卡点管控");
    } else if (text == "1300万元") {
      EXPECT_NE(figure.theme(), "志愿服务");
    }
  }
  EXPECT_GE(themed * 10, article.figures_size() * 8);
}

TEST_F(AnalyzerTest, SummarySentencesFollowTheOption) {
  const std::string page = testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt");
  for (int wanted : {0, 1, 3, kMaxSummarySentences}) {
    const v1::Article article = Analyze(page, {.summary_sentences = wanted});
    for (const v1::DistrictSummary& summary : article.summaries()) {
      EXPECT_LE(summary.sentences_size(), wanted);
      EXPECT_EQ(summary.sentences_size() > 0, wanted > 0) << summary.place();
    }
  }
}

TEST_F(AnalyzerTest, OfASentenceThatIsTooLongAFigureHasAStretchOfClauses) {
  const auto list = [](int items) {
    std::string text = "洛阳市设立卡口：";
    for (int i = 1; i <= items; ++i) text += "第一办事处辖区" + std::to_string(i + 100) + "个、";
    return text + "另有流动卡点6个。";
  };
  for (const v1::Article& whole : {Analyze(list(20) + list(20))}) {
    for (const v1::Figure& figure : whole.figures()) EXPECT_FALSE(figure.sentence_cut());
  }
  for (int items : {120, 2000}) {
    const v1::Article cut = Analyze(list(items));
    ASSERT_GT(cut.figures_size(), items);
    for (const v1::Figure& figure : cut.figures()) {
      EXPECT_TRUE(figure.sentence_cut());
      EXPECT_EQ(Cut(cut, figure.sentence_span()), figure.sentence());
      EXPECT_THAT(figure.sentence(), HasSubstr(figure.text()));
      EXPECT_LE(figure.sentence().size(), 200u);
    }
    EXPECT_THAT(cut.figures(1).sentence(), StartsWith("洛阳市设立卡口：第一办事处辖区101个、"));
    EXPECT_THAT(cut.figures(30).sentence(), AllOf(StartsWith("第一办事处"), EndsWith("个、")));
  }
}

// What a district's report says of the city above it is part of that report.
TEST_F(AnalyzerTest, ASectionGivesNoSummaryToTheDivisionsAboveItsOwn) {
  const auto places = [&](const std::string& text) {
    std::vector<std::string> all;
    const v1::Article article = Analyze(text);
    for (const v1::DistrictSummary& summary : article.summaries()) {
      all.push_back(summary.place().substr(summary.place().rfind('/') + 1));
    }
    return all;
  };
  const std::string sections =
      "涧西区 把关口守在前头\n\n涧西区设立卡口727个。市里出台的20条办法送到了44家企业，河南省共投入"
      "1300万元。\n\n西工区 一把尺子量到底\n\n西工区下派县级领导27名。瀍河区送来口罩500个。\n";
  EXPECT_THAT(places("2020年2月20日\n\n" + sections),
              ElementsAre("涧西区", "西工区", "瀍河回族区"));
  EXPECT_THAT(places("2020年2月20日\n\n洛阳市累计确诊31例。\n\n" + sections),
              ElementsAre("涧西区", "西工区", "洛阳市", "瀍河回族区"));
  const std::string page = testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt");
  EXPECT_THAT(places(page), ElementsAre("涧西区", "西工区", "老城区", "瀍河回族区"));
}

TEST_F(AnalyzerTest, TheSameTextGivesTheSameArticleFromAnyThread) {
  std::vector<std::string> texts;
  for (const auto& path : testing::RepositoryTexts()) texts.push_back(testing::ReadFile(path));
  const AnalyzeOptions explain = {.explain = true};
  std::vector<std::string> expected;
  for (const std::string& text : texts) {
    expected.push_back(Analyze(text, explain).SerializeAsString());
    EXPECT_EQ(Analyze(text, explain).SerializeAsString(), expected.back());
  }
  std::vector<std::vector<std::string>> got(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < got.size(); ++i) {
    threads.emplace_back([&, i] {
      // Each begins elsewhere, so that different texts are read at once.
      for (size_t j = 0; j < texts.size(); ++j) {
        const size_t at = (i + j) % texts.size();
        got[i].push_back(Analyze(texts[at], explain).SerializeAsString());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < got.size(); ++i) {
    for (size_t j = 0; j < texts.size(); ++j) {
      EXPECT_TRUE(got[i][j] == expected[(i + j) % texts.size()]) << i << " " << j;
    }
  }
  auto another = Analyzer::Create();
  ASSERT_OK(another);
  v1::ArticleInput input;
  input.set_text(texts[0]);
  auto article = (*another)->Analyze(input, explain);
  ASSERT_OK(article);
  EXPECT_TRUE(article->SerializeAsString() == expected[0]) << "another Analyzer reads it otherwise";
}

TEST_F(AnalyzerTest, FiguresAloneAreThoseOfTheArticle) {
  for (const auto& path : testing::RepositoryTexts()) {
    v1::ArticleInput input;
    input.set_text(testing::ReadFile(path));
    const AnalyzeOptions options{.explain = true, .offsets = v1::OFFSET_ENCODING_UTF16};
    const v1::Article article = Analyze(input.text(), options);
    int next = 0;
    EXPECT_OK(analyzer_.ForEachFigure(input, options, [&](const v1::Figure& figure) {
      ASSERT_LT(next, article.figures_size());
      EXPECT_EQ(figure.SerializeAsString(), article.figures(next++).SerializeAsString());
    }));
    EXPECT_EQ(next, article.figures_size()) << path;
  }
}

TEST_F(AnalyzerTest, SpansCountInTheUnitAskedFor) {
  const std::string text = "𠮷涧西区设立卡口3个，\n投入4500名党员。";
  for (const auto encoding : {v1::OFFSET_ENCODING_UTF16, v1::OFFSET_ENCODING_UTF32}) {
    v1::Article converted = Analyze(text);
    ConvertSpans(converted, encoding);
    EXPECT_EQ(Analyze(text, {.offsets = encoding}).SerializeAsString(),
              converted.SerializeAsString());
  }
}

}  // namespace
}  // namespace qushu
