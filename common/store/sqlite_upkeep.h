// What else the operator of a store does: brings its schema up to date, gives room back, and asks
// what is in it.
#ifndef QUSHU_COMMON_STORE_SQLITE_UPKEEP_H_
#define QUSHU_COMMON_STORE_SQLITE_UPKEEP_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace qushu {

struct MigrateResult {
  int from = 0;  // versions of the schema
  int to = 0;
};

// Takes the steps that an older store lacks, all or none, as a service does when it opens it.
// Services of the older version refuse the store then.
//
// Errors: NOT_FOUND STORE_UNAVAILABLE without such a file; those of OpenSqliteStore().
absl::StatusOr<MigrateResult> MigrateSqliteStore(const std::string& path,
                                                 absl::Duration busy_timeout);

struct VacuumResult {
  int64_t bytes_before = 0;  // the file and its log
  int64_t bytes_after = 0;
};

// Writes the file anew without the room that deleted rows left, and the full-text index in one
// piece. Takes as much room again on the same disk while it runs; writers wait, readers go on. The
// log is emptied where no reader holds it.
absl::StatusOr<VacuumResult> VacuumSqliteStore(const std::string& path,
                                               absl::Duration busy_timeout);

struct TableStats {
  std::string table;
  int64_t rows = 0;
  int64_t bytes = 0;  // with its indices
};

struct StoreStats {
  int schema_version = 0;
  int newest_known = 0;  // of this program
  int64_t revision = 0;
  int64_t file_bytes = 0;
  int64_t log_bytes = 0;
  int64_t free_bytes = 0;           // of the file: room that deleted rows left
  int64_t first_create_micros = 0;  // since 1970; 0 where there is no article
  int64_t last_create_micros = 0;
  std::vector<TableStats> tables;  // by name
};

// Counts rows, and how many bytes each table takes, which reads the whole file.
absl::StatusOr<StoreStats> ReadStoreStats(const std::string& path, absl::Duration busy_timeout);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_UPKEEP_H_
