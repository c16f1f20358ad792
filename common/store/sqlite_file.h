// The file of a store as its operator handles it: opened where it is, never made.
#ifndef QUSHU_COMMON_STORE_SQLITE_FILE_H_
#define QUSHU_COMMON_STORE_SQLITE_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/sqlite_db.h"

namespace qushu {

// A connection to the file, for reading unless `write`.
//
// Errors: NOT_FOUND STORE_UNAVAILABLE where there is no such file; those of SqliteDb::Open(). What
// is no database is found out at its first use.
absl::StatusOr<std::unique_ptr<SqliteDb>> OpenStoreFile(const std::string& path,
                                                        absl::Duration busy_timeout,
                                                        bool write = false);

// Bytes of the file; 0 where there is none.
int64_t FileBytes(const std::string& path);

// Writes what the system holds of a file or folder to the disk.
absl::Status SyncPath(const std::string& path);

// The folder that a file is in.
std::string FolderOf(const std::string& path);

// UNAVAILABLE STORE_UNAVAILABLE with the system's word for `error`, an errno; RESOURCE_EXHAUSTED
// DISK_FULL where it is that.
absl::Status FileError(std::string_view message, const std::string& path, int error);

// The right to replace a file that no process has open: whoever opens it while this lives waits
// for a lock, as of a database that is being written.
class FileClaim {
 public:
  // UNAVAILABLE STORE_UNAVAILABLE if another process has it open as a database.
  static absl::StatusOr<FileClaim> Take(const std::string& path);
  FileClaim(FileClaim&& other) noexcept;
  FileClaim& operator=(FileClaim&&) = delete;
  ~FileClaim();

  // Once another file has its name: makes it unfit to be opened, for those who waited for it.
  void Spoil() const;

 private:
  explicit FileClaim(int file) : file_(file) {}
  int file_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_FILE_H_
