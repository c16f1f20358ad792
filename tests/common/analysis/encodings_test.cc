// The same text in any encoding, and as HTML, gives the same figures, and every span leads back to
// the bytes that came in.
#include <string>
#include <vector>

#include "common/analysis/analyzer.h"
#include "common/analysis/offsets.h"
#include "tests/common/analysis/texts.h"
#include "tests/testing/encode.h"

namespace qushu {
namespace {

using ::qushu::testing::Decoded;
using ::qushu::testing::Encode;
using ::qushu::testing::IsError;
using ::qushu::testing::JoinLines;
using ::qushu::testing::ToHtml;
using ::qushu::testing::WithoutMarkup;

constexpr char kTraditional[] =
    "2021年9月3日\n\n鄭州市新增確診病例13例，治癒出院1,204例。全市共有1.2萬餘戶居民參加檢測，"
    "設立卡口36個，投入醫務人員２０００餘名；發放補助3.5億元。\n洛陽市澗西區復工企業44家。\n";

class EncodingsTest : public ::testing::Test {
 protected:
  v1::Article Analyze(const std::string& bytes, const std::string& encoding = "",
                      const std::string& type = "") {
    v1::ArticleInput input;
    input.set_text(bytes);
    input.set_encoding(encoding);
    input.set_content_type(type);
    auto article = analyzer_.Analyze(input);
    EXPECT_OK(article);
    return article.ok() ? *std::move(article) : v1::Article();
  }
  // All that a figure says, without its place in the text.
  static std::string Said(const v1::Figure& figure) {
    v1::Figure said = figure;
    said.clear_source_span();
    said.clear_sentence_span();
    said.clear_normalized_span();
    return said.ShortDebugString();
  }
  static void ExpectSameFigures(const v1::Article& got, const v1::Article& expected) {
    ASSERT_EQ(got.figures_size(), expected.figures_size());
    for (int i = 0; i < got.figures_size(); ++i) {
      EXPECT_EQ(Said(got.figures(i)), Said(expected.figures(i)));
    }
    ASSERT_EQ(got.summaries_size(), expected.summaries_size());
  }
  static std::string Cut(std::string_view bytes, const v1::Span& span) {
    return std::string(bytes.substr(span.begin(), span.end() - span.begin()));
  }
  // Every span, of figures and sentences, in the decoded source and in the bytes.
  static void ExpectSpansLeadBack(const v1::Article& article, const std::string& bytes,
                                  const char* encoding) {
    v1::Article in_bytes = article;
    ConvertSpans(in_bytes, v1::OFFSET_ENCODING_SOURCE_BYTES);
    const bool html = article.content_type() == "text/html";
    const auto printed = [&](const std::string& cut) {
      return html ? WithoutMarkup(cut) : JoinLines(cut);
    };
    for (int i = 0; i < article.figures_size(); ++i) {
      const v1::Figure& figure = article.figures(i);
      const v1::Figure& same = in_bytes.figures(i);
      EXPECT_EQ(printed(Cut(article.source_text(), figure.source_span())), figure.text());
      EXPECT_EQ(printed(Decoded(Cut(bytes, same.source_span()), encoding)), figure.text());
      EXPECT_EQ(printed(Decoded(Cut(bytes, same.sentence_span()), encoding)), figure.sentence());
    }
    for (int i = 0; i < article.sections_size(); ++i) {
      EXPECT_EQ(Decoded(Cut(bytes, in_bytes.sections(i).source_span()), encoding),
                Cut(article.source_text(), article.sections(i).source_span()));
    }
  }

  const Analyzer& analyzer_ = testing::Shared<Analyzer>();
};

struct Form {
  const char* icu;
  const char* mark;  // byte order mark
  const char* name;  // that the article gives
};
constexpr Form kForms[] = {{"UTF-8", "", "UTF-8"},
                           {"UTF-8", "\uFEFF", "UTF-8"},
                           {"UTF-16LE", "\uFEFF", "UTF-16LE"},
                           {"UTF-16BE", "\uFEFF", "UTF-16BE"},
                           {"UTF-16LE", "", "UTF-16LE"},
                           {"UTF-16BE", "", "UTF-16BE"},
                           {"gb18030", "", "GB18030"},
                           {"gb18030", "\uFEFF", "GB18030"}};

void FindNoDoubt(const v1::Article& article) {
  for (const v1::Finding& finding : article.findings()) {
    EXPECT_FALSE(finding.reason().starts_with("ENCODING")) << finding.ShortDebugString();
  }
}

TEST_F(EncodingsTest, EveryTextInEveryEncoding) {
  for (const auto& path : testing::RepositoryTexts()) {
    SCOPED_TRACE(path.filename());
    const std::string text = testing::ReadFile(path);
    const v1::Article expected = Analyze(text, "", "text/plain");
    for (const Form& form : kForms) {
      SCOPED_TRACE(form.icu);
      const std::string bytes = Encode(form.mark + text, form.icu);
      const v1::Article article = Analyze(bytes, "", "text/plain");
      EXPECT_EQ(article.source_encoding(), form.name);
      EXPECT_EQ(article.source_text(), form.mark + text);
      EXPECT_EQ(article.source_bytes(), form.icu == std::string("UTF-8") ? "" : bytes);
      FindNoDoubt(article);
      ExpectSameFigures(article, expected);
      ExpectSpansLeadBack(article, bytes, form.icu);
    }
  }
}

TEST_F(EncodingsTest, TraditionalTextInBig5) {
  const v1::Article expected = Analyze(kTraditional);
  ASSERT_EQ(expected.figures_size(), 7);
  EXPECT_EQ(expected.figures(0).place(), "河南省/郑州市");
  EXPECT_EQ(expected.figures(0).measure(), "確診病例");
  EXPECT_EQ(expected.figures(2).value(), "12000");
  EXPECT_EQ(expected.figures(2).unit(), "户");
  EXPECT_EQ(expected.figures(3).unit(), "个");
  EXPECT_EQ(expected.figures(5).value(), "350000000");
  EXPECT_EQ(expected.figures(6).place(), "河南省/洛阳市/涧西区");
  for (const char* icu : {"Big5", "Big5-HKSCS", "UTF-16LE", "gb18030"}) {
    SCOPED_TRACE(icu);
    const std::string bytes = Encode(kTraditional, icu);
    const v1::Article article = Analyze(bytes);
    EXPECT_TRUE(std::string(icu).starts_with(article.source_encoding()) ||
                article.source_encoding() == "GB18030");
    FindNoDoubt(article);
    ExpectSameFigures(article, expected);
    ExpectSpansLeadBack(article, bytes, icu);
  }
}

TEST_F(EncodingsTest, HtmlSaysTheSame) {
  const std::string text =
      "2021年8月5日\n洛阳市新增本土确诊病例13例，其中涧西区8例、西工区5例。\n"
      "截至8月4日24时，全市累计报告确诊病例1,204例，尚在医学观察的密切接触者3.6万人。\n"
      "涧西区设置检测点127个，投入医务人员2000余名；采样45.8万人份。\n";
  const v1::Article expected = Analyze(text);
  ASSERT_GE(expected.figures_size(), 8);
  for (const Form& form : kForms) {
    SCOPED_TRACE(form.icu);
    const std::string bytes = Encode(form.mark + ToHtml(text), form.icu);
    const v1::Article article = Analyze(bytes);
    EXPECT_EQ(article.content_type(), "text/html");
    ExpectSameFigures(article, expected);
    ExpectSpansLeadBack(article, bytes, form.icu);
  }
}

TEST_F(EncodingsTest, WhatIsSaidAndWhatIsSo) {
  const std::string text = "涧西区新增确诊病例13例，设立卡口727个，排查返乡人员8368人。";
  const auto reasons = [](const v1::Article& article) {
    std::vector<std::string> found;
    for (const v1::Finding& finding : article.findings()) {
      if (finding.reason() != "DATE_UNKNOWN") found.push_back(finding.reason());
    }
    return found;
  };
  const std::string gbk = Encode(text, "gb18030");
  const std::string page = "<meta charset=gb2312><p>" + text + "</p>";
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  EXPECT_THAT(reasons(Analyze(gbk, "GBK")), IsEmpty());
  EXPECT_THAT(reasons(Analyze(gbk, "", "text/plain; charset=gb2312")), IsEmpty());
  EXPECT_THAT(reasons(Analyze(Encode(page, "gb18030"))), IsEmpty());
  // A page saved as UTF-8 that still says what it was.
  EXPECT_THAT(reasons(Analyze(page)), ElementsAre("ENCODING_MISMATCH"));
  EXPECT_THAT(reasons(Analyze("\xEF\xBB\xBF" + text, "gbk")), ElementsAre("ENCODING_MISMATCH"));
  EXPECT_THAT(reasons(Analyze(Encode("4人", "gb18030"))), ElementsAre("ENCODING_DOUBTFUL"));
}

TEST_F(EncodingsTest, StrictlyRefused) {
  const auto refused = [&](const std::string& bytes, const std::string& encoding,
                           const std::string& type = "") {
    v1::ArticleInput input;
    input.set_text(bytes);
    input.set_encoding(encoding);
    input.set_content_type(type);
    return analyzer_.Analyze(input).status();
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  const std::string gbk = Encode("涧西区新增确诊病例13例，设立卡口727个。", "gb18030");
  EXPECT_THAT(refused(gbk, "utf-8"), IsError(kInvalid, "INVALID_UTF8"));
  EXPECT_THAT(refused(gbk + "\xFF", ""), IsError(kInvalid, "INVALID_BYTES"));
  EXPECT_THAT(refused(gbk + "\xC8", "gb2312"), IsError(kInvalid, "INVALID_BYTES"));
  EXPECT_THAT(refused(gbk, "latin1"), IsError(kInvalid, "UNSUPPORTED_ENCODING"));
  EXPECT_THAT(refused("44家", "", "image/png"), IsError(kInvalid, "UNSUPPORTED_ENCODING"));
  EXPECT_THAT(refused("<p></p><script>44</script>", "", "text/html"),
              IsError(kInvalid, "EMPTY_TEXT"));
  EXPECT_THAT(refused(std::string("\xFF\xFE\x00\xD8", 4), ""), IsError(kInvalid, "INVALID_BYTES"));
  EXPECT_THAT(refused("\xE9t\xE9 \xE0 Paris, d\xE9j\xE0 vu", ""),
              IsError(kInvalid, "INVALID_UTF8"));
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "<font a=" + std::to_string(i) + "><p>x";
  EXPECT_THAT(refused(deep, ""), IsError(kInvalid, "HTML_TOO_COMPLEX"));
}

}  // namespace
}  // namespace qushu
