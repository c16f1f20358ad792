// The one connection of a process that writes the store.
#ifndef QUSHU_COMMON_STORE_SQLITE_WRITER_H_
#define QUSHU_COMMON_STORE_SQLITE_WRITER_H_

#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/pending_put.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"

namespace qushu {

// Safe from many threads, one of which writes at a time.
class SqliteWriter {
 public:
  // Makes the file or brings its schema up to date. Errors as for OpenSqliteStore().
  static absl::StatusOr<std::unique_ptr<SqliteWriter>> Open(const SqliteOptions& options);

  // Stores a group in one transaction, see Store::PutArticle(); a result for each, in their order.
  // A fault of the file or of the disk is the result of all; one of a single article is its own.
  std::vector<absl::StatusOr<PutResult>> Put(const std::vector<PendingPut>& group);

  // See Store::DeleteArticle() and Store::UndeleteArticle().
  absl::StatusOr<DeleteResult> Delete(const DeleteRequest& request);
  absl::StatusOr<int64_t> Undelete(std::string_view id);

 private:
  using Results = std::vector<absl::StatusOr<PutResult>>;

  explicit SqliteWriter(std::unique_ptr<SqliteDb> db) : db_(std::move(db)) {}
  absl::StatusOr<Results> PutTogether(std::span<const PendingPut> group);

  std::mutex mutex_;
  const std::unique_ptr<SqliteDb> db_;  // guarded by mutex_
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_WRITER_H_
