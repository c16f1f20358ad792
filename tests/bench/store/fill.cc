#include "tests/bench/store/fill.h"

#include <sqlite3.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/analysis/analyzer.h"
#include "common/base/status_macros.h"
#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "tests/testing/synthetic/synthetic_articles.h"

namespace qushu::bench {
namespace {

constexpr int64_t kGroup = 2048;  // articles of a transaction

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// The articles that are on their way into the store.
class Waiting {
 public:
  // Waits while a group waits already: one is stored while the next is read.
  void Begin() {
    const auto room = [this]()
                          ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return count_ < 2 * kGroup; };
    absl::MutexLock lock(&mutex_, absl::Condition(&room));
    ++count_;
  }
  void End(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    --count_;
    status_.Update(status);
  }
  // The first error of all so far.
  absl::Status Drain() {
    const auto none = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return count_ == 0; };
    absl::MutexLock lock(&mutex_, absl::Condition(&none));
    return status_;
  }

 private:
  absl::Mutex mutex_;
  int64_t count_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::Status Fill(const std::string& path, int64_t articles, uint64_t seed) {
  SqliteOptions options{.path = path};
  options.writer_cache_bytes = int64_t{1} << 30;
  options.groups = {.articles = kGroup, .bytes = size_t{1} << 30, .linger = absl::Seconds(5)};
  QUSHU_ASSIGN_OR_RETURN(const auto store, OpenSqliteStore(options));
  QUSHU_ASSIGN_OR_RETURN(const RevisionPage now, store->ListRevisions(0, 1));
  if (now.revision >= articles) return absl::OkStatus();
  QUSHU_ASSIGN_OR_RETURN(const auto analyzer, Analyzer::Create());
  testing::SyntheticArticles synthetic(*analyzer, seed);
  const int64_t step = std::max<int64_t>(articles / 20, 1);
  absl::Time begin = absl::Now();
  double cpu = CpuSeconds();
  Waiting waiting;
  // Every page is a revision.
  for (int64_t i = now.revision; i < articles; ++i) {
    PutRequest request;
    QUSHU_ASSIGN_OR_RETURN(request.article, synthetic.Article(static_cast<uint64_t>(i)));
    waiting.Begin();
    store->PutArticle(std::move(request), PutTime::kSoon,
                      [&](absl::StatusOr<PutResult> result) { waiting.End(result.status()); });
    if ((i + 1) % step != 0) continue;
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    const auto done = static_cast<double>(std::min(i + 1 - now.revision, step));
    std::printf("  %9lld articles, %6.0f a second, %5.0f us of CPU each\n",
                static_cast<long long>(i + 1), done / seconds, (CpuSeconds() - cpu) / done * 1e6);
    std::fflush(stdout);
    begin = absl::Now();
    cpu = CpuSeconds();
  }
  return waiting.Drain();
}

absl::Status PrintSizes(const std::string& path) {
  QUSHU_ASSIGN_OR_RETURN(const auto db, SqliteDb::Open(path, true, absl::Seconds(5)));
  QUSHU_ASSIGN_OR_RETURN(const auto figures,
                         db->QueryInt("SELECT sum(figure_count) FROM ("
                                      "SELECT figure_count FROM indicator_counts WHERE 0 UNION ALL "
                                      "SELECT count(*) FROM figures)"));
  QUSHU_ASSIGN_OR_RETURN(const auto articles, db->QueryInt("SELECT count(*) FROM articles"));
  const auto count = static_cast<double>(figures.value_or(0));
  const auto print = [&](std::string_view name, double bytes) {
    std::printf("  %-32.*s %10.1f MB %8.1f bytes a figure\n", static_cast<int>(name.size()),
                name.data(), bytes / 1e6, bytes / count);
  };
  std::printf("%lld articles, %.0f figures\n", static_cast<long long>(articles.value_or(0)), count);
  // Not every SQLite has it; Debian's has.
  Statement tables = db->Prepare(
      "SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY 2 DESC");
  while (true) {
    auto row = tables.Next();
    if (!row.ok() || !*row) break;
    print(tables.Bytes(0), static_cast<double>(tables.Int(1)));
  }
  std::error_code error;
  print("the file", static_cast<double>(std::filesystem::file_size(path, error)));
  return absl::OkStatus();
}

}  // namespace qushu::bench
