// Whether a store in an SQLite file is whole: what its operator asks after a crash, before a backup
// is trusted, and when an answer looks wrong.
#ifndef QUSHU_COMMON_STORE_SQLITE_CHECK_H_
#define QUSHU_COMMON_STORE_SQLITE_CHECK_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/sqlite_db.h"
#include "common/store/store.h"

namespace qushu {

// What can be wrong, as CheckFinding::reason has it.
namespace check {
inline constexpr std::string_view kDamaged = "DAMAGED";               // SQLite's own check
inline constexpr std::string_view kSchemaDiffers = "SCHEMA_DIFFERS";  // a table, an index
inline constexpr std::string_view kOrphanRow = "ORPHAN_ROW";          // of no article
inline constexpr std::string_view kRowMissing = "ROW_MISSING";        // an article without a part
inline constexpr std::string_view kRowDiffers = "ROW_DIFFERS";        // not what its article says
inline constexpr std::string_view kCountDiffers = "COUNT_DIFFERS";    // a counter
inline constexpr std::string_view kTermsDiffer = "TERMS_DIFFER";      // full-text search
inline constexpr std::string_view kSpanBroken = "SPAN_BROKEN";        // leads not to its source
inline constexpr std::string_view kSourceDiffers = "SOURCE_DIFFERS";  // not the text of its name
inline constexpr std::string_view kUnreadable = "UNREADABLE";         // no protobuf message
}  // namespace check

struct CheckFinding {
  std::string_view reason;  // of those above
  std::string table;        // where
  std::string subject;      // `articles/{id}`, `districts/{code}`; empty for the whole store
  std::string message;      // one English sentence, without a full stop
};

struct CheckOptions {
  std::string path = {};
  // How long it waits for a lock that another process holds.
  absl::Duration busy_timeout = absl::Seconds(5);
  // Leaves out what reads every article: spans, sources, terms, and rows against their articles.
  bool quick = false;
  // Called for each finding, in the order of the checks.
  std::function<void(const CheckFinding&)> report = {};
  // Called now and then with how many articles of how many are done; may be empty.
  std::function<void(int64_t done, int64_t total)> progress = {};
};

struct CheckResult {
  int schema_version = 0;
  int64_t revision = 0;
  int64_t articles = 0;
  int64_t figures = 0;
  int64_t findings = 0;
};

// Checks the store as it is at one moment, in one read transaction; services may go on. Every table
// of the schema is looked at. A file that is too damaged to be looked at further gives findings
// DAMAGED; what SQLite cannot even open, an error.
//
// Errors: NOT_FOUND STORE_UNAVAILABLE without such a file; those of OpenSqliteStore(); and
// FAILED_PRECONDITION STORE_UNAVAILABLE for a schema that is older than this program's, which
// MigrateSqliteStore() brings up to date.
absl::StatusOr<CheckResult> CheckSqliteStore(const CheckOptions& options);

// The tables that it looks at: all of the schema's.
std::vector<std::string> CheckedTables();

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_CHECK_H_
