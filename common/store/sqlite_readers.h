// The connections of a process that read the store.
#ifndef QUSHU_COMMON_STORE_SQLITE_READERS_H_
#define QUSHU_COMMON_STORE_SQLITE_READERS_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "common/store/store.h"

namespace qushu {

// A pool of read-only connections, each with its prepared statements. Safe from many threads.
class SqliteReaders {
 public:
  // Opens the first connection. Errors as for OpenSqliteStore() with `read_only`.
  static absl::StatusOr<std::unique_ptr<SqliteReaders>> Open(const SqliteOptions& options);

  // Calls `read(SqliteDb&, int64_t revision)` inside one read transaction, so that all of its
  // statements see the store as it was at that revision, and returns what it returns, an
  // absl::StatusOr. Waits for a connection when all are in use. Ends with CANCELLED soon after
  // `cancelled` says so.
  template <typename Read>
  auto InTransaction(const CancelledFn& cancelled, Read read)
      -> decltype(read(std::declval<SqliteDb&>(), int64_t{0}));

 private:
  using Connection = std::unique_ptr<SqliteDb>;
  struct Snapshot {
    Transaction transaction;
    int64_t revision = 0;
  };

  explicit SqliteReaders(const SqliteOptions& options) : options_(options) {}
  absl::StatusOr<Connection> Connect() const;
  static absl::StatusOr<Snapshot> Begin(SqliteDb& db);
  absl::StatusOr<Connection> Acquire(const CancelledFn& cancelled);
  // Null for a connection that is not to be used again.
  void Release(Connection connection);

  const SqliteOptions options_;
  std::mutex mutex_;
  std::condition_variable released_;
  std::vector<Connection> idle_;  // guarded by mutex_
  int in_use_ = 0;                // guarded by mutex_
};

template <typename Read>
auto SqliteReaders::InTransaction(const CancelledFn& cancelled, Read read)
    -> decltype(read(std::declval<SqliteDb&>(), int64_t{0})) {
  auto connection = Acquire(cancelled);
  if (!connection.ok()) return connection.status();
  SqliteDb& db = **connection;
  db.SetCancelled(&cancelled);
  auto result = [&]() -> decltype(read(db, int64_t{0})) {
    auto snapshot = Begin(db);
    if (!snapshot.ok()) return snapshot.status();
    return read(db, snapshot->revision);
  }();
  db.SetCancelled(nullptr);
  // After a failure of the file a new connection may see it mended.
  const bool sound = result.ok() || absl::IsCancelled(result.status());
  Release(sound ? *std::move(connection) : nullptr);
  return result;
}

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_READERS_H_
