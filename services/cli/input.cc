#include "services/cli/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "common/base/utf8.h"

namespace qushu::cli {
namespace {

constexpr size_t kBlock = 256 << 10;

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

// read() that goes on after a signal.
ssize_t ReadSome(int file, char* to, size_t size) {
  for (;;) {
    const ssize_t got = ::read(file, to, size);
    if (got >= 0 || errno != EINTR) return got;
  }
}

}  // namespace

absl::StatusOr<std::string> ReadInput(const std::string& path, std::istream& in, size_t limit) {
  std::string text;
  size_t size = 0;
  if (path == "-") {
    while (in && size <= limit) {
      text.resize(std::min(size + kBlock, limit + 1));
      in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size));
      size += static_cast<size_t>(in.gcount());
    }
    if (in.bad()) return absl::UnknownError("cannot read");
    text.resize(size);
    return text;
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return SystemError("cannot open");
  ssize_t got = 1;
  while (got > 0 && size <= limit) {
    text.resize(std::min(size + kBlock, limit + 1));
    got = ReadSome(file, text.data() + size, text.size() - size);
    if (got > 0) size += static_cast<size_t>(got);
  }
  absl::Status status = got < 0 ? SystemError("cannot read") : absl::OkStatus();
  ::close(file);
  if (!status.ok()) return status;
  text.resize(size);
  return text;
}

std::string InputLabel(const std::string& path) { return path == "-" ? "standard input" : path; }

std::string ValidUtf8(std::string_view bytes) {
  std::string out;
  for (;;) {
    const size_t valid = ValidPrefix(bytes);
    out.append(bytes.substr(0, valid));
    if (valid == bytes.size()) return out;
    AppendUtf8(0xFFFD, out);
    bytes.remove_prefix(valid + 1);
  }
}

}  // namespace qushu::cli
