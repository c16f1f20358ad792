// One connection to an SQLite file, and its prepared statements. Used by one thread at a time.
//
//   Statement find = db.Prepare("SELECT revision FROM articles WHERE id = ?1", Blob{id});
//   QUSHU_ASSIGN_OR_RETURN(bool found, find.Next());
//   if (found) revision = find.Int(0);
#ifndef QUSHU_COMMON_STORE_SQLITE_DB_H_
#define QUSHU_COMMON_STORE_SQLITE_DB_H_

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/work_log.h"
#include "common/store/store.h"

namespace qushu {

// The status of an SQLite result code other than OK, ROW and DONE; `os_error` is the errno behind
// it, 0 if unknown.
absl::Status SqliteError(int code, int os_error = 0);

// Bytes that are bound as BLOB; a plain string_view is bound as TEXT.
struct Blob {
  std::string_view bytes;
};

// A prepared statement, taken from its connection's cache and given back when the object goes. The
// first error, of preparing or binding too, comes out of Next() or Run().
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // To the next row; false at the end.
  absl::StatusOr<bool> Next();
  // To the end, for statements without an answer.
  absl::Status Run();
  // The same once more, with other values, which are not copied.
  template <typename... Values>
  absl::Status RunWith(const Values&... values) {
    if (code_ == SQLITE_OK) code_ = sqlite3_reset(statement_);
    int index = 0;
    lifetime_ = SQLITE_STATIC;
    (Bind(++index, values), ...);
    return Run();
  }

  // Columns of the row, from 0. Views are good until Next().
  int64_t Int(int column) const { return sqlite3_column_int64(statement_, column); }
  bool IsNull(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string_view Bytes(int column) const;

 private:
  friend class SqliteDb;
  // What a connection keeps of one text.
  struct Kept {
    const std::string* sql = nullptr;
    std::vector<Kept*>* ran = nullptr;     // what has runs
    std::vector<sqlite3_stmt*> idle = {};  // that nobody uses now
    int64_t runs = 0;                      // since SqliteDb::ForgetWork()
    int64_t steps = 0;
    std::optional<std::string> plan = {};  // once it was asked for
  };
  Statement(sqlite3* db, sqlite3_stmt* statement, Kept* kept, int code)
      : db_(db), statement_(statement), kept_(kept), code_(code) {}

  void Bind(int index, int64_t value) { Note(sqlite3_bind_int64(statement_, index, value)); }
  void Bind(int index, int value) { Bind(index, static_cast<int64_t>(value)); }
  void Bind(int index, std::string_view text);
  void Bind(int index, const std::string& text) { Bind(index, std::string_view(text)); }
  void Bind(int index, Blob blob);
  template <typename T>
  void Bind(int index, const std::optional<T>& value) {
    value ? Bind(index, *value) : Note(sqlite3_bind_null(statement_, index));
  }
  void Note(int code) {
    if (code_ == SQLITE_OK) code_ = code;
  }

  sqlite3* db_;
  sqlite3_stmt* statement_;
  Kept* kept_;
  int code_;
  sqlite3_destructor_type lifetime_ = SQLITE_TRANSIENT;  // of what is bound
};

class SqliteDb {
 public:
  // A writer makes the file if it is missing. `path` is a file's path and nothing else: neither
  // `:memory:` nor a URI.
  static absl::StatusOr<std::unique_ptr<SqliteDb>> Open(const std::string& path, bool read_only,
                                                        absl::Duration busy_timeout);
  // A database of its own that goes with the object.
  static absl::StatusOr<std::unique_ptr<SqliteDb>> OpenInMemory();
  SqliteDb(const SqliteDb&) = delete;
  SqliteDb& operator=(const SqliteDb&) = delete;
  ~SqliteDb();

  // Binds `values` to ?1, ?2, ...; they are copied.
  template <typename... Values>
  Statement Prepare(std::string_view sql, const Values&... values) {
    Statement statement = Borrow(sql);
    int index = 0;
    (statement.Bind(++index, values), ...);
    return statement;
  }

  // Runs fixed SQL, one statement or more, without parameters.
  absl::Status Execute(std::string_view script);
  // The first column of the first row of fixed SQL; absent without a row.
  absl::StatusOr<std::optional<int64_t>> QueryInt(std::string_view sql);
  absl::StatusOr<std::optional<std::string>> QueryText(std::string_view sql);

  // Adds the statements that ended since ForgetWork() to `log`, with their plans.
  void NoteWork(WorkLog& log);
  void ForgetWork();

  // Statements end with CANCELLED soon after `cancelled` says so; null: never.
  void SetCancelled(const CancelledFn* cancelled);

  sqlite3* handle() const { return db_; }

 private:
  explicit SqliteDb(sqlite3* db) : db_(db) {}
  static absl::StatusOr<std::unique_ptr<SqliteDb>> OpenNamed(const char* name, int flags,
                                                             absl::Duration busy_timeout);
  Statement Borrow(std::string_view sql);
  std::string PlanOf(const std::string& sql);

  sqlite3* db_;
  // By text. Entries do not move: statements point to theirs.
  absl::node_hash_map<std::string, Statement::Kept> kept_;
  std::vector<Statement::Kept*> ran_;
};

// A transaction, rolled back unless committed.
class Transaction {
 public:
  enum class Mode { kRead, kWrite };
  static absl::StatusOr<Transaction> Begin(SqliteDb& db, Mode mode);
  Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  absl::Status Commit();

 private:
  explicit Transaction(SqliteDb* db) : db_(db) {}
  SqliteDb* db_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_DB_H_
