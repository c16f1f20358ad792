// The connections of a process that read the store.
#ifndef QUSHU_COMMON_STORE_SQLITE_READERS_H_
#define QUSHU_COMMON_STORE_SQLITE_READERS_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/work_log.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "common/store/store.h"
#include "common/store/wal_mark.h"

namespace qushu {

// A pool of read-only connections, each with its prepared statements. Safe from many threads.
//
// A connection stays in its read transaction from call to call while nothing was committed: to
// begin and end one costs more than most reads. One that nobody uses leaves it soon.
class SqliteReaders {
 public:
  // Opens the first connection. Errors as for OpenSqliteStore() with `read_only`.
  static absl::StatusOr<std::unique_ptr<SqliteReaders>> Open(const SqliteOptions& options);
  ~SqliteReaders();

  // Calls `read(SqliteDb&, int64_t revision)` inside one read transaction, so that all of its
  // statements see the store as it was at that revision, and returns what it returns, an
  // absl::StatusOr. Whatever was committed before the call is seen. Waits for a connection when all
  // are in use. Ends with CANCELLED soon after `cancelled` says so. What it ran is noted in the
  // WorkLog of the thread, if there is one.
  template <typename Read>
  auto InTransaction(const CancelledFn& cancelled, Read read)
      -> decltype(read(std::declval<SqliteDb&>(), int64_t{0}));

  // The revision that the store is at now: without a transaction while nothing was committed.
  absl::StatusOr<int64_t> Revision();

  // Connections that are in a transaction although nobody uses them.
  int held() const;

 private:
  struct Snapshot {
    Transaction transaction;
    int64_t revision = 0;
    WalMark mark;
    bool used = true;  // since the last look
  };
  struct Connection {
    std::unique_ptr<SqliteDb> db;
    bool marked = false;               // its file has the index that WalMark reads
    std::optional<Snapshot> snapshot;  // goes before the connection does
  };

  explicit SqliteReaders(const SqliteOptions& options);
  absl::StatusOr<Connection> Connect() const;
  static absl::Status Renew(Connection& connection);
  absl::StatusOr<Connection> Acquire(const CancelledFn& cancelled);
  void Release(std::optional<Connection> connection);
  void LeaveUnused();

  // What the store was last seen at, and the connection whose mark that is.
  struct Latest {
    Connection connection;
    WalMark mark;
    int64_t revision = 0;
  };

  const SqliteOptions options_;
  std::mutex latest_mutex_;
  std::optional<Latest> latest_;  // guarded by latest_mutex_
  mutable std::mutex mutex_;
  std::condition_variable released_;
  std::vector<Connection> idle_;  // guarded by mutex_, as what follows
  int in_use_ = 0;
  bool holding_ = false;  // an idle connection may be in a transaction
  bool stopping_ = false;
  std::condition_variable leave_;
  std::thread leaver_;
};

template <typename Read>
auto SqliteReaders::InTransaction(const CancelledFn& cancelled, Read read)
    -> decltype(read(std::declval<SqliteDb&>(), int64_t{0})) {
  auto connection = Acquire(cancelled);
  if (!connection.ok()) return connection.status();
  SqliteDb& db = *connection->db;
  WorkLog* const work = WorkLog::Current();
  const absl::Time begin = work == nullptr ? absl::InfinitePast() : absl::Now();
  if (work != nullptr) db.ForgetWork();
  auto result = [&]() -> decltype(read(db, int64_t{0})) {
    if (!connection->snapshot || !connection->snapshot->mark.current()) {
      if (absl::Status status = Renew(*connection); !status.ok()) return status;
    }
    db.SetCancelled(&cancelled);
    return read(db, connection->snapshot->revision);
  }();
  db.SetCancelled(nullptr);
  if (work != nullptr && absl::Now() - begin >= work->least()) db.NoteWork(*work);
  if (result.ok()) {
    connection->snapshot->used = true;
    Release(*std::move(connection));
  } else {
    connection->snapshot.reset();
    // After a failure of the file a new connection may see it mended.
    const bool sound = absl::IsCancelled(result.status());
    Release(sound ? std::optional<Connection>(*std::move(connection)) : std::nullopt);
  }
  return result;
}

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_READERS_H_
