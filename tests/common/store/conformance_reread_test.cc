// Articles that were read anew.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/store/pending_put.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

ArticleBuilder Numbered(int number) {
  ArticleBuilder article("第" + std::to_string(number) + "篇，设立卡口。",
                         "2020-01-" + std::to_string(110 + number).substr(1));
  const std::string code = std::to_string(410302 + number);
  article.Section(code, "要闻").Summary(code, "设立卡口。");
  article.Figure(code, std::to_string(number)).set_indicator("checkpoints");
  return article;
}

// What another version reads in the same text: another day, another place, other figures.
v1::Article Otherwise(int number) {
  ArticleBuilder article("第" + std::to_string(number) + "篇，设立卡口。", "2021-06-01");
  article.Section("410381", "要闻").Summary("410381", "第");
  article.Figure("410381", "7").set_indicator("people");
  article.Figure("", "8", "人");
  v1::Article built = article;
  built.set_analyzer_version("next");
  built.set_normalized_text("第" + std::to_string(number) + "篇,设立关口。");
  return built;
}

absl::StatusOr<PutResult> Reread(Store& store, v1::Article stored, v1::Article reread) {
  auto put = PrepareReread({std::move(stored), std::move(reread)});
  if (!put.ok()) return put.status();
  absl::StatusOr<PutResult> result;
  absl::Notification done;
  put->done = [&](absl::StatusOr<PutResult> stored_as) {
    result = std::move(stored_as);
    done.Notify();
  };
  store.PutArticle(*std::move(put));
  done.WaitForNotification();
  return result;
}

std::vector<std::string> Found(Store& store, const std::string& term) {
  std::vector<std::string> names;
  const auto found = store.SearchArticles({.limit = 100, .after = {}, .all = {{{term}}}});
  EXPECT_OK(found);
  for (const v1::Article& article : found->articles) names.push_back(article.name());
  return names;
}

TEST_P(StoreConformance, WhatIsReadOtherwiseStandsInThePlaceOfWhatWas) {
  for (int i = 1; i <= 3; ++i) Put(Numbered(i));
  const std::string id = ArticleId(Numbered(2).article().source_text());
  ASSERT_OK_AND_ASSIGN(const v1::Article before, store().GetArticle(id, nullptr));
  ASSERT_OK_AND_ASSIGN(const PutResult put, Reread(store(), before, Otherwise(2)));
  EXPECT_EQ(put.article, id);
  EXPECT_EQ(put.revision, 4);
  EXPECT_FALSE(put.already_stored);

  ASSERT_OK_AND_ASSIGN(const v1::Article after, store().GetArticle(id, nullptr));
  EXPECT_EQ(after.revision(), 4);
  EXPECT_NE(after.etag(), before.etag());
  EXPECT_EQ(after.create_time().DebugString(), before.create_time().DebugString());
  EXPECT_THAT(WithoutStoreFields(after), EqualsProto(WithoutStoreFields(Otherwise(2))));
  ASSERT_OK_AND_ASSIGN(const RevisionPage changes, store().ListRevisions(3, 10));
  ASSERT_EQ(changes.revisions.size(), 1u);
  EXPECT_EQ(changes.revisions[0].article, id);
  EXPECT_EQ(changes.revisions[0].gone, id) << "as it was before";
  EXPECT_EQ(changes.revisions[0].replaced_by, id);
  EXPECT_EQ(changes.arrivals, 3);

  // Nothing of what was is left, and of the others nothing is missing.
  EXPECT_EQ(AllFigures(store(), {}, 100).size(), 4u);
  EXPECT_EQ(AllArticleNames(store(), {}, 100).front(), ArticleName(id));
  EXPECT_EQ(Found(store(), "关口"), std::vector<std::string>{ArticleName(id)});
  EXPECT_EQ(Found(store(), "卡口").size(), 2u);
  ASSERT_OK_AND_ASSIGN(const DistrictPage districts, store().ListDistricts({.limit = 10}));
  std::string codes;
  for (const DistrictStats& stats : districts.districts) codes += stats.code + " ";
  EXPECT_EQ(codes, "410303 410305 410381 ");
  ASSERT_OK_AND_ASSIGN(const IndicatorPage series, store().ListIndicators({.limit = 10}));
  ASSERT_EQ(series.indicators.size(), 2u);
  EXPECT_EQ(series.indicators[0].figure_count, 2);
  EXPECT_EQ(series.indicators[1].figure_count, 1);
}

TEST_P(StoreConformance, WhatIsReadAlikeHasItsVersionAndNoNewRevision) {
  const std::string id = Put(Numbered(1));
  ASSERT_OK_AND_ASSIGN(const v1::Article before, store().GetArticle(id, nullptr));
  v1::Article alike = Numbered(1);
  alike.set_analyzer_version("next");
  alike.mutable_hints()->set_encoding("gbk");
  ASSERT_OK_AND_ASSIGN(const PutResult put, Reread(store(), before, alike));
  EXPECT_TRUE(put.already_stored);
  EXPECT_EQ(put.revision, 1);
  ASSERT_OK_AND_ASSIGN(const v1::Article after, store().GetArticle(id, nullptr));
  EXPECT_EQ(after.analyzer_version(), "next");
  EXPECT_EQ(after.hints().encoding(), "gbk");
  EXPECT_EQ(after.etag(), before.etag());
  EXPECT_EQ(*store().Revision(), 1);
}

TEST_P(StoreConformance, WhatAnotherWasFasterToChangeIsLeftAlone) {
  const std::string id = Put(Numbered(1));
  ASSERT_OK_AND_ASSIGN(const v1::Article before, store().GetArticle(id, nullptr));
  ASSERT_OK(Reread(store(), before, Otherwise(1)));
  ASSERT_OK_AND_ASSIGN(PutResult late, Reread(store(), before, Otherwise(1)));
  EXPECT_EQ(late.revision, 0);
  ASSERT_OK_AND_ASSIGN(const v1::Article after, store().GetArticle(id, nullptr));
  EXPECT_EQ(after.revision(), 2);
  ASSERT_OK(store().DeleteArticle({.article = id}));
  ASSERT_OK_AND_ASSIGN(late, Reread(store(), after, Numbered(1)));
  EXPECT_EQ(late.revision, 0);
  EXPECT_THAT(store().GetArticle(id, nullptr),
              IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
  // Another text is not the same article.
  EXPECT_THAT(Reread(store(), before, Numbered(2)).status(),
              IsError(absl::StatusCode::kInternal, "INTERNAL"));
}

TEST_P(StoreConformance, ArrivalsByVersion) {
  for (int i = 1; i <= 5; ++i) Put(Numbered(i));
  const std::string id = ArticleId(Numbered(2).article().source_text());
  ASSERT_OK_AND_ASSIGN(const v1::Article before, store().GetArticle(id, nullptr));
  ASSERT_OK(Reread(store(), before, Otherwise(2)));
  const auto arrivals = [&](ArrivalQuery query) {
    std::string numbers;
    while (true) {
      const auto page = store().ListArrivals(query);
      EXPECT_OK(page);
      for (const ArticleKey& key : page->articles) numbers += std::to_string(key.arrival) + " ";
      if (!page->next) return numbers;
      EXPECT_LE(page->articles.size(), static_cast<size_t>(query.limit));
      query.after = *page->next;
    }
  };
  EXPECT_EQ(arrivals({.limit = 10}), "1 2 3 4 5 ");
  EXPECT_EQ(arrivals({.limit = 1}), "1 2 3 4 5 ");
  EXPECT_EQ(arrivals({.limit = 2, .other_than = "next"}), "1 3 4 5 ");
  EXPECT_EQ(arrivals({.limit = 2, .other_than = "test"}), "2 ");
  EXPECT_EQ(arrivals({.limit = 2, .after = {.article = id}, .last_arrival = 4}), "3 4 ");
  EXPECT_THAT(store().ListArrivals({.limit = 1, .after = {.article = std::string(32, '0')}}),
              IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
}

}  // namespace
}  // namespace qushu
