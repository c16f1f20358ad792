#include "services/admin/commands.h"

#include <array>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/status_macros.h"
#include "services/cli/errors.h"

namespace qushu::admin {

const cli::Program& Admin() {
  static const cli::Program program = {
      .name = kProgram,
      .purpose = "Looks after the store of Qushu's services: one SQLite file.",
      .commands = {&CheckCommand(), &BackupCommand(), &RestoreCommand(), &MigrateCommand(),
                   &VacuumCommand(), &StatsCommand()},
      .examples = {
          {"qushu-admin check --db=qushu.db", "says what is wrong with a store, a line each"},
          {"qushu-admin backup --db=qushu.db qushu-2020-02-20.db",
           "copies a store while services go on with it"}}};
  return program;
}

std::vector<cli::Flag> StoreFlags(std::vector<cli::Flag> more) {
  std::vector<cli::Flag> flags = {
      {.name = "db", .value = "FILE", .help = "file of the store; required"},
      {.name = "wait",
       .value = "TIME",
       .help = "longest wait for a lock that a service holds: 500ms, 30s",
       .default_value = "5s"},
      {.name = "format",
       .value = "FORMAT",
       .help = "what to print",
       .default_value = "text",
       .choices = {"text", "json"}}};
  for (cli::Flag& flag : more) flags.push_back(std::move(flag));
  return flags;
}

absl::StatusOr<StoreArgs> ReadStoreArgs(const cli::Args& args) {
  StoreArgs store{.db = args.Get("db"), .json = args.Get("format") == "json"};
  if (store.db.empty()) return absl::InvalidArgumentError("--db=FILE names the store");
  QUSHU_ASSIGN_OR_RETURN(store.wait, args.GetDuration("wait"));
  return store;
}

int WrongUsage(const char* command, const absl::Status& status, cli::Io& io) {
  cli::PrintWrongUsage(command, std::string(status.message()), io.err, kProgram);
  return cli::kWrongUsage;
}

int Failed(const std::string& db, const absl::Status& status, cli::Io& io) {
  cli::PrintError(db, status, io.err, kProgram);
  return cli::kFailed;
}

std::string BytesText(int64_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  double value = static_cast<double>(bytes);
  size_t unit = 0;
  while (value >= 1024 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  if (unit == 0) return absl::StrCat(bytes, " bytes");
  return absl::StrFormat("%.1f %s", value, kUnits[unit]);
}

void ShowPercent(const char* what, int64_t done, int64_t total, cli::Progress& progress) {
  if (total <= 0 || !progress.Due()) return;
  progress.Show(
      absl::StrFormat("%s %s %d%%", what, cli::ProgressBar(done, total), 100 * done / total));
}

}  // namespace qushu::admin
