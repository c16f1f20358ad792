#include "common/store/schema.h"

#include <string>
#include <vector>

#include "common/store/sqlite_store.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

class SchemaTest : public ::testing::Test {
 protected:
  std::unique_ptr<SqliteDb> Open() {
    auto db = SqliteDb::Open(path(), /*read_only=*/false, absl::Seconds(1));
    EXPECT_OK(db);
    return *std::move(db);
  }
  std::string path() const { return dir_.path() / "store.db"; }

  static std::string Objects(SqliteDb& db) {
    auto text = db.QueryText(
        "SELECT group_concat(type || name || tbl_name || coalesce(sql, ''), char(10)) "
        "FROM (SELECT * FROM sqlite_schema ORDER BY name)");
    EXPECT_OK(text);
    return text->value_or("");
  }

  // Steps as a later version would have them: of a table, and of data.
  static std::vector<SchemaStep> LaterSteps() {
    std::vector<SchemaStep> steps(SchemaSteps().begin(), SchemaSteps().end());
    const int newest = steps.back().version;
    steps.push_back({newest + 1, "CREATE TABLE later (a INTEGER); INSERT INTO later VALUES (1);"});
    steps.push_back({newest + 2,
                     "ALTER TABLE later ADD COLUMN b INTEGER; "
                     "UPDATE later SET b = a + (SELECT revision FROM store);"});
    return steps;
  }

  testing::TempDir dir_;
};

TEST_F(SchemaTest, StepsHaveNoGaps) {
  int version = 0;
  for (const SchemaStep& step : SchemaSteps()) {
    EXPECT_EQ(step.version, ++version);
    EXPECT_FALSE(step.sql.empty());
  }
}

TEST_F(SchemaTest, EveryOlderVersionBecomesTheSameAsANewStore) {
  const std::vector<SchemaStep> steps = LaterSteps();
  testing::TempDir fresh_dir;
  ASSERT_OK_AND_ASSIGN(auto fresh, SqliteDb::Open(fresh_dir.path() / "x.db", false, {}));
  ASSERT_OK(MigrateSchema(*fresh, steps));
  for (size_t old = 1; old < steps.size(); ++old) {
    testing::TempDir dir;
    ASSERT_OK_AND_ASSIGN(auto db, SqliteDb::Open(dir.path() / "x.db", false, {}));
    ASSERT_OK(MigrateSchema(*db, std::span(steps).first(old)));
    ASSERT_OK_AND_ASSIGN(int version, SchemaVersion(*db, steps.back().version));
    EXPECT_EQ(version, steps[old - 1].version);
    ASSERT_OK(MigrateSchema(*db, steps));
    ASSERT_OK(MigrateSchema(*db, steps)) << "a second time";
    EXPECT_EQ(Objects(*db), Objects(*fresh));
    ASSERT_OK_AND_ASSIGN(version, SchemaVersion(*db, steps.back().version));
    EXPECT_EQ(version, steps.back().version);
  }
}

TEST_F(SchemaTest, DataOutlivesAMigration) {
  {
    ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore({.path = path()}));
    v1::Article article;
    article.set_source_text("洛阳");
    ASSERT_OK(store->PutArticle(article));
  }
  auto db = Open();
  ASSERT_OK(MigrateSchema(*db, LaterSteps()));
  ASSERT_OK_AND_ASSIGN(auto b, db->QueryInt("SELECT b FROM later"));
  EXPECT_EQ(b, 2);
  ASSERT_OK_AND_ASSIGN(auto text, db->QueryText("SELECT source FROM article_bodies"));
  EXPECT_EQ(text, "洛阳");
}

// Version 1 kept no bytes beside the source: its articles came in UTF-8.
TEST_F(SchemaTest, ArticlesOfVersionOneAreReadAndOthersAdded) {
  {
    auto db = Open();
    ASSERT_OK(MigrateSchema(*db, SchemaSteps().first(1)));
    ASSERT_OK(
        db->Execute("UPDATE store SET revision = 1;"
                    "INSERT INTO articles VALUES (1, x'" +
                    ArticleId("洛阳") +
                    "', 2147483647, '', 1, 1000000, x'');"
                    "INSERT INTO article_bodies VALUES (1, '洛阳', '洛阳', x'')"));
  }
  ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore({.path = path()}));
  ASSERT_OK_AND_ASSIGN(v1::Article got, store->GetArticle(ArticleId("洛阳"), nullptr));
  EXPECT_EQ(got.source_text(), "洛阳");
  EXPECT_EQ(got.source_bytes(), "");
  v1::Article added;
  added.set_source_text("涧西");
  added.set_source_bytes("\xBD\xA7\xCE\xF7");
  ASSERT_OK(store->PutArticle(added));
  ASSERT_OK_AND_ASSIGN(got, store->GetArticle(ArticleId("涧西"), nullptr));
  EXPECT_EQ(got.source_bytes(), added.source_bytes());
}

TEST_F(SchemaTest, AFailedStepChangesNothing) {
  auto db = Open();
  ASSERT_OK(MigrateSchema(*db, SchemaSteps()));
  const std::string before = Objects(*db);
  std::vector<SchemaStep> steps = LaterSteps();
  steps.back().sql = "UPDATE later SET a = 2; UPDATE missing SET a = 1;";
  EXPECT_THAT(MigrateSchema(*db, steps), IsError(absl::StatusCode::kInternal, "INTERNAL"));
  EXPECT_EQ(Objects(*db), before);
  ASSERT_OK_AND_ASSIGN(const int version, SchemaVersion(*db, 99));
  EXPECT_EQ(version, SchemaSteps().back().version);
}

TEST_F(SchemaTest, ReaderWaitsForTheMigration) {
  auto db = Open();
  ASSERT_OK(MigrateSchema(*db, SchemaSteps()));
  const std::vector<SchemaStep> later = LaterSteps();
  // To a program that knows a later version, this store is old; the version says which is which.
  ASSERT_OK_AND_ASSIGN(int version, SchemaVersion(*db, later.back().version));
  EXPECT_LT(version, later.back().version);
  ASSERT_OK(MigrateSchema(*db, later));
  for (bool read_only : {false, true}) {
    EXPECT_THAT(OpenSqliteStore({.path = path(), .read_only = read_only}),
                IsError(absl::StatusCode::kFailedPrecondition, "STORE_TOO_NEW"));
  }
  ASSERT_OK(SchemaVersion(*db, later.back().version)) << "refusing it left it as it was";
}

TEST_F(SchemaTest, OpenStoresNoticeANewerVersion) {
  ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore({.path = path()}));
  ASSERT_OK_AND_ASSIGN(auto reader, OpenSqliteStore({.path = path(), .read_only = true}));
  ASSERT_OK(reader->Ping());
  ASSERT_OK(MigrateSchema(*Open(), LaterSteps()));
  const auto too_new = IsError(absl::StatusCode::kFailedPrecondition, "STORE_TOO_NEW");
  EXPECT_THAT(reader->Ping(), too_new);
  EXPECT_THAT(reader->ListFigures({.limit = 1}), too_new);
  v1::Article article;
  article.set_source_text("洛阳");
  EXPECT_THAT(store->PutArticle(article), too_new);
}

}  // namespace
}  // namespace qushu
