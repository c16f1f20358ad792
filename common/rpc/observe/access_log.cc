#include "common/rpc/observe/access_log.h"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/observe/json.h"
#include "common/rpc/observe/log_writer.h"

namespace qushu::rpc {
namespace {

// `value` of at most three digits, with zeros in front.
void AppendThreeDigits(int64_t value, std::string& out) {
  out += static_cast<char>('0' + value / 100);
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

// `2020-02-20T08:00:00.123Z`. The calendar is asked once a second.
void AppendTime(absl::Time time, std::string& out) {
  thread_local int64_t formatted_second = -1;
  thread_local std::string formatted;
  const int64_t milliseconds = absl::ToUnixMillis(time);
  const int64_t second = absl::ToUnixSeconds(time);
  if (second != formatted_second) {
    formatted =
        absl::FormatTime("%Y-%m-%dT%H:%M:%S", absl::FromUnixSeconds(second), absl::UTCTimeZone());
    formatted_second = second;
  }
  out += formatted;
  out += '.';
  AppendThreeDigits(milliseconds - second * 1000, out);
  out += 'Z';
}

void AppendMilliseconds(absl::Duration duration, std::string& out) {
  const int64_t microseconds =
      std::max<int64_t>(0, absl::ToInt64Microseconds(duration + absl::Nanoseconds(500)));
  absl::StrAppend(&out, microseconds / 1000, ".");
  AppendThreeDigits(microseconds % 1000, out);
}

// A line has room for those that a call spends its time on.
constexpr size_t kMaxStatements = 6;

void AppendStatements(std::vector<WorkLog::Statement> statements, std::string& out) {
  std::stable_sort(statements.begin(), statements.end(),
                   [](const auto& a, const auto& b) { return a.steps > b.steps; });
  if (statements.size() > kMaxStatements) statements.resize(kMaxStatements);
  out += ",\"statements\":[";
  for (const WorkLog::Statement& statement : statements) {
    if (out.back() != '[') out += ',';
    absl::StrAppend(&out, "{\"steps\":", statement.steps, ",\"runs\":", statement.runs,
                    ",\"plan\":");
    AppendJsonString(statement.plan, out);
    out += ",\"sql\":";
    AppendJsonString(statement.sql, out);
    out += '}';
  }
  out += ']';
}

}  // namespace

std::string FormatAccessLog(const AccessLogEntry& entry, absl::Time now) {
  std::string line;
  line.reserve(256);
  line += "{\"time\":\"";
  AppendTime(now, line);
  line += "\",\"method\":";
  AppendJsonString(entry.method, line);
  line += ",\"code\":";
  AppendJsonString(entry.code, line);
  line += ",\"reason\":";
  AppendJsonString(entry.reason, line);
  line += ",\"latency_ms\":";
  AppendMilliseconds(entry.latency, line);
  if (entry.slow) line += ",\"slow\":true";
  line += ",\"peer\":";
  AppendJsonString(entry.peer, line);
  if (!entry.client.empty()) {
    line += ",\"client\":";
    AppendJsonString(entry.client, line);
  }
  line += ",\"request_id\":";
  AppendJsonString(entry.request_id, line);
  if (!entry.trace_id.empty()) {
    line += ",\"trace_id\":";
    AppendJsonString(entry.trace_id, line);
  }
  if (entry.work != nullptr && !entry.work->statements().empty()) {
    AppendStatements(entry.work->statements(), line);
  }
  line += '}';
  return line;
}

LogSink StderrSink() {
  return [writer = std::make_shared<LogWriter>(STDERR_FILENO)](std::string_view line) {
    writer->Write(line);
  };
}

}  // namespace qushu::rpc
