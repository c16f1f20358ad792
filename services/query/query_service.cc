#include "services/query/query_service.h"

namespace qushu::query {

grpc::ServerUnaryReactor* QueryServiceImpl::GetArticle(grpc::CallbackServerContext* context,
                                                       const v1::GetArticleRequest* request,
                                                       v1::GetArticleResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/GetArticle",
                     [this, request, response](const rpc::Call& call) {
                       return core_.GetArticle(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::ListArticles(grpc::CallbackServerContext* context,
                                                         const v1::ListArticlesRequest* request,
                                                         v1::ListArticlesResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/ListArticles",
                     [this, request, response](const rpc::Call& call) {
                       return core_.ListArticles(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::GetDistrict(grpc::CallbackServerContext* context,
                                                        const v1::GetDistrictRequest* request,
                                                        v1::GetDistrictResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/GetDistrict",
                     [this, request, response](const rpc::Call& call) {
                       return core_.GetDistrict(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::ListDistricts(grpc::CallbackServerContext* context,
                                                          const v1::ListDistrictsRequest* request,
                                                          v1::ListDistrictsResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/ListDistricts",
                     [this, request, response](const rpc::Call& call) {
                       return core_.ListDistricts(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::GetDistrictSummary(
    grpc::CallbackServerContext* context, const v1::GetDistrictSummaryRequest* request,
    v1::GetDistrictSummaryResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/GetDistrictSummary",
                     [this, request, response](const rpc::Call& call) {
                       return core_.GetDistrictSummary(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::ListFigures(grpc::CallbackServerContext* context,
                                                        const v1::ListFiguresRequest* request,
                                                        v1::ListFiguresResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/ListFigures",
                     [this, request, response](const rpc::Call& call) {
                       return core_.ListFigures(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::ListIndicators(grpc::CallbackServerContext* context,
                                                           const v1::ListIndicatorsRequest* request,
                                                           v1::ListIndicatorsResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/ListIndicators",
                     [this, request, response](const rpc::Call& call) {
                       return core_.ListIndicators(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::CompareDistricts(
    grpc::CallbackServerContext* context, const v1::CompareDistrictsRequest* request,
    v1::CompareDistrictsResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/CompareDistricts",
                     [this, request, response](const rpc::Call& call) {
                       return core_.CompareDistricts(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::GetFigureSeries(
    grpc::CallbackServerContext* context, const v1::GetFigureSeriesRequest* request,
    v1::GetFigureSeriesResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/GetFigureSeries",
                     [this, request, response](const rpc::Call& call) {
                       return core_.GetFigureSeries(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* QueryServiceImpl::SearchPassages(grpc::CallbackServerContext* context,
                                                           const v1::SearchPassagesRequest* request,
                                                           v1::SearchPassagesResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.QueryService/SearchPassages",
                     [this, request, response](const rpc::Call& call) {
                       return core_.SearchPassages(call, *request, *response);
                     });
}

grpc::ServerWriteReactor<v1::WatchFiguresResponse>* QueryServiceImpl::WatchFigures(
    grpc::CallbackServerContext* context, const v1::WatchFiguresRequest* request) {
  // The handler runs on after this returns, so the request is its own.
  return rpc::HandleStream<v1::WatchFiguresResponse>(
      runtime_, *context, "qushu.v1.QueryService/WatchFigures",
      [this, request = *request](const rpc::Call& call,
                                 rpc::StreamWriter<v1::WatchFiguresResponse>& writer) {
        return core_.WatchFigures(call, request, writer);
      });
}

grpc::ServerWriteReactor<v1::ExportFiguresResponse>* QueryServiceImpl::ExportFigures(
    grpc::CallbackServerContext* context, const v1::ExportFiguresRequest* request) {
  // The handler runs on after this returns, so the request is its own.
  return rpc::HandleStream<v1::ExportFiguresResponse>(
      runtime_, *context, "qushu.v1.QueryService/ExportFigures",
      [this, request = *request](const rpc::Call& call,
                                 rpc::StreamWriter<v1::ExportFiguresResponse>& writer) {
        return core_.ExportFigures(call, request, writer);
      });
}

}  // namespace qushu::query
