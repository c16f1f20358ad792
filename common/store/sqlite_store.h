// The store in one SQLite file: one process writes it, others read it at the same time.
//
// Beside the file `x.db` lie `x.db-wal` and `x.db-shm`; they stay when the writer goes and belong
// to the store: without them a reader that may not write to the folder cannot open it. The folder
// is on a local file system.
//
// An article is on the disk when PutArticle() answers: it survives the end of the process and the
// loss of power.
//
//   QUSHU_ASSIGN_OR_RETURN(auto store, OpenSqliteStore({.path = "/var/lib/qushu/store.db"}));
#ifndef QUSHU_COMMON_STORE_SQLITE_STORE_H_
#define QUSHU_COMMON_STORE_SQLITE_STORE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/commit_queue.h"
#include "common/store/store.h"

namespace qushu {

struct SqliteOptions {
  // The file. A writer makes it where it is missing, but not its folder.
  std::string path = {};
  // Answers reads only; PutArticle() is FAILED_PRECONDITION. Any number of processes may.
  bool read_only = false;
  // How long a call waits for a lock that another process holds before it is STORE_UNAVAILABLE.
  absl::Duration busy_timeout = absl::Seconds(5);
  // Most connections that read at once, each with a cache of its own; more calls than that wait.
  int max_readers = 16;
  // Page caches, in bytes: of the writer, and of each reader. Readers map the file as well.
  int64_t writer_cache_bytes = int64_t{256} << 20;
  int64_t reader_cache_bytes = int64_t{16} << 20;
  // How articles are grouped into transactions.
  GroupLimits groups = {};
};

// Opens the store. A writer makes it if there is none, and brings an older schema up to date.
//
// Errors: UNAVAILABLE STORE_UNAVAILABLE, which may pass: the file is locked, cannot be opened, or
// (for a reader) no writer has made it or brought it up to date yet. FAILED_PRECONDITION
// STORE_TOO_NEW. DATA_LOSS STORE_DAMAGED, also for a file that is no store at all.
// RESOURCE_EXHAUSTED DISK_FULL.
absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_STORE_H_
