#include "common/summary/sentence_marks.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

class SentenceMarksTest : public ::testing::Test {
 protected:
  SentenceMarks Read(std::string_view sentence) const { return table_.Read(sentence); }

  const MarkTable& table_ = testing::Shared<MarkTable>();
};

TEST_F(SentenceMarksTest, CountsEmptyPhrases) {
  const SentenceMarks slogan = Read("众志成城，坚决打赢疫情防控阻击战！");
  EXPECT_EQ(slogan.chars, 15);
  EXPECT_EQ(slogan.empty, 11);
  EXPECT_EQ(Read("全区设立卡口727个。").empty, 0);
}

TEST_F(SentenceMarksTest, TellsAQuotationFromATerm) {
  const SentenceMarks quotation = Read("“我住得近，夜里这班归我，谁也别跟我抢。”他说。");
  EXPECT_TRUE(quotation.begins_quoted);
  EXPECT_TRUE(quotation.speech);
  EXPECT_EQ(quotation.quoted, 16);
  const SentenceMarks term = Read("“六包一”覆盖49个社区。");
  EXPECT_FALSE(term.begins_quoted);
  EXPECT_EQ(term.quoted, 0);
}

TEST_F(SentenceMarksTest, WordsInQuotationsAreNotTheSentences) {
  EXPECT_EQ(Read("牌子上写着“全区已经累计”。").wholes, 0);
  EXPECT_EQ(Read("全区已经有44家。").wholes, 1);
}

TEST_F(SentenceMarksTest, FindsPersonsByPronounAndName) {
  EXPECT_GT(Read("她每天都来。").persons, 0);
  EXPECT_EQ(Read("其他人员居家观察。").persons, 0);
  EXPECT_EQ(Read("社区书记赵赫负责排查。").names, 1);
  EXPECT_EQ(Read("街道党工委副书记张璞，一周回家一次。").names, 1);
  EXPECT_EQ(Read("由区委书记任总指挥。").names, 0);
  EXPECT_EQ(Read("党员高度重视。").names, 0);
  EXPECT_EQ(Read("干部王").names, 0) << "cut off";
  EXPECT_GT(Read("一名网格员有八九百户。").persons, 0);
  EXPECT_EQ(Read("每院配备一名医生。").persons, 0) << "not at the beginning";
}

TEST_F(SentenceMarksTest, FindsWhatADistrictDidAndWillDo) {
  const SentenceMarks done = Read("截至3月9日，全县累计发放补贴1145万元。");
  EXPECT_EQ(done.totals, 2);
  EXPECT_EQ(done.wholes, 1);
  EXPECT_EQ(done.actions, 1);
  EXPECT_FALSE(done.pledge);
  EXPECT_TRUE(Read("该区将继续做好防控。").pledge);
  EXPECT_TRUE(Read("此外，设立岗亭。").dependent);
  EXPECT_FALSE(Read("设立岗亭，此外没有。").dependent);
}

TEST_F(SentenceMarksTest, KnowsWhereSentencesEnd) {
  EXPECT_TRUE(Read("共727个。").closed);
  EXPECT_TRUE(Read("“共727个。”").closed);
  EXPECT_TRUE(Read("（共727个！）").closed);
  EXPECT_TRUE(Read("共727个……").closed);
  EXPECT_FALSE(Read("在全区设立卡口").closed);
  EXPECT_FALSE(Read("卡口，").closed);
  EXPECT_FALSE(Read("").closed);
  EXPECT_FALSE(Read("”").closed);
}

}  // namespace
}  // namespace qushu
