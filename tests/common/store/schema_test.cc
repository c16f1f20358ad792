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

std::string Hex(const google::protobuf::MessageLite& message) {
  std::string hex = "x'";
  for (const unsigned char c : message.SerializeAsString()) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += {kDigits[c >> 4], kDigits[c & 15]};
  }
  return hex + "'";
}

// Versions 1 to 3 had the ids of articles and of series in every row, and kept figures and
// summaries whole.
TEST_F(SchemaTest, ArticlesOfVersionThreeAreReadAndOthersAdded) {
  v1::Article article;
  article.set_source_text("设立卡口7个");
  v1::Figure& figure = *article.add_figures();
  figure.set_value("7");
  figure.set_unit("个");
  figure.set_kind(v1::KIND_COUNT);
  figure.set_scope(v1::SCOPE_PART);
  figure.set_measure("卡口");
  figure.set_district("districts/410305");
  figure.set_indicator("checkpoints");
  figure.mutable_as_of()->set_year(2020);
  figure.mutable_as_of()->set_month(2);
  figure.mutable_as_of()->set_day(20);
  v1::DistrictSummary& summary = *article.add_summaries();
  summary.set_district("districts/410305");
  summary.add_sentences()->set_text("设立卡口7个");
  *summary.add_key_figures() = figure;
  v1::Article analysis;
  *analysis.mutable_summaries() = article.summaries();
  v1::Article basic;
  basic.set_figure_count(1);
  const std::string id = "x'" + ArticleId("设立卡口7个") + "'";
  {
    auto db = Open();
    ASSERT_OK(MigrateSchema(*db, SchemaSteps().first(3)));
    ASSERT_OK(db->Execute(
        "UPDATE store SET revision = 1;"
        "INSERT INTO articles VALUES (1, " +
        id + ", -18312, '', 1, 1000000, " + Hex(basic) +
        ");"
        "INSERT INTO article_bodies VALUES (1, '设立卡口7个', '设立卡口7个', " +
        Hex(analysis) +
        ");"
        "INSERT INTO figures VALUES (410305, -18312, " +
        id + ", 1, 'checkpoints', '个', 1, 0, 2, '" + Decimal(7).SortKey() + "', 18312, '卡口', " +
        Hex(figure) +
        ");"
        "INSERT INTO article_districts VALUES (410305, -18312, " +
        id +
        ", 1);"
        "INSERT INTO districts VALUES (410305, 1, 1, -18312);"
        "INSERT INTO indicator_counts VALUES ('checkpoints', 410305, 1), ('checkpoints', -1, 1);"
        "INSERT INTO summaries VALUES (410305, -18312, " +
        id + ", 0, " + Hex(summary) +
        ");"
        "INSERT INTO article_terms (rowid, terms) VALUES ((-18312 + 4194304 << 28) + 1, '卡口');"));
  }
  ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore({.path = path()}));
  v1::Article added = article;
  added.set_source_text("又设立卡口7个");
  added.set_normalized_text(added.source_text());
  ASSERT_OK(store->PutArticle(added));
  for (const std::string& text : {article.source_text(), added.source_text()}) {
    ASSERT_OK_AND_ASSIGN(v1::Article got, store->GetArticle(ArticleId(text), nullptr));
    ASSERT_EQ(got.figures_size(), 1);
    EXPECT_EQ(got.figures(0).SerializeAsString(), figure.SerializeAsString());
    ASSERT_EQ(got.summaries_size(), 1);
    EXPECT_EQ(got.summaries(0).SerializeAsString(), summary.SerializeAsString());
  }
  ASSERT_OK_AND_ASSIGN(
      FigurePage page,
      store->ListFigures({.limit = 9, .district = "410305", .indicator = "checkpoints"}));
  EXPECT_EQ(page.figures.size(), 2u);
  ASSERT_OK_AND_ASSIGN(SummaryPage summaries,
                       store->ListSummaries({.district = "410305", .limit = 9}));
  ASSERT_EQ(summaries.summaries.size(), 2u);
  for (const v1::ArticleSummary& one : summaries.summaries) {
    EXPECT_EQ(one.summary().SerializeAsString(), summary.SerializeAsString());
  }
  for (const char* term : {"卡口", "卡*"}) {
    ASSERT_OK_AND_ASSIGN(FoundPage found, store->SearchArticles({.limit = 9, .all = {{{term}}}}));
    EXPECT_EQ(found.articles.size(), 2u) << term;
  }
  ASSERT_OK_AND_ASSIGN(ArticlePage articles,
                       store->ListArticles({.limit = 9, .district = "410305"}));
  EXPECT_EQ(articles.articles.size(), 1u + 1u);
}

// Up to version 5 nothing told whether a text corrects another. Those that are stored get what
// later ones are compared by; of themselves none is taken for a correction.
TEST_F(SchemaTest, ArticlesOfVersionFiveCanBeCorrected) {
  v1::Article basic;
  basic.set_page("03");
  basic.add_sections();
  basic.set_figure_count(2);
  std::vector<v1::Article> articles;
  for (const char* count : {"7", "8", "9"}) {
    v1::Article& article = articles.emplace_back();
    article.set_publication("洛阳日报");
    article.set_page("03");
    article.mutable_masthead()->mutable_publication_date()->set_year(2020);
    article.mutable_masthead()->mutable_publication_date()->set_month(2);
    article.mutable_masthead()->mutable_publication_date()->set_day(20);
    article.set_source_text(std::string("涧西区设立卡口") + count + "个,值守614人。");
    article.set_normalized_text(article.source_text());
    article.add_sections();
    for (const char* value : {count, "614"}) {
      v1::Figure& figure = *article.add_figures();
      figure.set_value(value);
      figure.set_unit("个");
      figure.set_district("districts/410305");
    }
  }
  {
    auto db = Open();
    ASSERT_OK(MigrateSchema(*db, SchemaSteps().first(5)));
    for (int i = 0; i < 2; ++i) {
      const std::string number = std::to_string(i + 1);
      const std::string& text = articles[static_cast<size_t>(i)].source_text();
      const std::string id = "x'" + ArticleId(text) + "'";
      std::string script = "UPDATE store SET revision = " + number +
                           ";INSERT INTO articles VALUES (" + number + ", " + id +
                           ", -18312, '洛阳日报', " + number + ", 1000000, " + Hex(basic) +
                           ");INSERT INTO article_bodies VALUES (" + number + ", '" + text +
                           "', '" + text + "', x'');";
      for (int k = 0; k < 2; ++k) {
        const v1::Figure& figure = articles[static_cast<size_t>(i)].figures(k);
        script += "INSERT INTO figures VALUES (410305, -18312, " + number + ", " +
                  std::to_string(k + 1) + ", 0, '个', 0, 0, 0, '" +
                  Decimal::Parse(figure.value())->SortKey() + "', NULL, '', " + id + ", " +
                  Hex(figure) + ");";
      }
      ASSERT_OK(db->Execute(script + "INSERT INTO article_districts VALUES (410305, -18312, " +
                            number + ", 2)"));
    }
    ASSERT_OK(db->Execute("INSERT INTO districts VALUES (410305, 2, 4, -18312)"));
  }
  ASSERT_OK_AND_ASSIGN(auto store, OpenSqliteStore({.path = path()}));
  ASSERT_OK_AND_ASSIGN(ArticlePage page, store->ListArticles({.limit = 9}));
  EXPECT_EQ(page.articles.size(), 2u);
  // Their sketches are those of a text that is stored now.
  testing::TempDir fresh_dir;
  const std::string fresh_path = fresh_dir.path() / "x.db";
  ASSERT_OK_AND_ASSIGN(auto fresh, OpenSqliteStore({.path = fresh_path}));
  ASSERT_OK(fresh->PutArticle(articles[1]));
  ASSERT_OK_AND_ASSIGN(auto fresh_db, SqliteDb::Open(fresh_path, true, absl::Seconds(1)));
  constexpr char kNewest[] =
      "SELECT source || hex(sketch) FROM sketches ORDER BY article DESC LIMIT 1";
  ASSERT_OK_AND_ASSIGN(const auto expected, fresh_db->QueryText(kNewest));
  ASSERT_OK_AND_ASSIGN(const auto migrated, Open()->QueryText(kNewest));
  EXPECT_EQ(migrated, expected);

  ASSERT_OK_AND_ASSIGN(const PutResult put, store->PutArticle(articles[2]));
  EXPECT_EQ(put.supersedes, ArticleId(articles[1].source_text()));
  ASSERT_OK_AND_ASSIGN(page, store->ListArticles({.limit = 9}));
  EXPECT_EQ(page.articles.size(), 2u);
  ASSERT_OK_AND_ASSIGN(page, store->ListArticles({.limit = 9, .superseded = true}));
  EXPECT_EQ(page.articles.size(), 3u);
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
