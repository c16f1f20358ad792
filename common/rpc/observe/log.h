// What a service says of itself, a JSON line a time on standard error, between the lines of calls:
//
//   {"time":"2020-02-20T08:00:00.123Z","level":"info","message":"..."}
#ifndef QUSHU_COMMON_RPC_OBSERVE_LOG_H_
#define QUSHU_COMMON_RPC_OBSERVE_LOG_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace qushu::rpc {

enum class LogLevel { kInfo, kWarning, kError };

const char* NameOf(LogLevel level);
std::optional<LogLevel> LogLevelByName(std::string_view name);

// What is below the process' level is not logged, calls neither. It is kInfo at the start.
void SetLogLevel(LogLevel level);
bool IsLogged(LogLevel level);

// Writes a line at once, if the level is logged. `message` holds no secret and nothing of a text.
void Log(LogLevel level, std::string_view message);

std::string FormatLogLine(LogLevel level, std::string_view message, absl::Time now);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_LOG_H_
