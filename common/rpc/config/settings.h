// The flags of a service from all places where they can be set. What comes later in this list goes
// before what stands earlier:
//
//   the flag's default
//   the file that --config_file (or QUSHU_CONFIG_FILE) names: a text proto with a field for each
//     flag, of its name:  address: "127.0.0.1:7401"  max_streams: 100  stop_grace: "5s"
//   the environment: QUSHU_MAX_STREAMS=100
//   the command line: --max_streams=100
#ifndef QUSHU_COMMON_RPC_CONFIG_SETTINGS_H_
#define QUSHU_COMMON_RPC_CONFIG_SETTINGS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/flags/reflection.h"
#include "absl/status/status.h"

namespace qushu::rpc {

// The flags that are of this program and not of a library's, by name.
std::map<std::string, absl::CommandLineFlag*> OwnFlags();

// QUSHU_MAX_STREAMS for max_streams.
std::string VariableOf(const std::string& flag);

// Sets flags by the file and by the environment, before the command line is parsed; `argv` is
// looked through for the file's name. INVALID_ARGUMENT with the place: an unknown field, a value
// that is none of its flag.
absl::Status ReadSettings(int argc, char** argv);

// Every flag that is not at its default, as `--name=value`, one behind the other. Flags hold no
// secrets, only the names of files that do.
std::string EffectiveSettings();

// The file's log level, if there is a file that has one, is the process' from here on.
void ReadLogLevelAgain();

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CONFIG_SETTINGS_H_
