// Lists of articles, districts and summaries: order, filters, pages.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

std::string NameOf(std::string_view text) { return ArticleName(ArticleId(text)); }

TEST_P(StoreConformance, EmptyStoreAnswersEmptyPages) {
  ASSERT_OK_AND_ASSIGN(auto articles, store().ListArticles({.limit = 1}));
  EXPECT_THAT(articles.articles, IsEmpty());
  EXPECT_FALSE(articles.next);
  ASSERT_OK_AND_ASSIGN(auto figures, store().ListFigures({.limit = 1}));
  EXPECT_THAT(figures.figures, IsEmpty());
  EXPECT_FALSE(figures.next);
  ASSERT_OK_AND_ASSIGN(auto districts, store().ListDistricts({.limit = 1}));
  EXPECT_THAT(districts.districts, IsEmpty());
  EXPECT_FALSE(districts.more);
  ASSERT_OK_AND_ASSIGN(auto summaries, store().ListSummaries({.district = "410305", .limit = 1}));
  EXPECT_THAT(summaries.summaries, IsEmpty());
  EXPECT_EQ(articles.revision, 0);
  EXPECT_OK(store().Ping());
}

TEST_P(StoreConformance, ChecksArguments) {
  const auto invalid = [](const char* reason) {
    return IsError(absl::StatusCode::kInvalidArgument, reason);
  };
  const Date feb20{2020, 2, 20};
  const DateWindow backwards{feb20, Date{2020, 2, 19}};
  EXPECT_THAT(store().ListArticles({}), invalid("INVALID_ARGUMENT"));
  EXPECT_THAT(store().ListArticles({.limit = -1}), invalid("INVALID_ARGUMENT"));
  EXPECT_THAT(store().ListArticles({.limit = 1, .after = {feb20, "x"}}),
              invalid("INVALID_ARGUMENT"));
  EXPECT_THAT(store().ListArticles({.limit = 1, .after = {Date{2020, 2, 30}, ArticleId("x")}}),
              invalid("INVALID_ARGUMENT"));
  EXPECT_THAT(store().ListArticles({.limit = 1, .published = backwards}),
              invalid("INVALID_DATE_RANGE"));
  EXPECT_THAT(store().ListFigures({.limit = 1, .as_of = backwards}), invalid("INVALID_DATE_RANGE"));
  EXPECT_THAT(store().ListFigures({.limit = 1, .district = "涧西区"}), invalid("INVALID_ARGUMENT"));
  EXPECT_THAT(store().ListFigures({.limit = 1, .min_value = Decimal(2), .max_value = Decimal(1)}),
              invalid("INVALID_VALUE_RANGE"));
  EXPECT_THAT(store().ListDistricts({.limit = 1, .codes = {"4103"}}), invalid("INVALID_ARGUMENT"));
  EXPECT_THAT(store().ListSummaries({.limit = 1}), invalid("INVALID_ARGUMENT"));
}

// Articles of one day stand as they came.
TEST_P(StoreConformance, ListsArticlesNewestFirstUndatedLast) {
  std::vector<std::pair<std::string, std::string>> dated;  // date, name
  std::vector<std::string> undated;
  for (int i = 0; i < 40; ++i) {
    const std::string text = "第" + std::to_string(i) + "篇";
    const std::string date = i % 10 == 9  ? ""
                             : i % 4 == 0 ? "2020-02-20"
                                          : "1969-12-3" + std::to_string(i % 2);
    Put(ArticleBuilder(text, date));
    if (date.empty()) {
      undated.push_back(NameOf(text));
    } else {
      dated.emplace_back(date, NameOf(text));
    }
  }
  std::stable_sort(dated.begin(), dated.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> expected;
  for (const auto& [date, name] : dated) expected.push_back(name);
  expected.insert(expected.end(), undated.begin(), undated.end());
  for (int page_size : {1, 3, 39, 40, 41, 500}) {
    EXPECT_EQ(AllArticleNames(store(), {}, page_size), expected) << page_size;
  }
}

TEST_P(StoreConformance, BasicViewLeavesOutTexts) {
  ArticleBuilder builder("甲", "2020-02-20");
  builder.Section("410305", "标题").Summary("410305", "句子。").Figure("410305", "1");
  Put(builder.Publication("洛阳日报"));
  ASSERT_OK_AND_ASSIGN(auto basic, store().ListArticles({.limit = 1}));
  ASSERT_EQ(basic.articles.size(), 1u);
  v1::Article expected = builder;
  expected.clear_source_text();
  expected.clear_normalized_text();
  expected.clear_figures();
  expected.clear_summaries();
  expected.mutable_sections(0)->clear_paragraphs();
  EXPECT_EQ(basic.articles[0].figure_count(), 1);
  EXPECT_EQ(basic.articles[0].revision(), 1);
  EXPECT_THAT(WithoutStoreFields(basic.articles[0]), EqualsProto(expected));
  ASSERT_OK_AND_ASSIGN(auto full, store().ListArticles({.limit = 1, .full = true}));
  EXPECT_THAT(WithoutStoreFields(full.articles.at(0)), EqualsProto(builder.article()));
}

TEST_P(StoreConformance, PagesOfArticlesEndAtTheirSize) {
  for (char c : {'a', 'b', 'c'}) Put(ArticleBuilder(std::string(1000, c), "2020-02-20"));
  ArticleQuery query{.limit = 3, .full = true, .max_bytes = 5000};
  ASSERT_OK_AND_ASSIGN(auto page, store().ListArticles(query));
  EXPECT_EQ(page.articles.size(), 2u);
  ASSERT_TRUE(page.next);
  query.after = *page.next;
  query.max_bytes = 1;  // a page has one article at least
  ASSERT_OK_AND_ASSIGN(page, store().ListArticles(query));
  EXPECT_EQ(page.articles.size(), 1u);
  EXPECT_FALSE(page.next);
}

TEST_P(StoreConformance, FiltersArticles) {
  Put(ArticleBuilder("a", "2020-02-18").Publication("洛阳日报").Section("410305", ""));
  Put(ArticleBuilder("b", "2020-02-19").Publication("洛阳晚报").Summary("410305", "。"));
  ArticleBuilder c("c", "2020-02-20");
  c.Figure("410305", "1");
  Put(c.Publication("洛阳日报"));
  ArticleBuilder d("d");
  d.Figure("410300", "1");
  Put(d.Section("", "高新区"));

  const auto names = [&](ArticleQuery query) { return AllArticleNames(store(), query, 2); };
  const Date feb19{2020, 2, 19};
  EXPECT_THAT(names({.district = "410305"}), ElementsAre(NameOf("c"), NameOf("b"), NameOf("a")));
  EXPECT_THAT(names({.district = "410300"}), ElementsAre(NameOf("d")));
  EXPECT_THAT(names({.district = "410302"}), IsEmpty());
  EXPECT_THAT(names({.publication = "洛阳日报"}), ElementsAre(NameOf("c"), NameOf("a")));
  EXPECT_THAT(names({.publication = "洛阳"}), IsEmpty());
  EXPECT_THAT(names({.district = "410305", .publication = "洛阳晚报"}), ElementsAre(NameOf("b")));
  EXPECT_THAT(names({.published = {feb19, {}}}), ElementsAre(NameOf("c"), NameOf("b")));
  EXPECT_THAT(names({.published = {{}, feb19}}), ElementsAre(NameOf("b"), NameOf("a")));
  EXPECT_THAT(names({.published = {feb19, feb19}}), ElementsAre(NameOf("b")));
  EXPECT_THAT(names({.district = "410305", .published = {{}, feb19}, .publication = "洛阳日报"}),
              ElementsAre(NameOf("a")));
}

// What was there when the first page was read comes once each, whatever arrives meanwhile; what
// arrives before the place reached is not missed by a list begun anew.
TEST_P(StoreConformance, PagesStayRightWhileArticlesArrive) {
  std::set<std::string> before;
  for (int i = 0; i < 30; ++i) {
    ArticleBuilder article("旧" + std::to_string(i), "2020-02-1" + std::to_string(i % 10));
    article.Figure("410305", std::to_string(i));
    before.insert(ArticleName(Put(article)));
  }
  ArticleQuery articles{.limit = 4};
  FigureQuery figures{.limit = 4, .district = "410300", .include_descendants = true};
  std::vector<std::string> names;
  std::vector<std::string> of_figures;
  for (int i = 0; articles.limit > 0; ++i) {
    ASSERT_OK_AND_ASSIGN(ArticlePage page, store().ListArticles(articles));
    ASSERT_OK_AND_ASSIGN(FigurePage page_of_figures, store().ListFigures(figures));
    EXPECT_EQ(page.revision, 30 + i);
    for (const v1::Article& article : page.articles) names.push_back(article.name());
    for (const v1::Figure& figure : page_of_figures.figures) {
      of_figures.push_back(figure.article());
    }
    ASSERT_EQ(page.next.has_value(), page_of_figures.next.has_value());
    if (!page.next) break;
    articles.after = *page.next;
    figures.after = *page_of_figures.next;
    ArticleBuilder article("新" + std::to_string(i), "2020-02-1" + std::to_string(i % 10));
    article.Figure("410306", "1");
    Put(article);
  }
  const std::set<std::string> seen(names.begin(), names.end());
  EXPECT_EQ(seen.size(), names.size()) << "an article came twice";
  EXPECT_THAT(seen, IsSupersetOf(before));
  EXPECT_EQ(of_figures, names);
}

TEST_P(StoreConformance, CountsWhatIsStoredOnADistrict) {
  ArticleBuilder a("a", "2020-02-18");
  a.Section("410305", "").Section("410305", "").Summary("410305", "");
  a.Figure("410305", "1");
  a.Figure("410305", "2");
  a.Figure("410306", "3");
  a.Figure("", "4");
  Put(a);
  Put(a);
  ArticleBuilder b("b", "2020-02-17");
  b.Figure("410305", "1");
  Put(b.Section("410000", ""));
  Put(ArticleBuilder("c").Section("410000", ""));
  Put(ArticleBuilder("d").Section("510000", ""));

  ASSERT_OK_AND_ASSIGN(auto page, store().ListDistricts({.limit = 10}));
  ASSERT_EQ(page.districts.size(), 4u);
  EXPECT_EQ(page.revision, 4);
  EXPECT_EQ(page.districts[0].code, "410000");
  EXPECT_EQ(page.districts[0].article_count, 2);
  EXPECT_EQ(page.districts[0].figure_count, 0);
  EXPECT_EQ(page.districts[0].latest, (Date{2020, 2, 17}));
  EXPECT_EQ(page.districts[1].code, "410305");
  EXPECT_EQ(page.districts[1].article_count, 2);
  EXPECT_EQ(page.districts[1].figure_count, 3);
  EXPECT_EQ(page.districts[1].latest, (Date{2020, 2, 18}));
  EXPECT_EQ(page.districts[2].code, "410306");
  EXPECT_EQ(page.districts[3].code, "510000");
  EXPECT_FALSE(page.districts[3].latest);
}

TEST_P(StoreConformance, FiltersDistricts) {
  ArticleBuilder a("a");
  for (const char* code : {"100000", "110000", "410000", "410300", "410305", "410306", "410400"}) {
    a.Section(code, "");
  }
  Put(a);
  Put(ArticleBuilder("b").Section("410306", "").Section("510104", ""));
  const auto codes = [&](DistrictQuery query) {
    std::vector<std::string> all;
    query.limit = 2;
    while (true) {
      auto page = store().ListDistricts(query);
      EXPECT_OK(page);
      for (const DistrictStats& stats : page->districts) all.push_back(stats.code);
      if (!page->more) return all;
      query.after_code = all.back();
    }
  };
  EXPECT_THAT(codes({}), ElementsAre("100000", "110000", "410000", "410300", "410305", "410306",
                                     "410400", "510104"));
  EXPECT_THAT(codes({.after_code = "410300"}), ElementsAre("410305", "410306", "410400", "510104"));
  EXPECT_THAT(codes({.parent = "410000"}), ElementsAre("410300", "410305", "410306", "410400"));
  EXPECT_THAT(codes({.parent = "410300"}), ElementsAre("410305", "410306"));
  EXPECT_THAT(codes({.parent = "410305"}), IsEmpty());
  EXPECT_THAT(codes({.parent = "100000"}),
              ElementsAre("110000", "410000", "410300", "410305", "410306", "410400", "510104"));
  EXPECT_THAT(codes({.codes = {"510104", "410305", "410305", "999999", "410306"}}),
              ElementsAre("410305", "410306", "510104"));
  EXPECT_THAT(codes({.article = ArticleId("b")}), ElementsAre("410306", "510104"));
  EXPECT_THAT(codes({.article = ArticleId("b"), .parent = "410000"}), ElementsAre("410306"));
  EXPECT_THAT(codes({.article = ArticleId("b"), .codes = {"410305", "510104"}}),
              ElementsAre("510104"));
  EXPECT_THAT(codes({.article = ArticleId("z")}), IsEmpty());
  EXPECT_THAT(codes({.article = "z"}), IsEmpty());
}

TEST_P(StoreConformance, ListsSummariesNewestFirst) {
  Put(ArticleBuilder("a", "2020-02-18").Summary("410305", "甲。").Summary("410306", "乙。"));
  Put(ArticleBuilder("b", "2020-02-20").Summary("410305", "丙。").Summary("", "丁。"));
  Put(ArticleBuilder("c").Summary("410305", "戊。"));
  const auto texts = [&](SummaryQuery query) {
    auto page = store().ListSummaries(query);
    EXPECT_OK(page);
    std::vector<std::string> all;
    for (const v1::ArticleSummary& summary : page->summaries) {
      all.push_back(summary.summary().sentences(0).text());
    }
    if (page->more) all.push_back("more");
    return all;
  };
  const Date feb19{2020, 2, 19};
  EXPECT_THAT(texts({.district = "410305", .limit = 3}), ElementsAre("丙。", "甲。", "戊。"));
  EXPECT_THAT(texts({.district = "410305", .limit = 2}), ElementsAre("丙。", "甲。", "more"));
  EXPECT_THAT(texts({.district = "410305", .article = ArticleId("a"), .limit = 3}),
              ElementsAre("甲。"));
  EXPECT_THAT(texts({.district = "410305", .article = ArticleId("z"), .limit = 3}), IsEmpty());
  EXPECT_THAT(texts({.district = "410305", .published = {feb19, {}}, .limit = 3}),
              ElementsAre("丙。"));
  EXPECT_THAT(texts({.district = "410305", .published = {{}, feb19}, .limit = 3}),
              ElementsAre("甲。"));
  ASSERT_OK_AND_ASSIGN(auto page, store().ListSummaries({.district = "410305", .limit = 1}));
  EXPECT_EQ(page.summaries.at(0).article(), NameOf("b"));
  EXPECT_THAT(page.summaries[0].publication_date(), EqualsProto(ProtoDate("2020-02-20")));
  EXPECT_EQ(page.revision, 3);
}

TEST_P(StoreConformance, CancelledQueriesEnd) {
  ArticleBuilder article("a");
  for (int i = 0; i < 2000; ++i) article.Figure("410305", std::to_string(i)).set_measure("卡口");
  Put(article);
  int asked = 0;
  FigureQuery query{.limit = 10, .measure_contains = "没有"};
  query.cancelled = [&] { return ++asked > 1; };
  EXPECT_THAT(store().ListFigures(query), IsError(absl::StatusCode::kCancelled, "CANCELLED"));
  EXPECT_GT(asked, 1);
  query.cancelled = [] { return false; };
  EXPECT_OK(store().ListFigures(query));
  EXPECT_THAT(store().ListArticles({.limit = 1, .cancelled = [] { return true; }}),
              IsError(absl::StatusCode::kCancelled, "CANCELLED"));
}

}  // namespace
}  // namespace qushu
