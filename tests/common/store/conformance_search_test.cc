// Search and the counts of series, over every backend.
#include <string>
#include <vector>

#include "common/store/search_terms.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The first characters of the texts that are found, page by page.
std::vector<std::string> Find(Store& store, SearchQuery query, int page_size = 1) {
  std::vector<std::string> found;
  query.limit = page_size;
  while (true) {
    auto page = store.SearchArticles(query);
    EXPECT_OK(page);
    if (!page.ok()) return found;
    for (const v1::Article& article : page->articles) {
      found.push_back(article.source_text().substr(0, 3));
      EXPECT_EQ(article.figures_size(), 0);
    }
    if (!page->next) return found;
    query.after = *page->next;
  }
}

std::vector<std::string> Find(Store& store, std::string_view words) {
  SearchQuery query;
  query.all.push_back({RequiredTerms(words)});
  return Find(store, query);
}

TEST_P(StoreConformance, FindsOneTwoAndMoreCharacters) {
  Put(ArticleBuilder("甲设立卡口", "2020-02-19"));
  Put(ArticleBuilder("乙管控卡点", "2020-02-21"));
  Put(ArticleBuilder("丙N95口罩", "2020-02-20"));
  Put(ArticleBuilder("丁卡口"));
  EXPECT_THAT(Find(store(), "卡"), ElementsAre("乙", "甲", "丁")) << "newest first, undated last";
  EXPECT_THAT(Find(store(), "口"), ElementsAre("丙", "甲", "丁"));
  EXPECT_THAT(Find(store(), "卡口"), ElementsAre("甲", "丁"));
  EXPECT_THAT(Find(store(), "管控卡点"), ElementsAre("乙"));
  EXPECT_THAT(Find(store(), "n9"), ElementsAre("丙"));
  EXPECT_THAT(Find(store(), "点卡"), IsEmpty());
}

TEST_P(StoreConformance, GroupsAndAlternatives) {
  Put(ArticleBuilder("甲设立卡口", "2020-02-19"));
  Put(ArticleBuilder("乙设立卡点", "2020-02-20"));
  Put(ArticleBuilder("丙拆除卡点", "2020-02-21"));
  SearchQuery query;
  query.all = {{RequiredTerms("设立")}, {RequiredTerms("卡口"), RequiredTerms("卡点")}};
  EXPECT_THAT(Find(store(), query), ElementsAre("乙", "甲"));
  query.all.clear();
  query.limit = 1;
  EXPECT_THAT(store().SearchArticles(query),
              testing::IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
}

TEST_P(StoreConformance, DistrictsAndDates) {
  Put(ArticleBuilder("甲卡口", "2020-02-19").Section("410305", "一"));
  Put(ArticleBuilder("乙卡口", "2020-02-20").Section("410302", "二"));
  SearchQuery query;
  query.all = {{RequiredTerms("卡口")}};
  query.district = "410305";
  EXPECT_THAT(Find(store(), query), ElementsAre("甲"));
  query.district = "410300";
  EXPECT_THAT(Find(store(), query), IsEmpty());
  query.include_descendants = true;
  EXPECT_THAT(Find(store(), query), ElementsAre("乙", "甲"));
  query.published.first = Date{2020, 2, 20};
  EXPECT_THAT(Find(store(), query), ElementsAre("乙"));
  query.published = {.last = Date{2020, 2, 19}};
  EXPECT_THAT(Find(store(), query), ElementsAre("甲"));
}

TEST_P(StoreConformance, ADistrictOfFewArticlesAmongMany) {
  for (int i = 0; i < 40; ++i) {
    Put(ArticleBuilder(absl::StrCat("别处卡口", i), "2020-02-20").Section("110101", "别处"));
  }
  Put(ArticleBuilder("无日卡口").Section("410305", "一"));
  Put(ArticleBuilder("甲卡口", "2020-02-19").Section("410305", "一").Section("410302", "二"));
  Put(ArticleBuilder("乙卡口", "2020-02-21").Section("410302", "二"));
  Put(ArticleBuilder("丙路口", "2020-02-22").Section("410302", "二"));
  SearchQuery query;
  query.all = {{RequiredTerms("卡口")}};
  query.district = "410300";
  EXPECT_THAT(Find(store(), query), IsEmpty());
  query.include_descendants = true;
  EXPECT_THAT(Find(store(), query), ElementsAre("乙", "甲", "无"));
  query.published.last = Date{2020, 2, 20};
  EXPECT_THAT(Find(store(), query), ElementsAre("甲"));

  query.published = {};
  query.limit = 1;
  ASSERT_OK_AND_ASSIGN(const FoundPage first, store().SearchArticles(query));
  ASSERT_TRUE(first.next.has_value());
  query.after = *first.next;
  query.limit = 9;
  EXPECT_THAT(Find(store(), query), ElementsAre("甲", "无"));
}

TEST_P(StoreConformance, AnArticleStoredTwiceIsFoundOnce) {
  Put(ArticleBuilder("甲卡口"));
  Put(ArticleBuilder("甲卡口"));
  EXPECT_THAT(Find(store(), "卡口"), ElementsAre("甲"));
}

TEST_P(StoreConformance, CountsOfSeries) {
  ArticleBuilder first("甲", "2020-02-19");
  first.Figure("410305", "1").set_indicator("checkpoints");
  first.Figure("410305", "2").set_indicator("checkpoints");
  first.Figure("410302", "3").set_indicator("volunteers");
  first.Figure("", "4").set_indicator("volunteers");
  first.Figure("410302", "5");
  Put(first);
  ArticleBuilder second("乙", "2020-02-20");
  second.Figure("410302", "3").set_indicator("checkpoints");
  Put(second);
  ASSERT_OK_AND_ASSIGN(IndicatorPage page, store().ListIndicators({.limit = 1}));
  ASSERT_EQ(page.indicators.size(), 1u);
  EXPECT_EQ(page.indicators[0].indicator, "checkpoints");
  EXPECT_EQ(page.indicators[0].figure_count, 3);
  EXPECT_TRUE(page.more);
  ASSERT_OK_AND_ASSIGN(page, store().ListIndicators({.limit = 9, .after = "checkpoints"}));
  ASSERT_EQ(page.indicators.size(), 1u);
  EXPECT_EQ(page.indicators[0].figure_count, 2);
  EXPECT_FALSE(page.more);
  ASSERT_OK_AND_ASSIGN(page, store().ListIndicators({.limit = 9, .district = "410305"}));
  ASSERT_EQ(page.indicators.size(), 1u);
  EXPECT_EQ(page.indicators[0].figure_count, 2);
}

}  // namespace
}  // namespace qushu
