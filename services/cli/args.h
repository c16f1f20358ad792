// Command lines: what a subcommand takes, said once in a table that both the parser and the help
// are made from.
//
//   qushu SUBCOMMAND [--flag=value | --flag value | --switch]... [ARGUMENT]...
//
// Flags and arguments may be mixed; `--` ends the flags, `-` is an argument.
#ifndef QUSHU_SERVICES_CLI_ARGS_H_
#define QUSHU_SERVICES_CLI_ARGS_H_

#include <iosfwd>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/date.h"

namespace qushu::cli {

class Args;

// Where a command reads and writes. `columns` is the width that tables for people may take.
struct Io {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  int columns = 100;
};

enum ExitStatus { kDone = 0, kFailed = 1, kWrongUsage = 2 };

struct Flag {
  std::string name;                       // without the dashes
  std::string value;                      // its name in the help: `N`; empty for a switch
  std::string help;                       // one or two phrases
  std::string default_value = {};         // shown in the help, returned where it is not given
  std::vector<std::string> choices = {};  // the only values taken; any where empty
  bool repeated = false;                  // may be given several times, or as a comma list
};

struct Example {
  std::string line;
  std::string effect;
};

struct Command {
  std::string name;
  std::string arguments;  // as in the usage line: `FILE...`
  std::string summary;    // one line, no full stop
  std::string details;    // further lines of the help; may be empty
  std::vector<Flag> flags;
  std::vector<Example> examples;
  size_t min_arguments = 0;
  size_t max_arguments = std::numeric_limits<size_t>::max();
  // Returns an ExitStatus; has written what there is to say to `io`.
  int (*run)(const Args&, Io&) = nullptr;
};

// What a command line gave. Every error is INVALID_ARGUMENT with a message for people that names
// the flag: wrong usage.
class Args {
 public:
  // `command` must outlive the result.
  static absl::StatusOr<Args> Parse(const Command& command, const std::vector<std::string>& words);

  const std::vector<std::string>& arguments() const { return arguments_; }

  bool Has(std::string_view flag) const;
  // The last value given, the default, or an empty string.
  std::string Get(std::string_view flag) const;
  // All values given, comma lists divided.
  std::vector<std::string> GetAll(std::string_view flag) const;

  absl::StatusOr<int> GetInt(std::string_view flag, int min, int max) const;
  // Absent where the flag was not given.
  absl::StatusOr<std::optional<Date>> GetDate(std::string_view flag) const;
  // `30`, `30s`, `500ms`, `2m`: above zero. A number alone counts seconds.
  absl::StatusOr<absl::Duration> GetDuration(std::string_view flag) const;

 private:
  explicit Args(const Command& command) : command_(&command) {}

  const Command* command_;
  std::vector<std::string> arguments_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// The help of one subcommand.
void PrintHelp(const Command& command, std::ostream& out, std::string_view program = "qushu");

// The one of `names` that `word` was most likely meant to be; empty if none is near.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& names);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_ARGS_H_
