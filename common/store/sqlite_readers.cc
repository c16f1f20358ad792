#include "common/store/sqlite_readers.h"

#include <algorithm>
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
// A connection that was not used for so long, twice that at most, leaves its transaction.
constexpr std::chrono::milliseconds kHoldInterval(50);

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

SqliteReaders::SqliteReaders(const SqliteOptions& options)
    : options_(options), leaver_([this] { LeaveUnused(); }) {}

SqliteReaders::~SqliteReaders() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  leave_.notify_one();
  leaver_.join();
}

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
  return Connection{.db = std::move(db), .marked = false, .snapshot = std::nullopt};
}

absl::Status SqliteReaders::Renew(Connection& connection) {
  SqliteDb& db = *connection.db;
  connection.snapshot.reset();
  const WalMark before = connection.marked ? WalMark::Now(db.handle()) : WalMark();
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(db, Transaction::Mode::kRead));
  QUSHU_RETURN_IF_ERROR(CheckSchema(db));
  QUSHU_ASSIGN_OR_RETURN(const auto revision, db.QueryInt("SELECT revision FROM store"));
  if (!revision) return SqliteError(SQLITE_CORRUPT);
  // If the index was the same on both sides of it, the transaction is of that very state.
  WalMark mark;
  if (connection.marked) {
    mark = WalMark::Now(db.handle());
    if (!(mark == before)) mark = WalMark();
  } else {
    QUSHU_ASSIGN_OR_RETURN(const auto mode, db.QueryText("PRAGMA journal_mode"));
    connection.marked = mode == "wal";
  }
  connection.snapshot.emplace(Snapshot{std::move(transaction), *revision, mark});
  return absl::OkStatus();
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
  if (!connection.ok()) Release(std::nullopt);
  return connection;
}

void SqliteReaders::Release(std::optional<Connection> connection) {
  {
    std::lock_guard lock(mutex_);
    --in_use_;
    if (connection) {
      if (connection->snapshot && !std::exchange(holding_, true)) leave_.notify_one();
      idle_.push_back(*std::move(connection));
    }
  }
  released_.notify_one();
}

void SqliteReaders::LeaveUnused() {
  std::unique_lock lock(mutex_);
  while (true) {
    leave_.wait(lock, [this] { return stopping_ || holding_; });
    leave_.wait_for(lock, kHoldInterval, [this] { return stopping_; });
    if (stopping_) return;
    holding_ = in_use_ > 0;
    for (Connection& connection : idle_) {
      if (!connection.snapshot) continue;
      if (std::exchange(connection.snapshot->used, false)) {
        holding_ = true;
      } else {
        connection.snapshot.reset();
      }
    }
  }
}

absl::StatusOr<int64_t> SqliteReaders::Revision() {
  std::lock_guard lock(latest_mutex_);
  if (latest_ && latest_->mark.current()) return latest_->revision;
  if (!latest_) {
    QUSHU_ASSIGN_OR_RETURN(Connection connection, Connect());
    latest_.emplace(Latest{std::move(connection), WalMark()});
  }
  Connection& connection = latest_->connection;
  if (absl::Status status = Renew(connection); !status.ok()) {
    latest_.reset();
    return status;
  }
  latest_->mark = connection.snapshot->mark;
  latest_->revision = connection.snapshot->revision;
  connection.snapshot.reset();
  return latest_->revision;
}

int SqliteReaders::held() const {
  std::lock_guard lock(mutex_);
  return static_cast<int>(std::count_if(idle_.begin(), idle_.end(), [](const Connection& idle) {
    return idle.snapshot.has_value();
  }));
}

}  // namespace qushu
