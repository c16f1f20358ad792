#include "common/figures/tokenizer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

class TokenizerTest : public ::testing::Test {
 protected:
  // The figures that could be in `text`: `614个=614 个`, joined by a space.
  std::string Numbers(const std::string& text) {
    const TokenizedSentence sentence =
        tokenizer_.Tokenize(text, {0, static_cast<uint32_t>(text.size())});
    std::string out;
    for (const Number& number : sentence.numbers) {
      absl::StrAppend(&out, out.empty() ? "" : " ", std::string(Slice(text, number.span)), "=",
                      number.value.ToString(), number.high ? "~" + number.high->ToString() : "",
                      std::string(number.unit));
    }
    return out;
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
  const Lexicon& lexicon_ = testing::Shared<Lexicon>();
  const UnitTable& units_ = testing::Shared<UnitTable>();
  const WordSets& words_ = testing::Shared<WordSets>();
  Tokenizer tokenizer_{lexicon_, gazetteer_, units_, words_};
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

TEST_F(TokenizerTest, AmountsOfSeveralUnits) {
  EXPECT_EQ(Numbers("谷价三元五角"), "三元五角=3.5元");
  EXPECT_EQ(Numbers("水费86块5，"), "86块5=86.5元");
  EXPECT_EQ(Numbers("鲜菇卖三块八。"), "三块八=3.8元");
  EXPECT_EQ(Numbers("每斤八九毛，"), "八九毛=0.8~0.9元");
  EXPECT_EQ(Numbers("两块五毛钱"), "两块五毛钱=2.5元");
  EXPECT_EQ(Numbers("完成九成五以上"), "九成五=95%");
  EXPECT_EQ(Numbers("三成半"), "三成半=35%");
  EXPECT_EQ(Numbers("田一千二百三十四顷五十六亩"), "一千二百三十四顷五十六亩=1234.56顷");
  EXPECT_EQ(Numbers("历时2小时30分钟"), "2小时30分钟=2.5小时");
  EXPECT_EQ(Numbers("有期徒刑三年六个月"), "三年六个月=3.5年");
  EXPECT_EQ(Numbers("身高一米八的"), "一米八=1.8米");
  EXPECT_EQ(Numbers("身高1米75，"), "1米75=1.75米");
  EXPECT_EQ(Numbers("收费3元8月起"), "3元=3元");
  EXPECT_EQ(Numbers("每人3元5个人"), "3元=3元 5个=5个");
}

TEST_F(TokenizerTest, HalvesAndMore) {
  EXPECT_EQ(Numbers("三个半小时"), "三个半小时=3.5小时");
  EXPECT_EQ(Numbers("1个半月"), "1个半月=1.5个月");
  EXPECT_EQ(Numbers("6个多百分点"), "6个多百分点=6个百分点");
  EXPECT_EQ(Numbers("不到半个钟头"), "半个钟头=0.5钟头");
  EXPECT_EQ(Numbers("只用半年时间"), "半年=0.5年");
  EXPECT_EQ(Numbers("产值十个亿，"), "十个亿=1000000000");
  EXPECT_EQ(Numbers("826个亿元以上项目"), "826个=826个 亿元=100000000元");
  for (const char* text : {"上半年", "一大半", "半导体", "南半球", "半年报", "大半天"})
    EXPECT_EQ(Numbers(text), "") << text;
}

TEST_F(TokenizerTest, Signs) {
  EXPECT_EQ(Numbers("比上年增长-1.2%"), "-1.2%=-1.2%");
  EXPECT_EQ(Numbers("贡献率为负4.8%"), "负4.8%=-4.8%");
  EXPECT_EQ(Numbers("增长负百分之八点六"), "负百分之八点六=-8.6%");
  EXPECT_EQ(Numbers("零下16.2℃"), "零下16.2℃=-16.2℃");
  EXPECT_EQ(Numbers("减负3.2亿元"), "3.2亿元=320000000元");
  EXPECT_EQ(Numbers("占80%-90%"), "80%-90%=80~90%");
  EXPECT_EQ(Numbers("负增长3.2%"), "3.2%=3.2%");
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
  EXPECT_EQ(Numbers("换铜元三、四百枚"), "三、四百枚=300~400枚");
  EXPECT_EQ(Numbers("年约十五、六岁"), "十五、六岁=15~16岁");
  EXPECT_EQ(Numbers("提高3至5个百分点"), "3至5个百分点=3~5个百分点");
  EXPECT_EQ(Numbers("奖励5000元至1万元"), "5000元至1万元=5000~10000元");
  EXPECT_EQ(Numbers("补助20～30万元"), "20～30万元=200000~300000元");
  EXPECT_EQ(Numbers("百分之三到百分之五"), "百分之三到百分之五=3~5%");
  EXPECT_EQ(Numbers("由3元提到5元"), "3元=3元 5元=5元");
  EXPECT_EQ(Numbers("从800元到3000元不等"), "800元到3000元=800~3000元");
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
                           "国发〔2020〕5号",
                           "兵团第4师",
                           "第二、三幼儿园",
                           "第3至5期",
                           "建立一办六组三专班机制",
                           "两不愁三保障",
                           "九江市",
                           "一户一码",
                           "一厂一策",
                           "无一人掉队",
                           "义宁二年",
                           "民国二十五年冬旱；廿六年复旱",
                           "卷三",
                           "前三季度",
                           "过去2020—2021学年",
                           "2018级学生",
                           "80后青年",
                           "排名前10名",
                           "中国500强",
                           "开展10混1检测",
                           "7×24小时在线",
                           "“5·12”护士节",
                           "120救护车",
                           "记住96119隐患举报电话",
                           "监督电话12345",
                           "5号楼2单元1203室",
                           "7车厢12F座",
                           "十分重要",
                           "明清两代",
                           "十里堡街道",
                           "北纬34°37′",
                           "传真：0376—2952345转8001",
                           "一番努力",
                           "12345平台",
                           "十一届六次全会",
                           "一年又一年",
                           "三角债",
                           "数十人",
                           "若干名",
                           "几百人",
                           "成百上千",
                           "百姓",
                           "千方百计"}) {
    EXPECT_EQ(Numbers(text), "") << text;
  }
}

TEST_F(TokenizerTest, CoversTheSentence) {
  const std::string text = "，全区Ａ1２b　𠀀个，。123";
  const TokenizedSentence sentence =
      tokenizer_.Tokenize(text, {0, static_cast<uint32_t>(text.size())});
  uint32_t at = 0;
  for (const Token& token : sentence.tokens) {
    EXPECT_EQ(token.span.begin, at);
    at = token.span.end;
  }
  EXPECT_EQ(at, text.size());
  EXPECT_TRUE(tokenizer_.Tokenize("", {0, 0}).tokens.empty());
}

}  // namespace
}  // namespace qushu
