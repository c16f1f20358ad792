// One JSON line a call.
#ifndef QUSHU_COMMON_RPC_OBSERVE_ACCESS_LOG_H_
#define QUSHU_COMMON_RPC_OBSERVE_ACCESS_LOG_H_

#include <functional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/base/work_log.h"

namespace qushu::rpc {

struct AccessLogEntry {
  std::string_view method;  // `qushu.v1.QueryService/ListFigures`
  std::string_view code;    // `OK`, `NOT_FOUND` ...
  std::string_view reason;  // of ErrorReason; empty for OK
  bool slow = false;        // longer than calls should take; left out otherwise
  absl::Duration latency;   // from the handler's call to its answer, waiting included
  std::string_view peer;
  std::string_view client = {};  // the name of an identity; left out where it is empty
  std::string_view request_id;
  std::string_view trace_id = {};  // left out where it is empty
  const WorkLog* work = nullptr;   // the statements that took most; left out where there are none
};

// {"time":"2020-02-20T08:00:00.123Z","method":…,"code":…,"reason":…,"latency_ms":1.25,"peer":…,
// "request_id":…,"trace_id":…,"statements":[{"steps":52000,"runs":1,"plan":…,"sql":…}]}, without
// the user's text and without a line break.
std::string FormatAccessLog(const AccessLogEntry& entry, absl::Time now);

// Takes one line, without its line break; called from any thread. Empty: no log.
using LogSink = std::function<void(std::string_view line)>;

// Writes the lines to standard error, soon (see log_writer.h).
LogSink StderrSink();

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_ACCESS_LOG_H_
