#include "common/rpc/observe/log_writer.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"

namespace qushu::rpc {
namespace {

// A pipe takes that much without mixing it with what others write; a file takes anything so.
size_t PieceFor(int fd) {
  struct stat status {};
  const bool file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  return file ? 256 << 10 : PIPE_BUF;
}

// The whole lines at the beginning of `lines` that fit into `piece` bytes; one line at least.
std::string_view FirstLines(std::string_view lines, size_t piece) {
  if (lines.size() <= piece) return lines;
  size_t end = lines.rfind('\n', piece - 1);
  if (end == std::string_view::npos) end = lines.find('\n');
  return lines.substr(0, end + 1);
}

// A log that nobody can read is no reason to fail: false, and the rest is lost.
bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

LogWriter::LogWriter(int fd) : fd_(fd), piece_(PieceFor(fd)), thread_([this] { Run(); }) {}

LogWriter::~LogWriter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  stop_.Notify();
  thread_.join();
}

void LogWriter::Write(std::string_view line) {
  absl::MutexLock lock(&mutex_);
  if (lines_.size() + line.size() >= kMaxBytes) {
    ++dropped_;
    return;
  }
  lines_.append(line.data(), line.size());
  lines_ += '\n';
}

void LogWriter::Run() {
  const auto any = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !lines_.empty();
  };
  std::string lines;
  bool last = false;
  while (!last) {
    int64_t dropped = 0;
    lines.clear();
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&any));
    }
    // Without the mutex: those who write lines have nobody to wake.
    stop_.WaitForNotificationWithTimeout(kInterval);
    {
      absl::MutexLock lock(&mutex_);
      std::swap(lines, lines_);
      std::swap(dropped, dropped_);
      last = stopping_;
    }
    if (dropped > 0) absl::StrAppend(&lines, "{\"dropped_log_lines\":", dropped, "}\n");
    std::string_view rest = lines;
    while (!rest.empty()) {
      const std::string_view piece = FirstLines(rest, piece_);
      rest.remove_prefix(piece.size());
      if (!WriteAll(fd_, piece)) break;
    }
  }
}

}  // namespace qushu::rpc
