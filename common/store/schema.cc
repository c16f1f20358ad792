#include "common/store/schema.h"

#include <array>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

extern "C" const char qushu_schema_v1_sql[], qushu_schema_v1_sql_end[];
extern "C" const char qushu_schema_v2_sql[], qushu_schema_v2_sql_end[];
extern "C" const char qushu_schema_v3_sql[], qushu_schema_v3_sql_end[];
extern "C" const char qushu_schema_v4_sql[], qushu_schema_v4_sql_end[];
extern "C" const char qushu_schema_v5_sql[], qushu_schema_v5_sql_end[];
extern "C" const char qushu_schema_v6_sql[], qushu_schema_v6_sql_end[];
extern "C" const char qushu_schema_v7_sql[], qushu_schema_v7_sql_end[];
extern "C" const char qushu_schema_v8_sql[], qushu_schema_v8_sql_end[];
extern "C" const char qushu_schema_v9_sql[], qushu_schema_v9_sql_end[];

namespace qushu {

std::span<const SchemaStep> SchemaSteps() {
  static const std::array<SchemaStep, 9> kSteps = {{
      {1, {qushu_schema_v1_sql, qushu_schema_v1_sql_end}},
      {2, {qushu_schema_v2_sql, qushu_schema_v2_sql_end}},
      {3, {qushu_schema_v3_sql, qushu_schema_v3_sql_end}},
      {4, {qushu_schema_v4_sql, qushu_schema_v4_sql_end}},
      {5, {qushu_schema_v5_sql, qushu_schema_v5_sql_end}},
      {6, {qushu_schema_v6_sql, qushu_schema_v6_sql_end}},
      {7, {qushu_schema_v7_sql, qushu_schema_v7_sql_end}},
      {8, {qushu_schema_v8_sql, qushu_schema_v8_sql_end}},
      {9, {qushu_schema_v9_sql, qushu_schema_v9_sql_end}},
  }};
  return kSteps;
}

absl::StatusOr<int> SchemaVersion(SqliteDb& db, int newest) {
  QUSHU_ASSIGN_OR_RETURN(const auto application, db.QueryInt("PRAGMA application_id"));
  QUSHU_ASSIGN_OR_RETURN(const auto version, db.QueryInt("PRAGMA user_version"));
  if (application.value_or(0) == kApplicationId && version.value_or(0) > 0) {
    if (*version <= newest) return static_cast<int>(*version);
    return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_STORE_TOO_NEW,
                     "the store was written by a newer version",
                     {.violations = {},
                      .metadata = {{"schema_version", std::to_string(*version)},
                                   {"newest_known", std::to_string(newest)}}});
  }
  QUSHU_ASSIGN_OR_RETURN(const auto objects, db.QueryInt("SELECT count(*) FROM sqlite_schema"));
  if (application.value_or(0) == 0 && version.value_or(0) == 0 && objects.value_or(0) == 0) {
    return 0;
  }
  return MakeError(absl::StatusCode::kDataLoss, v1::ERROR_REASON_STORE_DAMAGED,
                   "the file is a database, but no store");
}

absl::Status MigrateSchema(SqliteDb& db, std::span<const SchemaStep> steps) {
  const int newest = steps.back().version;
  QUSHU_ASSIGN_OR_RETURN(int version, SchemaVersion(db, newest));
  if (version == newest) return absl::OkStatus();
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(db, Transaction::Mode::kWrite));
  // Another process may have been faster.
  QUSHU_ASSIGN_OR_RETURN(version, SchemaVersion(db, newest));
  for (const SchemaStep& step : steps) {
    if (step.version > version) QUSHU_RETURN_IF_ERROR(db.Execute(step.sql));
  }
  QUSHU_RETURN_IF_ERROR(db.Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId,
                                                "; PRAGMA user_version = ", newest)));
  return transaction.Commit();
}

}  // namespace qushu
