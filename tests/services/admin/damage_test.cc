// `qushu-admin check` finds each kind of damage, and says where.
#include <fstream>
#include <set>

#include "common/store/schema.h"
#include "common/store/sqlite_check.h"
#include "tests/services/admin/stored_texts.h"

namespace qushu {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

class DamageTest : public testing::StoredTexts {
 protected:
  void SetUp() override { Store(); }

  // `REASON table` of each finding.
  std::set<std::string> Check(bool quick = false) {
    last_ = Admin(quick ? std::vector<std::string>{"check", "--quick"}
                        : std::vector<std::string>{"check"});
    std::set<std::string> found;
    std::istringstream lines(last_.out);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("sound")) continue;
      const size_t reason = line.find('\t');
      found.insert(line.substr(0, reason) + " " +
                   line.substr(reason + 1, line.find('\t', reason + 1) - reason - 1));
    }
    EXPECT_EQ(last_.status, found.empty() ? 0 : 1) << last_.out << last_.err;
    return found;
  }

  testing::ProcessResult last_;
};

TEST_F(DamageTest, SoundStoreHasNoFindings) {
  EXPECT_EQ(Check(), std::set<std::string>());
  EXPECT_THAT(last_.out, HasSubstr("sound: 3 articles, "));
  EXPECT_EQ(last_.err, "");
}

TEST_F(DamageTest, EveryKindIsFound) {
  const struct {
    const char* sql;
    std::set<std::string> findings;
    bool by_quick;
  } kCases[] = {
      {"DELETE FROM article_bodies WHERE article = 1", {"ROW_MISSING articles"}, true},
      {"DELETE FROM articles WHERE number = 1",
       {"ORPHAN_ROW article_bodies", "ORPHAN_ROW figures", "ORPHAN_ROW article_districts",
        "ORPHAN_ROW summaries", "ORPHAN_ROW requests"},
       true},
      {"DELETE FROM articles WHERE number = 3", {"ORPHAN_ROW article_originals"}, true},
      {"DELETE FROM articles WHERE number = 2", {"ORPHAN_ROW article_terms"}, false},
      {"UPDATE articles SET date_rank = date_rank - 1 WHERE number = 1",
       {"ORPHAN_ROW figures", "ORPHAN_ROW article_districts"},
       true},
      {"DELETE FROM figures WHERE place & 0xffffff = 2",
       {"UNREADABLE articles", "COUNT_DIFFERS indicator_counts", "ORPHAN_ROW series_figures",
        "ORPHAN_ROW indicator_figures"},
       false},
      {"DELETE FROM series_figures WHERE place & 0xffffff = 2",
       {"ROW_MISSING series_figures"},
       true},
      {"UPDATE series_figures SET as_of = 1", {"ROW_MISSING series_figures"}, true},
      {"UPDATE indicator_figures SET district = 1", {"ROW_MISSING indicator_figures"}, true},
      {"DELETE FROM day_figures", {"ROW_MISSING day_figures"}, true},
      {"UPDATE figures SET as_of = as_of + 1",
       {"ROW_MISSING series_figures", "ROW_MISSING day_figures", "ORPHAN_ROW day_figures"},
       true},
      {"UPDATE figures SET value = 'x' WHERE place & 0xffffff = 1", {"ROW_DIFFERS figures"}, false},
      {"UPDATE article_districts SET figure_count = 77",
       {"ROW_DIFFERS article_districts", "COUNT_DIFFERS districts"},
       false},
      {"DELETE FROM article_districts WHERE district = 410305",
       {"ROW_MISSING article_districts", "COUNT_DIFFERS districts"},
       false},
      {"DELETE FROM summaries", {"UNREADABLE articles"}, false},
      {"UPDATE summaries SET summary = x''", {"UNREADABLE articles"}, false},
      {"DELETE FROM indicators",
       {"ROW_MISSING indicators", "ROW_DIFFERS figures", "COUNT_DIFFERS indicator_counts"},
       false},
      {"UPDATE districts SET newest_rank = 0", {"COUNT_DIFFERS districts"}, true},
      {"DELETE FROM districts WHERE code = 410305", {"COUNT_DIFFERS districts"}, true},
      {"UPDATE indicator_counts SET figure_count = 9 WHERE district = -1",
       {"COUNT_DIFFERS indicator_counts"},
       true},
      {"DELETE FROM indicator_counts", {"COUNT_DIFFERS indicator_counts"}, true},
      {"UPDATE store SET revision = 1", {"COUNT_DIFFERS store"}, true},
      {"DELETE FROM store", {"COUNT_DIFFERS store"}, true},
      {"UPDATE article_bodies SET source = '多' || source WHERE article = 1",
       {"SOURCE_DIFFERS article_bodies", "SPAN_BROKEN figures"},
       false},
      {"UPDATE article_bodies SET source = '' WHERE article = 1", {"SPAN_BROKEN figures"}, false},
      {"UPDATE article_bodies SET source = replace(source, '63', '64') WHERE article = 2",
       {"SPAN_BROKEN figures", "SPAN_BROKEN article_bodies"},
       false},
      {"UPDATE article_bodies SET source = CAST(x'ff' AS TEXT) WHERE article = 1",
       {"UNREADABLE article_bodies"},
       false},
      {"UPDATE articles SET basic = x'ff' WHERE number = 1", {"UNREADABLE articles"}, false},
      {"UPDATE figures SET figure = x'ff' WHERE place & 0xffffff = 1",
       {"UNREADABLE articles"},
       false},
      {"INSERT INTO article_terms (article_terms) VALUES ('delete-all')",
       {"TERMS_DIFFER article_terms"},
       false},
      {"INSERT INTO article_terms (rowid, terms) VALUES (5, '卡口')",
       {"ORPHAN_ROW article_terms"},
       false},
      {"UPDATE articles SET superseded_by = 2 WHERE number = 1",
       {"ROW_DIFFERS articles", "ROW_DIFFERS figures", "ROW_DIFFERS summaries",
        "COUNT_DIFFERS districts"},
       true},
      {"UPDATE figures SET superseded_by = 2 WHERE place >> 24 = 1",
       {"ROW_DIFFERS figures", "COUNT_DIFFERS indicator_counts"},
       true},
      {"INSERT INTO corrections VALUES (x'00', 1, 1)", {"ORPHAN_ROW corrections"}, true},
      {"INSERT INTO corrections SELECT id, 1, number FROM articles",
       {"ROW_DIFFERS articles"},
       true},
      {"DELETE FROM sketches WHERE article = 1", {"ROW_MISSING sketches"}, true},
      {"INSERT INTO sketches VALUES (99, 0, x'')", {"ORPHAN_ROW sketches"}, true},
      {"UPDATE sketches SET source = 5 WHERE article = 1", {"ROW_DIFFERS sketches"}, false},
      {"UPDATE article_districts SET first_figure = 2", {"ROW_DIFFERS article_districts"}, false},
      {"DROP INDEX articles_by_date", {"SCHEMA_DIFFERS articles_by_date"}, true},
      {"INSERT INTO departures SELECT id, revision + 1, x'' FROM articles",
       {"ROW_DIFFERS departures"},
       true},
      {"UPDATE articles SET superseded_by = 2 WHERE number = 1", {"ROW_MISSING departures"}, true},
      {"DROP TABLE requests", {"SCHEMA_DIFFERS requests"}, true},
  };
  const std::string sound = testing::ReadFile(db());
  for (const auto& damage : kCases) {
    SCOPED_TRACE(damage.sql);
    std::ofstream(db(), std::ios::binary) << sound;
    Sql(damage.sql);
    EXPECT_THAT(Check(), IsSupersetOf(damage.findings)) << last_.out;
    if (damage.by_quick) {
      EXPECT_THAT(Check(true), IsSupersetOf(damage.findings)) << last_.out;
    }
  }
}

TEST_F(DamageTest, FindingsNameTheArticle) {
  Sql("UPDATE figures SET value = 'x' WHERE place & 0xffffff = 1 AND district = 410305");
  EXPECT_EQ(Check().size(), 1u);
  EXPECT_THAT(last_.out, ::testing::MatchesRegex(
                             "ROW_DIFFERS\tfigures\tarticles/[0-9a-f]+\tfigure 1 is not what its "
                             "article says\n"));
  EXPECT_THAT(last_.err, HasSubstr("1 findings"));
}

// All but the first pages of the file.
TEST_F(DamageTest, FlippedBytesAndACutFile) {
  const std::string sound = testing::ReadFile(db());
  std::string flipped = sound;
  for (size_t i = flipped.size() / 2; i < flipped.size() / 2 + 4096; ++i) flipped[i] ^= 0x5A;
  std::ofstream(db(), std::ios::binary) << flipped;
  EXPECT_THAT(Check(), ::testing::Contains("DAMAGED -"));

  // SQLite does not open it.
  std::ofstream(db(), std::ios::binary) << sound.substr(0, sound.size() / 3);
  const testing::ProcessResult cut = Admin({"check"});
  EXPECT_EQ(cut.status, 1);
  EXPECT_THAT(cut.out + cut.err, HasSubstr("DAMAGED"));
}

// A table that a later schema adds is looked at too.
TEST_F(DamageTest, EveryTableIsLookedAt) {
  ASSERT_OK_AND_ASSIGN(const auto db, SqliteDb::OpenInMemory());
  ASSERT_OK(MigrateSchema(*db, SchemaSteps()));
  const std::vector<std::string> checked = CheckedTables();
  Statement tables = db->Prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name "
      "NOT LIKE 'article!_terms!_%' ESCAPE '!'");
  while (*tables.Next()) {
    EXPECT_THAT(checked, ::testing::Contains(std::string(tables.Bytes(0))))
        << "say in common/store/sqlite_check.cc what has to hold of it";
  }
}

}  // namespace
}  // namespace qushu
