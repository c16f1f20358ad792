#include "services/query/pending_store.h"

#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/store/pending_put.h"

namespace qushu::query {

PendingStore::PendingStore(OpenFn open)
    : open_(std::move(open)),
      failure_(MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                         "the store is not open yet; try again")) {}

absl::StatusOr<Store*> PendingStore::Opened() {
  absl::ReaderMutexLock lock(&mutex_);
  if (store_ == nullptr) return failure_;
  return store_.get();
}

absl::Status PendingStore::OpenOrPing() {
  if (absl::StatusOr<Store*> store = Opened(); store.ok()) return (*store)->Ping();
  // Without the lock: opening may wait for the disk, calls must not.
  absl::StatusOr<std::unique_ptr<Store>> opened = open_();
  absl::MutexLock lock(&mutex_);
  if (!opened.ok()) {
    failure_ = opened.status();
    return failure_;
  }
  store_ = *std::move(opened);
  return absl::OkStatus();
}

void PendingStore::PutImpl(PendingPut put) {
  put.done(MakeError(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_INTERNAL,
                     "the store was opened for reading"));
}

absl::StatusOr<DeleteResult> PendingStore::DeleteImpl(const DeleteRequest& request) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->DeleteArticle(request);
}

absl::StatusOr<int64_t> PendingStore::UndeleteImpl(std::string_view id) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->UndeleteArticle(id);
}

absl::StatusOr<std::optional<v1::Article>> PendingStore::GetArticleImpl(std::string_view id,
                                                                        int64_t* revision) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  // An article that is not there is an error of the inner store already, and the same one.
  return store->GetArticle(id, revision);
}

absl::StatusOr<std::optional<std::string>> PendingStore::GetSourceImpl(std::string_view id) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->GetSource(id);
}

absl::StatusOr<std::map<std::string, std::string>> PendingStore::GetSketchesImpl(
    const std::vector<std::string>& ids) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->GetSketches(ids);
}

absl::StatusOr<ArticlePage> PendingStore::ListArticlesImpl(const ArticleQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListArticles(query);
}

absl::StatusOr<ArrivalPage> PendingStore::ListArrivalsImpl(const ArrivalQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListArrivals(query);
}

absl::StatusOr<FigurePage> PendingStore::ListFiguresImpl(const FigureQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListFigures(query);
}

absl::StatusOr<FigureScan> PendingStore::ScanFiguresImpl(const FigureQuery& query,
                                                         VisitFigureFn visit) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ScanFigures(query, visit);
}

absl::StatusOr<DistrictPage> PendingStore::ListDistrictsImpl(const DistrictQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListDistricts(query);
}

absl::StatusOr<SummaryPage> PendingStore::ListSummariesImpl(const SummaryQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListSummaries(query);
}

absl::StatusOr<IndicatorPage> PendingStore::ListIndicatorsImpl(const IndicatorQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListIndicators(query);
}

absl::StatusOr<FoundPage> PendingStore::SearchArticlesImpl(const SearchQuery& query) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->SearchArticles(query);
}

absl::StatusOr<RevisionPage> PendingStore::ListRevisionsImpl(int64_t after, int limit,
                                                             bool superseded) {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->ListRevisions(after, limit, superseded);
}

absl::StatusOr<int64_t> PendingStore::RevisionImpl() {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->Revision();
}

absl::Status PendingStore::PingImpl() {
  QUSHU_ASSIGN_OR_RETURN(Store * store, Opened());
  return store->Ping();
}

}  // namespace qushu::query
