#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/time/time.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_queries.h"
#include "google/protobuf/util/time_util.h"

namespace qushu {
namespace {

// The columns of every statement below that gives articles.
enum Column { kNumber, kId, kRank, kRevision, kCreateTime, kBasic };

constexpr std::string_view kOne =
    "SELECT number, id, date_rank, revision, create_time, basic FROM articles WHERE id = ?1";

// ?1, ?2: behind this key. ?3: last rank. ?4: most rows.
constexpr std::string_view kAll =
    "SELECT number, id, date_rank, revision, create_time, basic FROM articles "
    "WHERE (date_rank, id) > (?1, ?2) AND date_rank <= ?3 ORDER BY date_rank, id LIMIT ?4";

// ?5: publication.
constexpr std::string_view kOfPublication =
    "SELECT number, id, date_rank, revision, create_time, basic FROM articles "
    "WHERE publication = ?5 AND publication <> '' "
    "AND (date_rank, id) > (?1, ?2) AND date_rank <= ?3 ORDER BY date_rank, id LIMIT ?4";

// ?5: publication, NULL for any. ?6: district.
constexpr std::string_view kOfDistrict =
    "SELECT a.number, a.id, a.date_rank, a.revision, a.create_time, a.basic "
    "FROM article_districts AS d CROSS JOIN articles AS a ON a.id = d.article "
    "WHERE d.district = ?6 AND (d.date_rank, d.article) > (?1, ?2) AND d.date_rank <= ?3 "
    "AND (?5 IS NULL OR a.publication = ?5) ORDER BY d.date_rank, d.article LIMIT ?4";

Statement Select(SqliteDb& db, const ArticleQuery& query, int64_t limit) {
  const RankRange ranks = RanksIn(query.published);
  const StartKey start = StartOf(query.after, ranks.first);
  std::optional<std::string_view> publication;
  if (!query.publication.empty()) publication = query.publication;
  if (!query.district.empty()) {
    return db.Prepare(kOfDistrict, start.rank, Blob{start.article}, ranks.last, limit, publication,
                      *ParseDistrictCode(query.district));
  }
  if (publication) {
    return db.Prepare(kOfPublication, start.rank, Blob{start.article}, ranks.last, limit,
                      *publication);
  }
  return db.Prepare(kAll, start.rank, Blob{start.article}, ranks.last, limit);
}

absl::Status AddFigures(SqliteDb& db, std::string_view id, int64_t rank, v1::Article& article) {
  Statement figures = db.Prepare(
      "SELECT f.figure FROM figures AS k INDEXED BY figures_by_date CROSS JOIN figures AS f "
      "ON f.district = k.district AND f.date_rank = k.date_rank AND f.article = k.article "
      "AND f.number = k.number WHERE k.date_rank = ?1 AND k.article = ?2 ORDER BY k.number",
      rank, Blob{id});
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, figures.Next());
    if (!row) return absl::OkStatus();
    QUSHU_RETURN_IF_ERROR(ParseColumn(figures.Bytes(0), *article.add_figures()));
  }
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
  *article.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.Int(kCreateTime));
  if (full) {
    QUSHU_RETURN_IF_ERROR(AddBody(db, row.Int(kNumber), article));
    QUSHU_RETURN_IF_ERROR(AddFigures(db, row.Bytes(kId), row.Int(kRank), article));
  }
  return article;
}

}  // namespace

absl::StatusOr<std::optional<v1::Article>> ReadArticle(SqliteDb& db, std::string_view id) {
  Statement find = db.Prepare(kOne, Blob{IdBytes(id)});
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

absl::StatusOr<ArticlePage> ReadArticles(SqliteDb& db, const ArticleQuery& query,
                                         int64_t revision) {
  ArticlePage page;
  page.revision = revision;
  // One row more tells whether there is a next page.
  Statement rows = Select(db, query, int64_t{query.limit} + 1);
  size_t bytes = 0;
  ArticleKey last;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (page.articles.size() < static_cast<size_t>(query.limit)) {
      QUSHU_ASSIGN_OR_RETURN(v1::Article article, Assemble(db, rows, query.full));
      bytes += article.ByteSizeLong();
      if (page.articles.empty() || bytes <= query.max_bytes) {
        last = {DateOfRank(rows.Int(kRank)), IdDigits(rows.Bytes(kId))};
        page.articles.push_back(std::move(article));
        continue;
      }
    }
    page.next = last;
    return page;
  }
}

absl::StatusOr<RevisionPage> ReadRevisions(SqliteDb& db, int64_t after, int limit,
                                           int64_t revision) {
  RevisionPage page;
  page.revision = revision;
  Statement rows =
      db.Prepare("SELECT revision, id FROM articles WHERE revision > ?1 ORDER BY revision LIMIT ?2",
                 after, limit);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    page.revisions.push_back({rows.Int(0), IdDigits(rows.Bytes(1))});
  }
}

std::string IdBytes(std::string_view digits) {
  if (!IsArticleId(digits)) return "none";
  return absl::HexStringToBytes(ToAbsl(digits));
}

std::string IdDigits(std::string_view bytes) { return absl::BytesToHexString(ToAbsl(bytes)); }

StartKey StartOf(const ArticleKey& after, int64_t first_rank) {
  if (after.article.empty() || DateRank(after.publication_date) < first_rank) {
    return {first_rank, "", false};
  }
  return {DateRank(after.publication_date), IdBytes(after.article), true};
}

absl::Status ParseColumn(std::string_view bytes, google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return SqliteError(SQLITE_CORRUPT);
}

}  // namespace qushu
