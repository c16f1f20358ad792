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
#include "common/store/sqlite_corrections.h"
#include "common/store/sqlite_insert.h"
#include "common/store/sqlite_queries.h"
#include "common/store/sqlite_remove.h"

namespace qushu {
namespace {

// Pages of the log after which it is copied into the file, and what of it is kept on the disk: a
// page that many articles change is copied once.
constexpr int kCheckpointPages = 20000;
constexpr int64_t kLogBytes = int64_t{128} << 20;

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
absl::StatusOr<std::optional<PutResult>> Remembered(SqliteDb& db, const PendingPut& put) {
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

absl::Status Remember(SqliteDb& db, const PendingPut& put, std::string_view id,
                      const PutResult& result, int64_t now) {
  if (put.request_id.empty()) return absl::OkStatus();
  return db
      .Prepare("INSERT INTO requests VALUES (?1, ?2, ?3, ?4, ?5, ?6)", put.request_id,
               Blob{put.request_hash}, Blob{id}, result.revision, result.already_stored ? 1 : 0,
               now)
      .Run();
}

// Begins to store a new article, in the place of one that it corrects. `id` are the 16 bytes.
absl::Status AddArticle(SqliteDb& db, const PendingPut& put, std::string_view id, int64_t now,
                        GroupInsert& insert, PutResult& result) {
  // Its text may have been deleted before: it comes as if for the first time.
  for (const std::string_view sql :
       {"DELETE FROM corrections WHERE id = ?1", "DELETE FROM deleted_articles WHERE id = ?1"}) {
    QUSHU_RETURN_IF_ERROR(db.Prepare(sql, Blob{id}).Run());
  }
  QUSHU_ASSIGN_OR_RETURN(const auto corrected, FindCorrected(db, put.rows));
  QUSHU_ASSIGN_OR_RETURN(result.revision, NextRevision(db));
  QUSHU_ASSIGN_OR_RETURN(const int64_t number, insert.Add(id, put.rows, result.revision, now));
  if (!corrected) return absl::OkStatus();
  // The one before may be of the same group, and is counted once its rows are there.
  QUSHU_RETURN_IF_ERROR(insert.Finish());
  result.supersedes = IdDigits(corrected->id);
  return AddCorrection(db, *corrected, {number, std::string(id)}, result.revision);
}

// What an article that is there corrects; empty for nothing.
absl::StatusOr<std::string> SupersededBy(SqliteDb& db, std::string_view id) {
  Statement find = db.Prepare("SELECT number FROM articles WHERE id = ?1", Blob{id});
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found) return "";
  QUSHU_ASSIGN_OR_RETURN(const auto corrected, CorrectedBy(db, find.Int(0)));
  return corrected ? IdDigits(corrected->id) : "";
}

// Finds the article, or begins to store it, or to put other rows in the place of its own.
absl::StatusOr<PutResult> StoreArticle(SqliteDb& db, const PendingPut& put, std::string_view id,
                                       GroupInsert& insert) {
  if (put.replaced) return ReplaceArticle(db, put, id, insert);
  const int64_t now = absl::ToUnixMicros(absl::Now());
  QUSHU_ASSIGN_OR_RETURN(auto remembered, Remembered(db, put));
  if (remembered) {
    QUSHU_ASSIGN_OR_RETURN(remembered->supersedes, SupersededBy(db, id));
    return *std::move(remembered);
  }
  PutResult result{.article = put.id};
  {
    Statement find = db.Prepare("SELECT revision FROM articles WHERE id = ?1", Blob{id});
    QUSHU_ASSIGN_OR_RETURN(result.already_stored, find.Next());
    if (result.already_stored) result.revision = find.Int(0);
  }
  if (result.already_stored) {
    QUSHU_ASSIGN_OR_RETURN(result.supersedes, SupersededBy(db, id));
  } else {
    QUSHU_RETURN_IF_ERROR(AddArticle(db, put, id, now, insert, result));
  }
  QUSHU_RETURN_IF_ERROR(Remember(db, put, id, result, now));
  return result;
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteWriter>> SqliteWriter::Open(const SqliteOptions& options) {
  QUSHU_ASSIGN_OR_RETURN(auto db, SqliteDb::Open(options.path, false, options.busy_timeout));
  // A newer store and another program's file are left as they are.
  QUSHU_RETURN_IF_ERROR(SchemaVersion(*db, SchemaSteps().back().version).status());
  QUSHU_RETURN_IF_ERROR(Configure(*db, options));
  QUSHU_RETURN_IF_ERROR(MigrateSchema(*db, SchemaSteps()));
  QUSHU_RETURN_IF_ERROR(PurgeArticles(*db, absl::ToUnixMicros(absl::Now())));
  return std::unique_ptr<SqliteWriter>(new SqliteWriter(std::move(db)));
}

absl::StatusOr<SqliteWriter::Results> SqliteWriter::PutTogether(std::span<const PendingPut> group) {
  std::vector<std::string> ids;
  ids.reserve(group.size());  // views of them stay
  Results results;
  results.reserve(group.size());
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(*db_, Transaction::Mode::kWrite));
  QUSHU_RETURN_IF_ERROR(SchemaVersion(*db_, SchemaSteps().back().version).status());
  GroupInsert insert(*db_);
  for (const PendingPut& put : group) {
    ids.push_back(IdBytes(put.id));
    results.push_back(StoreArticle(*db_, put, ids.back(), insert));
    const absl::Status& status = results.back().status();
    // A request id used twice wrote nothing; after any other fault all begin anew.
    if (!status.ok() && !absl::IsInvalidArgument(status)) return status;
  }
  QUSHU_RETURN_IF_ERROR(insert.Finish());
  QUSHU_RETURN_IF_ERROR(transaction.Commit());
  return results;
}

SqliteWriter::Results SqliteWriter::Put(const std::vector<PendingPut>& group) {
  std::lock_guard lock(mutex_);
  absl::StatusOr<Results> together = PutTogether(group);
  if (together.ok()) return *std::move(together);
  Results results;
  for (size_t i = 0; i < group.size(); ++i) {
    if (group.size() == 1 || !absl::IsInternal(together.status())) {
      results.push_back(together.status());
      continue;
    }
    // Which one it is shows when each is stored alone.
    absl::StatusOr<Results> alone = PutTogether(std::span(group).subspan(i, 1));
    results.push_back(alone.ok() ? std::move(alone->front()) : alone.status());
  }
  return results;
}

absl::StatusOr<DeleteResult> SqliteWriter::Delete(const DeleteRequest& request) {
  std::lock_guard lock(mutex_);
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(*db_, Transaction::Mode::kWrite));
  QUSHU_RETURN_IF_ERROR(SchemaVersion(*db_, SchemaSteps().back().version).status());
  QUSHU_RETURN_IF_ERROR(PurgeArticles(*db_, absl::ToUnixMicros(absl::Now())));
  QUSHU_ASSIGN_OR_RETURN(const DeleteResult result, RemoveArticle(*db_, request));
  QUSHU_RETURN_IF_ERROR(transaction.Commit());
  return result;
}

absl::StatusOr<int64_t> SqliteWriter::Undelete(std::string_view id) {
  std::lock_guard lock(mutex_);
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(*db_, Transaction::Mode::kWrite));
  QUSHU_RETURN_IF_ERROR(SchemaVersion(*db_, SchemaSteps().back().version).status());
  QUSHU_ASSIGN_OR_RETURN(const int64_t revision,
                         RestoreArticle(*db_, id, absl::ToUnixMicros(absl::Now())));
  QUSHU_RETURN_IF_ERROR(transaction.Commit());
  return revision;
}

}  // namespace qushu
