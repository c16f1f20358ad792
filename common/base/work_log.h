// What the statements of a store did for one piece of work, a call for example: what the log says
// of those that took long.
//
//   WorkLog work(absl::Milliseconds(1));
//   {
//     WorkLog::Scope scope(&work);
//     ...                         // asks the store, on this thread
//   }
//   for (const WorkLog::Statement& statement : work.statements()) ...
#ifndef QUSHU_COMMON_BASE_WORK_LOG_H_
#define QUSHU_COMMON_BASE_WORK_LOG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace qushu {

// Used by one thread at a time.
class WorkLog {
 public:
  struct Statement {
    std::string sql = {};   // without the values that were bound
    std::string plan = {};  // as EXPLAIN QUERY PLAN has it, its lines separated by `; `
    int64_t runs = 0;
    int64_t steps = 0;  // of SQLite's machine, in all runs
  };

  // Reads of the store that take less than `least` are not worth noting.
  explicit WorkLog(absl::Duration least) : least_(least) {}

  absl::Duration least() const { return least_; }
  // Adds to the statement with the same text, where there is one.
  void Add(std::string_view sql, std::string_view plan, int64_t runs, int64_t steps);
  // In the order in which they first ran.
  const std::vector<Statement>& statements() const { return statements_; }

  // Where the work of this thread is noted now; null: nowhere.
  static WorkLog* Current();

  // Makes `log`, which may be null, the current one of this thread until the object goes.
  class Scope {
   public:
    explicit Scope(WorkLog* log);
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope();

   private:
    WorkLog* const before_;
  };

 private:
  absl::Duration least_;
  std::vector<Statement> statements_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_WORK_LOG_H_
