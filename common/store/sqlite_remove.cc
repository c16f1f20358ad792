#include "common/store/sqlite_remove.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_corrections.h"
#include "common/store/sqlite_counts.h"
#include "common/store/sqlite_insert.h"
#include "common/store/sqlite_queries.h"
#include "common/store/store.h"
#include "google/protobuf/util/time_util.h"

namespace qushu {
namespace {

using ::google::protobuf::util::TimeUtil;

// Rows of what an article says. Those that lead to its figures go before these.
absl::Status RemoveRows(SqliteDb& db, int64_t article, const ArticleRows& rows) {
  constexpr std::string_view kRows[] = {
      "DELETE FROM series_figures WHERE (indicator, district, date_rank, place) IN "
      "(SELECT indicator, district, date_rank, place FROM figures "
      "WHERE place >= ?1 AND place < ?2)",
      "DELETE FROM indicator_figures WHERE (indicator, date_rank, place) IN "
      "(SELECT indicator, date_rank, place FROM figures WHERE place >= ?1 AND place < ?2)",
      "DELETE FROM day_figures WHERE (district, as_of, date_rank, place) IN "
      "(SELECT district, as_of, date_rank, place FROM figures WHERE place >= ?1 AND place < ?2)",
      "DELETE FROM figures WHERE place >= ?1 AND place < ?2",
      "DELETE FROM summaries WHERE place >= ?1 AND place < ?2"};
  for (const std::string_view sql : kRows) {
    QUSHU_RETURN_IF_ERROR(db.Prepare(sql, PlaceOf(article, 0), PlaceOf(article + 1, 0)).Run());
  }
  for (const DistrictRow& row : rows.districts) {
    QUSHU_RETURN_IF_ERROR(db.Prepare("DELETE FROM article_districts WHERE district = ?1 "
                                     "AND date_rank = ?2 AND article = ?3",
                                     row.district, rows.date_rank, article)
                              .Run());
  }
  return absl::OkStatus();
}

// The row of an article that is there.
struct StoredRow {
  int64_t number = 0;
  int64_t superseded_by = 0;
};

absl::StatusOr<StoredRow> RowOf(SqliteDb& db, std::string_view id) {
  Statement find = db.Prepare("SELECT number, superseded_by FROM articles WHERE id = ?1", Blob{id});
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return SqliteError(SQLITE_CORRUPT);
  return StoredRow{find.Int(0), find.Int(1)};
}

// The 16 bytes of an article by its number.
absl::StatusOr<std::string> IdOf(SqliteDb& db, int64_t number) {
  Statement find = db.Prepare("SELECT id FROM articles WHERE number = ?1", number);
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return SqliteError(SQLITE_CORRUPT);
  return std::string(find.Bytes(0));
}

ArticleCounts CountsOf(const ArticleRows& rows) { return {rows.districts, rows.indicators}; }

// The index of words has no text of its own: it is told what to take out.
absl::Status RemoveTerms(SqliteDb& db, int64_t number, const ArticleRows& rows) {
  return db
      .Prepare("INSERT INTO article_terms (article_terms, rowid, terms) VALUES ('delete', ?1, ?2)",
               TermsRow(rows.date_rank, number), rows.terms)
      .Run();
}

absl::Status RemoveTexts(SqliteDb& db, int64_t number, const ArticleRows& rows) {
  QUSHU_RETURN_IF_ERROR(RemoveTerms(db, number, rows));
  for (const std::string_view sql : {"DELETE FROM sketches WHERE article = ?1",
                                     "DELETE FROM article_originals WHERE article = ?1",
                                     "DELETE FROM article_bodies WHERE article = ?1",
                                     "DELETE FROM articles WHERE number = ?1"}) {
    QUSHU_RETURN_IF_ERROR(db.Prepare(sql, number).Run());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DeleteResult> RemoveArticle(SqliteDb& db, const DeleteRequest& request) {
  const std::string id = IdBytes(request.article);
  QUSHU_ASSIGN_OR_RETURN(auto article, ReadArticle(db, request.article));
  if (!article) {
    Statement find =
        db.Prepare("SELECT revision, purge_time FROM deleted_articles WHERE id = ?1", Blob{id});
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (found) return DeleteResult{find.Int(0), absl::FromUnixMicros(find.Int(1)), false};
    return DeleteResult{0, absl::InfinitePast(), false};
  }
  if (!request.etag.empty() && request.etag != article->etag()) {
    return MakeError(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                     "the article is another than the etag was made for",
                     {.violations = {}, .metadata = {{"etag", article->etag()}}});
  }
  const int64_t created = TimeUtil::TimestampToMicroseconds(article->create_time());
  const std::string whole = article->SerializeAsString();
  const ArticleRows rows = DivideArticle(*std::move(article));
  QUSHU_ASSIGN_OR_RETURN(const StoredRow row, RowOf(db, id));
  QUSHU_ASSIGN_OR_RETURN(const auto corrected, CorrectedBy(db, row.number));
  QUSHU_RETURN_IF_ERROR(RemoveRows(db, row.number, rows));
  if (row.superseded_by == 0) QUSHU_RETURN_IF_ERROR(UncountArticle(db, CountsOf(rows)));
  QUSHU_RETURN_IF_ERROR(RemoveTexts(db, row.number, rows));
  DeleteResult result{.purge_time = request.purge_time, .deleted = true};
  QUSHU_ASSIGN_OR_RETURN(result.revision, NextRevision(db));
  QUSHU_RETURN_IF_ERROR(db.Prepare("INSERT INTO deleted_articles VALUES (?1, ?2, ?3, ?4, ?5)",
                                   Blob{id}, result.revision, created,
                                   absl::ToUnixMicros(request.purge_time), Blob{whole})
                            .Run());
  QUSHU_RETURN_IF_ERROR(NoteDeparture(db, id, ""));
  if (corrected) {
    QUSHU_RETURN_IF_ERROR(SetSupersededBy(db, corrected->number, row.superseded_by));
  }
  return result;
}

absl::StatusOr<int64_t> RestoreArticle(SqliteDb& db, std::string_view digits, int64_t now) {
  const std::string id = IdBytes(digits);
  v1::Article article;
  int64_t created = 0;
  {
    Statement find = db.Prepare("SELECT 1 FROM articles WHERE id = ?1", Blob{id});
    QUSHU_ASSIGN_OR_RETURN(const bool there, find.Next());
    if (there) {
      return MakeError(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ARTICLE_NOT_DELETED,
                       "the article is not deleted");
    }
    Statement deleted = db.Prepare(
        "SELECT article, create_time FROM deleted_articles WHERE id = ?1 AND purge_time > ?2",
        Blob{id}, now);
    QUSHU_ASSIGN_OR_RETURN(const bool found, deleted.Next());
    if (!found) return NoSuchArticle(digits);
    QUSHU_RETURN_IF_ERROR(ParseColumn(deleted.Bytes(0), article));
    created = deleted.Int(1);
  }
  const ArticleRows rows = DivideArticle(std::move(article));
  QUSHU_ASSIGN_OR_RETURN(const int64_t revision, NextRevision(db));
  GroupInsert insert(db);
  QUSHU_ASSIGN_OR_RETURN(const int64_t number, insert.Add(id, rows, revision, created));
  QUSHU_RETURN_IF_ERROR(insert.Finish());
  QUSHU_RETURN_IF_ERROR(RejoinVersions(db, {number, id}));
  QUSHU_RETURN_IF_ERROR(db.Prepare("DELETE FROM deleted_articles WHERE id = ?1", Blob{id}).Run());
  return revision;
}

absl::StatusOr<PutResult> ReplaceArticle(SqliteDb& db, const PendingPut& put, std::string_view id,
                                         GroupInsert& insert) {
  PutResult result{.article = put.id};
  const Replaced& replaced = *put.replaced;
  StoredRow row;
  {
    Statement find =
        db.Prepare("SELECT number, superseded_by FROM articles WHERE id = ?1 AND revision = ?2",
                   Blob{id}, replaced.revision);
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return result;
    row = {find.Int(0), find.Int(1)};
  }
  if (replaced.same) {
    result.revision = replaced.revision;
    result.already_stored = true;
    QUSHU_RETURN_IF_ERROR(db.Prepare("UPDATE articles SET basic = ?2 WHERE number = ?1", row.number,
                                     Blob{put.rows.basic})
                              .Run());
    return result;
  }
  QUSHU_RETURN_IF_ERROR(RemoveRows(db, row.number, replaced.rows));
  if (row.superseded_by == 0) {
    QUSHU_RETURN_IF_ERROR(UncountArticle(db, CountsOf(replaced.rows)));
  }
  if (!GroupInsert::SameTerms(replaced.rows, put.rows)) {
    QUSHU_RETURN_IF_ERROR(RemoveTerms(db, row.number, replaced.rows));
  }
  QUSHU_ASSIGN_OR_RETURN(result.revision, NextRevision(db));
  // One that another stands in the place of left before, for that one.
  std::string instead(id);
  if (row.superseded_by != 0) {
    QUSHU_ASSIGN_OR_RETURN(instead, IdOf(db, row.superseded_by));
  }
  QUSHU_RETURN_IF_ERROR(NoteDeparture(db, id, instead));
  QUSHU_RETURN_IF_ERROR(
      insert.Replace(row.number, id, replaced.rows, put.rows, result.revision, row.superseded_by));
  return result;
}

absl::Status PurgeArticles(SqliteDb& db, int64_t now) {
  QUSHU_RETURN_IF_ERROR(
      db.Prepare("DELETE FROM requests WHERE EXISTS (SELECT 1 FROM deleted_articles WHERE "
                 "purge_time <= ?1) AND article "
                 "IN (SELECT id FROM deleted_articles WHERE purge_time <= ?1)",
                 now)
          .Run());
  QUSHU_RETURN_IF_ERROR(db.Prepare("DELETE FROM corrections WHERE id IN (SELECT id FROM "
                                   "deleted_articles WHERE purge_time <= ?1)",
                                   now)
                            .Run());
  return db.Prepare("DELETE FROM deleted_articles WHERE purge_time <= ?1", now).Run();
}

}  // namespace qushu
