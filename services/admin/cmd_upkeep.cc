// qushu-admin migrate, vacuum and stats.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/store/sqlite_upkeep.h"
#include "services/admin/commands.h"
#include "services/cli/table.h"

namespace qushu::admin {
namespace {

int RunMigrate(const cli::Args& args, cli::Io& io) {
  const auto store = ReadStoreArgs(args);
  if (!store.ok()) return WrongUsage("migrate", store.status(), io);
  const auto result = MigrateSqliteStore(store->db, store->wait);
  if (!result.ok()) return Failed(store->db, result.status(), io);
  if (store->json) {
    PrintJson(io, [&](cli::JsonWriter& json) {
      json.Add("from", result->from);
      json.Add("to", result->to);
    });
  } else if (result->from == result->to) {
    io.out << absl::StrCat("schema ", result->to, ": up to date already\n");
  } else {
    io.out << absl::StrCat("schema ", result->from, " brought to ", result->to, "\n");
  }
  return cli::kDone;
}

int RunVacuum(const cli::Args& args, cli::Io& io) {
  const auto store = ReadStoreArgs(args);
  if (!store.ok()) return WrongUsage("vacuum", store.status(), io);
  const auto result = VacuumSqliteStore(store->db, store->wait);
  if (!result.ok()) return Failed(store->db, result.status(), io);
  const int64_t freed = std::max<int64_t>(0, result->bytes_before - result->bytes_after);
  if (store->json) {
    PrintJson(io, [&](cli::JsonWriter& json) {
      json.Add("bytes_before", result->bytes_before);
      json.Add("bytes_after", result->bytes_after);
      json.Add("bytes_freed", freed);
    });
  } else {
    io.out << "freed " << BytesText(freed) << ": from " << BytesText(result->bytes_before) << " to "
           << BytesText(result->bytes_after) << '\n';
  }
  return cli::kDone;
}

std::string TimeText(int64_t micros) {
  if (micros == 0) return "";
  return absl::FormatTime(absl::RFC3339_sec, absl::FromUnixMicros(micros), absl::UTCTimeZone());
}

void WriteStats(const StoreStats& stats, cli::JsonWriter& json) {
  json.Add("schema_version", stats.schema_version);
  json.Add("newest_known_schema", stats.newest_known);
  json.Add("revision", stats.revision);
  json.Add("file_bytes", stats.file_bytes);
  json.Add("log_bytes", stats.log_bytes);
  json.Add("free_bytes", stats.free_bytes);
  json.Add("first_stored", TimeText(stats.first_create_micros));
  json.Add("last_stored", TimeText(stats.last_create_micros));
  json.Key("tables");
  json.StartArray();
  for (const TableStats& table : stats.tables) {
    json.StartObject();
    json.Add("table", table.table);
    json.Add("rows", table.rows);
    json.Add("bytes", table.bytes);
    json.EndObject();
  }
  json.EndArray();
}

int RunStats(const cli::Args& args, cli::Io& io) {
  const auto store = ReadStoreArgs(args);
  if (!store.ok()) return WrongUsage("stats", store.status(), io);
  const auto stats = ReadStoreStats(store->db, store->wait);
  if (!stats.ok()) return Failed(store->db, stats.status(), io);
  if (store->json) {
    PrintJson(io, [&](cli::JsonWriter& json) { WriteStats(*stats, json); });
    return cli::kDone;
  }
  cli::Table table({{"what"}, {"value"}});
  table.AddRow(
      {"schema",
       absl::StrCat(stats->schema_version,
                    stats->schema_version < stats->newest_known ? ", to be migrated" : "")});
  table.AddRow({"revision", absl::StrCat(stats->revision)});
  table.AddRow({"file", BytesText(stats->file_bytes)});
  table.AddRow({"log", BytesText(stats->log_bytes)});
  table.AddRow({"free in the file", BytesText(stats->free_bytes)});
  if (stats->first_create_micros != 0) {
    table.AddRow({"first stored", TimeText(stats->first_create_micros)});
    table.AddRow({"last stored", TimeText(stats->last_create_micros)});
  }
  table.Print(io.out, io.columns);
  cli::Table tables({{"table"}, {"rows", cli::Align::kRight}, {"bytes", cli::Align::kRight}});
  tables.AddTitles();
  for (const TableStats& one : stats->tables) {
    tables.AddRow({one.table, absl::StrCat(one.rows), BytesText(one.bytes)});
  }
  io.out << '\n';
  tables.Print(io.out, io.columns);
  return cli::kDone;
}

}  // namespace

const cli::Command& MigrateCommand() {
  static const cli::Command command = {
      .name = "migrate",
      .arguments = "",
      .summary = "Brings a store's schema up to date, as the ingest service does when it starts",
      .details =
          "All steps or none are taken. Services of an older version refuse the store then:\n"
          "stop them first, and make a backup.",
      .flags = StoreFlags(),
      .examples = {{"qushu-admin migrate --db=qushu.db",
                    "brings it to the schema of this version"}},
      .max_arguments = 0,
      .run = RunMigrate};
  return command;
}

const cli::Command& VacuumCommand() {
  static const cli::Command command = {
      .name = "vacuum",
      .arguments = "",
      .summary = "Gives the room of deleted rows back to the disk",
      .details =
          "The file is written anew, which takes as much room again while it runs. Answers go\n"
          "on; what is ingested meanwhile waits, and is refused after some seconds.",
      .flags = StoreFlags(),
      .examples = {{"qushu-admin vacuum --db=qushu.db", "prints how much was freed"}},
      .max_arguments = 0,
      .run = RunVacuum};
  return command;
}

const cli::Command& StatsCommand() {
  static const cli::Command command = {
      .name = "stats",
      .arguments = "",
      .summary = "Says how large a store is, and how many rows each table has",
      .details = "Reads the whole file; services may go on.",
      .flags = StoreFlags(),
      .examples = {{"qushu-admin stats --db=qushu.db", "prints sizes and counts"}},
      .max_arguments = 0,
      .run = RunStats};
  return command;
}

}  // namespace qushu::admin
