// What the ingest service does, without gRPC.
#ifndef QUSHU_SERVICES_INGEST_INGEST_CORE_H_
#define QUSHU_SERVICES_INGEST_INGEST_CORE_H_

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/analysis/analyzer.h"
#include "common/rpc/calls/handler.h"
#include "common/store/pending_put.h"
#include "common/store/store.h"
#include "qushu/v1/ingest_service.pb.h"
#include "services/ingest/ingest_metrics.h"

namespace qushu::ingest {

// What a caller may say of a text, in bytes; longer is INVALID_ARGUMENT.
inline constexpr size_t kMaxPublicationBytes = 512;
inline constexpr size_t kMaxPageBytes = 64;
inline constexpr size_t kMaxSourceUriBytes = 2048;
inline constexpr size_t kMaxContentTypeBytes = 200;

// How long a deleted article can be brought back.
inline constexpr absl::Duration kUndeleteTime = absl::Hours(24 * 30);

// Safe from many threads. The errors of each method are those of ingest_service.proto.
class IngestCore {
 public:
  // All outlive the object; `metrics` may be null.
  IngestCore(const Analyzer& analyzer, Store& store, IngestMetrics* metrics = nullptr)
      : analyzer_(analyzer), store_(store), metrics_(metrics) {}

  absl::Status AnalyzeArticle(const rpc::Call& call, const v1::AnalyzeArticleRequest& request,
                              v1::AnalyzeArticleResponse& response) const;

  // Returns once the article is durable. With a `request_id` the store remembers the answer, so
  // that a repeated call gets the name and the revision of the first.
  absl::Status IngestArticle(const rpc::Call& call, const v1::IngestArticleRequest& request,
                             v1::IngestArticleResponse& response) const;

  // The same in steps, for streams. An article that was read, and what its answer says of it.
  struct Prepared {
    PendingPut put;
    v1::IngestArticleResponse response;
  };
  absl::StatusOr<Prepared> Prepare(const v1::IngestArticleRequest& request) const;
  // See Store::PutArticle().
  void Put(PendingPut put) const;
  // Makes the answer whole. An article that was stored before is read from the store.
  absl::Status Complete(const PutResult& put, v1::IngestArticleResponse& response) const;

  // A stored article, read anew; `without_hints` where none were kept. See reread.h.
  absl::StatusOr<PendingPut> Reread(const std::string& id, bool& without_hints) const;
  // See Store::PutArticle().
  void PutReread(PendingPut put) const;

  const Analyzer& analyzer() const { return analyzer_; }
  Store& store() const { return store_; }

  absl::Status DeleteArticle(const v1::DeleteArticleRequest& request,
                             v1::DeleteArticleResponse& response) const;
  absl::Status UndeleteArticle(const v1::UndeleteArticleRequest& request,
                               v1::UndeleteArticleResponse& response) const;

 private:
  absl::StatusOr<Prepared> Read(const v1::IngestArticleRequest& request) const;
  absl::StatusOr<v1::Article> Analyze(const v1::ArticleInput& input,
                                      const AnalyzeOptions& options) const;

  const Analyzer& analyzer_;
  Store& store_;
  IngestMetrics* const metrics_;
};

// Whether the next article may do better: the error is about one alone, not about the store.
bool IsOfTheArticle(const absl::Status& status);

// The id in `articles/{id}`; INVALID_ARGUMENT (INVALID_NAME) names the field.
absl::StatusOr<std::string> ArticleIdIn(std::string_view name, std::string_view field);

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_INGEST_CORE_H_
