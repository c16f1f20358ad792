// Articles stored together.
#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/blocking_counter.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;
using Results = std::vector<absl::StatusOr<PutResult>>;

// Puts all without waiting, then waits for all.
Results PutAll(Store& store, std::vector<PutRequest> requests) {
  std::vector<std::optional<absl::StatusOr<PutResult>>> results(requests.size());
  absl::BlockingCounter left(static_cast<int>(requests.size()));
  for (size_t i = 0; i < requests.size(); ++i) {
    store.PutArticle(std::move(requests[i]), PutTime::kSoon, [&, i](auto result) {
      EXPECT_FALSE(results[i].has_value()) << "answered twice";
      results[i] = std::move(result);
      left.DecrementCount();
    });
  }
  left.Wait();
  Results all;
  for (auto& result : results) all.push_back(*std::move(result));
  return all;
}

ArticleBuilder Numbered(int number) {
  // The newest date first, last and in between, and some without.
  const int day = number * 7 % 29;
  ArticleBuilder article("第" + std::to_string(number) + "篇，设立卡口。",
                         day == 0 ? "" : "2020-01-" + std::to_string(100 + day).substr(1));
  for (int i = 0; i < 4; ++i) {
    const std::string code = std::to_string(410302 + (number + i) % 5);
    article.Section(code, "要闻").Summary(code, "设立卡口。");
    article.Figure(code, std::to_string(number)).set_indicator(i == 0 ? "" : "checkpoints");
  }
  return article;
}

TEST_P(StoreConformance, AGroupIsStoredAsItsArticlesWouldBeAlone) {
  std::vector<PutRequest> requests;
  for (int i = 0; i < 50; ++i) requests.push_back({.article = Numbered(i)});
  const Results results = PutAll(store(), std::move(requests));
  for (int i = 0; i < 50; ++i) {
    ASSERT_OK(results[i]);
    EXPECT_EQ(results[i]->revision, i + 1) << "in the order of their coming";
    EXPECT_FALSE(results[i]->already_stored);
    ASSERT_OK_AND_ASSIGN(const auto got, store().GetArticle(results[i]->article, nullptr));
    EXPECT_THAT(WithoutStoreFields(got), EqualsProto(Numbered(i).article()));
  }
  auto alone_backend = GetParam()();
  ASSERT_OK_AND_ASSIGN(const auto alone, alone_backend->Open(false));
  for (int i = 0; i < 50; ++i) ASSERT_OK(alone->PutArticle(Numbered(i)));
  const auto names = [](Store& of) {
    std::string all;
    for (const v1::Figure& figure : AllFigures(of, {}, 100)) all += figure.name() + "\n";
    for (const std::string& name : AllArticleNames(of, {}, 100)) all += name + "\n";
    const auto districts = of.ListDistricts({.limit = 100});
    for (const DistrictStats& stats : districts->districts) {
      all += stats.code + " " + std::to_string(stats.article_count) + " " +
             std::to_string(stats.figure_count) + " " + std::to_string(stats.latest->day) + "\n";
    }
    const auto series = of.ListIndicators({.limit = 10, .after = "", .district = "410303"});
    for (const IndicatorStats& stats : series->indicators) {
      all += stats.indicator + " " + std::to_string(stats.figure_count) + "\n";
    }
    const auto found = of.SearchArticles({.limit = 100, .after = {}, .all = {{{"卡口"}}}});
    for (const v1::Article& article : found->articles) all += article.name() + "\n";
    return all;
  };
  EXPECT_EQ(names(store()), names(*alone));
}

TEST_P(StoreConformance, EachOfAGroupHasItsOwnAnswer) {
  ArticleBuilder bad("丁");
  bad.Figure("410305", "一");
  const Results results = PutAll(
      store(), {{.article = ArticleBuilder("甲")},
                {.article = bad},
                {.article = ArticleBuilder("乙"), .request_id = "1"},
                {.article = ArticleBuilder("甲")},
                {.article = ArticleBuilder("丙"), .request_id = "1", .request_hash = "other"},
                {.article = v1::Article()},
                {.article = ArticleBuilder("戊")}});
  ASSERT_OK(results[0]);
  EXPECT_THAT(results[1], IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  EXPECT_OK(results[2]);
  ASSERT_OK(results[3]);
  EXPECT_TRUE(results[3]->already_stored);
  EXPECT_EQ(results[3]->revision, results[0]->revision);
  EXPECT_THAT(results[4], IsError(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(results[5], IsError(absl::StatusCode::kInvalidArgument, "EMPTY_TEXT"));
  EXPECT_OK(results[6]);
  EXPECT_EQ(AllArticleNames(store(), {}, 10).size(), 3u);
}

TEST_P(StoreConformance, WhatWaitsIsStoredBeforeTheStoreGoes) {
  ASSERT_OK_AND_ASSIGN(auto other, backend().Open(false));
  std::atomic<int> stored = 0;
  for (int i = 0; i < 20; ++i) {
    other->PutArticle({.article = Numbered(i)}, PutTime::kSoon,
                      [&](auto result) { stored += result.ok() ? 1 : 0; });
  }
  other.reset();
  EXPECT_EQ(stored, 20);
  EXPECT_EQ(AllArticleNames(store(), {}, 100).size(), 20u);
}

}  // namespace
}  // namespace qushu
