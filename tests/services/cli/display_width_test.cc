#include "services/cli/display_width.h"

#include "common/base/utf8.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFamily[] = "👨‍👩‍👧";  // three emoji and two joiners
constexpr char kCombined[] = "e\u0301";           // é as two code points

TEST(DisplayWidthTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("涧西区"), 6);
  EXPECT_EQ(DisplayWidth("４５"), 4);   // full-width digits
  EXPECT_EQ(DisplayWidth("ｶﾅ"), 2);     // half-width katakana
  EXPECT_EQ(DisplayWidth("𠮷"), 2);     // supplementary plane
  EXPECT_EQ(DisplayWidth("“中…”"), 5);  // ambiguous marks are narrow
  EXPECT_EQ(DisplayWidth(kCombined), 1);
  EXPECT_EQ(DisplayWidth("한국"), 4);
  EXPECT_EQ(DisplayWidth("\u1112\u1161\u11ab"), 2);  // one syllable as three letters
  EXPECT_EQ(DisplayWidth("a\u200bb"), 2);            // zero-width space
}

TEST(DisplayWidthTest, CountsAnEmojiSequenceAsOneCharacter) {
  EXPECT_EQ(DisplayWidth("😀"), 2);
  EXPECT_EQ(DisplayWidth(kFamily), 2);
  EXPECT_EQ(DisplayWidth("👍🏽"), 2);
  EXPECT_EQ(DisplayWidth("🇨🇳"), 2);
  EXPECT_EQ(DisplayWidth("🇨🇳🇨🇳"), 4);
  EXPECT_EQ(DisplayWidth("❤\uFE0F"), 2);
}

TEST(TruncateTest, KeepsWhatFits) {
  EXPECT_EQ(Truncate("涧西区", 6), "涧西区");
  EXPECT_EQ(Truncate("", 0), "");
}

TEST(TruncateTest, NeverCutsACharacter) {
  EXPECT_EQ(Truncate("涧西区", 5), "涧西…");
  EXPECT_EQ(Truncate("涧西区", 4), "涧…");
  EXPECT_EQ(Truncate("涧西区", 2), "…");
  EXPECT_EQ(Truncate("涧西区", 1), "…");
  EXPECT_EQ(Truncate("涧西区", 0), "");
  EXPECT_EQ(Truncate(std::string(kFamily) + kFamily, 3), std::string(kFamily) + "…");
  EXPECT_EQ(Truncate(std::string(kCombined) + "abc", 2), std::string(kCombined) + "…");
}

TEST(TruncateTest, FitsAtEveryWidth) {
  const std::string text = std::string("中a") + kFamily + kCombined + "🇨🇳𠮷b。";
  for (int columns = 0; columns <= DisplayWidth(text); ++columns) {
    const std::string cut = Truncate(text, columns);
    EXPECT_LE(DisplayWidth(cut), columns);
    EXPECT_EQ(ValidPrefix(cut), cut.size());
  }
}

TEST(PrintableTest, TakesTheTeethOutOfControlCharacters) {
  EXPECT_EQ(Printable("a\nb\tc\r\n"), "a b c  ");
  EXPECT_EQ(Printable("\x1b[31m红"), "\uFFFD[31m红");
  EXPECT_EQ(Printable("a\u202Eb\u2066"), "ab");
  EXPECT_EQ(Printable(kFamily), kFamily);
}

TEST(WrapTest, BreaksChineseAnywhereButNotBeforeAStop) {
  EXPECT_THAT(Wrap("设立卡口七百个。", 8), ElementsAre("设立卡口", "七百个。"));
  // Seven characters fill 14 columns; the stop must not begin a line.
  EXPECT_THAT(Wrap("设立卡口七百个。", 14), ElementsAre("设立卡口七百", "个。"));
  EXPECT_THAT(Wrap("one two three", 8), ElementsAre("one two", "three"));
}

TEST(WrapTest, CutsAWordThatIsTooLong) {
  EXPECT_THAT(Wrap("abcdefgh", 3), ElementsAre("abc", "def", "gh"));
  EXPECT_THAT(Wrap("中文", 1), ElementsAre("中", "文"));
  EXPECT_THAT(Wrap("", 10), IsEmpty());
}

TEST(WrapTest, TakesLinearTime) {
  const auto lines = Wrap(std::string(4 << 20, 'x'), 100);
  EXPECT_EQ(lines.size(), (4u << 20) / 100 + 1);
}

TEST(WrapTest, LosesNothing) {
  const std::string text =
      std::string("“群防群治”，") + kFamily + "设立727个卡口；" + kCombined + "𠮷";
  for (int columns = 2; columns < 40; ++columns) {
    std::string joined;
    for (const std::string& line : Wrap(text, columns)) {
      EXPECT_LE(DisplayWidth(line), columns);
      joined += line;
    }
    EXPECT_EQ(joined, text);
  }
}

}  // namespace
}  // namespace qushu::cli
