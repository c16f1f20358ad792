#include "common/store/sqlite_backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/schema.h"
#include "common/store/sqlite_file.h"

namespace qushu {
namespace {

namespace fs = std::filesystem;

// Pages copied between two calls of `progress`: 4 MiB.
constexpr int kPagesAtOnce = 1024;

void Remove(const std::string& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

// A database that is made beside its place; removed unless it was moved there.
class NewFile {
 public:
  static absl::StatusOr<NewFile> MakeBeside(const std::string& place) {
    std::string name = place + ".XXXXXX";
    const int file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) return FileError("the file cannot be made", place, errno);
    // As SQLite makes them: what the user's mask leaves.
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(file, 0666 & ~mask);
    ::close(file);
    return NewFile(name);
  }
  NewFile(NewFile&& other) noexcept : path_(std::exchange(other.path_, "")) {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile() {
    if (path_.empty()) return;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) Remove(path_ + suffix);
  }

  const std::string& path() const { return path_; }

  absl::Status MoveTo(const std::string& place) {
    QUSHU_RETURN_IF_ERROR(SyncPath(path_));
    if (std::rename(path_.c_str(), place.c_str()) != 0) {
      return FileError("the file cannot be moved to its place", place, errno);
    }
    path_.clear();
    return SyncPath(FolderOf(place));
  }

 private:
  explicit NewFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct BackupDeleter {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

// Copies the pages of `from`, which is inside a read transaction.
absl::Status CopyPages(SqliteDb& from, SqliteDb& to, const BackupOptions& options) {
  const std::unique_ptr<sqlite3_backup, BackupDeleter> backup(
      sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (backup == nullptr) return SqliteError(sqlite3_extended_errcode(to.handle()));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(backup.get(), kPagesAtOnce);
    const int total = sqlite3_backup_pagecount(backup.get());
    if (options.progress) options.progress(total - sqlite3_backup_remaining(backup.get()), total);
  }
  if (code == SQLITE_DONE) return absl::OkStatus();
  return SqliteError(code, sqlite3_system_errno(to.handle()));
}

absl::Status Copy(const BackupOptions& options, const std::string& to) {
  QUSHU_ASSIGN_OR_RETURN(const auto source, OpenStoreFile(options.from, options.busy_timeout));
  // One transaction over all of it: a write in between would begin the copy anew, for ever.
  QUSHU_ASSIGN_OR_RETURN(const auto transaction,
                         Transaction::Begin(*source, Transaction::Mode::kRead));
  QUSHU_ASSIGN_OR_RETURN(const int version, SchemaVersion(*source, SchemaSteps().back().version));
  if (version == 0) return SqliteError(SQLITE_NOTADB);
  QUSHU_ASSIGN_OR_RETURN(const auto copy, SqliteDb::Open(to, false, options.busy_timeout));
  QUSHU_RETURN_IF_ERROR(copy->Execute("PRAGMA synchronous = FULL"));
  QUSHU_RETURN_IF_ERROR(CopyPages(*source, *copy, options));
  // Without a log, so that the file can be read where nothing can be written.
  return copy->Execute("PRAGMA journal_mode = DELETE");
}

// What the store cannot be used with, whatever its other rows say.
bool IsFatal(const CheckFinding& finding) {
  return finding.reason == check::kDamaged || finding.reason == check::kSchemaDiffers;
}

// Of an older schema, whose rows are checked once it is brought up to date.
absl::StatusOr<CheckResult> CheckOldCopy(SqliteDb& db, int version) {
  QUSHU_ASSIGN_OR_RETURN(const auto line, db.QueryText("PRAGMA integrity_check(1)"));
  if (line != "ok") return SqliteError(SQLITE_CORRUPT);
  CheckResult result;
  result.schema_version = version;
  QUSHU_ASSIGN_OR_RETURN(const auto revision, db.QueryInt("SELECT revision FROM store"));
  QUSHU_ASSIGN_OR_RETURN(const auto articles, db.QueryInt("SELECT count(*) FROM articles"));
  QUSHU_ASSIGN_OR_RETURN(const auto figures, db.QueryInt("SELECT count(*) FROM figures"));
  result.revision = revision.value_or(0);
  result.articles = articles.value_or(0);
  result.figures = figures.value_or(0);
  return result;
}

absl::StatusOr<CheckResult> CheckCopy(const BackupOptions& options, const std::string& copy,
                                      bool quick) {
  {
    QUSHU_ASSIGN_OR_RETURN(const auto db, OpenStoreFile(copy, options.busy_timeout));
    const int newest = SchemaSteps().back().version;
    QUSHU_ASSIGN_OR_RETURN(const int version, SchemaVersion(*db, newest));
    if (version < newest) return CheckOldCopy(*db, version);
  }
  int64_t fatal = 0;
  QUSHU_ASSIGN_OR_RETURN(CheckResult result,
                         CheckSqliteStore({.path = copy,
                                           .busy_timeout = options.busy_timeout,
                                           .quick = quick,
                                           .report = [&](const CheckFinding& finding) {
                                             fatal += IsFatal(finding) ? 1 : 0;
                                             if (options.report) options.report(finding);
                                           }}));
  if (fatal == 0) return result;
  return MakeError(absl::StatusCode::kDataLoss, v1::ERROR_REASON_STORE_DAMAGED,
                   "the store is damaged",
                   {.violations = {}, .metadata = {{"findings", std::to_string(fatal)}}});
}

// Where `to` is not there yet, or may be replaced.
absl::Status CheckPlaces(const BackupOptions& options) {
  std::error_code error;
  if (options.to.empty() || options.from.empty()) return SqliteError(SQLITE_CANTOPEN);
  if (fs::is_directory(options.to, error)) {
    return FileError("the place of the copy is a folder", options.to, EISDIR);
  }
  if (!fs::exists(options.to, error)) return absl::OkStatus();
  if (fs::equivalent(options.from, options.to, error)) {
    return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ARGUMENT,
                     "a store is not copied onto itself",
                     {.violations = {}, .metadata = {{"file", options.to}}});
  }
  if (options.force) return absl::OkStatus();
  return MakeError(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_INVALID_ARGUMENT,
                   "there is a file already; --force replaces it",
                   {.violations = {}, .metadata = {{"file", options.to}}});
}

// Takes the place of `to`. Its log goes first: SQLite would apply it to any file of that name.
absl::Status Replace(const std::string& to, NewFile& copy) {
  std::error_code error;
  std::optional<FileClaim> claim;
  if (fs::exists(to, error)) {
    QUSHU_ASSIGN_OR_RETURN(auto taken, FileClaim::Take(to));
    claim.emplace(std::move(taken));
  }
  for (const char* suffix : {"-wal", "-shm", "-journal"}) Remove(to + suffix);
  QUSHU_RETURN_IF_ERROR(SyncPath(FolderOf(to)));
  QUSHU_RETURN_IF_ERROR(copy.MoveTo(to));
  if (claim) claim->Spoil();
  return absl::OkStatus();
}

absl::StatusOr<BackupResult> CopyStore(const BackupOptions& options, bool quick) {
  QUSHU_RETURN_IF_ERROR(CheckPlaces(options));
  // Early, before the work; once more when it is done.
  std::error_code error;
  if (fs::exists(options.to, error)) QUSHU_RETURN_IF_ERROR(FileClaim::Take(options.to).status());
  QUSHU_ASSIGN_OR_RETURN(NewFile copy, NewFile::MakeBeside(options.to));
  QUSHU_RETURN_IF_ERROR(Copy(options, copy.path()));
  BackupResult result;
  QUSHU_ASSIGN_OR_RETURN(result.check, CheckCopy(options, copy.path(), quick));
  result.bytes = FileBytes(copy.path());
  QUSHU_RETURN_IF_ERROR(Replace(options.to, copy));
  return result;
}

}  // namespace

absl::StatusOr<BackupResult> BackupSqliteStore(const BackupOptions& options) {
  return CopyStore(options, true);
}

absl::StatusOr<BackupResult> RestoreSqliteStore(const BackupOptions& options) {
  return CopyStore(options, false);
}

}  // namespace qushu
