#include "services/query/pending_store.h"

#include "common/base/error.h"
#include "common/store/sqlite_store.h"
#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

TEST(PendingStoreTest, AnswersOnceTheFileIsThere) {
  const testing::TempDir dir;
  const std::string path = dir.path() / "store.db";
  PendingStore store([&] { return OpenSqliteStore({.path = path, .read_only = true}); });
  EXPECT_THAT(store.ListArticles({.limit = 1}), IsError(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(store.OpenOrPing(), IsError(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(store.Ping(), IsError(kUnavailable, "STORE_UNAVAILABLE"));

  ASSERT_OK_AND_ASSIGN(const auto writer, OpenSqliteStore({.path = path}));
  v1::Article article;
  article.set_source_text("涧西区");
  ASSERT_OK_AND_ASSIGN(const PutResult put, writer->PutArticle(article));

  EXPECT_OK(store.OpenOrPing());
  EXPECT_OK(store.Ping());
  EXPECT_OK(store.GetArticle(put.article, nullptr));
  EXPECT_THAT(store.GetArticle(std::string(32, '0'), nullptr),
              IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
}

TEST(PendingStoreTest, SaysWhyTheLastAttemptFailed) {
  absl::Status failure = MakeError(absl::StatusCode::kFailedPrecondition,
                                   v1::ERROR_REASON_STORE_TOO_NEW, "the store is too new");
  PendingStore store([&]() -> absl::StatusOr<std::unique_ptr<Store>> { return failure; });
  EXPECT_THAT(store.Ping(), IsError(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(store.OpenOrPing(), failure);
  EXPECT_EQ(store.ListArticles({.limit = 1}).status(), failure);
}

}  // namespace
}  // namespace qushu::query
