#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/figure_cursor.h"
#include "common/store/sqlite_queries.h"
#include "google/protobuf/util/time_util.h"

namespace qushu {
namespace {

// Rows that a page of arrivals looks at, so that a read is short.
constexpr int kMaxArrivalsScanned = 20'000;

// The columns of every statement below that gives articles.
enum Column { kNumber, kId, kRank, kRevision, kCreateTime, kBasic, kCorrectedBy, kCorrected };

// With the ids of the articles that stand before and behind it among the versions of a text.
constexpr char kColumns[] =
    "SELECT a.number, a.id, a.date_rank, a.revision, a.create_time, a.basic, "
    "(SELECT c.id FROM articles AS c WHERE c.number = a.superseded_by), "
    "(SELECT c.id FROM articles AS c WHERE c.superseded_by = a.number AND c.superseded_by <> 0) "
    "FROM ";

const std::string& OfOne() {
  static const std::string sql = absl::StrCat(kColumns, "articles AS a WHERE a.id = ?1");
  return sql;
}

// ?1, ?2: behind this key. ?3: last rank. ?4: most rows. ?5: 1 takes in what is superseded.
const std::string& OfAll() {
  static const std::string sql =
      absl::StrCat(kColumns,
                   "articles AS a WHERE (a.date_rank, a.number) > (?1, ?2) AND a.date_rank <= ?3 "
                   "AND (a.superseded_by = 0 OR ?5) ORDER BY a.date_rank, a.number LIMIT ?4");
  return sql;
}

// ?6: publication.
const std::string& OfPublication() {
  static const std::string sql =
      absl::StrCat(kColumns,
                   "articles AS a WHERE a.publication = ?6 AND a.publication <> '' "
                   "AND (a.date_rank, a.number) > (?1, ?2) AND a.date_rank <= ?3 "
                   "AND (a.superseded_by = 0 OR ?5) ORDER BY a.date_rank, a.number LIMIT ?4");
  return sql;
}

// ?6: publication, NULL for any. ?7: district.
const std::string& OfDistrict() {
  static const std::string sql = absl::StrCat(
      kColumns,
      "article_districts AS d CROSS JOIN articles AS a ON a.number = d.article "
      "WHERE d.district = ?7 AND (d.date_rank, d.article) > (?1, ?2) AND d.date_rank <= ?3 "
      "AND (?6 IS NULL OR a.publication = ?6) AND (a.superseded_by = 0 OR ?5) "
      "ORDER BY d.date_rank, d.article LIMIT ?4");
  return sql;
}

absl::StatusOr<Statement> Select(SqliteDb& db, const ArticleQuery& query, int64_t limit) {
  const RankRange ranks = RanksIn(query.published);
  QUSHU_ASSIGN_OR_RETURN(const StartKey start, StartOf(db, query.after, ranks.first));
  const int superseded = query.superseded ? 1 : 0;
  std::optional<std::string_view> publication;
  if (!query.publication.empty()) publication = query.publication;
  if (!query.district.empty()) {
    return db.Prepare(OfDistrict(), start.rank, start.article, ranks.last, limit, superseded,
                      publication, *ParseDistrictCode(query.district));
  }
  if (publication) {
    return db.Prepare(OfPublication(), start.rank, start.article, ranks.last, limit, superseded,
                      *publication);
  }
  return db.Prepare(OfAll(), start.rank, start.article, ranks.last, limit, superseded);
}

absl::Status AddFigures(SqliteDb& db, int64_t number, v1::Article& article) {
  static const std::string kOfArticle =
      absl::StrCat("SELECT ", kFigureColumns,
                   "FROM figures AS f WHERE f.place > ?1 AND f.place < ?2 ORDER BY f.place");
  Statement figures = db.Prepare(kOfArticle, PlaceOf(number, 0), PlaceOf(number + 1, 0));
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, figures.Next());
    if (!row) return absl::OkStatus();
    QUSHU_RETURN_IF_ERROR(ReadFigureRow(figures, *article.add_figures()));
  }
}

// Fills the summaries that have rows of their own. `article` has its figures.
absl::Status FillSummaries(SqliteDb& db, int64_t number, v1::Article& article) {
  for (int i = 0; i < article.summaries_size(); ++i) {
    v1::DistrictSummary& summary = *article.mutable_summaries(i);
    const auto district = ParseDistrictName(summary.district());
    // Older versions kept them whole.
    if (!district || summary.sentences_size() > 0 || !summary.place().empty()) continue;
    Statement row =
        db.Prepare("SELECT figures, summary FROM summaries WHERE place = ?1", PlaceOf(number, i));
    QUSHU_ASSIGN_OR_RETURN(const bool found, row.Next());
    const auto numbers = found ? FigureNumbers(row.Bytes(0)) : std::nullopt;
    if (!numbers) return SqliteError(SQLITE_CORRUPT);
    QUSHU_RETURN_IF_ERROR(ParseColumn(row.Bytes(1), summary));
    if (ParseDistrictName(summary.district()) != district) return SqliteError(SQLITE_CORRUPT);
    for (const int figure : *numbers) {
      if (figure < 1 || figure > article.figures_size()) return SqliteError(SQLITE_CORRUPT);
      *summary.add_key_figures() = article.figures(figure - 1);
    }
  }
  return absl::OkStatus();
}

absl::Status AddBody(SqliteDb& db, int64_t number, v1::Article& article) {
  Statement body = db.Prepare(
      "SELECT source, normalized, analysis, bytes FROM article_bodies AS b "
      "LEFT JOIN article_originals AS o ON o.article = b.article WHERE b.article = ?1",
      number);
  QUSHU_ASSIGN_OR_RETURN(const bool row, body.Next());
  if (!row) return SqliteError(SQLITE_CORRUPT);
  article.set_source_text(std::string(body.Bytes(0)));
  article.set_normalized_text(std::string(body.Bytes(1)));
  article.set_source_bytes(std::string(body.Bytes(3)));
  v1::Article analysis;
  QUSHU_RETURN_IF_ERROR(ParseColumn(body.Bytes(2), analysis));
  article.mutable_sections()->Swap(analysis.mutable_sections());
  article.mutable_paragraphs()->Swap(analysis.mutable_paragraphs());
  article.mutable_summaries()->Swap(analysis.mutable_summaries());
  article.mutable_findings()->Swap(analysis.mutable_findings());
  return absl::OkStatus();
}

// The article of the row that `row` stands at.
absl::StatusOr<v1::Article> Assemble(SqliteDb& db, const Statement& row, bool full) {
  v1::Article article;
  QUSHU_RETURN_IF_ERROR(ParseColumn(row.Bytes(kBasic), article));
  article.set_name(ArticleName(IdDigits(row.Bytes(kId))));
  article.set_revision(row.Int(kRevision));
  article.set_etag(EtagOf(row.Int(kRevision)));
  if (!row.IsNull(kCorrectedBy)) {
    article.set_superseded_by(ArticleName(IdDigits(row.Bytes(kCorrectedBy))));
  }
  if (!row.IsNull(kCorrected)) {
    article.set_supersedes(ArticleName(IdDigits(row.Bytes(kCorrected))));
  }
  *article.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.Int(kCreateTime));
  if (full) {
    article.mutable_figures()->Reserve(article.figure_count());
    QUSHU_RETURN_IF_ERROR(AddBody(db, row.Int(kNumber), article));
    QUSHU_RETURN_IF_ERROR(AddFigures(db, row.Int(kNumber), article));
    // Summaries name figures by their numbers.
    if (article.figures_size() < article.figure_count()) return SqliteError(SQLITE_CORRUPT);
    QUSHU_RETURN_IF_ERROR(FillSummaries(db, row.Int(kNumber), article));
  }
  return article;
}

}  // namespace

absl::StatusOr<std::optional<v1::Article>> ReadArticle(SqliteDb& db, std::string_view id) {
  Statement find = db.Prepare(OfOne(), Blob{IdBytes(id)});
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return std::nullopt;
  QUSHU_ASSIGN_OR_RETURN(v1::Article article, Assemble(db, find, true));
  return article;
}

absl::StatusOr<std::optional<std::string>> ReadSource(SqliteDb& db, std::string_view id) {
  Statement find = db.Prepare(
      "SELECT source FROM articles JOIN article_bodies ON article = number WHERE id = ?1",
      Blob{IdBytes(id)});
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return std::nullopt;
  return std::string(find.Bytes(0));
}

absl::StatusOr<std::map<std::string, std::string>> ReadSketches(
    SqliteDb& db, const std::vector<std::string>& ids) {
  std::map<std::string, std::string> sketches;
  for (const std::string& id : ids) {
    Statement find =
        db.Prepare("SELECT sketch FROM articles JOIN sketches ON article = number WHERE id = ?1",
                   Blob{IdBytes(id)});
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (found) sketches.emplace(id, find.Bytes(0));
  }
  return sketches;
}

absl::StatusOr<ArticlePage> ReadArticles(SqliteDb& db, const ArticleQuery& query,
                                         int64_t revision) {
  ArticlePage page;
  page.revision = revision;
  // One row more tells whether there is a next page.
  QUSHU_ASSIGN_OR_RETURN(Statement rows, Select(db, query, int64_t{query.limit} + 1));
  size_t bytes = 0;
  ArticleKey last;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (page.articles.size() < static_cast<size_t>(query.limit)) {
      QUSHU_ASSIGN_OR_RETURN(v1::Article article, Assemble(db, rows, query.full));
      bytes += article.ByteSizeLong();
      if (page.articles.empty() || bytes <= query.max_bytes) {
        last = {DateOfRank(rows.Int(kRank)), IdDigits(rows.Bytes(kId)), rows.Int(kNumber)};
        page.articles.push_back(std::move(article));
        continue;
      }
    }
    page.next = last;
    return page;
  }
}

absl::StatusOr<ArrivalPage> ReadArrivals(SqliteDb& db, const ArrivalQuery& query) {
  int64_t after = query.after.arrival;
  if (after == 0 && !query.after.article.empty()) {
    Statement find =
        db.Prepare("SELECT number FROM articles WHERE id = ?1", Blob{IdBytes(query.after.article)});
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return NoSuchArticle(query.after.article);
    after = find.Int(0);
  }
  const int64_t last = query.last_arrival > 0 ? query.last_arrival : INT64_MAX;
  Statement rows = db.Prepare(
      "SELECT number, id, basic FROM articles WHERE number > ?1 AND number <= ?2 ORDER BY number",
      after, last);
  ArrivalPage page;
  v1::Article basic;
  for (int scanned = 0;; ++scanned) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (scanned == kMaxArrivalsScanned ||
        page.articles.size() == static_cast<size_t>(query.limit)) {
      page.next = {.article = query.after.article, .arrival = after};
      return page;
    }
    after = rows.Int(0);
    if (!query.other_than.empty()) {
      QUSHU_RETURN_IF_ERROR(ParseColumn(rows.Bytes(2), basic));
      if (basic.analyzer_version() == query.other_than) continue;
    }
    page.articles.push_back({.article = IdDigits(rows.Bytes(1)), .arrival = after});
  }
}

absl::StatusOr<RevisionPage> ReadRevisions(SqliteDb& db, int64_t after, int limit, bool superseded,
                                           int64_t revision) {
  RevisionPage page;
  page.revision = revision;
  QUSHU_ASSIGN_OR_RETURN(const auto arrivals, db.QueryInt("SELECT max(number) FROM articles"));
  page.arrivals = arrivals.value_or(0);
  // What is corrected is there still for who asks for it, unless it was read anew just now.
  Statement rows = db.Prepare(
      "SELECT revision, id, NULL FROM articles WHERE revision > ?1 AND (superseded_by = 0 OR ?2) "
      "UNION ALL SELECT revision, id, replaced_by FROM departures AS d WHERE revision > ?1 "
      "AND (NOT ?2 OR replaced_by IN (x'', id) OR EXISTS "
      "(SELECT 1 FROM articles AS a WHERE a.id = d.id AND a.revision = d.revision)) ORDER BY 1",
      after, superseded ? 1 : 0);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (page.revisions.empty() || page.revisions.back().revision != rows.Int(0)) {
      if (page.revisions.size() == static_cast<size_t>(limit)) return page;
      page.revisions.push_back({.revision = rows.Int(0)});
    }
    Revision& change = page.revisions.back();
    if (rows.IsNull(2)) {
      change.article = IdDigits(rows.Bytes(1));
    } else {
      change.gone = IdDigits(rows.Bytes(1));
      change.replaced_by = IdDigits(rows.Bytes(2));
    }
    if (change.gone == change.article) change.replaced_by = change.article;
  }
}

std::string IdBytes(std::string_view digits) {
  if (!IsArticleId(digits)) return "none";
  return absl::HexStringToBytes(ToAbsl(digits));
}

std::string IdDigits(std::string_view bytes) { return absl::BytesToHexString(ToAbsl(bytes)); }

absl::StatusOr<StartKey> StartOf(SqliteDb& db, const ArticleKey& after, int64_t first_rank) {
  const int64_t rank = DateRank(after.publication_date);
  if (after.article.empty() || rank < first_rank) return StartKey{first_rank, 0, false};
  if (after.arrival > 0) return StartKey{rank, after.arrival, true};
  Statement find =
      db.Prepare("SELECT number FROM articles WHERE id = ?1", Blob{IdBytes(after.article)});
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  return StartKey{rank, found ? find.Int(0) : 0, found};
}

absl::Status ParseColumn(std::string_view bytes, google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return SqliteError(SQLITE_CORRUPT);
}

}  // namespace qushu
