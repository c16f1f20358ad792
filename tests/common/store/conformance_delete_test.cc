// Articles taken out and brought back.
#include <string>

#include "absl/time/clock.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

const auto kNotThere = [] { return IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"); };

ArticleBuilder Numbered(int number) {
  ArticleBuilder article("第" + std::to_string(number) + "篇，设立卡口。",
                         "2020-01-" + std::to_string(110 + number).substr(1));
  for (int i = 0; i < 3; ++i) {
    const std::string code = std::to_string(410302 + number + i);
    article.Section(code, "要闻").Summary(code, "设立卡口。");
    article.Figure(code, std::to_string(number)).set_indicator(i == 0 ? "" : "checkpoints");
  }
  article.Figure("", "1", "人").set_indicator("people");
  return article;
}

// All that lists answer, revisions of articles aside.
std::string Everything(Store& store) {
  std::string all;
  for (const v1::Figure& figure : AllFigures(store, {}, 100)) all += figure.ShortDebugString();
  for (const std::string& name : AllArticleNames(store, {}, 100)) all += name + "\n";
  const auto districts = store.ListDistricts({.limit = 100});
  EXPECT_OK(districts);
  for (const DistrictStats& stats : districts->districts) {
    all += stats.code + " " + std::to_string(stats.article_count) + " " +
           std::to_string(stats.figure_count) + " " + std::to_string(stats.latest->day) + "\n";
    const auto summaries =
        store.ListSummaries({.district = stats.code, .article = "", .published = {}, .limit = 100});
    EXPECT_OK(summaries);
    for (const v1::ArticleSummary& summary : summaries->summaries) {
      all += summary.ShortDebugString() + "\n";
    }
  }
  const auto series = store.ListIndicators({.limit = 100});
  EXPECT_OK(series);
  for (const IndicatorStats& stats : series->indicators) {
    all += stats.indicator + " " + std::to_string(stats.figure_count) + "\n";
  }
  const auto found = store.SearchArticles({.limit = 100, .after = {}, .all = {{{"卡口"}}}});
  EXPECT_OK(found);
  for (const v1::Article& article : found->articles) all += article.name() + "\n";
  return all;
}

TEST_P(StoreConformance, ADeletedArticleIsInNoAnswerUntilItIsBroughtBack) {
  for (int i = 0; i < 4; ++i) Put(Numbered(i));
  const std::string with = Everything(store());
  auto never_backend = GetParam()();
  ASSERT_OK_AND_ASSIGN(const auto never, never_backend->Open(false));
  for (int i : {0, 1, 3}) ASSERT_OK(never->PutArticle(Numbered(i)));

  const std::string id = ArticleId(Numbered(2).article().source_text());
  const absl::Time purge = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()) + 3600);
  ASSERT_OK_AND_ASSIGN(const v1::Article before, store().GetArticle(id, nullptr));
  ASSERT_OK_AND_ASSIGN(const DeleteResult deleted, store().DeleteArticle({id, "", purge}));
  EXPECT_TRUE(deleted.deleted);
  EXPECT_EQ(deleted.revision, 5);
  EXPECT_EQ(deleted.purge_time, purge);
  EXPECT_THAT(store().GetArticle(id, nullptr), kNotThere());
  EXPECT_THAT(store().GetSource(id), kNotThere());
  EXPECT_EQ(Everything(store()), Everything(*never));
  ASSERT_OK_AND_ASSIGN(const RevisionPage changes, store().ListRevisions(0, 10));
  EXPECT_EQ(changes.revision, 5);
  ASSERT_EQ(changes.revisions.size(), 4u);
  EXPECT_EQ(changes.revisions[3].revision, 5);
  EXPECT_EQ(changes.revisions[3].gone, id);
  EXPECT_EQ(changes.revisions[3].article + changes.revisions[3].replaced_by, "");
  // A second time nothing is left to do.
  ASSERT_OK_AND_ASSIGN(const DeleteResult again, store().DeleteArticle({id, "", purge}));
  EXPECT_FALSE(again.deleted);
  EXPECT_EQ(again.revision, 5);
  EXPECT_EQ(again.purge_time, purge);

  ASSERT_OK_AND_ASSIGN(const int64_t back, store().UndeleteArticle(id));
  EXPECT_EQ(back, 6);
  EXPECT_EQ(Everything(store()), with);
  ASSERT_OK_AND_ASSIGN(const v1::Article after, store().GetArticle(id, nullptr));
  EXPECT_EQ(after.revision(), 6);
  EXPECT_EQ(after.create_time().nanos(), before.create_time().nanos());
  EXPECT_NE(after.etag(), before.etag());
  EXPECT_THAT(WithoutStoreFields(after), EqualsProto(Numbered(2).article()));
  EXPECT_THAT(store().UndeleteArticle(id),
              IsError(absl::StatusCode::kAlreadyExists, "ARTICLE_NOT_DELETED"));
}

TEST_P(StoreConformance, DeletionHoldsToTheEtag) {
  const std::string id = Put(Numbered(1));
  ASSERT_OK_AND_ASSIGN(const v1::Article article, store().GetArticle(id, nullptr));
  EXPECT_THAT(store().DeleteArticle({.article = id, .etag = "\"77\""}),
              IsError(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_OK(store().GetArticle(id, nullptr));
  ASSERT_OK_AND_ASSIGN(const DeleteResult deleted,
                       store().DeleteArticle({.article = id, .etag = article.etag()}));
  EXPECT_TRUE(deleted.deleted);
}

TEST_P(StoreConformance, WhatIsNotThereCannotBeDeletedNorBroughtBack) {
  Put(Numbered(1));
  for (const std::string& id : {ArticleId("乙"), std::string(), std::string("甲")}) {
    ASSERT_OK_AND_ASSIGN(const DeleteResult result, store().DeleteArticle({.article = id}));
    EXPECT_FALSE(result.deleted);
    EXPECT_EQ(result.revision, 0);
    EXPECT_THAT(store().UndeleteArticle(id), kNotThere());
  }
  ASSERT_OK_AND_ASSIGN(const RevisionPage changes, store().ListRevisions(0, 10));
  EXPECT_EQ(changes.revision, 1);
}

TEST_P(StoreConformance, ADeletedTextMayBePutAgain) {
  const std::string id = Put(Numbered(1));
  ASSERT_OK(store().DeleteArticle({.article = id}));
  ASSERT_OK_AND_ASSIGN(const PutResult put, store().PutArticle(Numbered(1)));
  EXPECT_FALSE(put.already_stored);
  EXPECT_EQ(put.article, id);
  EXPECT_EQ(put.revision, 3);
  EXPECT_THAT(store().UndeleteArticle(id),
              IsError(absl::StatusCode::kAlreadyExists, "ARTICLE_NOT_DELETED"));
}

TEST_P(StoreConformance, WhatIsPurgedDoesNotComeBack) {
  ASSERT_OK_AND_ASSIGN(const PutResult put, store().PutArticle(Numbered(1), "request", "hash"));
  ASSERT_OK(store().DeleteArticle({.article = put.article, .purge_time = absl::Now()}));
  EXPECT_THAT(store().UndeleteArticle(put.article), kNotThere());
  // The next deletion takes it out for good, and with it the answer that named it.
  ASSERT_OK_AND_ASSIGN(const DeleteResult gone, store().DeleteArticle({.article = put.article}));
  EXPECT_EQ(gone.revision, 0);
  ASSERT_OK_AND_ASSIGN(const PutResult anew, store().PutArticle(Numbered(1), "request", "other"));
  EXPECT_FALSE(anew.already_stored);
}

TEST_P(StoreConformance, AReaderDeletesNothing) {
  const std::string id = Put(Numbered(1));
  ASSERT_OK_AND_ASSIGN(auto reader, backend().Open(/*read_only=*/true));
  EXPECT_EQ(reader->DeleteArticle({.article = id}).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(reader->UndeleteArticle(id).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_OK(reader->GetArticle(id, nullptr));
}

}  // namespace
}  // namespace qushu
