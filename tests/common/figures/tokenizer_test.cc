#include "common/figures/tokenizer.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

class TokenizerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(gazetteer_, Gazetteer::Create());
    lexicon_ = std::make_unique<Lexicon>(*Lexicon::Create());
    units_ = std::make_unique<UnitTable>(*UnitTable::Create());
    words_ = std::make_unique<WordSets>(*WordSets::Create());
    tokenizer_ = std::make_unique<Tokenizer>(*lexicon_, *gazetteer_, *units_, *words_);
  }

  // The figures that could be in `text`: `614个=614 个`, joined by a space.
  std::string Numbers(const std::string& text) {
    const TokenizedSentence sentence =
        tokenizer_->Tokenize(text, {0, static_cast<uint32_t>(text.size())});
    std::string out;
    for (const Number& number : sentence.numbers) {
      absl::StrAppend(&out, out.empty() ? "" : " ", std::string(Slice(text, number.span)), "=",
                      number.value.ToString(), number.high ? "~" + number.high->ToString() : "",
                      std::string(number.unit));
    }
    return out;
  }

  std::unique_ptr<Gazetteer> gazetteer_;
  std::unique_ptr<Lexicon> lexicon_;
  std::unique_ptr<UnitTable> units_;
  std::unique_ptr<WordSets> words_;
  std::unique_ptr<Tokenizer> tokenizer_;
};

TEST_F(TokenizerTest, NumbersWithUnits) {
  EXPECT_EQ(Numbers("捐款1300万元"), "1300万元=13000000元");
  EXPECT_EQ(Numbers("占比不足五成"), "五成=50%");
  EXPECT_EQ(Numbers("增长百分之三点五"), "百分之三点五=3.5%");
  EXPECT_EQ(Numbers("密度774人/平方公里"), "774人/平方公里=774人");
  EXPECT_EQ(Numbers("体温37.5 ℃"), "37.5 ℃=37.5℃");
  EXPECT_EQ(Numbers("历时三年半"), "三年半=3.5年");
  EXPECT_EQ(Numbers("两年多来"), "两年多=2年");
  EXPECT_EQ(Numbers("提高0.5个百分点"), "0.5个百分点=0.5个百分点");
}

TEST_F(TokenizerTest, UnitsAndNounsThatShareACharacter) {
  EXPECT_EQ(Numbers("9部门联合发文"), "9=9");
  EXPECT_EQ(Numbers("5361名人员"), "5361名=5361名");
  EXPECT_EQ(Numbers("5个人员密集场所"), "5个=5个");
}

TEST_F(TokenizerTest, Ranges) {
  EXPECT_EQ(Numbers("需要3至5天"), "3至5天=3~5天");
  EXPECT_EQ(Numbers("占80%-90%"), "80%-90%=80~90%");
  EXPECT_EQ(Numbers("每天336人至378人"), "336人至378人=336~378人");
  EXPECT_EQ(Numbers("投资3至5万元"), "3至5万元=30000~50000元");
  EXPECT_EQ(Numbers("分包八九百户居民"), "八九百户=800~900户");
}

TEST_F(TokenizerTest, WhatIsNoFigure) {
  for (const char* text : {"建立“一办六组三专班”工作机制",
                           "第56场发布会",
                           "第一时间响应",
                           "N95口罩",
                           "乘坐G4368次列车",
                           "拨打12345热线",
                           "电话0379-63912345",
                           "沿318国道",
                           "三门峡市和六安市",
                           "五台县",
                           "万州区",
                           "一次性口罩",
                           "3月19日至25日",
                           "树立四个意识",
                           "民国二十三年",
                           "豫政办〔2020〕3号",
                           "星期三",
                           "2019-nCoV",
                           "“120”急救",
                           "位于8号楼",
                           "万名党员进万家",
                           "疫情防控一线",
                           "百姓",
                           "千方百计"}) {
    EXPECT_EQ(Numbers(text), "") << text;
  }
}

TEST_F(TokenizerTest, CoversTheSentence) {
  const std::string text = "，全区Ａ1２b　𠀀个，。123";
  const TokenizedSentence sentence =
      tokenizer_->Tokenize(text, {0, static_cast<uint32_t>(text.size())});
  uint32_t at = 0;
  for (const Token& token : sentence.tokens) {
    EXPECT_EQ(token.span.begin, at);
    at = token.span.end;
  }
  EXPECT_EQ(at, text.size());
  EXPECT_TRUE(tokenizer_->Tokenize("", {0, 0}).tokens.empty());
}

}  // namespace
}  // namespace qushu
