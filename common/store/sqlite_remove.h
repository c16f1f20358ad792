// Articles taken out of the tables, brought back, and exchanged, inside a transaction of the
// writer.
#ifndef QUSHU_COMMON_STORE_SQLITE_REMOVE_H_
#define QUSHU_COMMON_STORE_SQLITE_REMOVE_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/pending_put.h"
#include "common/store/put.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_insert.h"

namespace qushu {

// See Store::DeleteArticle().
absl::StatusOr<DeleteResult> RemoveArticle(SqliteDb& db, const DeleteRequest& request);

// See Store::UndeleteArticle(). The revision in which it is back.
absl::StatusOr<int64_t> RestoreArticle(SqliteDb& db, std::string_view id, int64_t now);

// Puts `put.rows` in the place of `put.replaced`: see PrepareReread(). `id` are the 16 bytes; it
// and `put` outlive `insert`.
absl::StatusOr<PutResult> ReplaceArticle(SqliteDb& db, const PendingPut& put, std::string_view id,
                                         GroupInsert& insert);

// Removes for good what `now` is the time for.
absl::Status PurgeArticles(SqliteDb& db, int64_t now);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_REMOVE_H_
