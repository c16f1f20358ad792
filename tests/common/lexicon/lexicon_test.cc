#include "common/lexicon/lexicon.h"

#include <fstream>
#include <set>

#include "common/base/utf8.h"
#include "common/data/table.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

// The word that `text` is; size 0 if it is none.
Word Find(const Lexicon& lexicon, std::string_view text) {
  std::u16string chars;
  for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
    chars += ToUnit(CodePointAt(text, at));
  }
  Word words[Lexicon::kMaxChars];
  const int count = chars.empty() ? 0 : lexicon.MatchAt(chars, words);
  return count != 0 && words[count - 1].size == chars.size() ? words[count - 1] : Word{};
}

TEST(LexiconTest, FindsWordsByLength) {
  ASSERT_OK_AND_ASSIGN(Lexicon lexicon, Lexicon::Create());
  Word words[Lexicon::kMaxChars];
  const int count = lexicon.MatchAt(u"志愿者队伍", words);
  ASSERT_EQ(count, 3);
  EXPECT_EQ(words[0].size, 1);
  EXPECT_EQ(words[1].size, 2);
  EXPECT_EQ(words[2].size, 3);  // 志愿者
  EXPECT_EQ(words[2].word_class, WordClass::kNoun);
  EXPECT_EQ(Find(lexicon, "确诊").word_class, WordClass::kVerbalNoun);
  EXPECT_LT(Find(lexicon, "的").cost, Find(lexicon, "志愿者").cost);
}

TEST(LexiconTest, KnowsTheRowsOfTheGrammar) {
  ASSERT_OK_AND_ASSIGN(Lexicon lexicon, Lexicon::Create());
  const std::string text =
      testing::ReadFile(testing::SourceDir() / "common/figures/data/figure_words.tsv");
  ASSERT_OK_AND_ASSIGN(Table table, ParseTable("figure_words.tsv", text, {"word", "parts"}));
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const std::string_view word = table.rows[i].cells[0];
    if (const Word found = Find(lexicon, word); found.size != 0) {
      EXPECT_EQ(found.row, i + 1) << word;
    } else if (CountCodePoints(word) == 1) {
      EXPECT_EQ(lexicon.First(ToUnit(CodePointAt(word, 0))).row(), i + 1) << word;
    }
  }
}

TEST(LexiconTest, TakesAnyText) {
  ASSERT_OK_AND_ASSIGN(Lexicon lexicon, Lexicon::Create());
  Word words[Lexicon::kMaxChars];
  EXPECT_EQ(Find(lexicon, "𠀀").size, 0);              // outside the Basic Multilingual Plane
  EXPECT_EQ(Find(lexicon, "志愿者服务队员").size, 0);  // too long
  EXPECT_LE(lexicon.MatchAt(u"队", words), 1);
  const char16_t rare_first[] = {kRareChar, u'队', 0};
  EXPECT_EQ(lexicon.MatchAt(rare_first, words), 0);
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
      EXPECT_NE(Find(lexicon, row.cells[0]).size, 0) << row.cells[0];
    }
  }
}

}  // namespace
}  // namespace qushu
