#include "common/lexicon/lexicon.h"

#include <fstream>
#include <set>

#include "common/data/table.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(LexiconTest, FindsWordsByLength) {
  ASSERT_OK_AND_ASSIGN(Lexicon lexicon, Lexicon::Create());
  Word words[Lexicon::kMaxChars];
  const int count = lexicon.MatchAt("在志愿者队伍", 3, words);
  ASSERT_GE(count, 3);
  EXPECT_EQ(words[2].size, 9u);  // 志愿者
  EXPECT_EQ(words[2].word_class, WordClass::kNoun);
  EXPECT_EQ(lexicon.Lookup("确诊").word_class, WordClass::kVerbalNoun);
  EXPECT_LT(lexicon.Lookup("的").cost, lexicon.Lookup("志愿者").cost);
}

TEST(LexiconTest, TakesAnyText) {
  ASSERT_OK_AND_ASSIGN(Lexicon lexicon, Lexicon::Create());
  Word words[Lexicon::kMaxChars];
  EXPECT_EQ(lexicon.Lookup("").size, 0u);
  EXPECT_EQ(lexicon.Lookup("𠀀").size, 0u);              // outside the Basic Multilingual Plane
  EXPECT_EQ(lexicon.Lookup("志愿者服务队员").size, 0u);  // too long
  EXPECT_LE(lexicon.MatchAt("队", 0, words), 1);
  EXPECT_EQ(lexicon.MatchAt("𠀀队", 0, words), 0);
}

TEST(LexiconTest, OwnWordsAreSortedAndOnce) {
  const std::string text =
      testing::ReadFile(testing::SourceDir() / "common/lexicon/data/words.tsv");
  ASSERT_OK_AND_ASSIGN(Table table, ParseTable("words.tsv", text, {"word", "class"}));
  std::set<std::string_view> seen;
  ASSERT_OK_AND_ASSIGN(Lexicon lexicon, Lexicon::Create());
  for (const TableRow& row : table.rows) {
    EXPECT_TRUE(seen.insert(row.cells[0]).second) << row.cells[0];
    if (row.cells[1] != "none") {
      EXPECT_NE(lexicon.Lookup(row.cells[0]).size, 0u) << row.cells[0];
    }
  }
}

}  // namespace
}  // namespace qushu
