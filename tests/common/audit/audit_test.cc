// The arithmetic of texts: what is found, and what is left alone.
#include "common/audit/audit.h"

#include <ctime>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/figures/extractor.h"
#include "common/layout/layout.h"
#include "common/text/normalize.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AuditTest : public ::testing::Test {
 protected:
  std::vector<AuditFinding> Audit(const std::string& text) {
    const Text normalized = Normalize(text);
    const Layout layout = ReadLayout(normalized.text, gazetteer_);
    text_ = layout.reading.text;
    figures_ =
        extractor_
            .Extract(layout, {.date = Date{2020, 2, 4}, .home = kNoDivision, .explain = false})
            .figures;
    return auditor_.Audit(text_, figures_);
  }

  // `REASON: message` of each finding.
  std::vector<std::string> Findings(const std::string& text) {
    std::vector<std::string> out;
    for (const AuditFinding& finding : Audit(text)) {
      out.push_back(absl::StrCat(
          v1::FindingReason_Name(finding.reason).substr(std::string("FINDING_REASON_").size()),
          ": ", finding.message));
    }
    return out;
  }

  std::string Printed(int figure) const { return std::string(Slice(text_, figures_[figure].span)); }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
  const Extractor& extractor_ = testing::Shared<Extractor>(gazetteer_);
  const Auditor& auditor_ = testing::Shared<Auditor>(gazetteer_);
  std::string text_;
  std::vector<Figure> figures_;
};

TEST_F(AuditTest, ALongListOfDistrictsInBracketsMakesItsTotal) {
  EXPECT_THAT(Findings("江苏省新增确诊病例37例（南京市8例、苏州市12例、徐州市5例、扬州市11例）。"),
              ElementsAre("SUM_DIFFERS: 8 + 12 + 5 + 11 = 36, stated 37"));
  EXPECT_THAT(Findings("江苏省新增确诊病例36例（南京市8例、苏州市12例、徐州市5例、扬州市11例）。"),
              IsEmpty());
}

TEST_F(AuditTest, AFindingNamesTheFiguresWithTheTotalLast) {
  const auto findings = Audit("江苏省新增确诊病例9例：南京市4例、苏州市6例。设立卡口614个。");
  ASSERT_THAT(findings, SizeIs(1));
  ASSERT_THAT(findings[0].figures, ElementsAre(1, 2, 0));
  EXPECT_EQ(Printed(0), "9例");
  EXPECT_EQ(Printed(2), "6例");
}

TEST_F(AuditTest, AListBehindAColonOrRespectively) {
  EXPECT_THAT(Findings("江苏省新增确诊病例9例，分别为南京市4例、苏州市6例。"),
              ElementsAre("SUM_DIFFERS: 4 + 6 = 10, stated 9"));
  EXPECT_THAT(Findings("江苏省新增确诊病例10例：南京市4例、苏州市6例。"), IsEmpty());
}

TEST_F(AuditTest, APartialListMayBeLessAndNeverMore) {
  EXPECT_THAT(Findings("江苏省新增确诊病例37例，其中南京市8例、苏州市12例。"), IsEmpty());
  EXPECT_THAT(Findings("江苏省新增确诊病例37例，其中南京市28例、苏州市12例。"),
              ElementsAre("PARTS_EXCEED_TOTAL: 28 + 12 = 40, stated 37"));
  EXPECT_THAT(Findings("江苏省新增确诊病例37例（南京市8例、苏州市12例等）。"), IsEmpty());
  EXPECT_THAT(Findings("南京市新增确诊病例5例，其中重症8例。"),
              ElementsAre("PARTS_EXCEED_TOTAL: 8 is stated as a part of 5"));
}

TEST_F(AuditTest, WhatMayOverlapIsNotAdded) {
  EXPECT_THAT(Findings("南京市254例患者中，男性120例、女性134例，重症20例、危重5例。"), IsEmpty());
  EXPECT_THAT(Findings("南京市现有志愿者30名，其中党员20名、女性18名。"), IsEmpty());
  EXPECT_THAT(Findings("徐州市新增5例（鼓楼区2例、云龙区3例），治愈出院4例。"), IsEmpty());
}

TEST_F(AuditTest, APartIsOnlyWhatTheTextMakesOne) {
  // 其中 divides both numbers before it.
  EXPECT_THAT(Findings("哈尔滨市追踪密切接触者4215人、次密切接触者6380人，其中已解除观察911人，"
                       "尚有9684人在集中隔离点接受观察。"),
              IsEmpty());
  // A semicolon ends what was divided.
  EXPECT_THAT(Findings("重庆市新增确诊病例24例，其中渝北区7例、江北区5例；新增无症状感染者102例。"),
              IsEmpty());
  // 其中 behind a bracket divides what stood before it.
  EXPECT_THAT(Findings("江西省新增确诊病例9例（南昌市8例、赣州市1例），其中7例有武汉旅居史。"),
              IsEmpty());
  // What was added is not what is divided.
  EXPECT_THAT(Findings("醴陵市市场主体达6.93万户，比上年末净增5820户，其中企业1.42万户。"),
              IsEmpty());
  // Means and rates of growth may be higher for a part.
  EXPECT_THAT(Findings("宜昌市居民人均可支配收入30120元，其中城镇居民38463元。"), IsEmpty());
  EXPECT_THAT(Findings("宜昌市居民消费价格上涨2.9%，其中食品类上涨7.0%。"), IsEmpty());
  // The bracket compares.
  EXPECT_THAT(Findings("温州市累计报告确诊病例241例（浙江省累计599例）。"), IsEmpty());
}

TEST_F(AuditTest, ANumberThatWasNotReadMayBeTheMissingPart) {
  EXPECT_THAT(Findings("保定市新增无症状感染者45例：莲池区23例、清苑区11、徐水区6例、涿州市5例。"),
              IsEmpty());
}

TEST_F(AuditTest, NestedListsAreAddedEachToItsOwnTotal) {
  EXPECT_THAT(
      Findings(
          "江苏省新增确诊病例25例（南京市8例、徐州市5例（鼓楼区2例、云龙区3例）、扬州市12例）。"),
      IsEmpty());
  EXPECT_THAT(
      Findings(
          "江苏省新增确诊病例25例（南京市8例、徐州市5例（鼓楼区2例、云龙区4例）、扬州市12例）。"),
      ElementsAre("SUM_DIFFERS: 2 + 4 = 6, stated 5"));
}

TEST_F(AuditTest, MenAndWomenMakeAll) {
  EXPECT_THAT(Findings("南京市新增确诊病例37例，其中男性20例、女性16例。"),
              ElementsAre("SUM_DIFFERS: 20 + 16 = 36, stated 37"));
  EXPECT_THAT(Findings("南京市新增确诊病例37例，其中男性20例、女性17例。"), IsEmpty());
  EXPECT_THAT(Findings("哈尔滨市现有确诊病例102例（危重型1例、重型5例、普通型58例、轻型38例）。"),
              IsEmpty());
  EXPECT_THAT(Findings("哈尔滨市现有确诊病例102例（危重型1例、重型5例、普通型58例、轻型39例）。"),
              ElementsAre("SUM_DIFFERS: 1 + 5 + 58 + 39 = 103, stated 102"));
}

TEST_F(AuditTest, ReservationsDecideNothing) {
  EXPECT_THAT(Findings("江苏省新增确诊病例约37例（南京市8例、苏州市12例）。"), IsEmpty());
  EXPECT_THAT(Findings("江苏省登记志愿者3000余名（南京市1800名、苏州市1500名）。"), IsEmpty());
  EXPECT_THAT(Findings("江苏省登记志愿者3000名（南京市1800余名、苏州市900名）。"), IsEmpty());
}

TEST_F(AuditTest, RoundedNumbersMayDifferByTheRounding) {
  EXPECT_THAT(Findings("浙江省宁波市实现增加值100.0亿元，其中第一产业10.1亿元、第二产业45.4亿元、"
                       "第三产业44.6亿元。"),
              IsEmpty());
  EXPECT_THAT(Findings("浙江省宁波市实现增加值100.0亿元，其中第一产业10.1亿元、第二产业45.4亿元、"
                       "第三产业54.6亿元。"),
              ElementsAre("SUM_DIFFERS: 10.1 + 45.4 + 54.6 = 110.1, stated 100 (亿元)"));
}

TEST_F(AuditTest, ListsThatEndInTheirSum) {
  EXPECT_THAT(Findings("南京市新增3例，苏州市新增4例，合计8例。"),
              ElementsAre("SUM_DIFFERS: 3 + 4 = 7, stated 8"));
  EXPECT_THAT(Findings("南京市新增3例，苏州市新增4例，合计7例。"), IsEmpty());
  EXPECT_THAT(Findings("南京市新增3例\n苏州市新增4例\n徐州市新增2例\n合计8例\n"),
              ElementsAre("SUM_DIFFERS: 3 + 4 + 2 = 9, stated 8"));
  EXPECT_THAT(Findings("南京市新增3例\n苏州市新增4例\n徐州市新增2例\n合计9例\n"), IsEmpty());
}

TEST_F(AuditTest, DistrictsAgainstTheirCity) {
  EXPECT_THAT(Findings("2月3日，洛阳市新增确诊病例4例。涧西区新增确诊病例5例。"),
              ElementsAre("DISTRICTS_EXCEED_TOTAL: 5 in 涧西区, stated 4 in all of 洛阳市"));
  EXPECT_THAT(
      Findings("2月3日，洛阳市新增确诊病例4例。涧西区新增确诊病例3例。西工区新增确诊病例2例。"),
      ElementsAre("DISTRICTS_EXCEED_TOTAL: 3 + 2 = 5, stated 4 in all of 洛阳市"));
  EXPECT_THAT(
      Findings("2月3日，洛阳市新增确诊病例5例。涧西区新增确诊病例3例。西工区新增确诊病例2例。"),
      IsEmpty());
}

TEST_F(AuditTest, APartOfAnotherTotalIsNotAllThatACityHas) {
  EXPECT_THAT(Findings("江西省新增确诊病例9例（南昌市6例；上饶市3例，均在广信区），"
                       "其中7例（南昌市5例、上饶市2例）由无症状感染者转归。"),
              IsEmpty());
}

TEST_F(AuditTest, ChangesMakeWhatIsNow) {
  EXPECT_THAT(Findings("洛阳市规模以上企业由120家增加到126家，增加5家。"),
              ElementsAre("CHANGE_DIFFERS: 120 + 5 = 125, stated 126"));
  EXPECT_THAT(Findings("洛阳市规模以上企业由120家增加到125家，增加5家。"), IsEmpty());
  EXPECT_THAT(Findings("洛阳市监测户由120户减少到100户，减少30户。"),
              ElementsAre("CHANGE_DIFFERS: 120 - 30 = 90, stated 100"));
  EXPECT_THAT(Findings("截至2月3日24时，洛阳市累计报告确诊病例20例。2月4日，洛阳市新增确诊病例3例，"
                       "截至2月4日24时，洛阳市累计报告确诊病例24例。"),
              ElementsAre("CHANGE_DIFFERS: 20 + 3 = 23, stated 24"));
  EXPECT_THAT(Findings("截至2月3日24时，洛阳市累计报告确诊病例20例。2月4日，洛阳市新增确诊病例3例，"
                       "截至2月4日24时，洛阳市累计报告确诊病例23例。"),
              IsEmpty());
}

TEST_F(AuditTest, PercentagesAreThoseOfTheirNumbers) {
  EXPECT_THAT(Findings("洛阳市企业由120家增加到150家，增长26%。"),
              ElementsAre("PERCENT_DIFFERS: 30 / 120 = 25%, stated 26%"));
  EXPECT_THAT(Findings("洛阳市企业达到150家，比上年增加30家，增长26%。"),
              ElementsAre("PERCENT_DIFFERS: 30 / (150 - 30) = 25%, stated 26%"));
  EXPECT_THAT(Findings("洛阳市企业达到150家，比上年增加30家，增长25%。"), IsEmpty());
  EXPECT_THAT(Findings("洛阳市检测500人，其中阳性25人，占6%。"),
              ElementsAre("PERCENT_DIFFERS: 25 / 500 = 5%, stated 6%"));
  EXPECT_THAT(Findings("洛阳市检测300人，其中阳性100人，占33.3%。"), IsEmpty());
  EXPECT_THAT(Findings("洛阳市检测500人，其中阳性25人，占全省的6%。"), IsEmpty());
  // 与 … 相比 names what was.
  EXPECT_THAT(Findings("衡水市常住人口为4212933人，与第六次人口普查的4340773人相比，减少127840人，"
                       "下降2.95%。"),
              IsEmpty());
}

TEST_F(AuditTest, SharesMakeAHundred) {
  EXPECT_THAT(Findings("洛阳市第一产业占9.0%，第二产业占45.1%，第三产业占46.9%。"),
              ElementsAre("SHARES_DIFFER: 9 + 45.1 + 46.9 = 101%, not 100%"));
  EXPECT_THAT(Findings("洛阳市第一产业占9.0%，第二产业占45.1%，第三产业占45.9%。"), IsEmpty());
  EXPECT_THAT(Findings("洛阳市党员占60%，女性占55%。"), IsEmpty());
}

TEST_F(AuditTest, RespectivelyBetweenUnequalLists) {
  EXPECT_THAT(Findings("鼓楼区、玄武区分别新增8例、12例、5例。"),
              ElementsAre("RESPECTIVELY_UNEQUAL: 2 names and 3 numbers around 分别"));
  EXPECT_THAT(Findings("鼓楼区、玄武区和秦淮区分别新增8例、12例、5例。"), IsEmpty());
  EXPECT_THAT(Findings("鼓楼区、玄武区等地分别新增8例、12例、5例。"), IsEmpty());
  // 和 may stand within a name.
  EXPECT_THAT(Findings("醴陵市教育、社会保障和就业支出分别为13.6亿元、7.9亿元。"), IsEmpty());
}

TEST_F(AuditTest, NoFiguresNoFindings) {
  EXPECT_THAT(Findings("全区上下一盘棋。"), IsEmpty());
  EXPECT_THAT(auditor_.Audit("", {}), IsEmpty());
}

TEST_F(AuditTest, TakesLinearTime) {
  auto time = [&](int items) {
    std::string text = "江苏省新增确诊病例37例（";
    for (int i = 0; i < items; ++i)
      absl::StrAppend(&text, "南京市", i % 90 + 1, "例、苏州市分别新增3例、2例，合计5例，占5%，");
    text += "扬州市1例）。";
    const Text normalized = Normalize(text);
    const Layout layout = ReadLayout(normalized.text, gazetteer_);
    const auto figures = extractor_.Extract(layout, {}).figures;
    const std::clock_t begin = std::clock();  // of the processor: other programs run beside
    auditor_.Audit(layout.reading.text, figures);
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  };
  time(200);
  const double small = time(500);
  const double large = time(8000);
  EXPECT_LT(large, small * 16 * 4 + 0.05);
}

}  // namespace
}  // namespace qushu
