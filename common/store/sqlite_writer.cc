#include "common/store/sqlite_writer.h"

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/schema.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// Pages of the log after which it is copied into the file, and what of it is kept on the disk: a
// page that many articles change is copied once.
constexpr int kCheckpointPages = 20000;
constexpr int64_t kLogBytes = int64_t{128} << 20;

struct Pending {
  std::string id;  // 16 bytes
  std::string_view request_id;
  std::string_view request_hash;
  int64_t now = 0;  // microseconds since 1970
};

absl::Status Configure(SqliteDb& db, const SqliteOptions& options) {
  QUSHU_ASSIGN_OR_RETURN(const auto mode, db.QueryText("PRAGMA journal_mode = WAL"));
  if (mode != "wal") {
    return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                     "the store's file system has no shared memory");
  }
  // The log stays when the last connection goes: readers that may not write to the folder need it.
  int persist = 1;
  sqlite3_file_control(db.handle(), "main", SQLITE_FCNTL_PERSIST_WAL, &persist);
  return db.Execute(absl::StrCat("PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;",
                                 "PRAGMA wal_autocheckpoint = ", kCheckpointPages,
                                 "; PRAGMA journal_size_limit = ", kLogBytes,
                                 "; PRAGMA cache_size = -", options.writer_cache_bytes / 1024));
}

// The answer to an earlier call with this id; absent if there was none.
absl::StatusOr<std::optional<PutResult>> Remembered(SqliteDb& db, const Pending& put) {
  if (put.request_id.empty()) return std::nullopt;
  Statement find = db.Prepare(
      "SELECT hash, article, revision, already_stored FROM requests WHERE id = ?1", put.request_id);
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return std::nullopt;
  if (find.Bytes(0) != put.request_hash) {
    return InvalidField(v1::ERROR_REASON_REQUEST_ID_REUSED, "request_id",
                        "the id was used before with another request");
  }
  return PutResult{.article = absl::BytesToHexString(ToAbsl(find.Bytes(1))),
                   .revision = find.Int(2),
                   .already_stored = find.Int(3) != 0};
}

absl::Status Remember(SqliteDb& db, const Pending& put, const PutResult& result) {
  if (put.request_id.empty()) return absl::OkStatus();
  return db
      .Prepare("INSERT INTO requests VALUES (?1, ?2, ?3, ?4, ?5, ?6)", put.request_id,
               Blob{put.request_hash}, Blob{put.id}, result.revision, result.already_stored ? 1 : 0,
               put.now)
      .Run();
}

absl::StatusOr<int64_t> NextRevision(SqliteDb& db) {
  Statement next =
      db.Prepare("UPDATE store SET revision = revision + 1 WHERE id = 1 RETURNING revision");
  QUSHU_ASSIGN_OR_RETURN(const bool row, next.Next());
  if (!row) return SqliteError(SQLITE_CORRUPT);
  const int64_t revision = next.Int(0);
  QUSHU_RETURN_IF_ERROR(next.Run());
  return revision;
}

absl::Status InsertTexts(SqliteDb& db, const Pending& put, const ArticleRows& rows,
                         int64_t revision) {
  QUSHU_RETURN_IF_ERROR(
      db.Prepare("INSERT INTO articles (id, date_rank, publication, revision, create_time, basic) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                 Blob{put.id}, rows.date_rank, rows.publication, revision, put.now,
                 Blob{rows.basic})
          .Run());
  const int64_t number = sqlite3_last_insert_rowid(db.handle());
  QUSHU_RETURN_IF_ERROR(
      db.Prepare("INSERT INTO article_bodies (article, source, normalized, analysis) "
                 "VALUES (?1, ?2, ?3, ?4)",
                 number, rows.source_text, rows.normalized_text, Blob{rows.analysis})
          .Run());
  QUSHU_RETURN_IF_ERROR(db.Prepare("INSERT INTO article_terms (rowid, terms) VALUES (?1, ?2)",
                                   TermsRow(rows.date_rank, number), rows.terms)
                            .Run());
  if (rows.source_bytes.empty()) return absl::OkStatus();
  return db
      .Prepare("INSERT INTO article_originals (article, bytes) VALUES (?1, ?2)", number,
               Blob{rows.source_bytes})
      .Run();
}

absl::Status InsertFigures(SqliteDb& db, const Pending& put, const ArticleRows& rows) {
  for (const FigureRow& row : rows.figures) {
    QUSHU_RETURN_IF_ERROR(
        db.Prepare("INSERT INTO figures (district, date_rank, article, number, indicator, unit, "
                   "kind, aspect, scope, value, as_of, measure, figure) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                   row.district, rows.date_rank, Blob{put.id}, row.number, row.indicator, row.unit,
                   row.kind, row.aspect, row.scope, row.value, row.as_of, row.measure,
                   Blob{row.figure})
            .Run());
  }
  return absl::OkStatus();
}

absl::Status InsertDistricts(SqliteDb& db, const Pending& put, const ArticleRows& rows) {
  for (const DistrictRow& row : rows.districts) {
    QUSHU_RETURN_IF_ERROR(db.Prepare("INSERT INTO article_districts VALUES (?1, ?2, ?3, ?4)",
                                     row.district, rows.date_rank, Blob{put.id}, row.figure_count)
                              .Run());
    QUSHU_RETURN_IF_ERROR(
        db.Prepare("INSERT INTO districts (code, article_count, figure_count, newest_rank) "
                   "VALUES (?1, 1, ?2, ?3) ON CONFLICT (code) DO UPDATE SET "
                   "article_count = article_count + 1, figure_count = figure_count + ?2, "
                   "newest_rank = min(newest_rank, ?3)",
                   row.district, row.figure_count, rows.date_rank)
            .Run());
  }
  for (const SummaryRow& row : rows.summaries) {
    QUSHU_RETURN_IF_ERROR(db.Prepare("INSERT INTO summaries VALUES (?1, ?2, ?3, ?4, ?5)",
                                     row.district, rows.date_rank, Blob{put.id}, row.position,
                                     Blob{row.summary})
                              .Run());
  }
  return absl::OkStatus();
}

absl::Status CountIndicators(SqliteDb& db, const ArticleRows& rows) {
  for (const IndicatorRow& row : rows.indicators) {
    QUSHU_RETURN_IF_ERROR(
        db.Prepare("INSERT INTO indicator_counts VALUES (?1, ?2, ?3) ON CONFLICT (district, "
                   "indicator) DO UPDATE SET figure_count = figure_count + ?3",
                   row.indicator, row.district, row.figure_count)
            .Run());
  }
  return absl::OkStatus();
}

// Finds or stores the article, inside a transaction.
absl::StatusOr<PutResult> StoreArticle(SqliteDb& db, const Pending& put, const ArticleRows& rows) {
  PutResult result{.article = absl::BytesToHexString(put.id)};
  {
    Statement find = db.Prepare("SELECT revision FROM articles WHERE id = ?1", Blob{put.id});
    QUSHU_ASSIGN_OR_RETURN(result.already_stored, find.Next());
    if (result.already_stored) result.revision = find.Int(0);
  }
  if (!result.already_stored) {
    QUSHU_ASSIGN_OR_RETURN(result.revision, NextRevision(db));
    QUSHU_RETURN_IF_ERROR(InsertTexts(db, put, rows, result.revision));
    QUSHU_RETURN_IF_ERROR(InsertFigures(db, put, rows));
    QUSHU_RETURN_IF_ERROR(InsertDistricts(db, put, rows));
    QUSHU_RETURN_IF_ERROR(CountIndicators(db, rows));
  }
  QUSHU_RETURN_IF_ERROR(Remember(db, put, result));
  return result;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteWriter>> SqliteWriter::Open(const SqliteOptions& options) {
  QUSHU_ASSIGN_OR_RETURN(auto db, SqliteDb::Open(options.path, false, options.busy_timeout));
  // A newer store and another program's file are left as they are.
  QUSHU_RETURN_IF_ERROR(SchemaVersion(*db, SchemaSteps().back().version).status());
  QUSHU_RETURN_IF_ERROR(Configure(*db, options));
  QUSHU_RETURN_IF_ERROR(MigrateSchema(*db, SchemaSteps()));
  return std::unique_ptr<SqliteWriter>(new SqliteWriter(std::move(db)));
}

absl::StatusOr<PutResult> SqliteWriter::Put(std::string_view id, const ArticleRows& rows,
                                            std::string_view request_id,
                                            std::string_view request_hash) {
  const Pending put{absl::HexStringToBytes(ToAbsl(id)), request_id, request_hash,
                    absl::ToUnixMicros(absl::Now())};
  std::lock_guard lock(mutex_);
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(*db_, Transaction::Mode::kWrite));
  QUSHU_RETURN_IF_ERROR(SchemaVersion(*db_, SchemaSteps().back().version).status());
  QUSHU_ASSIGN_OR_RETURN(auto remembered, Remembered(*db_, put));
  if (remembered) return *std::move(remembered);
  QUSHU_ASSIGN_OR_RETURN(PutResult result, StoreArticle(*db_, put, rows));
  QUSHU_RETURN_IF_ERROR(transaction.Commit());
  return result;
}

}  // namespace qushu
