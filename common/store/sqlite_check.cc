#include "common/store/sqlite_check.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/check_article.h"
#include "common/store/schema.h"
#include "common/store/search_terms.h"
#include "common/store/sqlite_file.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// Articles between two calls of `progress`.
constexpr int64_t kProgressEvery = 200;
// Lines of SQLite's own check that are read: behind so many the file is no store any more.
constexpr char kIntegrityCheck[] = "PRAGMA integrity_check(100)";

// What a query finds is wrong in a table. The query's first column is the subject: the bytes of an
// article's id, the code of a district, or NULL. Further columns fill `%1`, `%2`... of the message.
struct TableCheck {
  std::string_view table;
  std::string_view reason;
  std::string_view subject;  // `articles/`, `districts/`; for numbers of articles `#`
  std::string_view sql;
  std::string_view message;
};

constexpr TableCheck kTableChecks[] = {
    {"store", check::kCountDiffers, "",
     "SELECT NULL, (SELECT count(*) FROM store), (SELECT revision FROM store), "
     "(SELECT max(revision) FROM articles) "
     "WHERE (SELECT count(*) FROM store) <> 1 OR "
     "(SELECT revision FROM store) < (SELECT max(revision) FROM articles)",
     "%1 rows; its revision is %2, the newest article's %3"},
    {"articles", check::kRowMissing, "articles/",
     "SELECT id FROM articles WHERE NOT EXISTS "
     "(SELECT 1 FROM article_bodies WHERE article = number)",
     "it has no text"},
    {"articles", check::kRowDiffers, "articles/",
     "SELECT a.id FROM articles AS a LEFT JOIN corrections AS c ON c.id = a.id "
     "WHERE a.superseded_by <> coalesce((SELECT o.number FROM corrections AS n "
     "JOIN articles AS o ON o.id = n.id WHERE n.chain = c.chain AND n.place > c.place "
     "ORDER BY n.place LIMIT 1), 0)",
     "what stands in its place is not the next version of its text"},
    {"corrections", check::kOrphanRow, "articles/",
     "SELECT c.id FROM corrections AS c WHERE NOT EXISTS "
     "(SELECT 1 FROM articles AS a WHERE a.id = c.id) AND NOT EXISTS "
     "(SELECT 1 FROM deleted_articles AS a WHERE a.id = c.id)",
     "a version of a text that is no article"},
    {"sketches", check::kOrphanRow, "#",
     "SELECT article FROM sketches WHERE NOT EXISTS "
     "(SELECT 1 FROM articles WHERE number = article)",
     "a sketch of no article"},
    {"sketches", check::kRowMissing, "articles/",
     "SELECT id FROM articles WHERE NOT EXISTS (SELECT 1 FROM sketches WHERE article = number)",
     "it has no sketch"},
    {"article_bodies", check::kOrphanRow, "#",
     "SELECT article FROM article_bodies WHERE NOT EXISTS "
     "(SELECT 1 FROM articles WHERE number = article)",
     "a text of no article"},
    {"article_originals", check::kOrphanRow, "#",
     "SELECT article FROM article_originals WHERE NOT EXISTS "
     "(SELECT 1 FROM articles WHERE number = article)",
     "bytes of no article"},
    {"figures", check::kOrphanRow, "articles/",
     "SELECT f.id, count(*) FROM figures AS f WHERE NOT EXISTS (SELECT 1 FROM articles AS a "
     "WHERE a.number = f.place >> 24 AND a.date_rank = f.date_rank AND a.id = f.id) "
     "GROUP BY f.place >> 24",
     "%1 figures of no article of that date"},
    {"figures", check::kRowDiffers, "articles/",
     "SELECT f.id, count(*) FROM figures AS f JOIN articles AS a ON a.number = f.place >> 24 "
     "WHERE f.superseded_by <> a.superseded_by GROUP BY a.number",
     "%1 figures are superseded by another text than it is"},
    {"series_figures", check::kRowMissing, "articles/",
     "SELECT f.id, count(*) FROM figures AS f WHERE f.indicator <> 0 AND NOT EXISTS "
     "(SELECT 1 FROM series_figures AS k WHERE k.indicator = f.indicator "
     "AND k.district = f.district AND k.date_rank = f.date_rank AND k.place = f.place "
     "AND k.as_of IS f.as_of) GROUP BY f.place >> 24",
     "%1 of its figures are missing in their series"},
    {"series_figures", check::kOrphanRow, "#",
     "SELECT k.place >> 24, count(*) FROM series_figures AS k WHERE NOT EXISTS "
     "(SELECT 1 FROM figures AS f WHERE f.place = k.place AND f.indicator = k.indicator "
     "AND f.district = k.district AND f.date_rank = k.date_rank) GROUP BY k.place >> 24",
     "%1 figures of a series that are none of it"},
    {"indicator_figures", check::kRowMissing, "articles/",
     "SELECT f.id, count(*) FROM figures AS f WHERE f.indicator <> 0 AND NOT EXISTS "
     "(SELECT 1 FROM indicator_figures AS k WHERE k.indicator = f.indicator "
     "AND k.date_rank = f.date_rank AND k.place = f.place AND k.district = f.district) "
     "GROUP BY f.place >> 24",
     "%1 of its figures are missing among those of their indicator"},
    {"indicator_figures", check::kOrphanRow, "#",
     "SELECT k.place >> 24, count(*) FROM indicator_figures AS k WHERE NOT EXISTS "
     "(SELECT 1 FROM figures AS f WHERE f.place = k.place AND f.indicator = k.indicator "
     "AND f.date_rank = k.date_rank) GROUP BY k.place >> 24",
     "%1 figures of an indicator that are none of it"},
    {"day_figures", check::kRowMissing, "articles/",
     "SELECT f.id, count(*) FROM figures AS f WHERE f.as_of IS NOT NULL AND NOT EXISTS "
     "(SELECT 1 FROM day_figures AS k WHERE k.district = f.district AND k.as_of = f.as_of "
     "AND k.date_rank = f.date_rank AND k.place = f.place) GROUP BY f.place >> 24",
     "%1 of its figures are missing among those about their day"},
    {"day_figures", check::kOrphanRow, "#",
     "SELECT k.place >> 24, count(*) FROM day_figures AS k WHERE NOT EXISTS "
     "(SELECT 1 FROM figures AS f WHERE f.place = k.place AND f.district = k.district "
     "AND f.as_of = k.as_of AND f.date_rank = k.date_rank) GROUP BY k.place >> 24",
     "%1 figures about a day that are none of it"},
    {"article_districts", check::kOrphanRow, "#",
     "SELECT d.article, count(*) FROM article_districts AS d WHERE NOT EXISTS "
     "(SELECT 1 FROM articles AS a WHERE a.number = d.article AND a.date_rank = d.date_rank) "
     "GROUP BY d.article",
     "%1 districts of no article of that date"},
    {"summaries", check::kOrphanRow, "articles/",
     "SELECT s.id, count(*) FROM summaries AS s WHERE NOT EXISTS (SELECT 1 FROM articles AS a "
     "WHERE a.number = s.place >> 24 AND a.id = s.id) GROUP BY s.place >> 24",
     "%1 summaries of no article"},
    {"summaries", check::kRowDiffers, "articles/",
     "SELECT s.id, count(*) FROM summaries AS s JOIN articles AS a ON a.number = s.place >> 24 "
     "WHERE s.superseded_by <> a.superseded_by GROUP BY a.number",
     "%1 summaries are superseded by another text than it is"},
    {"indicators", check::kRowMissing, "",
     "SELECT NULL, indicator, count(*) FROM figures WHERE indicator <> 0 AND NOT EXISTS "
     "(SELECT 1 FROM indicators AS i WHERE i.number = indicator) GROUP BY indicator",
     "%2 figures are of a series number %1 that is none"},
    {"requests", check::kOrphanRow, "articles/",
     "SELECT r.article, count(*) FROM requests AS r WHERE NOT EXISTS "
     "(SELECT 1 FROM articles AS a WHERE a.id = r.article) AND NOT EXISTS "
     "(SELECT 1 FROM deleted_articles AS a WHERE a.id = r.article) GROUP BY r.article",
     "%1 remembered answers that name no article"},
    {"deleted_articles", check::kOrphanRow, "articles/",
     "SELECT d.id FROM deleted_articles AS d JOIN articles AS a ON a.id = d.id",
     "it is deleted, and stored as well"},
    {"departures", check::kRowMissing, "articles/",
     "SELECT id FROM (SELECT id FROM deleted_articles UNION ALL "
     "SELECT id FROM articles WHERE superseded_by <> 0) "
     "WHERE id NOT IN (SELECT id FROM departures)",
     "who watches is not told that it left"},
    {"departures", check::kRowDiffers, "articles/",
     "SELECT d.id FROM departures AS d LEFT JOIN articles AS a "
     "ON a.id = d.id AND a.superseded_by = 0 "
     "WHERE d.revision > coalesce(a.revision, (SELECT revision FROM store))",
     "who watches is told that it left, which it did not"},
    {"districts", check::kCountDiffers, "districts/",
     "SELECT code, sum(articles), sum(real_articles), sum(figures), sum(real_figures) FROM ("
     "SELECT code, article_count AS articles, figure_count AS figures, newest_rank AS newest, "
     "0 AS real_articles, 0 AS real_figures, 0 AS real_newest FROM districts UNION ALL "
     "SELECT d.district, 0, 0, 0, count(*), sum(d.figure_count), min(d.date_rank) "
     "FROM article_districts AS d JOIN articles AS a ON a.number = d.article "
     "WHERE a.superseded_by = 0 GROUP BY d.district) GROUP BY code "
     "HAVING sum(articles) <> sum(real_articles) OR sum(figures) <> sum(real_figures) "
     "OR sum(newest) <> sum(real_newest)",
     "it counts %1 articles of %2 and %3 figures of %4, or another newest day"},
    {"indicator_counts", check::kCountDiffers, "districts/",
     "WITH of_series AS (SELECT district, id, n FROM indicators JOIN (SELECT indicator, district, "
     "count(*) AS n FROM figures WHERE indicator <> 0 AND superseded_by = 0 GROUP BY indicator, "
     "district) "
     "ON indicator = number) SELECT district, indicator, sum(counted), sum(there) FROM ("
     "SELECT district, indicator, figure_count AS counted, 0 AS there FROM indicator_counts "
     "UNION ALL SELECT district, id, 0, n FROM of_series "
     "UNION ALL SELECT -1, id, 0, sum(n) FROM of_series GROUP BY id) "
     "GROUP BY district, indicator HAVING sum(counted) <> sum(there)",
     "it counts %2 figures of %1, of which there are %3"},
};

// Looked at by a function of their own, or as part of an article.
constexpr std::string_view kOtherTables[] = {"article_terms"};

using Hashes = std::unordered_map<int64_t, uint64_t>;

class Checker {
 public:
  Checker(SqliteDb& db, const CheckOptions& options) : db_(db), options_(options) {}

  absl::StatusOr<CheckResult> Run();

 private:
  void Report(CheckFinding finding) {
    ++result_.findings;
    if (options_.report) options_.report(finding);
  }
  absl::Status CheckFile();
  absl::Status CheckSchema();
  absl::Status CheckTable(const TableCheck& check);
  absl::Status CheckCounts();
  absl::StatusOr<Hashes> ReadTerms();
  absl::Status CheckArticles();
  absl::Status Contents();

  SqliteDb& db_;
  const CheckOptions& options_;
  CheckResult result_;
};

absl::Status Checker::CheckFile() {
  Statement lines = db_.Prepare(kIntegrityCheck);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, lines.Next());
    if (!row) return absl::OkStatus();
    if (lines.Bytes(0) == "ok") continue;
    for (const absl::string_view line :
         absl::StrSplit(ToAbsl(lines.Bytes(0)), '\n', absl::SkipWhitespace())) {
      if (absl::StartsWith(line, "***")) continue;
      Report({check::kDamaged, "", "", std::string(line)});
    }
  }
}

// The schema of a new store, by the names of what it has.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ReadSchema(SqliteDb& db) {
  std::vector<std::pair<std::string, std::string>> schema;
  // Tables that a virtual table keeps are its own affair.
  Statement rows = db.Prepare(
      "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' "
      "ESCAPE '!' AND name NOT LIKE 'article!_terms!_%' ESCAPE '!' ORDER BY name");
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return schema;
    schema.emplace_back(rows.Bytes(0), rows.Bytes(1));
  }
}

absl::Status Checker::CheckSchema() {
  QUSHU_ASSIGN_OR_RETURN(const auto model, SqliteDb::OpenInMemory());
  QUSHU_RETURN_IF_ERROR(MigrateSchema(*model, SchemaSteps()));
  QUSHU_ASSIGN_OR_RETURN(const auto expected, ReadSchema(*model));
  QUSHU_ASSIGN_OR_RETURN(const auto found, ReadSchema(db_));
  for (const auto& [name, sql] : expected) {
    const auto same_name = [&name = name](const auto& entry) { return entry.first == name; };
    const auto it = std::find_if(found.begin(), found.end(), same_name);
    if (it == found.end()) {
      Report({check::kSchemaDiffers, name, "", "it is missing"});
    } else if (it->second != sql) {
      Report({check::kSchemaDiffers, name, "", "it is defined otherwise than in a new store"});
    }
  }
  return absl::OkStatus();
}

std::string Subject(std::string_view prefix, const Statement& row) {
  if (row.IsNull(0) || prefix.empty()) return "";
  if (prefix == "#") return absl::StrCat("article number ", row.Int(0));
  if (prefix == "districts/") return absl::StrCat(ToAbsl(prefix), row.Int(0));
  return absl::StrCat(ToAbsl(prefix), IdDigits(row.Bytes(0)));
}

absl::Status Checker::CheckTable(const TableCheck& check) {
  Statement rows = db_.Prepare(check.sql);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return absl::OkStatus();
    std::string message;
    for (size_t i = 0; i < check.message.size(); ++i) {
      if (check.message[i] == '%') {
        message += rows.Bytes(check.message[++i] - '0');
      } else {
        message += check.message[i];
      }
    }
    Report({check.reason, std::string(check.table), Subject(check.subject, rows), message});
  }
}

absl::Status Checker::CheckCounts() {
  QUSHU_ASSIGN_OR_RETURN(const auto revision, db_.QueryInt("SELECT revision FROM store"));
  QUSHU_ASSIGN_OR_RETURN(const auto articles, db_.QueryInt("SELECT count(*) FROM articles"));
  QUSHU_ASSIGN_OR_RETURN(const auto figures, db_.QueryInt("SELECT count(*) FROM figures"));
  result_.revision = revision.value_or(0);
  result_.articles = articles.value_or(0);
  result_.figures = figures.value_or(0);
  return absl::OkStatus();
}

uint64_t HashOfTerm(absl::string_view term) { return absl::HashOf(term); }

uint64_t HashOfTerms(std::string_view terms) {
  uint64_t hash = 0;
  for (const absl::string_view term : absl::StrSplit(ToAbsl(terms), ' ', absl::SkipEmpty())) {
    hash += HashOfTerm(term);
  }
  return hash;
}

// By row of article_terms: the sum of its terms' hashes, as the index has them.
absl::StatusOr<Hashes> Checker::ReadTerms() {
  QUSHU_RETURN_IF_ERROR(
      db_.Execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.check_terms "
                  "USING fts5vocab('main', 'article_terms', 'instance')"));
  Hashes hashes;
  Statement rows = db_.Prepare("SELECT term, doc FROM temp.check_terms");
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return hashes;
    hashes[rows.Int(1)] += HashOfTerm(ToAbsl(rows.Bytes(0)));
  }
}

absl::Status Checker::CheckArticles() {
  QUSHU_ASSIGN_OR_RETURN(Hashes terms, ReadTerms());
  std::string name;
  const CheckNote note = [&](std::string_view reason, std::string_view table, std::string message) {
    Report({reason, std::string(table), name, std::move(message)});
  };
  Statement rows = db_.Prepare(
      "SELECT number, id, date_rank, normalized FROM articles "
      "LEFT JOIN article_bodies ON article = number ORDER BY number");
  for (int64_t done = 0;; ++done) {
    if (options_.progress && done % kProgressEvery == 0) options_.progress(done, result_.articles);
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) break;
    const CheckedRow article{rows.Int(0), IdDigits(rows.Bytes(1)), rows.Int(2)};
    name = ArticleName(article.id);
    if (rows.IsNull(3)) continue;  // without a text, which was found above
    QUSHU_RETURN_IF_ERROR(CheckStoredArticle(db_, article, note));
    const int64_t terms_row = TermsRow(article.date_rank, article.number);
    const auto indexed = terms.find(terms_row);
    // A text without a single letter has no terms, and no row that the index shows.
    const uint64_t expected = HashOfTerms(SearchTerms(rows.Bytes(3)));
    if (indexed == terms.end() ? expected != 0 : indexed->second != expected) {
      note(check::kTermsDiffer, "article_terms",
           indexed == terms.end() ? "full-text search has none of its words"
                                  : "full-text search has other words than its text");
    }
    if (indexed != terms.end()) terms.erase(indexed);
  }
  for (const auto& [number, hash] : terms) {
    Report({check::kOrphanRow, "article_terms", absl::StrCat("row ", number),
            "words of no article of that date"});
  }
  return absl::OkStatus();
}

absl::Status Checker::Contents() {
  QUSHU_RETURN_IF_ERROR(CheckSchema());
  if (result_.findings > 0) return absl::OkStatus();
  QUSHU_RETURN_IF_ERROR(CheckCounts());
  for (const TableCheck& check : kTableChecks) QUSHU_RETURN_IF_ERROR(CheckTable(check));
  return options_.quick ? absl::OkStatus() : CheckArticles();
}

absl::StatusOr<CheckResult> Checker::Run() {
  absl::Status status = CheckFile();
  // What is damaged is not read further: every row could be wrong.
  if (status.ok() && result_.findings == 0) status = Contents();
  if (absl::IsDataLoss(status)) {
    Report({check::kDamaged, "", "", std::string(status.message())});
  } else {
    QUSHU_RETURN_IF_ERROR(status);
  }
  return result_;
}

}  // namespace

absl::StatusOr<CheckResult> CheckSqliteStore(const CheckOptions& options) {
  QUSHU_ASSIGN_OR_RETURN(const auto db, OpenStoreFile(options.path, options.busy_timeout));
  QUSHU_ASSIGN_OR_RETURN(const auto transaction, Transaction::Begin(*db, Transaction::Mode::kRead));
  const int newest = SchemaSteps().back().version;
  QUSHU_ASSIGN_OR_RETURN(const int version, SchemaVersion(*db, newest));
  if (version < newest) {
    return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_STORE_UNAVAILABLE,
                     "the store's schema is old; migrate it first",
                     {.violations = {},
                      .metadata = {{"schema_version", std::to_string(version)},
                                   {"newest_known", std::to_string(newest)}}});
  }
  QUSHU_ASSIGN_OR_RETURN(CheckResult result, Checker(*db, options).Run());
  result.schema_version = version;
  return result;
}

std::vector<std::string> CheckedTables() {
  std::vector<std::string> tables(std::begin(kOtherTables), std::end(kOtherTables));
  for (const TableCheck& check : kTableChecks) tables.emplace_back(check.table);
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

}  // namespace qushu
