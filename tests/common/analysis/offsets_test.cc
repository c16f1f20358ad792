#include "common/analysis/offsets.h"

#include <string>

#include "common/analysis/analyzer.h"
#include "common/base/utf8.h"
#include "tests/common/analysis/texts.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using v1::OFFSET_ENCODING_UNSPECIFIED;
using v1::OFFSET_ENCODING_UTF16;
using v1::OFFSET_ENCODING_UTF32;
using v1::OFFSET_ENCODING_UTF8;

TEST(OffsetIndexTest, CountsSupplementaryCharacters) {
  const std::string text = "a𠮷人😀。";  // 1, 4, 3, 4 and 3 bytes
  const OffsetIndex utf16(text, OFFSET_ENCODING_UTF16);
  const OffsetIndex utf32(text, OFFSET_ENCODING_UTF32);
  const OffsetIndex utf8(text, OFFSET_ENCODING_UTF8);
  struct Case {
    int64_t bytes, units, points;
  };
  for (const Case& c : {Case{0, 0, 0}, {1, 1, 1}, {5, 3, 2}, {8, 4, 3}, {12, 6, 4}, {15, 7, 5}}) {
    EXPECT_EQ(utf16.FromUtf8(c.bytes), c.units);
    EXPECT_EQ(utf32.FromUtf8(c.bytes), c.points);
    EXPECT_EQ(utf8.FromUtf8(c.bytes), c.bytes);
  }
}

TEST(OffsetIndexTest, EmptyText) {
  EXPECT_EQ(OffsetIndex("", OFFSET_ENCODING_UTF16).FromUtf8(0), 0);
  EXPECT_EQ(OffsetIndex("", OFFSET_ENCODING_UTF32).FromUtf8(0), 0);
}

// Characters of all sizes fall on all sides of the samples that the index keeps.
TEST(OffsetIndexTest, AgreesWithCountingAtEveryCharacterOfALongText) {
  std::string text;
  const char* const characters[] = {"a", "é", "人", "𠮷", "0", "。", "😀"};
  for (int i = 0; i < 1000; ++i) text += characters[i * i % 7];
  const OffsetIndex utf16(text, OFFSET_ENCODING_UTF16);
  const OffsetIndex utf32(text, OFFSET_ENCODING_UTF32);
  int64_t units = 0, points = 0;
  for (size_t p = 0; p < text.size(); p += CharSize(text[p])) {
    ASSERT_EQ(utf16.FromUtf8(p), units) << p;
    ASSERT_EQ(utf32.FromUtf8(p), points) << p;
    units += CharSize(text[p]) == 4 ? 2 : 1;
    ++points;
  }
  EXPECT_EQ(utf16.FromUtf8(text.size()), units);
  EXPECT_EQ(utf32.FromUtf8(text.size()), points);
}

// The UTF-16 of a text, as Java and JavaScript hold it.
std::u16string Utf16(std::string_view text) {
  std::u16string out;
  for (size_t p = 0; p < text.size(); p += CharSize(text[p])) {
    const char32_t c = CodePointAt(text, p);
    if (c < 0x10000) {
      out += static_cast<char16_t>(c);
    } else {
      out += static_cast<char16_t>(0xD7C0 + (c >> 10));
      out += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    }
  }
  return out;
}

std::u32string Utf32(std::string_view text) {
  std::u32string out;
  for (size_t p = 0; p < text.size(); p += CharSize(text[p])) out += CodePointAt(text, p);
  return out;
}

class ConvertSpansTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto analyzer = Analyzer::Create();
    ASSERT_OK(analyzer);
    v1::ArticleInput input;
    // 😀 and 𠮷 stand before and inside what has spans; full-width digits make the normalised text
    // another one.
    input.set_text(
        "😀2020年2月20日\n\n涧西区 守好𠮷门\n\n"
        "全区𠮷𠮷设立卡口７２７个。😀目前，全区复工企业４４家、返工24738人。\n");
    auto article = (*analyzer)->Analyze(input);
    ASSERT_OK(article);
    article_ = *std::move(article);
    ASSERT_GE(article_.figures_size(), 3);
    ASSERT_EQ(article_.sections_size(), 1);
    ASSERT_EQ(article_.summaries_size(), 1);
  }
  v1::Article Converted(v1::OffsetEncoding encoding) const {
    v1::Article article = article_;
    ConvertSpans(article, encoding);
    return article;
  }
  template <typename String>
  void ExpectFiguresAt(const v1::Article& article, const String& source, const String& normalized,
                       String (*encode)(std::string_view)) const {
    const auto cut = [](const String& text, const v1::Span& span) {
      return text.substr(span.begin(), span.end() - span.begin());
    };
    for (int i = 0; i < article.figures_size(); ++i) {
      const v1::Figure& figure = article.figures(i);
      EXPECT_TRUE(cut(source, figure.source_span()) == encode(figure.text())) << figure.text();
      EXPECT_TRUE(cut(source, figure.sentence_span()) == encode(figure.sentence()));
      const v1::Span& span = article_.figures(i).normalized_span();
      const std::string printed =
          article_.normalized_text().substr(span.begin(), span.end() - span.begin());
      EXPECT_TRUE(cut(normalized, figure.normalized_span()) == encode(printed)) << printed;
    }
    for (const v1::Sentence& sentence : article.summaries(0).sentences()) {
      EXPECT_TRUE(cut(source, sentence.source_span()) == encode(sentence.text()));
    }
    const v1::Span& section = article.sections(0).source_span();
    EXPECT_TRUE(cut(source, section).starts_with(encode("涧西区")));
  }

  v1::Article article_;
};

TEST_F(ConvertSpansTest, Utf8StaysAsItIs) {
  EXPECT_EQ(Converted(OFFSET_ENCODING_UTF8).SerializeAsString(), article_.SerializeAsString());
  EXPECT_EQ(Converted(OFFSET_ENCODING_UNSPECIFIED).SerializeAsString(),
            article_.SerializeAsString());
}

TEST_F(ConvertSpansTest, Utf16) {
  ExpectFiguresAt<std::u16string>(Converted(OFFSET_ENCODING_UTF16), Utf16(article_.source_text()),
                                  Utf16(article_.normalized_text()), Utf16);
}

TEST_F(ConvertSpansTest, Utf32) {
  ExpectFiguresAt<std::u32string>(Converted(OFFSET_ENCODING_UTF32), Utf32(article_.source_text()),
                                  Utf32(article_.normalized_text()), Utf32);
}

TEST_F(ConvertSpansTest, AbsentSpansStayAbsent) {
  v1::Article article;
  article.add_figures()->set_text("44家");
  article.set_source_text("44家");
  ConvertSpans(article, OFFSET_ENCODING_UTF16);
  EXPECT_FALSE(article.figures(0).has_source_span());
  EXPECT_FALSE(article.figures(0).has_normalized_span());
}

}  // namespace
}  // namespace qushu
