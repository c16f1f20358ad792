#include "common/store/sqlite_upkeep.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/store/schema.h"
#include "common/store/sqlite_file.h"
#include "common/store/sqlite_store.h"
#include "common/store/sqlite_writer.h"

namespace qushu {
namespace {

int Newest() { return SchemaSteps().back().version; }

int64_t BytesOf(const std::string& path) { return FileBytes(path) + FileBytes(path + "-wal"); }

// SQLite writes the new file to a folder for temporary files first, which may be small, or not be
// there: the store's own folder has to have the room anyway.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& folder) : before_(sqlite3_temp_directory) {
    sqlite3_temp_directory = sqlite3_mprintf("%s", folder.c_str());
  }
  ~TemporaryFolder() {
    sqlite3_free(sqlite3_temp_directory);
    sqlite3_temp_directory = before_;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

 private:
  char* const before_;
};

absl::StatusOr<int64_t> Number(SqliteDb& db, const std::string& sql) {
  QUSHU_ASSIGN_OR_RETURN(const auto number, db.QueryInt(sql));
  return number.value_or(0);
}

// The table that the room of a table or an index counts for; tables of the full-text index count
// for it.
std::string OwnerOf(const std::string& table) {
  constexpr std::string_view kTerms = "article_terms";
  return table.starts_with(kTerms) ? std::string(kTerms) : table;
}

absl::Status ReadTables(SqliteDb& db, StoreStats& stats) {
  std::map<std::string, TableStats> tables;
  Statement sizes = db.Prepare(
      "SELECT s.tbl_name, d.pgsize FROM dbstat AS d JOIN sqlite_schema AS s ON s.name = d.name "
      "WHERE d.aggregate = TRUE AND s.tbl_name NOT LIKE 'sqlite!_%' ESCAPE '!'");
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, sizes.Next());
    if (!row) break;
    const std::string name = OwnerOf(std::string(sizes.Bytes(0)));
    tables[name].table = name;
    tables[name].bytes += sizes.Int(1);
  }
  for (auto& [name, table] : tables) {
    // The index for words has a row an article and no content to count.
    QUSHU_ASSIGN_OR_RETURN(
        table.rows, Number(db, absl::StrCat("SELECT count(*) FROM \"",
                                            name == "article_terms" ? "articles" : name, "\"")));
    stats.tables.push_back(std::move(table));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MigrateResult> MigrateSqliteStore(const std::string& path,
                                                 absl::Duration busy_timeout) {
  MigrateResult result;
  {
    QUSHU_ASSIGN_OR_RETURN(const auto db, OpenStoreFile(path, busy_timeout));
    QUSHU_ASSIGN_OR_RETURN(result.from, SchemaVersion(*db, Newest()));
  }
  QUSHU_RETURN_IF_ERROR(SqliteWriter::Open({.path = path, .busy_timeout = busy_timeout}).status());
  result.to = Newest();
  return result;
}

absl::StatusOr<VacuumResult> VacuumSqliteStore(const std::string& path,
                                               absl::Duration busy_timeout) {
  QUSHU_ASSIGN_OR_RETURN(const auto db, OpenStoreFile(path, busy_timeout, true));
  QUSHU_ASSIGN_OR_RETURN(const int version, SchemaVersion(*db, Newest()));
  VacuumResult result;
  result.bytes_before = BytesOf(path);
  const TemporaryFolder folder(FolderOf(path));
  QUSHU_RETURN_IF_ERROR(db->Execute("PRAGMA synchronous = FULL"));
  if (version == Newest()) {
    QUSHU_RETURN_IF_ERROR(
        db->Execute("INSERT INTO article_terms (article_terms) VALUES ('optimize')"));
  }
  QUSHU_RETURN_IF_ERROR(db->Execute("VACUUM"));
  QUSHU_RETURN_IF_ERROR(db->Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  result.bytes_after = BytesOf(path);
  return result;
}

absl::StatusOr<StoreStats> ReadStoreStats(const std::string& path, absl::Duration busy_timeout) {
  QUSHU_ASSIGN_OR_RETURN(const auto db, OpenStoreFile(path, busy_timeout));
  QUSHU_ASSIGN_OR_RETURN(const auto transaction, Transaction::Begin(*db, Transaction::Mode::kRead));
  StoreStats stats;
  stats.newest_known = Newest();
  QUSHU_ASSIGN_OR_RETURN(stats.schema_version, SchemaVersion(*db, stats.newest_known));
  stats.file_bytes = FileBytes(path);
  stats.log_bytes = FileBytes(path + "-wal");
  if (stats.schema_version == 0) return stats;
  QUSHU_ASSIGN_OR_RETURN(stats.revision, Number(*db, "SELECT revision FROM store"));
  QUSHU_ASSIGN_OR_RETURN(const int64_t page, Number(*db, "PRAGMA page_size"));
  QUSHU_ASSIGN_OR_RETURN(const int64_t free_pages, Number(*db, "PRAGMA freelist_count"));
  stats.free_bytes = page * free_pages;
  QUSHU_ASSIGN_OR_RETURN(stats.first_create_micros,
                         Number(*db, "SELECT create_time FROM articles ORDER BY number LIMIT 1"));
  QUSHU_ASSIGN_OR_RETURN(
      stats.last_create_micros,
      Number(*db, "SELECT create_time FROM articles ORDER BY number DESC LIMIT 1"));
  QUSHU_RETURN_IF_ERROR(ReadTables(*db, stats));
  return stats;
}

}  // namespace qushu
