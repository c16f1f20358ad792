// A store that may not be there yet.
#ifndef QUSHU_SERVICES_QUERY_PENDING_STORE_H_
#define QUSHU_SERVICES_QUERY_PENDING_STORE_H_

#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/store/store.h"

namespace qushu::query {

// Answers every call with the error that the last attempt to open the store ended with, and once it
// is open, as the store does. Safe from many threads.
class PendingStore final : public Store {
 public:
  using OpenFn = std::function<absl::StatusOr<std::unique_ptr<Store>>()>;

  // Opens nothing yet: calls are UNAVAILABLE (STORE_UNAVAILABLE).
  explicit PendingStore(OpenFn open);

  // Tries to open the store if it is not open, else asks whether it answers. From one thread at a
  // time.
  absl::Status OpenOrPing();

 private:
  absl::StatusOr<Store*> Opened();

  void PutImpl(PendingPut put) override;
  absl::StatusOr<DeleteResult> DeleteImpl(const DeleteRequest& request) override;
  absl::StatusOr<int64_t> UndeleteImpl(std::string_view id) override;
  absl::StatusOr<std::optional<v1::Article>> GetArticleImpl(std::string_view id,
                                                            int64_t* revision) override;
  absl::StatusOr<std::optional<std::string>> GetSourceImpl(std::string_view id) override;
  absl::StatusOr<std::map<std::string, std::string>> GetSketchesImpl(
      const std::vector<std::string>& ids) override;
  absl::StatusOr<ArticlePage> ListArticlesImpl(const ArticleQuery& query) override;
  absl::StatusOr<ArrivalPage> ListArrivalsImpl(const ArrivalQuery& query) override;
  absl::StatusOr<FigurePage> ListFiguresImpl(const FigureQuery& query) override;
  absl::StatusOr<FigureScan> ScanFiguresImpl(const FigureQuery& query,
                                             VisitFigureFn visit) override;
  absl::StatusOr<DistrictPage> ListDistrictsImpl(const DistrictQuery& query) override;
  absl::StatusOr<SummaryPage> ListSummariesImpl(const SummaryQuery& query) override;
  absl::StatusOr<IndicatorPage> ListIndicatorsImpl(const IndicatorQuery& query) override;
  absl::StatusOr<FoundPage> SearchArticlesImpl(const SearchQuery& query) override;
  absl::StatusOr<RevisionPage> ListRevisionsImpl(int64_t after, int limit,
                                                 bool superseded) override;
  absl::StatusOr<int64_t> RevisionImpl() override;
  absl::Status PingImpl() override;

  const OpenFn open_;
  absl::Mutex mutex_;
  // Never replaced once set, so that a pointer to it stays good.
  std::unique_ptr<Store> store_ ABSL_GUARDED_BY(mutex_);
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_PENDING_STORE_H_
