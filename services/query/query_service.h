// The query service on gRPC: hands each method over to QueryCore.
#ifndef QUSHU_SERVICES_QUERY_QUERY_SERVICE_H_
#define QUSHU_SERVICES_QUERY_QUERY_SERVICE_H_

#include "common/rpc/handler.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/query/query_core.h"

namespace qushu::query {

class QueryServiceImpl final : public v1::QueryService::CallbackService {
 public:
  // Both outlive the object.
  QueryServiceImpl(const QueryCore& core, rpc::Runtime& runtime) : core_(core), runtime_(runtime) {}

  grpc::ServerUnaryReactor* GetArticle(grpc::CallbackServerContext* context,
                                       const v1::GetArticleRequest* request,
                                       v1::GetArticleResponse* response) override;
  grpc::ServerUnaryReactor* ListArticles(grpc::CallbackServerContext* context,
                                         const v1::ListArticlesRequest* request,
                                         v1::ListArticlesResponse* response) override;
  grpc::ServerUnaryReactor* GetDistrict(grpc::CallbackServerContext* context,
                                        const v1::GetDistrictRequest* request,
                                        v1::GetDistrictResponse* response) override;
  grpc::ServerUnaryReactor* ListDistricts(grpc::CallbackServerContext* context,
                                          const v1::ListDistrictsRequest* request,
                                          v1::ListDistrictsResponse* response) override;
  grpc::ServerUnaryReactor* GetDistrictSummary(grpc::CallbackServerContext* context,
                                               const v1::GetDistrictSummaryRequest* request,
                                               v1::GetDistrictSummaryResponse* response) override;
  grpc::ServerUnaryReactor* ListFigures(grpc::CallbackServerContext* context,
                                        const v1::ListFiguresRequest* request,
                                        v1::ListFiguresResponse* response) override;
  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context,
                                           const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsResponse* response) override;
  grpc::ServerUnaryReactor* CompareDistricts(grpc::CallbackServerContext* context,
                                             const v1::CompareDistrictsRequest* request,
                                             v1::CompareDistrictsResponse* response) override;
  grpc::ServerUnaryReactor* GetFigureSeries(grpc::CallbackServerContext* context,
                                            const v1::GetFigureSeriesRequest* request,
                                            v1::GetFigureSeriesResponse* response) override;
  grpc::ServerUnaryReactor* SearchPassages(grpc::CallbackServerContext* context,
                                           const v1::SearchPassagesRequest* request,
                                           v1::SearchPassagesResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchFiguresResponse>* WatchFigures(
      grpc::CallbackServerContext* context, const v1::WatchFiguresRequest* request) override;
  grpc::ServerWriteReactor<v1::ExportFiguresResponse>* ExportFigures(
      grpc::CallbackServerContext* context, const v1::ExportFiguresRequest* request) override;

 private:
  const QueryCore& core_;
  rpc::Runtime& runtime_;
};

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_QUERY_SERVICE_H_
