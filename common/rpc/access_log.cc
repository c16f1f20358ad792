#include "common/rpc/access_log.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/rpc/json.h"

namespace qushu::rpc {

std::string FormatAccessLog(const AccessLogEntry& entry, absl::Time now) {
  return absl::StrCat(
      "{\"time\":\"", absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", now, absl::UTCTimeZone()),
      "\",\"method\":", JsonString(entry.method), ",\"code\":", JsonString(entry.code),
      ",\"reason\":", JsonString(entry.reason),
      ",\"latency_ms\":", absl::StrFormat("%.3f", absl::ToDoubleMilliseconds(entry.latency)),
      ",\"peer\":", JsonString(entry.peer), ",\"request_id\":", JsonString(entry.request_id), "}");
}

LogSink StderrSink() {
  return [](std::string_view line) {
    std::string out(line);
    out += '\n';
    // A log that nobody can read is no reason to fail a call.
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, out.data(), out.size());
  };
}

}  // namespace qushu::rpc
