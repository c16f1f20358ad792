#include "common/store/sqlite_readers.h"

#include <chrono>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/schema.h"

namespace qushu {
namespace {

// The most that Debian's SQLite maps. Mapped reads take 30 to 60 % more queries in a large file.
constexpr int64_t kMapBytes = 0x7fff0000;
// How often a call that waits for a connection looks whether it was cancelled.
constexpr std::chrono::milliseconds kCancelInterval(10);

absl::Status NotYet(std::string_view message) {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, message);
}

// A reader works with the schema it was made for, and no other.
absl::Status CheckSchema(SqliteDb& db) {
  const int newest = SchemaSteps().back().version;
  QUSHU_ASSIGN_OR_RETURN(const int version, SchemaVersion(db, newest));
  if (version == 0) return NotYet("the store is empty until a writer opens it");
  if (version < newest) return NotYet("the store is old until a writer brings it up to date");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteReaders>> SqliteReaders::Open(const SqliteOptions& options) {
  std::unique_ptr<SqliteReaders> readers(new SqliteReaders(options));
  auto opened = readers->InTransaction(
      CancelledFn(),
      [](SqliteDb&, int64_t revision) -> absl::StatusOr<int64_t> { return revision; });
  QUSHU_RETURN_IF_ERROR(opened.status());
  return readers;
}

absl::StatusOr<SqliteReaders::Connection> SqliteReaders::Connect() const {
  QUSHU_ASSIGN_OR_RETURN(auto db, SqliteDb::Open(options_.path, true, options_.busy_timeout));
  // The log is the writer's to copy into the file.
  sqlite3_db_config(db->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  QUSHU_RETURN_IF_ERROR(
      db->Execute(absl::StrCat("PRAGMA temp_store = MEMORY; PRAGMA mmap_size = ", kMapBytes,
                               "; PRAGMA cache_size = -", options_.reader_cache_bytes / 1024)));
  return db;
}

absl::StatusOr<SqliteReaders::Snapshot> SqliteReaders::Begin(SqliteDb& db) {
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(db, Transaction::Mode::kRead));
  QUSHU_RETURN_IF_ERROR(CheckSchema(db));
  QUSHU_ASSIGN_OR_RETURN(const auto revision, db.QueryInt("SELECT revision FROM store"));
  if (!revision) return SqliteError(SQLITE_CORRUPT);
  return Snapshot{std::move(transaction), *revision};
}

absl::StatusOr<SqliteReaders::Connection> SqliteReaders::Acquire(const CancelledFn& cancelled) {
  if (cancelled && cancelled()) return SqliteError(SQLITE_INTERRUPT);
  {
    std::unique_lock lock(mutex_);
    const auto is_free = [this] { return !idle_.empty() || in_use_ < options_.max_readers; };
    while (!is_free()) {
      if (cancelled && cancelled()) return SqliteError(SQLITE_INTERRUPT);
      released_.wait_for(lock, kCancelInterval, is_free);
    }
    ++in_use_;
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto connection = Connect();
  if (!connection.ok()) Release(nullptr);
  return connection;
}

void SqliteReaders::Release(Connection connection) {
  {
    std::lock_guard lock(mutex_);
    --in_use_;
    if (connection != nullptr) idle_.push_back(std::move(connection));
  }
  released_.notify_one();
}

}  // namespace qushu
