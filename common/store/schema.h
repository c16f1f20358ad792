// The schema of an SQLite store, versioned. The version stands in the file (PRAGMA user_version),
// beside a mark that the file is a store (PRAGMA application_id).
//
// To change the schema: add schema_v3.sql, which turns version 2 into version 3, embed it in
// CMakeLists.txt, and add a step to SchemaSteps(). Steps that were released are never changed: a
// new store takes all of them, so that it is the same as an old one brought up to date.
#ifndef QUSHU_COMMON_STORE_SCHEMA_H_
#define QUSHU_COMMON_STORE_SCHEMA_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/sqlite_db.h"

namespace qushu {

inline constexpr int64_t kApplicationId = 0x51555348;  // `QUSH`

// Turns version `version - 1` into `version`.
struct SchemaStep {
  int version = 0;
  std::string_view sql;
};

// All steps, from version 1 on, without gaps.
std::span<const SchemaStep> SchemaSteps();

// Version of the schema in the file; 0 if the file is empty. DATA_LOSS STORE_DAMAGED if it is no
// store; FAILED_PRECONDITION STORE_TOO_NEW if it is newer than `newest`.
absl::StatusOr<int> SchemaVersion(SqliteDb& db, int newest);

// Takes the steps above the file's version, all in one transaction: either the file has the version
// of the last step then, or it is unchanged. Errors as above, and those of writing.
absl::Status MigrateSchema(SqliteDb& db, std::span<const SchemaStep> steps);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SCHEMA_H_
