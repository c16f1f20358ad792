// What a service says of itself, a JSON line a time on standard error, between the lines of calls:
//
//   {"time":"2020-02-20T08:00:00.123Z","level":"info","message":"..."}
#ifndef QUSHU_COMMON_RPC_LOG_H_
#define QUSHU_COMMON_RPC_LOG_H_

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace qushu::rpc {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Writes a line at once. `message` holds no secret and nothing of a text.
void Log(LogLevel level, std::string_view message);

std::string FormatLogLine(LogLevel level, std::string_view message, absl::Time now);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_LOG_H_
