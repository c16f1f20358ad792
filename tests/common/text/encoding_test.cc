#include "common/text/encoding.h"

#include <set>
#include <string>

#include "common/base/utf8.h"
#include "common/data/table.h"
#include "common/text/declared.h"
#include "common/text/detect.h"
#include "common/text/simplify.h"
#include "common/text/transcode.h"
#include "tests/testing/encode.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::Encode;

TEST(Encoding, Labels) {
  EXPECT_EQ(FindEncoding(" GB2312\n"), Encoding::kGb18030);
  EXPECT_EQ(FindEncoding("x-gbk"), Encoding::kGb18030);
  EXPECT_EQ(FindEncoding("Big5-HKSCS"), Encoding::kBig5);
  EXPECT_EQ(FindEncoding("UTF8"), Encoding::kUtf8);
  EXPECT_EQ(FindEncoding("utf-16"), Encoding::kUtf16Le);
  for (const char* label : {"", "latin1", "gb", "utf-7", "shift_jis"}) {
    EXPECT_EQ(FindEncoding(label), std::nullopt) << label;
  }
  for (auto encoding : {Encoding::kUtf8, Encoding::kUtf16Le, Encoding::kUtf16Be, Encoding::kGb18030,
                        Encoding::kBig5}) {
    EXPECT_EQ(FindEncoding(EncodingName(encoding)), encoding);
  }
}

TEST(Transcode, LeadsBackCharacterByCharacter) {
  const std::string text = "共３例，a𠮷b\r\n臺灣€";
  for (auto [encoding, icu] : {std::pair(Encoding::kUtf16Le, "UTF-16LE"),
                               {Encoding::kUtf16Be, "UTF-16BE"},
                               {Encoding::kGb18030, "gb18030"}}) {
    const std::string bytes = Encode(text, icu);
    const Transcoded got = Transcode(bytes, encoding);
    ASSERT_FALSE(got.bad_byte);
    EXPECT_EQ(got.text.text, text);
    EXPECT_EQ(got.text.map.origin_size(), bytes.size());
    for (uint32_t at = 0; at < text.size(); at += CharSize(text[at])) {
      const Span span{at, at + CharSize(text[at])};
      EXPECT_EQ(Slice(bytes, got.text.map.ToOrigin(span)), Encode(Slice(text, span), icu));
    }
  }
}

TEST(Transcode, LongTextsAcrossItsBuffers) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += i % 3 == 0 ? "a" : i % 3 == 1 ? "例" : "𠮷";
  for (int shift = 0; shift < 3; ++shift, text = "a" + text) {
    const std::string bytes = Encode(text, "gb18030");
    const Transcoded got = Transcode(bytes, Encoding::kGb18030);
    EXPECT_EQ(got.text.text, text);
    const auto size = static_cast<uint32_t>(text.size());
    EXPECT_EQ(got.text.map.ToOrigin({size - 4, size}).size(), 4u);
    EXPECT_EQ(got.text.map.origin_size(), bytes.size());
  }
}

TEST(Transcode, NamesTheFirstBadByte) {
  const auto bad = [](std::string_view bytes, Encoding encoding) {
    return Transcode(bytes, encoding).bad_byte;
  };
  EXPECT_EQ(bad("\xC8\xAB\xFF", Encoding::kGb18030), 2u);
  EXPECT_EQ(bad("\xC8\xAB\xC8", Encoding::kGb18030), 2u) << "cut";
  EXPECT_EQ(bad("a\xA4\x40\xA4\x01", Encoding::kBig5), 3u);
  EXPECT_EQ(bad(std::string("a\0\0\xD8z\0", 6), Encoding::kUtf16Le), 2u) << "half a pair";
  EXPECT_EQ(bad("\x35\x75\x35", Encoding::kUtf16Le), 2u) << "odd";
  EXPECT_EQ(Transcode("1\x80\xC8\xAB", Encoding::kGb18030).text.text, "1€全");
}

TEST(Detect, TellsShortTexts) {
  const auto guess = [](std::string_view text, const char* icu) {
    const auto found = GuessEncoding(Encode(text, icu));
    return found ? std::string(EncodingName(found->encoding)) : "none";
  };
  for (const char* text :
       {"全市新增确诊病例13例。", "今年以来我县共投入资金3000万元", "复工企业44家"}) {
    EXPECT_EQ(guess(text, "gb18030"), "GB18030") << text;
    EXPECT_EQ(guess(text, "UTF-16LE"), "UTF-16LE") << text;
    EXPECT_EQ(guess(text, "UTF-16BE"), "UTF-16BE") << text;
  }
  for (const char* text : {"全市新增確診病例13例。", "今年以來我縣共投入資金3000萬元"}) {
    EXPECT_EQ(guess(text, "Big5"), "Big5") << text;
  }
  EXPECT_FALSE(GuessEncoding("\xE9t\xE9 \xE0 Paris"));
  EXPECT_FALSE(GuessEncoding("洛阳\xFF全市"));
  EXPECT_FALSE(GuessEncoding("\x89PNG\r\n\x1A\n\x01\x02\x03\x04\xFF\xD8\xFE"));
}

TEST(Declared, EncodingAndKind) {
  EXPECT_EQ(DeclaredEncoding("<html><META content='text/html; charset=GB2312'>"),
            Encoding::kGb18030);
  EXPECT_EQ(DeclaredEncoding("<meta charset = \"big5\"/>"), Encoding::kBig5);
  EXPECT_EQ(DeclaredEncoding("<?xml version='1.0' encoding='gbk'?><html>"), Encoding::kGb18030);
  EXPECT_EQ(DeclaredEncoding("<meta charset=utf-16>"), Encoding::kUtf8);
  for (const char* text :
       {"", "charset=gbk", "<p>charset=gbk</p>", "<meta charset=latin1>", " <"}) {
    EXPECT_EQ(DeclaredEncoding(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseContentType("Text/HTML; Charset=\"gbk\"").charset, "gbk");
  EXPECT_EQ(ParseContentType("Text/HTML").kind, ContentType::Kind::kHtml);
  EXPECT_EQ(ParseContentType("text/plain ;").kind, ContentType::Kind::kPlain);
  EXPECT_EQ(ParseContentType("text/htmlx").kind, ContentType::Kind::kUnknown);
  for (const char* text : {"<!DOCTYPE html>", "\n<html>", "\xEF\xBB\xBF<p>", "<?xml?><html>",
                           "第一段</p><p>第二段</p>又<br>"}) {
    EXPECT_TRUE(LooksLikeHtml(text)) << text;
  }
  for (const char* text : {"", "<", "<涧西区>共44家", "1<2，3<b", "<pre-text", "首页 > 要闻</p>"}) {
    EXPECT_FALSE(LooksLikeHtml(text)) << text;
  }
}

TEST(Simplify, KeepsSizesAndWhatSimplifiedTextsUse) {
  std::string text = "鄭州市１３萬餘戶，乾陵著名，瞭望；後來於此。𠮷a";
  const std::string simple = "郑州市１３万余户，乾陵著名，瞭望；后来于此。𠮷a";
  EXPECT_TRUE(SimplifyText(text));
  EXPECT_EQ(text, simple);
  EXPECT_FALSE(SimplifyText(text));
}

TEST(TextTables, AreSortedAndWithoutDoubles) {
  const auto folder = testing::SourceDir() / "common/text/data";
  const auto check = [&](const char* name, const std::vector<std::string_view>& columns) {
    const std::string file = testing::ReadFile(folder / name);
    const auto table = ParseTable(name, file, columns);
    ASSERT_OK(table);
    std::set<std::string_view> first;
    for (const TableRow& row : table->rows) {
      EXPECT_TRUE(first.insert(row.cells[0]).second) << name << ":" << row.line;
    }
    if (columns.size() < 2) return;
    for (const TableRow& row : table->rows) {
      EXPECT_EQ(row.cells[0].size(), 3u) << row.line;
      EXPECT_EQ(row.cells[1].size(), 3u) << row.line;
      EXPECT_FALSE(first.contains(row.cells[1])) << row.line << ": a simplified one is another's";
    }
  };
  check("common_characters.tsv", {"character"});
  check("traditional.tsv", {"traditional", "simplified"});
  check("html_furniture.tsv", {"word"});
}

}  // namespace
}  // namespace qushu
