#include "common/indicators/catalogue.h"

#include <map>
#include <set>
#include <string>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kHeader[] = "indicator\tkind\tchinese\tenglish\tdomain\tunits\tsame\tnear\tnot\n";

class CatalogueTest : public ::testing::Test {
 protected:
  // `same checkpoints`, `near checkpoints`, or empty.
  std::string Find(std::string_view measure, std::string_view unit = "个",
                   v1::Kind kind = v1::KIND_COUNT, std::string_view predicate = "") const {
    const auto found =
        catalogue_.Find({.measure = measure, .predicate = predicate, .unit = unit, .kind = kind});
    if (found.indicator == nullptr) return "";
    return (found.match == v1::INDICATOR_MATCH_SAME ? "same " : "near ") +
           std::string(found.indicator->id);
  }

  const Catalogue& catalogue_ = testing::Shared<Catalogue>();
};

TEST_F(CatalogueTest, WordingsOfOneSeries) {
  EXPECT_EQ(Find("卡口"), "same checkpoints");
  EXPECT_EQ(Find("管控卡点"), "same checkpoints");
  EXPECT_EQ(Find("全区疫情防控卡点"), "same checkpoints");
  EXPECT_EQ(Find("流动卡点"), "near checkpoints");
  EXPECT_EQ(Find("防控点"), "near checkpoints");
}

TEST_F(CatalogueTest, WhatStandsBeforeAWordingMakesItNear) {
  EXPECT_EQ(Find("志愿者", "名"), "same volunteers");
  EXPECT_EQ(Find("企业志愿者", "名"), "near volunteers");
  EXPECT_EQ(Find("广大志愿者", "名"), "same volunteers");
}

TEST_F(CatalogueTest, TheLongestWordingCounts) {
  EXPECT_EQ(Find("疑似病例", "例"), "same suspected_cases");
  EXPECT_EQ(Find("确诊病例", "例"), "same confirmed_cases");
  EXPECT_EQ(Find("境外输入确诊病例", "例"), "same imported_cases");
  EXPECT_EQ(Find("农村居民人均可支配收入", "元", v1::KIND_MONEY), "same rural_income");
  EXPECT_EQ(Find("居民人均可支配收入", "元", v1::KIND_MONEY), "same residents_income");
  EXPECT_EQ(Find("非农业人口", "人").substr(0, 4), "near");
}

TEST_F(CatalogueTest, KindAndUnitTellSeriesApart) {
  EXPECT_EQ(Find("地区生产总值", "元", v1::KIND_MONEY), "same gdp");
  EXPECT_EQ(Find("地区生产总值", "%", v1::KIND_PERCENT), "same gdp_growth");
  EXPECT_EQ(Find("低保对象", "人"), "same subsistence_recipients");
  EXPECT_EQ(Find("低保对象", "户"), "same subsistence_households");
  EXPECT_EQ(Find("地区生产总值", "吨", v1::KIND_MASS), "");
  EXPECT_EQ(Find("办", ""), "same subdistrict_offices");  // 7办
}

TEST_F(CatalogueTest, TheVerbTellsWhatTheNounLeavesOpen) {
  EXPECT_EQ(Find("人员", "人", v1::KIND_COUNT, "返岗"), "same workers_returned");
  EXPECT_EQ(Find("工业企业", "家", v1::KIND_COUNT, "复产"), "same firms_resumed_industrial");
  // 设立 says nothing of what a 卡口 is.
  EXPECT_EQ(Find("卡口", "个", v1::KIND_COUNT, "设立"), "same checkpoints");
}

TEST_F(CatalogueTest, AStarStandsForAPlaceInShort) {
  EXPECT_EQ(Find("外地返洛人员", "人"), "same returnees_screened");
  EXPECT_EQ(Find("返岗人员", "人"), "same workers_returned");
  EXPECT_EQ(Find("返人员", "人"), "");
}

TEST_F(CatalogueTest, BracketsDoNotCount) {
  EXPECT_EQ(Find("社区（村）"), "same communities_covered");
  EXPECT_EQ(Find("社区(村)"), "same communities_covered");
  EXPECT_EQ(Find("（）"), "");
}

TEST_F(CatalogueTest, AWordBehindTheNounMakesItAnother) {
  EXPECT_EQ(Find("办事处疫情防控工作"), "");
  EXPECT_EQ(Find("社区服务中心"), "");
  EXPECT_EQ(Find("工作"), "");
}

TEST_F(CatalogueTest, NoSeriesForOddWords) {
  EXPECT_EQ(Find(""), "");
  EXPECT_EQ(Find("𠮷"), "");
  EXPECT_EQ(Find("abc"), "");
  EXPECT_EQ(Find(std::string(100000, 'x') + "卡口"), "near checkpoints");
}

TEST_F(CatalogueTest, CoversWhatReportsCount) {
  EXPECT_GE(catalogue_.indicators().size(), 80u);
  std::set<std::string_view> domains;
  for (const Indicator& indicator : catalogue_.indicators()) {
    EXPECT_FALSE(indicator.english.empty()) << indicator.id;
    EXPECT_EQ(catalogue_.ById(indicator.id), &indicator);
    domains.insert(indicator.domain);
  }
  for (const char* domain : {"epidemic", "health", "population", "farming", "industry",
                             "resumption", "relief", "donations", "staffing"}) {
    EXPECT_TRUE(domains.contains(domain)) << domain;
  }
  EXPECT_EQ(catalogue_.ById("no_such_series"), nullptr);
}

// A wording that fits two series of one kind and unit would make the answer a matter of chance.
TEST_F(CatalogueTest, EveryWordingFindsItsOwnSeries) {
  for (const Indicator& indicator : catalogue_.indicators()) {
    const std::string_view unit = indicator.units.empty() ? "" : indicator.units.front();
    for (const std::string_view wording : indicator.same) {
      std::string measure(wording);
      if (const size_t star = measure.find('*'); star != std::string::npos) {
        measure.replace(star, 1, "沪");
      }
      EXPECT_EQ(Find(measure, unit, indicator.kind), "same " + std::string(indicator.id))
          << wording;
    }
  }
}

TEST_F(CatalogueTest, NearestNames) {
  EXPECT_THAT(catalogue_.Nearest("checkpoint", 1), ElementsAre("checkpoints"));
  EXPECT_THAT(catalogue_.Nearest("志愿者", 1), ElementsAre("volunteers"));
  EXPECT_THAT(catalogue_.Nearest("qqqqqqqqqq", 3), IsEmpty());
  EXPECT_THAT(catalogue_.Nearest("", 3), IsEmpty());
  EXPECT_THAT(catalogue_.Nearest("\xFF", 3), IsEmpty());
}

TEST(OwnCatalogueTest, AddsSeriesAndWordings) {
  const std::string own = std::string("# ours\n") + kHeader +
                          "beehives\tcount\t蜂箱\tBeehives\tfarming\t箱 个\t蜂箱\t\t\n"
                          "checkpoints\tcount\t\t\t\t\t关卡\t\t\n";
  auto catalogue = Catalogue::Create(own, "own.tsv");
  ASSERT_OK(catalogue);
  const auto bees = (*catalogue)->Find({.measure = "蜂箱", .unit = "箱", .kind = v1::KIND_COUNT});
  ASSERT_NE(bees.indicator, nullptr);
  EXPECT_EQ(bees.indicator->id, "beehives");
  const auto gate = (*catalogue)->Find({.measure = "关卡", .unit = "个", .kind = v1::KIND_COUNT});
  ASSERT_NE(gate.indicator, nullptr);
  EXPECT_EQ(gate.indicator->id, "checkpoints");
  EXPECT_EQ(gate.indicator->chinese, "管控卡口（卡点）");
}

TEST(OwnCatalogueTest, SaysWhichRowCannotBeUsed) {
  const std::map<std::string, std::string> cases = {
      {"Bees\tcount\t蜂\tBees\tx\t\t蜂\t\t\n", "own.tsv:2: Bees: an id is made of"},
      {"bees\tmany\t蜂\tBees\tx\t\t蜂\t\t\n", "own.tsv:2: bees: no such kind"},
      {"bees\tcount\t\tBees\tx\t\t蜂\t\t\n", "a Chinese name and a wording"},
      {"bees\tcount\t蜂\tBees\tx\t\t*蜂\t\t\n", "inside a wording"},
      {"checkpoints\tmoney\t\t\t\t\t关卡\t\t\n", "another kind"},
      {"bees\tcount\n", "own.tsv:2"},
      {"bees\tcount\t\xFF\tBees\tx\t\t蜂\t\t\n", "not UTF-8"},
  };
  for (const auto& [row, message] : cases) {
    const auto made = Catalogue::Create(kHeader + row, "own.tsv");
    EXPECT_EQ(made.status().code(), absl::StatusCode::kInvalidArgument) << row;
    EXPECT_THAT(std::string(made.status().message()), HasSubstr(message)) << row;
  }
}

}  // namespace
}  // namespace qushu
