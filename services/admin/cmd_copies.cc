// qushu-admin backup and restore.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "common/store/sqlite_backup.h"
#include "services/admin/commands.h"
#include "services/cli/display_width.h"
#include "services/cli/input.h"

namespace qushu::admin {
namespace {

using CopyFn = absl::StatusOr<BackupResult> (*)(const BackupOptions&);

// Copies, and prints what was copied. `done` is how the first word of that says it.
int RunCopy(CopyFn copy, const char* done, const StoreArgs& store, BackupOptions options,
            cli::Io& io) {
  cli::Progress progress(io.err);
  options.busy_timeout = store.wait;
  options.progress = [&](int64_t pages, int64_t total) {
    ShowPercent("copying", pages, total, progress);
  };
  options.report = [&](const CheckFinding& finding) {
    progress.Clear();
    io.err << absl::StrCat("  ", std::string(finding.reason), " ", finding.table, " ",
                           finding.subject, ": ", cli::Printable(cli::ValidUtf8(finding.message)),
                           "\n");
  };
  const auto result = copy(options);
  progress.Clear();
  if (!result.ok()) return Failed(options.from, result.status(), io);
  if (store.json) {
    PrintJson(io, [&](cli::JsonWriter& json) {
      json.Add("from", cli::ValidUtf8(options.from));
      json.Add("to", cli::ValidUtf8(options.to));
      json.Add("bytes", result->bytes);
      json.Add("schema_version", result->check.schema_version);
      json.Add("revision", result->check.revision);
      json.Add("articles", result->check.articles);
      json.Add("figures", result->check.figures);
    });
  } else {
    io.out << absl::StrCat(done, " ", options.to, ": ", result->check.articles, " articles, ",
                           result->check.figures, " figures, revision ", result->check.revision,
                           ", ", BytesText(result->bytes), "\n");
  }
  return cli::kDone;
}

int RunBackup(const cli::Args& args, cli::Io& io) {
  const auto store = ReadStoreArgs(args);
  if (!store.ok()) return WrongUsage("backup", store.status(), io);
  return RunCopy(BackupSqliteStore, "copied to", *store,
                 {.from = store->db, .to = args.arguments()[0], .force = args.Has("force")}, io);
}

int RunRestore(const cli::Args& args, cli::Io& io) {
  const auto store = ReadStoreArgs(args);
  if (!store.ok()) return WrongUsage("restore", store.status(), io);
  return RunCopy(RestoreSqliteStore, "restored", *store,
                 {.from = args.arguments()[0], .to = store->db, .force = args.Has("force")}, io);
}

}  // namespace

const cli::Command& BackupCommand() {
  static const cli::Command command = {
      .name = "backup",
      .arguments = "TO",
      .summary = "Copies a store while services go on with it",
      .details =
          "TO becomes one file that needs nothing beside it: the store as it was at one moment.\n"
          "Nothing stands there before the copy is whole, on the disk, and checked as `check\n"
          "--quick` does; what is wrong with single rows is reported and copied as it is. The\n"
          "store's log grows while it is copied, by what is stored meanwhile.",
      .flags =
          StoreFlags({{.name = "force", .value = "", .help = "replaces a file that is there"}}),
      .examples = {{"qushu-admin backup --db=qushu.db /backup/qushu-2020-02-20.db",
                    "copies the store of a running service"}},
      .min_arguments = 1,
      .max_arguments = 1,
      .run = RunBackup};
  return command;
}

const cli::Command& RestoreCommand() {
  static const cli::Command command = {
      .name = "restore",
      .arguments = "FROM",
      .summary = "Puts a copy back in the place of a store; the services are stopped for it",
      .details =
          "FROM is what `backup` made. It is copied and checked, every article of it, before\n"
          "anything is replaced: whatever goes wrong leaves the store as it was. A store that\n"
          "is there is replaced only with --force, and never while a service has it open.",
      .flags = StoreFlags({{.name = "force",
                            .value = "",
                            .help = "replaces the store that is there, damaged or not"}}),
      .examples = {{"qushu-admin restore --db=qushu.db --force /backup/qushu-2020-02-20.db",
                    "replaces a damaged store"}},
      .min_arguments = 1,
      .max_arguments = 1,
      .run = RunRestore};
  return command;
}

}  // namespace qushu::admin
