#include "services/cli/inputs/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "common/base/status_macros.h"

namespace qushu::cli {
namespace {

constexpr size_t kBlock = 256 << 10;
constexpr size_t kMostExpected = 256 << 20;  // a larger file is read bit by bit

absl::Status SystemError(const char* what) {
  const int error = errno;
  const std::string message = std::string(what) + ": " + std::strerror(error);
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
      return absl::PermissionDeniedError(message);
    case EISDIR:
      return absl::FailedPreconditionError(message);
    default:
      return absl::UnknownError(message);
  }
}

}  // namespace

absl::StatusOr<size_t> MemorySource::Read(char* to, size_t size) {
  const size_t got = std::min(size, rest_.size());
  std::memcpy(to, rest_.data(), got);
  rest_.remove_prefix(got);
  return got;
}

absl::StatusOr<size_t> StreamSource::Read(char* to, size_t size) {
  if (!in_) return 0;
  in_.read(to, static_cast<std::streamsize>(size));
  if (in_.bad()) return absl::UnknownError("cannot read");
  return static_cast<size_t>(in_.gcount());
}

absl::StatusOr<std::unique_ptr<FileSource>> FileSource::Open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return SystemError("cannot open");
  return std::unique_ptr<FileSource>(new FileSource(file));
}

FileSource::~FileSource() { ::close(file_); }

absl::StatusOr<size_t> FileSource::Read(char* to, size_t size) {
  for (;;) {
    const ssize_t got = ::read(file_, to, size);
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return SystemError("cannot read");
  }
}

size_t FileSource::Expected() const {
  struct stat file {};
  return ::fstat(file_, &file) == 0 && S_ISREG(file.st_mode) ? static_cast<size_t>(file.st_size)
                                                             : 0;
}

absl::StatusOr<size_t> PrefixedSource::Read(char* to, size_t size) {
  const size_t got = std::min(size, prefix_.size() - given_);
  if (got == 0) return rest_.Read(to, size);
  std::memcpy(to, prefix_.data() + given_, got);
  given_ += got;
  return got;
}

absl::StatusOr<size_t> CountingSource::Read(char* to, size_t size) {
  QUSHU_ASSIGN_OR_RETURN(const size_t got, source_.Read(to, size));
  count_ += static_cast<int64_t>(got);
  return got;
}

absl::StatusOr<std::string> ReadAll(ByteSource& source, size_t limit) {
  std::string text;
  size_t size = 0;
  // One more than expected, with which the end is seen.
  const size_t room = std::max(kBlock, std::min(source.Expected(), kMostExpected) + 1);
  while (size <= limit) {
    // Only once it is full, since more room means to move what is there.
    if (size == text.size()) text.resize(std::min(std::max(room, 2 * size), limit + 1));
    QUSHU_ASSIGN_OR_RETURN(const size_t got, source.Read(text.data() + size, text.size() - size));
    if (got == 0) break;
    size += got;
  }
  text.resize(size);
  return text;
}

}  // namespace qushu::cli
