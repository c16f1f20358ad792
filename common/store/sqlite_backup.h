// Copies of a store: made while it is written, and put back.
#ifndef QUSHU_COMMON_STORE_SQLITE_BACKUP_H_
#define QUSHU_COMMON_STORE_SQLITE_BACKUP_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/sqlite_check.h"

namespace qushu {

struct BackupOptions {
  std::string from = {};
  std::string to = {};
  // Replaces what is at `to`.
  bool force = false;
  absl::Duration busy_timeout = absl::Seconds(5);
  // Called now and then with how many pages of how many are copied; may be empty.
  std::function<void(int64_t done, int64_t total)> progress = {};
  // Called for each finding of the check of the copy; may be empty.
  std::function<void(const CheckFinding&)> report = {};
};

struct BackupResult {
  CheckResult check;
  int64_t bytes = 0;
};

// Copies the store as it is at one moment, while services go on with it, into one file that needs
// nothing beside it. Nothing stands at `to` before the copy is whole, on the disk, and checked as
// `quick` checks. What is wrong with single rows is reported and copied as it is.
//
// Errors: ALREADY_EXISTS INVALID_ARGUMENT for a `to` that is there, without `force`; DATA_LOSS
// STORE_DAMAGED for a store that is damaged as a file; those of OpenSqliteStore() of either file.
absl::StatusOr<BackupResult> BackupSqliteStore(const BackupOptions& options);

// Puts the copy at `from` where the store `to` is or was. The copy is checked first, every article
// of it, and whatever goes wrong leaves the store as it was. No service may have `to` open. A copy
// of an older schema stays one; the next service that writes it brings it up to date.
//
// Errors: those of BackupSqliteStore(); UNAVAILABLE STORE_UNAVAILABLE while a service has `to`
// open.
absl::StatusOr<BackupResult> RestoreSqliteStore(const BackupOptions& options);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_BACKUP_H_
