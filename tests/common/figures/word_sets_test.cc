#include "common/figures/word_sets.h"

#include "common/figures/units.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(WordSetsTest, LoadsItsTable) {
  ASSERT_OK_AND_ASSIGN(WordSets words, WordSets::Create());
  EXPECT_TRUE(words.Is("新增", kPartNew));
  EXPECT_TRUE(words.Is("开发区", kPartZone));
  EXPECT_TRUE(words.Is("面积", kPartAbstract));  // the last part of the list
  EXPECT_EQ(words.PartsOf("没有这个词"), 0u);
  EXPECT_EQ(words.MatchAt("不超过3天", 0, kPartAtMost), 9u);
  const std::string_view text = "比较近将近";
  EXPECT_EQ(words.MatchBefore(text, text.size(), kPartUnder), 6u);
}

TEST(VerbNounsTest, SaysWhatVerbsAndMeasureWordsCount) {
  ASSERT_OK_AND_ASSIGN(VerbNouns verbs, VerbNouns::Create());
  EXPECT_EQ(verbs.PersonsWho("死"), "死亡人员");
  EXPECT_EQ(verbs.PersonsWho("刑拘"), "刑拘人员");
  EXPECT_EQ(verbs.MoneyOf("捐"), "捐款");
  EXPECT_EQ(verbs.MoneyOf("捐出"), "捐款");
  EXPECT_EQ(verbs.MoneyOf("捐书"), "");
  EXPECT_EQ(verbs.MoneyOf(""), "");
  EXPECT_EQ(verbs.ObjectOf("设卡"), "卡点");
  EXPECT_EQ(verbs.ObjectOf("卡点"), "");
  EXPECT_EQ(verbs.ContrastAt("城镇居民收入"), 6u);
  EXPECT_EQ(verbs.ContrastAt("城镇"), 0u);
  EXPECT_TRUE(verbs.IsContrast("农村"));
  EXPECT_TRUE(verbs.IsMotion("行驶"));
  EXPECT_FALSE(verbs.IsMotion("举办"));
  EXPECT_TRUE(verbs.IsHolding("举办"));
  EXPECT_TRUE(verbs.IsContact("密切接触者"));
  EXPECT_FALSE(verbs.IsContact(""));
  EXPECT_TRUE(verbs.CountsEvents("场次"));
  EXPECT_FALSE(verbs.CountsEvents("名"));
}

TEST(UnitTableTest, TakesTheLongestUnit) {
  ASSERT_OK_AND_ASSIGN(UnitTable units, UnitTable::Create());
  EXPECT_EQ(units.MatchAt("平方公里", 0).unit->kind, FigureKind::kArea);
  EXPECT_EQ(units.MatchAt("个百分点", 0).size, 12u);
  EXPECT_EQ(units.MatchAt("人/平方公里，", 0).size, 16u);
  EXPECT_TRUE(units.MatchAt("人/平方公里，", 0).ratio);
  EXPECT_EQ(units.MatchAt("km的路", 0).size, 2u);
  EXPECT_EQ(units.MatchAt("km2x", 0).size, 2u);
  EXPECT_EQ(units.MatchAt("kmx", 0).size, 0u);
  EXPECT_EQ(units.MatchAt("成", 0).unit->base, "%");
  EXPECT_EQ(units.MatchAt("成", 0).unit->factor, Decimal(10));
  EXPECT_EQ(units.MatchAt("", 0).size, 0u);
}

}  // namespace
}  // namespace qushu
