#include "common/summary/summary.h"

#include <string>

#include "common/gazetteer/gazetteer.h"
#include "common/text/normalize.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A text with its figures, read by the stages before.
class SummaryTest : public ::testing::Test {
 protected:
  void Analyze(std::string_view text) {
    layout_ = ReadLayout(Normalize(text).text, gazetteer_);
    extraction_ = extractor_.Extract(layout_, {});
  }
  std::vector<std::string> Words(const Summary& summary) const {
    std::vector<std::string> words;
    for (const RankedSentence& sentence : summary.sentences) {
      words.emplace_back(Slice(layout_.reading.text, sentence.span));
    }
    return words;
  }
  Summary OfFirstSection(int max_sentences) const {
    if (layout_.sections.empty()) {
      ADD_FAILURE() << "no section";
      return {};
    }
    return summarizer_.OfSection(layout_, extraction_, 0, max_sentences);
  }
  // Of all figures about the division of that path.
  Summary OfPlace(std::string_view path, int max_sentences) const {
    std::vector<int> figures;
    for (size_t i = 0; i < extraction_.figures.size(); ++i) {
      const Place& place = extraction_.figures[i].place;
      if (place.known() && gazetteer_.Path(place.division) == path) {
        figures.push_back(static_cast<int>(i));
      }
    }
    return summarizer_.OfFigures(layout_, extraction_, figures, max_sentences);
  }
  std::vector<std::string> KeyFigures(const Summary& summary) const {
    std::vector<std::string> words;
    for (int index : summary.key_figures) {
      words.emplace_back(Slice(layout_.reading.text, extraction_.figures[index].span));
    }
    return words;
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
  const Extractor& extractor_ = testing::Shared<Extractor>(gazetteer_);
  const Summarizer& summarizer_ = testing::Shared<Summarizer>();
  Layout layout_;
  Extraction extraction_;
};

constexpr std::string_view kReport =
    "洛阳日报 2020年2月20日\n\n"
    "涧西区 守好每一道门\n\n"
    "党旗飘扬，筑牢防线。涧西区万众一心、众志成城，坚决打赢疫情防控阻击战。"
    "全区设立卡口727个，安排值守人员2180人。"
    "“我是党员，我不上谁上，困难面前不能退。”社区书记赵明远说。"
    "志愿者许波每天忙到半夜，自己却只睡5个小时。\n"
    "机器响起来，日子稳下来。目前，全区复工企业44家，返岗职工24738人。"
    "截至20日，全区复工企业44家，返岗职工24738人，复工率达到八成。"
    "下一步，该区将继续凝心聚力、攻坚克难，争取最后胜利。"
    "全区163支志愿者队伍9549名志愿者参与排查，收到捐款1300万元。\n";

TEST_F(SummaryTest, ChoosesFactsAboutTheDistrictInReadingOrder) {
  Analyze(kReport);
  const Summary summary = OfFirstSection(3);
  EXPECT_THAT(Words(summary),
              ElementsAre(HasSubstr("卡口727个"), HasSubstr("复工"), HasSubstr("163支")));
}

TEST_F(SummaryTest, SaysNothingTwice) {
  Analyze(kReport);
  int reopened = 0;
  for (const std::string& sentence : Words(OfFirstSection(50))) {
    reopened += sentence.find("24738") != std::string::npos;
  }
  EXPECT_EQ(reopened, 1);
}

TEST_F(SummaryTest, LeavesOutHeadsSlogansAndPledges) {
  Analyze(kReport);
  for (const std::string& sentence : Words(OfFirstSection(50))) {
    EXPECT_THAT(sentence, Not(HasSubstr("党旗")));
    EXPECT_THAT(sentence, Not(HasSubstr("机器响起来")));
    EXPECT_THAT(sentence, Not(HasSubstr("众志成城")));
    EXPECT_THAT(sentence, Not(HasSubstr("凝心聚力")));
    EXPECT_THAT(sentence, Not(HasSubstr("守好每一道门")));
  }
}

TEST_F(SummaryTest, AShorterSummaryHasTheLowestRanksOfALongerOne) {
  Analyze(kReport);
  const Summary longer = OfFirstSection(5);
  for (int n = 1; n <= 3; ++n) {
    std::vector<Span> first;
    for (const RankedSentence& sentence : longer.sentences) {
      if (sentence.rank <= n) first.push_back(sentence.span);
    }
    std::vector<Span> shorter;
    for (const RankedSentence& sentence : OfFirstSection(n).sentences) {
      EXPECT_LE(sentence.rank, n);
      shorter.push_back(sentence.span);
    }
    EXPECT_EQ(first, shorter) << n;
  }
  EXPECT_THAT(OfFirstSection(0).sentences, IsEmpty());
}

TEST_F(SummaryTest, TakesTheBestThereIsWhereAllIsPraise) {
  Analyze("2020年2月20日\n\n涧西区 守望相助\n\n涧西区上下众志成城，坚决打赢疫情防控阻击战。\n");
  EXPECT_THAT(OfFirstSection(3).sentences, SizeIs(1));
}

TEST_F(SummaryTest, AMeasureWithoutFiguresBeatsPraiseWithout) {
  Analyze(
      "2020年2月20日\n\n瀍河区 守好家门\n\n"
      "瀍河区广大党员不忘初心、牢记使命，用实际行动诠释担当，汇聚起强大正能量。\n"
      "瀍河区在各个小区和主要路段设立了卡点，实行封闭式管理。\n"
      "该区开通线上平台，居民足不出户就能采购蔬菜、水果、米面粮油。\n");
  EXPECT_THAT(Words(OfFirstSection(2)),
              ElementsAre(HasSubstr("设立了卡点"), HasSubstr("米面粮油")));
}

TEST_F(SummaryTest, KeyFiguresAreOfTheWholeDistrictAndDifferent) {
  Analyze(kReport);
  const std::vector<std::string> figures = KeyFigures(OfFirstSection(3));
  EXPECT_LE(figures.size(), 8u);
  EXPECT_THAT(figures, ::testing::IsSupersetOf({"727个", "2180人", "44家", "24738人"}));
  EXPECT_THAT(figures, Not(::testing::Contains("5个小时")));
  EXPECT_EQ(std::count(figures.begin(), figures.end(), "24738人"), 1);
}

TEST_F(SummaryTest, ABulletinsSummaryBeginsWithTheTotal) {
  Analyze(
      "2020年2月2日0时至24时，温州市新增确诊病例26例，治愈出院3例。\n"
      "截至2月2日24时，温州市累计报告确诊病例291例，现有重症18例。\n"
      "温州市密切接触者正在接受医学观察，最小患者7岁。\n");
  const Summary summary = OfPlace("浙江省/温州市", 3);
  ASSERT_FALSE(summary.sentences.empty());
  for (const RankedSentence& sentence : summary.sentences) {
    const std::string words(Slice(layout_.reading.text, sentence.span));
    EXPECT_EQ(sentence.rank == 1, words.find("累计报告") != std::string::npos) << words;
    EXPECT_THAT(words, Not(HasSubstr("7岁")));
  }
  EXPECT_THAT(KeyFigures(summary), ::testing::Contains("291例"));
}

TEST_F(SummaryTest, APlaceWithoutFiguresHasNoSummary) {
  Analyze("2020年2月2日，温州市新增确诊病例26例。\n");
  const Summary summary = summarizer_.OfFigures(layout_, extraction_, {}, 3);
  EXPECT_THAT(summary.sentences, IsEmpty());
  EXPECT_THAT(summary.key_figures, IsEmpty());
}

}  // namespace
}  // namespace qushu
