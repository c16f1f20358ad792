#include "common/store/sqlite_store.h"

#include <fstream>
#include <memory>
#include <string>

#include "common/store/sqlite_db.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

class SqliteBackend : public StoreBackend {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open(bool read_only) override {
    return OpenSqliteStore({.path = dir_.path() / "store.db", .read_only = read_only});
  }

 private:
  testing::TempDir dir_;
};

std::unique_ptr<StoreBackend> MakeBackend() { return std::make_unique<SqliteBackend>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, ::testing::Values(&MakeBackend));

class SqliteFileTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Open(bool read_only) {
    return OpenSqliteStore(
        {.path = path(), .read_only = read_only, .busy_timeout = absl::Milliseconds(50)});
  }
  std::string path() const { return dir_.path() / "数据 库?.db"; }
  void Write(std::string_view content) { std::ofstream(path(), std::ios::binary) << content; }

  testing::TempDir dir_;
};

const auto kUnavailable = [] {
  return IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE");
};
const auto kDamaged = [] { return IsError(absl::StatusCode::kDataLoss, "STORE_DAMAGED"); };

TEST_F(SqliteFileTest, ReaderWaitsForTheFirstWriter) {
  EXPECT_THAT(Open(/*read_only=*/true), kUnavailable());
  Write("");
  EXPECT_THAT(Open(/*read_only=*/true), kUnavailable());
  ASSERT_OK_AND_ASSIGN(auto writer, Open(/*read_only=*/false));
  ASSERT_OK_AND_ASSIGN(auto reader, Open(/*read_only=*/true));
  EXPECT_OK(reader->Ping());
  ASSERT_OK(writer->PutArticle(ArticleBuilder("甲")));
  EXPECT_OK(reader->GetArticle(ArticleId("甲"), nullptr));
}

TEST_F(SqliteFileTest, BadPathsAreUnavailable) {
  for (bool read_only : {false, true}) {
    for (const std::string& bad : {std::string(), dir_.path().string(), path() + "/below.db"}) {
      EXPECT_THAT(OpenSqliteStore({.path = bad, .read_only = read_only}), kUnavailable()) << bad;
    }
  }
}

TEST_F(SqliteFileTest, NamesWithMeaningToSqliteAreFiles) {
  const auto old = std::filesystem::current_path();
  std::filesystem::current_path(dir_.path());
  for (const char* name : {":memory:", "file:x?mode=memory"}) {
    EXPECT_OK(OpenSqliteStore({.path = name}));
    EXPECT_TRUE(std::filesystem::exists(dir_.path() / name)) << name;
  }
  std::filesystem::current_path(old);
}

TEST_F(SqliteFileTest, GarbageIsDamaged) {
  std::string garbage = "这不是数据库";
  while (garbage.size() < 20'000) garbage += garbage;
  Write(garbage);
  EXPECT_THAT(Open(false), kDamaged());
  EXPECT_THAT(Open(true), kDamaged());
  EXPECT_EQ(testing::ReadFile(path()), garbage);
}

TEST_F(SqliteFileTest, AnotherProgramsDatabaseIsLeftAlone) {
  {
    ASSERT_OK_AND_ASSIGN(auto db, SqliteDb::Open(path(), false, {}));
    ASSERT_OK(db->Execute("CREATE TABLE articles (x)"));
  }
  const std::string before = testing::ReadFile(path());
  EXPECT_THAT(Open(false), kDamaged());
  EXPECT_THAT(Open(true), kDamaged());
  EXPECT_EQ(testing::ReadFile(path()), before);
}

TEST_F(SqliteFileTest, DamageIsReportedAndNotAnsweredAround) {
  {
    ASSERT_OK_AND_ASSIGN(auto store, Open(false));
    for (int i = 0; i < 50; ++i) {
      ArticleBuilder article(std::string(5000, 'x') + std::to_string(i), "2020-02-20");
      article.Figure("410305", "1").set_sentence(std::string(500, 'x'));
      ASSERT_OK(store->PutArticle(article));
    }
  }
  const std::string whole = testing::ReadFile(path());
  ASSERT_GT(whole.size(), 300'000u) << "closing copies the log into the file";

  Write(whole.substr(0, whole.size() / 2));
  EXPECT_THAT(Open(true), kDamaged());
  EXPECT_THAT(Open(false), kDamaged());

  // The schema is whole, the rows are not.
  std::string overwritten = whole;
  std::fill(overwritten.begin() + 200'000, overwritten.end(), '\xAA');
  Write(overwritten);
  ASSERT_OK_AND_ASSIGN(auto reader, Open(true));
  EXPECT_THAT(reader->ListArticles({.limit = 100, .full = true, .max_bytes = 10 << 20}),
              kDamaged());
}

TEST_F(SqliteFileTest, ALockIsWaitedForAndThenReported) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(false));
  ASSERT_OK_AND_ASSIGN(auto other, SqliteDb::Open(path(), false, {}));
  {
    ASSERT_OK_AND_ASSIGN(auto lock, Transaction::Begin(*other, Transaction::Mode::kWrite));
    EXPECT_THAT(store->PutArticle(ArticleBuilder("甲")), kUnavailable());
    EXPECT_OK(store->ListArticles({.limit = 1})) << "readers do not wait for a writer";
  }
  EXPECT_OK(store->PutArticle(ArticleBuilder("甲")));
}

TEST_F(SqliteFileTest, ManyCallsShareFewConnections) {
  ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore({.path = path(), .max_readers = 1}));
  // The only connection is taken while the first query asks whether it was cancelled.
  FigureQuery inner{.limit = 1, .cancelled = [] { return true; }};
  FigureQuery outer{.limit = 1};
  int depth = 0;
  outer.cancelled = [&] {
    if (depth++ == 0) return false;
    EXPECT_THAT(store->ListFigures(inner), IsError(absl::StatusCode::kCancelled, "CANCELLED"));
    return true;
  };
  ArticleBuilder article("甲");
  for (int i = 0; i < 1000; ++i) article.Figure("410305", "1", "人");
  ASSERT_OK(store->PutArticle(article));
  outer.unit = "个";
  EXPECT_THAT(store->ListFigures(outer), IsError(absl::StatusCode::kCancelled, "CANCELLED"));
  EXPECT_GT(depth, 1);
  EXPECT_OK(store->ListFigures({.limit = 1})) << "the connection came back";
}

// A page costs by its own size, not by the store's: counted in looks at `cancelled`, one for each
// thousand steps of SQLite's machine.
TEST_F(SqliteFileTest, PagesDoNotScanTheStore) {
  ASSERT_OK_AND_ASSIGN(auto store, Open(false));
  std::string id;
  for (int i = 0; i < 20; ++i) {
    ArticleBuilder article("第" + std::to_string(i) + "篇", "2020-02-" + std::to_string(10 + i));
    article.Publication(i % 2 == 0 ? "洛阳日报" : "洛阳晚报").Summary("410305", "。");
    for (int n = 0; n < 1000; ++n) {
      v1::Figure& figure = article.Figure(std::to_string(410301 + n % 40), std::to_string(n));
      figure.set_indicator(n % 5 == 0 ? "checkpoints" : "");
    }
    ASSERT_OK_AND_ASSIGN(auto put, store->PutArticle(article));
    id = put.article;
  }
  int looks = 0;
  const auto counted = [&](FigureQuery query) {
    looks = 0;
    query.limit = 20;
    query.cancelled = [&] { return ++looks, false; };
    for (int pages = 0; pages < 2; ++pages) {
      auto page = store->ListFigures(query);
      EXPECT_OK(page);
      EXPECT_EQ(page->figures.size(), 20u);
      if (page->next) query.after = *page->next;
    }
    return looks;
  };
  const Date feb15{2020, 2, 15};
  EXPECT_LT(counted({}), 20);
  EXPECT_LT(counted({.district = "410305"}), 20);
  EXPECT_LT(counted({.district = "410300", .include_descendants = true}), 20);
  EXPECT_LT(counted({.district = "410301", .indicator = "checkpoints"}), 20);
  EXPECT_LT(counted({.indicator = "checkpoints"}), 20);
  EXPECT_LT(counted({.article = id}), 20);
  EXPECT_LT(counted({.published = {{}, feb15}}), 20);
  EXPECT_LT(counted({.district = "410305", .published = {{}, feb15}}), 20);
  EXPECT_GT(counted({.min_value = Decimal(997)}), 20) << "the measure itself can tell a scan";
}

}  // namespace
}  // namespace qushu
