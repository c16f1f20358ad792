// The rows of articles inserted directly with SQLite, as fast as it goes: what ingest is held
// against.
#ifndef QUSHU_TESTS_BENCH_INGEST_DIRECT_H_
#define QUSHU_TESTS_BENCH_INGEST_DIRECT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/pending_put.h"
#include "common/store/sqlite_db.h"

namespace qushu::bench {

// Write-ahead log, synchronous=NORMAL, 256 MiB of cache, and a checkpoint every 20000 pages; rows
// sorted by their keys.
class DirectInsert {
 public:
  static absl::StatusOr<std::unique_ptr<DirectInsert>> Create(const std::string& path);

  // Inserts the articles in one transaction. What it took is added to wall() and cpu().
  absl::Status Insert(const std::vector<PendingPut>& articles);

  absl::Duration wall() const { return wall_; }
  absl::Duration cpu() const { return cpu_; }

 private:
  absl::Status InsertAll(const std::vector<PendingPut>& articles);

  std::unique_ptr<SqliteDb> db_;
  int64_t revision_ = 0;
  absl::Duration wall_;
  absl::Duration cpu_;
};

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_INGEST_DIRECT_H_
