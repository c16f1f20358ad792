// Findings as the article states them: every reason of the schema, with spans and figures.
#include <filesystem>
#include <map>
#include <regex>
#include <string>

#include "common/analysis/analyzer.h"
#include "qushu/v1/findings.pb.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class FindingsTest : public ::testing::Test {
 protected:
  v1::Article Analyze(const std::string& text, bool dated = true) {
    v1::ArticleInput input;
    input.set_text(text);
    if (dated) {
      input.mutable_publication_date()->set_year(2020);
      input.mutable_publication_date()->set_month(2);
      input.mutable_publication_date()->set_day(4);
    }
    return analyzer_.Analyze(input).value();
  }

  const Analyzer& analyzer_ = testing::Shared<Analyzer>();
};

// Those of the decoder are words of its own; the audit's are the schema's enumerators.
TEST_F(FindingsTest, TheSchemaNamesEveryReasonThatTheCodeGives) {
  std::string sources;
  for (const char* folder : {"common/analysis", "common/audit", "common/text"}) {
    for (const auto& file : std::filesystem::directory_iterator(testing::SourceDir() / folder)) {
      if (file.path().extension() == ".cc") sources += testing::ReadFile(file.path());
    }
  }
  const auto* reasons = v1::FindingReason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    const std::string name = reasons->value(i)->name();
    const std::string word = '"' + name.substr(std::string("FINDING_REASON_").size()) + '"';
    EXPECT_TRUE(sources.find(name) != std::string::npos || sources.find(word) != std::string::npos)
        << name << " is never found";
  }
  const std::regex quoted("findings\\.push_back\\(\\s*\\{\"([A-Z_]+)\"");
  int used = 0;
  for (std::sregex_iterator it(sources.begin(), sources.end(), quoted), end; it != end; ++it) {
    EXPECT_NE(reasons->FindValueByName("FINDING_REASON_" + it->str(1)), nullptr) << it->str(1);
    ++used;
  }
  EXPECT_GE(used, 1);
}

TEST_F(FindingsTest, EveryReasonOfTheAuditIsFound) {
  const std::map<std::string, std::string> texts = {
      {"DATE_UNKNOWN", "洛阳市设立卡口614个。"},
      {"SUM_DIFFERS", "江苏省新增确诊病例37例（南京市8例、苏州市12例、徐州市5例、扬州市11例）。"},
      {"PARTS_EXCEED_TOTAL", "江苏省新增确诊病例37例，其中南京市28例、苏州市12例。"},
      {"DISTRICTS_EXCEED_TOTAL", "2月3日，洛阳市新增确诊病例4例。涧西区新增确诊病例5例。"},
      {"CHANGE_DIFFERS", "洛阳市规模以上企业由120家增加到126家，增加5家。"},
      {"PERCENT_DIFFERS", "洛阳市企业由120家增加到150家，增长26%。"},
      {"SHARES_DIFFER", "洛阳市第一产业占9.0%，第二产业占45.1%，第三产业占46.9%。"},
      {"RESPECTIVELY_UNEQUAL", "鼓楼区、玄武区分别新增8例、12例、5例。"},
  };
  for (const auto& [reason, text] : texts) {
    ASSERT_TRUE(v1::FindingReason_IsValid(
        v1::FindingReason_descriptor()->FindValueByName("FINDING_REASON_" + reason)->number()));
    const v1::Article article = Analyze(text, reason != "DATE_UNKNOWN");
    ASSERT_THAT(article.findings(), SizeIs(1)) << reason << ": " << article.DebugString();
    EXPECT_EQ(article.findings(0).reason(), reason);
    EXPECT_NE(article.findings(0).message(), "");
  }
}

TEST_F(FindingsTest, AFindingNamesItsFiguresInTheSource) {
  // Cut by the page in the middle of a number.
  const v1::Article article =
      Analyze("　　江苏省新增确诊病例9例（南京市4例、苏州市1\n5例）。设立卡口614个。\n");
  ASSERT_THAT(article.findings(), SizeIs(1));
  const v1::Finding& finding = article.findings(0);
  EXPECT_EQ(finding.reason(), "PARTS_EXCEED_TOTAL");
  EXPECT_EQ(finding.message(), "15 is stated as a part of 9");
  EXPECT_THAT(finding.figures(), ElementsAre(3, 1));
  ASSERT_THAT(finding.figure_spans(), SizeIs(2));
  for (int i = 0; i < 2; ++i) {
    const v1::Figure& figure = article.figures(finding.figures(i) - 1);
    EXPECT_EQ(finding.figure_spans(i).DebugString(), figure.source_span().DebugString());
  }
  EXPECT_EQ(finding.source_span().begin(), article.figures(0).source_span().begin());
  EXPECT_EQ(finding.source_span().end(), article.figures(2).source_span().end());
  EXPECT_EQ(article.figures(2).value(), "15") << "nothing is put right";
}

}  // namespace
}  // namespace qushu
