#include "common/rpc/log.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/json.h"

namespace qushu::rpc {
namespace {

const char* NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "";
}

}  // namespace

std::string FormatLogLine(LogLevel level, std::string_view message, absl::Time now) {
  return absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", now, absl::UTCTimeZone()),
      "\",\"level\":\"", NameOf(level), "\",\"message\":", JsonString(message), "}");
}

void Log(LogLevel level, std::string_view message) {
  const std::string line = FormatLogLine(level, message, absl::Now()) + "\n";
  // One system call, so that lines of several threads do not mix. A log that nobody can read is no
  // reason to fail.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace qushu::rpc
