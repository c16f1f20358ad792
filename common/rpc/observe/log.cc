#include "common/rpc/observe/log.h"

#include <unistd.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/observe/json.h"

namespace qushu::rpc {
namespace {

std::atomic<LogLevel> process_level = LogLevel::kInfo;

}  // namespace

const char* NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "";
}

std::optional<LogLevel> LogLevelByName(std::string_view name) {
  for (const LogLevel level : {LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (name == NameOf(level)) return level;
  }
  return std::nullopt;
}

void SetLogLevel(LogLevel level) { process_level.store(level, std::memory_order_relaxed); }

bool IsLogged(LogLevel level) { return level >= process_level.load(std::memory_order_relaxed); }

std::string FormatLogLine(LogLevel level, std::string_view message, absl::Time now) {
  return absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", now, absl::UTCTimeZone()),
      "\",\"level\":\"", NameOf(level), "\",\"message\":", JsonString(message), "}");
}

void Log(LogLevel level, std::string_view message) {
  if (!IsLogged(level)) return;
  const std::string line = FormatLogLine(level, message, absl::Now()) + "\n";
  // One system call, so that lines of several threads do not mix. A log that nobody can read is no
  // reason to fail.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace qushu::rpc
