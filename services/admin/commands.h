// The subcommands of `qushu-admin`, and what they share.
#ifndef QUSHU_SERVICES_ADMIN_COMMANDS_H_
#define QUSHU_SERVICES_ADMIN_COMMANDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/cli/args.h"
#include "services/cli/json_writer.h"
#include "services/cli/program.h"
#include "services/cli/progress.h"

namespace qushu::admin {

inline constexpr char kProgram[] = "qushu-admin";

const cli::Command& CheckCommand();
const cli::Command& BackupCommand();
const cli::Command& RestoreCommand();
const cli::Command& MigrateCommand();
const cli::Command& VacuumCommand();
const cli::Command& StatsCommand();

// All of them: the program.
const cli::Program& Admin();

// --db, --wait and --format, which all of them have, with `more` behind them.
std::vector<cli::Flag> StoreFlags(std::vector<cli::Flag> more = {});

struct StoreArgs {
  std::string db;
  absl::Duration wait = absl::ZeroDuration();
  bool json = false;
};
// Fails with wrong usage.
absl::StatusOr<StoreArgs> ReadStoreArgs(const cli::Args& args);

// Print what went wrong, and return the exit status for it.
int WrongUsage(const char* command, const absl::Status& status, cli::Io& io);
int Failed(const std::string& db, const absl::Status& status, cli::Io& io);

// Prints `{...}`: what `write` writes with a JsonWriter.
template <typename Write>
void PrintJson(cli::Io& io, Write write) {
  std::string text;
  {
    cli::JsonWriter json(text);
    json.StartObject();
    write(json);
    json.EndObject();
  }
  io.out << text << '\n';
}

// `12.4 MiB`.
std::string BytesText(int64_t bytes);

// Shows how far something is, in percent.
void ShowPercent(const char* what, int64_t done, int64_t total, cli::Progress& progress);

}  // namespace qushu::admin

#endif  // QUSHU_SERVICES_ADMIN_COMMANDS_H_
