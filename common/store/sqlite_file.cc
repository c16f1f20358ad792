#include "common/store/sqlite_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace qushu {
namespace {

// Where SQLite locks a file: its `pending`, `reserved` and `shared` bytes.
constexpr off_t kLockBegin = 0x40000000;
constexpr off_t kLockBytes = 512;

}  // namespace

absl::Status FileError(std::string_view message, const std::string& path, int error) {
  ErrorDetails details;
  details.metadata = {{"file", path}, {"os_error", std::generic_category().message(error)}};
  if (error == ENOSPC || error == EDQUOT) {
    return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_DISK_FULL,
                     "the disk is full", std::move(details));
  }
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, message,
                   std::move(details));
}

absl::StatusOr<std::unique_ptr<SqliteDb>> OpenStoreFile(const std::string& path,
                                                        absl::Duration busy_timeout, bool write) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_STORE_UNAVAILABLE,
                     "there is no such file", {.violations = {}, .metadata = {{"file", path}}});
  }
  return SqliteDb::Open(path, !write, busy_timeout);
}

int64_t FileBytes(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<int64_t>(size);
}

std::string FolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

absl::Status SyncPath(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return FileError("the file cannot be opened", path, errno);
  const int failed = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return failed == 0 ? absl::OkStatus() : FileError("the file cannot be written", path, failed);
}

absl::StatusOr<FileClaim> FileClaim::Take(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return FileError("the file cannot be opened", path, errno);
  FileClaim claim(file);
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kLockBegin;
  lock.l_len = kLockBytes;
  if (::fcntl(file, F_SETLK, &lock) == 0) return claim;
  if (errno != EAGAIN && errno != EACCES) {
    return FileError("the file cannot be locked", path, errno);
  }
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                   "the store is in use; stop the services that have it open",
                   {.violations = {}, .metadata = {{"file", path}}});
}

FileClaim::FileClaim(FileClaim&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FileClaim::~FileClaim() {
  if (file_ >= 0) ::close(file_);
}

void FileClaim::Spoil() const {
  constexpr char kNote[] = "replaced by another file";
  struct stat now = {};
  if (::fstat(file_, &now) != 0 || now.st_nlink > 0) return;  // it has another name still
  // Whoever cannot be told reads the old content, as he would have a moment before.
  [[maybe_unused]] const ssize_t written = ::pwrite(file_, kNote, sizeof kNote, 0);
}

}  // namespace qushu
