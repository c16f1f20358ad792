#include "common/base/work_log.h"

#include <algorithm>
#include <utility>

namespace qushu {
namespace {

thread_local WorkLog* current = nullptr;

}  // namespace

void WorkLog::Add(std::string_view sql, std::string_view plan, int64_t runs, int64_t steps) {
  auto known = std::find_if(statements_.begin(), statements_.end(),
                            [&](const Statement& statement) { return statement.sql == sql; });
  if (known == statements_.end()) {
    known = statements_.insert(known, {.sql = std::string(sql), .plan = std::string(plan)});
  }
  known->runs += runs;
  known->steps += steps;
}

WorkLog* WorkLog::Current() { return current; }

WorkLog::Scope::Scope(WorkLog* log) : before_(std::exchange(current, log)) {}
WorkLog::Scope::~Scope() { current = before_; }

}  // namespace qushu
