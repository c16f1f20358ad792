// What the query service does, without gRPC.
#ifndef QUSHU_SERVICES_QUERY_QUERY_CORE_H_
#define QUSHU_SERVICES_QUERY_QUERY_CORE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/gazetteer/gazetteer.h"
#include "common/indicators/catalogue.h"
#include "common/rpc/calls/handler.h"
#include "common/rpc/calls/stream.h"
#include "common/rpc/requests/page_token.h"
#include "common/store/store.h"
#include "qushu/v1/query_service.pb.h"

namespace qushu::query {

struct FigureListing;

// A page of whole articles ends early when it takes more bytes than this, so that it stays below
// the 4 MiB that clients take by default. One article alone may still be larger.
inline constexpr size_t kMaxPageBytes = 2 << 20;

// Safe from many threads; its methods stand in query_core.cc, figure_methods.cc,
// indicator_methods.cc, search_methods.cc and stream_methods.cc. The errors of each method are
// those of query_service.proto.
class QueryCore {
 public:
  // All outlive the object.
  QueryCore(const Gazetteer& gazetteer, const Catalogue& catalogue,
            const rpc::PageTokenCodec& tokens, Store& store)
      : gazetteer_(gazetteer), catalogue_(catalogue), tokens_(tokens), store_(store) {}

  absl::Status GetArticle(const rpc::Call& call, const v1::GetArticleRequest& request,
                          v1::GetArticleResponse& response) const;
  absl::Status ListArticles(const rpc::Call& call, const v1::ListArticlesRequest& request,
                            v1::ListArticlesResponse& response) const;
  absl::Status GetDistrict(const rpc::Call& call, const v1::GetDistrictRequest& request,
                           v1::GetDistrictResponse& response) const;
  absl::Status ListDistricts(const rpc::Call& call, const v1::ListDistrictsRequest& request,
                             v1::ListDistrictsResponse& response) const;
  absl::Status GetDistrictSummary(const rpc::Call& call,
                                  const v1::GetDistrictSummaryRequest& request,
                                  v1::GetDistrictSummaryResponse& response) const;
  absl::Status ListFigures(const rpc::Call& call, const v1::ListFiguresRequest& request,
                           v1::ListFiguresResponse& response) const;
  // The same as the bytes of the response: what is stored is put together rather than read into a
  // message, unless the request wants it sorted, filtered or with offsets converted.
  absl::Status ListFiguresAsBytes(const rpc::Call& call, const v1::ListFiguresRequest& request,
                                  std::string& response) const;
  absl::Status ListIndicators(const rpc::Call& call, const v1::ListIndicatorsRequest& request,
                              v1::ListIndicatorsResponse& response) const;
  absl::Status CompareDistricts(const rpc::Call& call, const v1::CompareDistrictsRequest& request,
                                v1::CompareDistrictsResponse& response) const;
  absl::Status GetFigureSeries(const rpc::Call& call, const v1::GetFigureSeriesRequest& request,
                               v1::GetFigureSeriesResponse& response) const;
  absl::Status SearchPassages(const rpc::Call& call, const v1::SearchPassagesRequest& request,
                              v1::SearchPassagesResponse& response) const;
  absl::Status WatchFigures(const rpc::Call& call, const v1::WatchFiguresRequest& request,
                            rpc::StreamWriter<v1::WatchFiguresResponse>& writer) const;
  absl::Status ExportFigures(const rpc::Call& call, const v1::ExportFiguresRequest& request,
                             rpc::StreamWriter<v1::ExportFiguresResponse>& writer) const;

 private:
  absl::StatusOr<FigureListing> ListingFrom(const rpc::Call& call,
                                            const v1::ListFiguresRequest& request) const;
  absl::Status ReadListing(const FigureListing& listing, const v1::ListFiguresRequest& request,
                           v1::ListFiguresResponse& response) const;

  const Gazetteer& gazetteer_;
  const Catalogue& catalogue_;
  const rpc::PageTokenCodec& tokens_;
  Store& store_;
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_QUERY_CORE_H_
