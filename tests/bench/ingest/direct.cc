#include "tests/bench/ingest/direct.h"

#include <time.h>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/store/schema.h"
#include "common/store/sqlite_insert.h"
#include "common/store/sqlite_queries.h"

namespace qushu::bench {
namespace {

absl::Duration ThreadCpu() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return absl::DurationFromTimespec(time);
}

}  // namespace

absl::StatusOr<std::unique_ptr<DirectInsert>> DirectInsert::Create(const std::string& path) {
  auto direct = std::make_unique<DirectInsert>();
  QUSHU_ASSIGN_OR_RETURN(direct->db_, SqliteDb::Open(path, false, absl::Seconds(5)));
  QUSHU_RETURN_IF_ERROR(direct->db_->QueryText("PRAGMA journal_mode = WAL").status());
  QUSHU_RETURN_IF_ERROR(direct->db_->Execute(
      "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -262144; "
      "PRAGMA wal_autocheckpoint = 20000"));
  QUSHU_RETURN_IF_ERROR(MigrateSchema(*direct->db_, SchemaSteps()));
  return direct;
}

absl::Status DirectInsert::Insert(const std::vector<PendingPut>& articles) {
  const absl::Time begin = absl::Now();
  const absl::Duration cpu_begin = ThreadCpu();
  absl::Status status = InsertAll(articles);
  cpu_ += ThreadCpu() - cpu_begin;
  wall_ += absl::Now() - begin;
  return status;
}

absl::Status DirectInsert::InsertAll(const std::vector<PendingPut>& articles) {
  std::vector<std::string> ids;
  ids.reserve(articles.size());
  QUSHU_ASSIGN_OR_RETURN(auto transaction, Transaction::Begin(*db_, Transaction::Mode::kWrite));
  GroupInsert insert(*db_);
  for (const PendingPut& article : articles) {
    ids.push_back(IdBytes(article.id));
    QUSHU_RETURN_IF_ERROR(insert.Add(ids.back(), article.rows, ++revision_, 0).status());
  }
  QUSHU_RETURN_IF_ERROR(insert.Finish());
  return transaction.Commit();
}

}  // namespace qushu::bench
