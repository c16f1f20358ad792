#include "common/text/resemblance.h"

#include <cmath>
#include <string>

#include "common/base/utf8.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

std::string Han(uint32_t from, int count, uint32_t step = 7) {
  std::string text;
  for (int i = 0; i < count; ++i) AppendUtf8(0x4E00 + (from + i * step) % 0x5000, text);
  return text;
}

double Between(std::string_view a, std::string_view b) {
  return Resemblance(SketchText(a), SketchText(b)).value_or(-1);
}

TEST(ResemblanceTest, SketchesAreWhatTheyWere) {
  // They are stored.
  EXPECT_EQ(StableHash(""), 0xE220A8397B1DCDAF);
  EXPECT_EQ(StableHash("洛阳"), StableHash(std::string("洛阳")));
  EXPECT_NE(StableHash("洛阳"), StableHash("洛阴"));
  const std::string sketch = SketchText("涧西区设立卡口727个，值守8368人。");
  EXPECT_EQ(sketch.size(), kTextSketchBytes);
  EXPECT_EQ(StableHash(sketch), 0x90A6E017BFDE3B79);
}

TEST(ResemblanceTest, TextsAreAlikeWhateverTheirNumbersMarksAndSpaces) {
  EXPECT_EQ(Between("全区设立卡口727个。", "全区 设立卡口\n717个"), 1);
  EXPECT_EQ(Between("累计1,234.5万元，增长3%", "累计7万元增长12.25%"), 1);
  EXPECT_LT(Between("全区设立卡口727个。", "全市排查人员727名。"), 0.2);
  EXPECT_EQ(Between("口罩", "口罩"), 1);
  EXPECT_EQ(Between("口罩", "消毒"), 0);
}

TEST(ResemblanceTest, WithoutAnythingThereIsNoResemblance) {
  EXPECT_EQ(Resemblance(SketchText(""), SketchText("。，\n")), std::nullopt);
  EXPECT_EQ(Resemblance(SketchText(""), SketchText("全区设立卡口")), 0);
  EXPECT_EQ(Resemblance("", "ab"), std::nullopt);
}

TEST(ResemblanceTest, EstimatesTheShareInCommon) {
  for (const int size : {200, 2000, 50000}) {
    for (const double share : {0.1, 0.3, 0.5, 0.7, 0.9}) {
      Sketcher a(128), b(128);
      const int common = static_cast<int>(size * share);
      for (int i = 0; i < size; ++i) {
        const uint64_t member = StableHash(std::to_string(i));
        if (i < common || i % 2 == 0) a.Add(member);
        if (i < common || i % 2 == 1) b.Add(member);
      }
      EXPECT_NEAR(*Resemblance(a.Sketch(), b.Sketch()), share, 4 * std::sqrt(0.25 / 128))
          << size << " " << share;
    }
  }
}

TEST(ResemblanceTest, ACorrectedWordChangesLittleOfALongText) {
  const std::string text = Han(1, 1000);
  std::string corrected = text;
  corrected.replace(900, 6, "更正");
  EXPECT_GT(Between(text, corrected), 0.95);
  EXPECT_LT(Between(text, Han(3000, 1000, 11)), 0.05);
}

}  // namespace
}  // namespace qushu
