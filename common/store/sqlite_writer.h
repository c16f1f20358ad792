// The one connection of a process that writes the store.
#ifndef QUSHU_COMMON_STORE_SQLITE_WRITER_H_
#define QUSHU_COMMON_STORE_SQLITE_WRITER_H_

#include <memory>
#include <mutex>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "common/store/store.h"

namespace qushu {

// Safe from many threads, one of which writes at a time.
class SqliteWriter {
 public:
  // Makes the file or brings its schema up to date. Errors as for OpenSqliteStore().
  static absl::StatusOr<std::unique_ptr<SqliteWriter>> Open(const SqliteOptions& options);

  // See Store::PutArticle(); `id` is the 32 digits.
  absl::StatusOr<PutResult> Put(std::string_view id, const ArticleRows& rows,
                                std::string_view request_id, std::string_view request_hash);

 private:
  explicit SqliteWriter(std::unique_ptr<SqliteDb> db) : db_(std::move(db)) {}

  std::mutex mutex_;
  const std::unique_ptr<SqliteDb> db_;  // guarded by mutex_
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_WRITER_H_
