#include "common/base/utf8.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(Utf8Test, ValidPrefixStopsAtTheFirstBadByte) {
  const std::string good = "a区é𠀀";
  EXPECT_EQ(ValidPrefix(good), good.size());
  for (std::string bad : {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80",
                          "\xE5\x8C", "\xF0\x9F\x98", "\xFF"}) {
    EXPECT_EQ(ValidPrefix(good + bad), good.size());
    EXPECT_EQ(ValidPrefix(good + bad + "0123456789"), good.size());
  }
}

TEST(Utf8Test, CodePointsRoundTrip) {
  for (char32_t c : {U'a', U'\u00E9', U'\u533A', U'\U00020000', U'\U0010FFFF'}) {
    std::string text;
    AppendUtf8(c, text);
    EXPECT_EQ(CodePointAt(text, 0), c);
    EXPECT_EQ(CharSize(text[0]), text.size());
    EXPECT_EQ(CodePointBefore(text, text.size()), c);
    EXPECT_EQ(CountCodePoints(text), 1u);
  }
}

TEST(Utf8Test, CountsAtEveryLength) {
  std::string text;
  size_t points = 0;
  size_t units = 0;
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(CountCodePoints(text), points);
    EXPECT_EQ(CountUtf16Units(text), units);
    AppendUtf8(U"a\u00E9\u533A\U00020000"[i % 4], text);
    ++points;
    units += i % 4 == 3 ? 2 : 1;
  }
}

}  // namespace
}  // namespace qushu
