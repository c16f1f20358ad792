// What the main() of a service does around its server.
#ifndef QUSHU_COMMON_RPC_SERVER_PROGRAM_H_
#define QUSHU_COMMON_RPC_SERVER_PROGRAM_H_

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/server/server.h"

namespace qushu::rpc {

// Where the services listen and clients look for them, unless told otherwise.
inline constexpr char kDefaultIngestAddress[] = "127.0.0.1:7401";
inline constexpr char kDefaultQueryAddress[] = "127.0.0.1:7402";

// Reads the flags, from all places of settings.h. `--help` and `--version` print to standard output
// and exit 0; an unknown flag, a bad value or any further argument prints to standard error and
// exits 1.
void ParseFlags(int argc, char** argv, std::string_view program, std::string_view purpose);

// Keeps SIGTERM, SIGINT and SIGHUP for UntilStopSignal(), and ignores SIGPIPE. Called before any
// thread is started: threads inherit the mask, and one without it would be ended by the signal.
void HoldStopSignals();

// Writes the port file if the options name one, prints `listening on HOST:PORT` as a line of its
// own on standard output, tells the service manager, and returns when SIGTERM or SIGINT came. A
// second signal ends the process at once. SIGHUP reads the log level again.
WaitFn UntilStopSignal(const ServerOptions& options);

// With --check_config: prints what `check` says and exits, with 0 for OK, else 1.
void ExitIfOnlyChecking(std::string_view program, const std::function<absl::Status()>& check);

// Prints `PROGRAM: MESSAGE (REASON)` to standard error if `status` is an error. The exit status: 0
// or 1.
int ExitStatus(std::string_view program, const absl::Status& status);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_SERVER_PROGRAM_H_
