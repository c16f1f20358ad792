#include "common/store/sqlite_store.h"

#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/commit_queue.h"
#include "common/store/sqlite_queries.h"
#include "common/store/sqlite_readers.h"
#include "common/store/sqlite_writer.h"

namespace qushu {
namespace {

absl::Status ReadOnly() {
  return MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_INTERNAL,
                   "the store was opened for reading");
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<SqliteWriter> writer, std::unique_ptr<SqliteReaders> readers,
              const GroupLimits& groups)
      : writer_(std::move(writer)), readers_(std::move(readers)) {
    if (writer_ == nullptr) return;
    queue_ = std::make_unique<CommitQueue>(
        groups, [this](const std::vector<PendingPut>& group) { return writer_->Put(group); });
  }

 private:
  void PutImpl(PendingPut put) override {
    if (queue_ == nullptr) {
      put.done(ReadOnly());
      return;
    }
    queue_->Add(std::move(put));
  }

  absl::StatusOr<DeleteResult> DeleteImpl(const DeleteRequest& request) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->Delete(request);
  }

  absl::StatusOr<int64_t> UndeleteImpl(std::string_view id) override {
    if (writer_ == nullptr) return ReadOnly();
    return writer_->Undelete(id);
  }

  absl::StatusOr<std::optional<v1::Article>> GetArticleImpl(std::string_view id,
                                                            int64_t* revision) override {
    return readers_->InTransaction({}, [&](SqliteDb& db, int64_t now) {
      *revision = now;
      return ReadArticle(db, id);
    });
  }

  absl::StatusOr<std::optional<std::string>> GetSourceImpl(std::string_view id) override {
    return readers_->InTransaction({}, [&](SqliteDb& db, int64_t) { return ReadSource(db, id); });
  }

  absl::StatusOr<std::map<std::string, std::string>> GetSketchesImpl(
      const std::vector<std::string>& ids) override {
    return readers_->InTransaction({},
                                   [&](SqliteDb& db, int64_t) { return ReadSketches(db, ids); });
  }

  absl::StatusOr<ArticlePage> ListArticlesImpl(const ArticleQuery& query) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return ReadArticles(db, query, revision);
    });
  }

  absl::StatusOr<ArrivalPage> ListArrivalsImpl(const ArrivalQuery& query) override {
    return readers_->InTransaction(query.cancelled,
                                   [&](SqliteDb& db, int64_t) { return ReadArrivals(db, query); });
  }

  absl::StatusOr<FigurePage> ListFiguresImpl(const FigureQuery& query) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return ReadFigures(db, query, revision);
    });
  }

  absl::StatusOr<FigureScan> ScanFiguresImpl(const FigureQuery& query,
                                             VisitFigureFn visit) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return VisitFigures(db, query, visit, revision);
    });
  }

  absl::StatusOr<DistrictPage> ListDistrictsImpl(const DistrictQuery& query) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return ReadDistricts(db, query, revision);
    });
  }

  absl::StatusOr<SummaryPage> ListSummariesImpl(const SummaryQuery& query) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return ReadSummaries(db, query, revision);
    });
  }

  absl::StatusOr<IndicatorPage> ListIndicatorsImpl(const IndicatorQuery& query) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return ReadIndicators(db, query, revision);
    });
  }

  absl::StatusOr<FoundPage> SearchArticlesImpl(const SearchQuery& query) override {
    return readers_->InTransaction(query.cancelled, [&](SqliteDb& db, int64_t revision) {
      return FindArticles(db, query, revision);
    });
  }

  absl::StatusOr<RevisionPage> ListRevisionsImpl(int64_t after, int limit,
                                                 bool superseded) override {
    return readers_->InTransaction({}, [&](SqliteDb& db, int64_t revision) {
      return ReadRevisions(db, after, limit, superseded, revision);
    });
  }

  absl::StatusOr<int64_t> RevisionImpl() override { return readers_->Revision(); }

  absl::Status PingImpl() override {
    return readers_
        ->InTransaction({}, [](SqliteDb&, int64_t now) -> absl::StatusOr<int64_t> { return now; })
        .status();
  }

  const std::unique_ptr<SqliteWriter> writer_;  // null where opened for reading
  const std::unique_ptr<SqliteReaders> readers_;
  std::unique_ptr<CommitQueue> queue_;  // null too; ends before the writer
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& options) {
  std::unique_ptr<SqliteWriter> writer;
  if (!options.read_only) {
    QUSHU_ASSIGN_OR_RETURN(writer, SqliteWriter::Open(options));
  }
  QUSHU_ASSIGN_OR_RETURN(auto readers, SqliteReaders::Open(options));
  return std::make_unique<SqliteStore>(std::move(writer), std::move(readers), options.groups);
}

}  // namespace qushu
