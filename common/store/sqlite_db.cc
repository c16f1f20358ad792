#include "common/store/sqlite_db.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/corrections.h"
#include "common/store/search_terms.h"

namespace qushu {
namespace {

// Steps of SQLite's machine between two looks at `cancelled`: some 20 microseconds.
constexpr int kCancelSteps = 1000;
// Kept of one text; a merge over many districts uses one for each.
constexpr size_t kMaxIdle = 64;

struct Cause {
  absl::StatusCode code;
  v1::ErrorReason reason;
  const char* message;
};

Cause CauseOf(int code, int os_error) {
  using absl::StatusCode;
  if (os_error == ENOSPC || os_error == EDQUOT) code = SQLITE_FULL;
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return {StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, "the store is locked"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
              "the store's file cannot be opened"};
    case SQLITE_READONLY:
      return {StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
              "the store's file cannot be written"};
    case SQLITE_IOERR:
      return {StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
              "the store's file cannot be read or written"};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {StatusCode::kDataLoss, v1::ERROR_REASON_STORE_DAMAGED, "the store is damaged"};
    case SQLITE_FULL:
      return {StatusCode::kResourceExhausted, v1::ERROR_REASON_DISK_FULL,
              "the disk of the store is full"};
    case SQLITE_INTERRUPT:
      return {StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED, "the query was cancelled"};
    default:
      return {StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, "the store failed"};
  }
}

// A text or a blob.
std::string_view Argument(sqlite3_value* value) {
  const void* bytes = sqlite3_value_blob(value);
  const auto size = static_cast<size_t>(sqlite3_value_bytes(value));
  return {static_cast<const char*>(bytes), bytes ? size : 0};
}

// Functions for migrations.
//
// search_terms(text)
void SqlSearchTerms(sqlite3_context* context, int, sqlite3_value** arguments) {
  const std::string terms = SearchTerms(Argument(arguments[0]));
  sqlite3_result_text64(context, terms.data(), terms.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// article_sketch(normalized, lines of figures)
void SqlArticleSketch(sqlite3_context* context, int, sqlite3_value** arguments) {
  const std::string sketch = SketchArticle(Argument(arguments[0]), Argument(arguments[1]));
  sqlite3_result_blob64(context, sketch.data(), sketch.size(), SQLITE_TRANSIENT);
}

// article_source(publication, date_rank, basic, district of the first figure)
void SqlArticleSource(sqlite3_context* context, int, sqlite3_value** arguments) {
  v1::Article basic;
  const std::string_view bytes = Argument(arguments[2]);
  // What cannot be read is a finding of the check; it corrects nothing.
  const bool read = basic.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  sqlite3_result_int64(
      context, read ? SourceOf(Argument(arguments[0]), sqlite3_value_int64(arguments[1]), basic,
                               sqlite3_value_int(arguments[3]))
                    : 0);
}

struct SqlFunction {
  const char* name;
  int arguments;
  void (*function)(sqlite3_context* context, int count, sqlite3_value** arguments);
};
constexpr SqlFunction kFunctions[] = {{"search_terms", 1, SqlSearchTerms},
                                      {"article_sketch", 2, SqlArticleSketch},
                                      {"article_source", 4, SqlArticleSource}};

int OnProgress(void* cancelled) { return (*static_cast<const CancelledFn*>(cancelled))() ? 1 : 0; }

}  // namespace

absl::Status SqliteError(int code, int os_error) {
  // SQLite keeps the last errno of a file; with other codes it is an old one.
  const int primary = code & 0xFF;
  if (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN) os_error = 0;
  const Cause cause = CauseOf(code, os_error);
  ErrorDetails details;
  details.metadata = {{"sqlite_code", std::to_string(code)},
                      {"sqlite_error", sqlite3_errstr(code)}};
  if (os_error != 0) {
    details.metadata.emplace_back("os_error", std::generic_category().message(os_error));
  }
  return MakeError(cause.code, cause.reason, cause.message, std::move(details));
}

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_),
      statement_(std::exchange(other.statement_, nullptr)),
      kept_(other.kept_),
      code_(other.code_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  if (kept_->runs++ == 0) kept_->ran->push_back(kept_);
  kept_->steps += sqlite3_stmt_status(statement_, SQLITE_STMTSTATUS_VM_STEP, /*resetFlg=*/1);
  if (kept_->idle.size() < kMaxIdle) {
    kept_->idle.push_back(statement_);
  } else {
    sqlite3_finalize(statement_);
  }
}

absl::StatusOr<bool> Statement::Next() {
  if (code_ == SQLITE_OK) {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    code_ = code;
  }
  return SqliteError(code_, sqlite3_system_errno(db_));
}

absl::Status Statement::Run() {
  absl::StatusOr<bool> row = true;
  while (row.ok() && *row) row = Next();
  return row.status();
}

std::string_view Statement::Bytes(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(bytes),
          static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

void Statement::Bind(int index, std::string_view text) {
  // A null pointer would be bound as NULL.
  Note(sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(),
                           text.size(), lifetime_, SQLITE_UTF8));
}

void Statement::Bind(int index, Blob blob) {
  Note(sqlite3_bind_blob64(statement_, index, blob.bytes.data() == nullptr ? "" : blob.bytes.data(),
                           blob.bytes.size(), lifetime_));
}

absl::StatusOr<std::unique_ptr<SqliteDb>> SqliteDb::Open(const std::string& path, bool read_only,
                                                         absl::Duration busy_timeout) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  if (path.empty() || error) return SqliteError(SQLITE_CANTOPEN, error.value());
  QUSHU_ASSIGN_OR_RETURN(auto db, OpenNamed(absolute.c_str(),
                                            read_only ? SQLITE_OPEN_READONLY
                                                      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                            busy_timeout));
  // SQLite opens what may not be written for reading, for good.
  if (!read_only && sqlite3_db_readonly(db->handle(), "main") == 1) {
    return SqliteError(SQLITE_READONLY);
  }
  return db;
}

absl::StatusOr<std::unique_ptr<SqliteDb>> SqliteDb::OpenInMemory() {
  return OpenNamed(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, absl::ZeroDuration());
}

absl::StatusOr<std::unique_ptr<SqliteDb>> SqliteDb::OpenNamed(const char* name, int flags,
                                                              absl::Duration busy_timeout) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  std::unique_ptr<SqliteDb> db(new SqliteDb(handle));
  if (code != SQLITE_OK) return SqliteError(code, handle ? sqlite3_system_errno(handle) : 0);
  sqlite3_busy_timeout(handle, static_cast<int>(absl::ToInt64Milliseconds(busy_timeout)));
  // What a file's schema says is not trusted: it cannot call functions with side effects.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  for (const SqlFunction& function : kFunctions) {
    const int added =
        sqlite3_create_function_v2(handle, function.name, function.arguments,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                   function.function, nullptr, nullptr, nullptr);
    if (added != SQLITE_OK) return SqliteError(added);
  }
  return db;
}

SqliteDb::~SqliteDb() {
  for (auto& [sql, kept] : kept_) {
    for (sqlite3_stmt* statement : kept.idle) sqlite3_finalize(statement);
  }
  sqlite3_close(db_);
}

Statement SqliteDb::Borrow(std::string_view sql) {
  auto found = kept_.find(ToAbsl(sql));
  if (found == kept_.end()) {
    found = kept_.emplace(std::string(sql), Statement::Kept()).first;
    found->second.sql = &found->first;
    found->second.ran = &ran_;
  }
  Statement::Kept& kept = found->second;
  if (!kept.idle.empty()) {
    sqlite3_stmt* statement = kept.idle.back();
    kept.idle.pop_back();
    return Statement(db_, statement, &kept, SQLITE_OK);
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  return Statement(db_, statement, &kept, code);
}

std::string SqliteDb::PlanOf(const std::string& sql) {
  std::string plan;
  sqlite3_stmt* explain = nullptr;
  sqlite3_prepare_v2(db_, absl::StrCat("EXPLAIN QUERY PLAN ", sql).c_str(), -1, &explain, nullptr);
  // Without a statement there is no row.
  while (sqlite3_step(explain) == SQLITE_ROW) {
    const auto* line = static_cast<const char*>(sqlite3_column_blob(explain, 3));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(explain, 3));
    absl::StrAppend(&plan, plan.empty() ? "" : "; ", absl::string_view(line, size));
  }
  sqlite3_finalize(explain);
  return plan;
}

void SqliteDb::NoteWork(WorkLog& log) {
  for (Statement::Kept* kept : ran_) {
    if (!kept->plan) kept->plan = PlanOf(*kept->sql);
    log.Add(*kept->sql, *kept->plan, kept->runs, kept->steps);
  }
}

void SqliteDb::ForgetWork() {
  for (Statement::Kept* kept : ran_) kept->runs = kept->steps = 0;
  ran_.clear();
}

absl::Status SqliteDb::Execute(std::string_view script) {
  const std::string text(script);
  const int code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return absl::OkStatus();
  return SqliteError(code, sqlite3_system_errno(db_));
}

absl::StatusOr<std::optional<int64_t>> SqliteDb::QueryInt(std::string_view sql) {
  Statement statement = Prepare(sql);
  QUSHU_ASSIGN_OR_RETURN(const bool row, statement.Next());
  return row ? std::optional<int64_t>(statement.Int(0)) : std::nullopt;
}

absl::StatusOr<std::optional<std::string>> SqliteDb::QueryText(std::string_view sql) {
  Statement statement = Prepare(sql);
  QUSHU_ASSIGN_OR_RETURN(const bool row, statement.Next());
  return row ? std::optional<std::string>(statement.Bytes(0)) : std::nullopt;
}

void SqliteDb::SetCancelled(const CancelledFn* cancelled) {
  const bool set = cancelled != nullptr && *cancelled;
  sqlite3_progress_handler(db_, set ? kCancelSteps : 0, set ? OnProgress : nullptr,
                           set ? const_cast<CancelledFn*>(cancelled) : nullptr);
}

absl::StatusOr<Transaction> Transaction::Begin(SqliteDb& db, Mode mode) {
  QUSHU_RETURN_IF_ERROR(db.Prepare(mode == Mode::kRead ? "BEGIN" : "BEGIN IMMEDIATE").Run());
  return Transaction(&db);
}

absl::Status Transaction::Commit() {
  QUSHU_RETURN_IF_ERROR(db_->Prepare("COMMIT").Run());
  db_ = nullptr;
  return absl::OkStatus();
}

Transaction::~Transaction() {
  // After a full disk and the like, SQLite has rolled back itself.
  if (db_ == nullptr || sqlite3_get_autocommit(db_->handle()) != 0) return;
  // A cancelled query has to end its transaction all the same.
  db_->SetCancelled(nullptr);
  db_->Prepare("ROLLBACK").Run().IgnoreError();
}

}  // namespace qushu
