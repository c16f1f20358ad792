#include "services/ingest/ingest_service.h"

#include "common/rpc/calls/stream.h"
#include "services/ingest/reanalysis.h"

namespace qushu::ingest {

grpc::ServerUnaryReactor* IngestServiceImpl::AnalyzeArticle(
    grpc::CallbackServerContext* context, const v1::AnalyzeArticleRequest* request,
    v1::AnalyzeArticleResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.IngestService/AnalyzeArticle",
                     [this, request, response](const rpc::Call& call) {
                       return core_.AnalyzeArticle(call, *request, *response);
                     });
}

grpc::ServerUnaryReactor* IngestServiceImpl::IngestArticle(grpc::CallbackServerContext* context,
                                                           const v1::IngestArticleRequest* request,
                                                           v1::IngestArticleResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.IngestService/IngestArticle",
                     [this, request, response](const rpc::Call& call) {
                       return core_.IngestArticle(call, *request, *response);
                     });
}

grpc::ServerBidiReactor<v1::IngestArticlesRequest, v1::IngestArticlesResponse>*
IngestServiceImpl::IngestArticles(grpc::CallbackServerContext* context) {
  return rpc::HandleOrderedStream<v1::IngestArticlesRequest, v1::IngestArticlesResponse>(
      runtime_, *context, "qushu.v1.IngestService/IngestArticles",
      [this](ArticleAnswers& answers) { return MakeArticleStream(intake_, answers); });
}

grpc::ServerUnaryReactor* IngestServiceImpl::DeleteArticle(grpc::CallbackServerContext* context,
                                                           const v1::DeleteArticleRequest* request,
                                                           v1::DeleteArticleResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.IngestService/DeleteArticle",
                     [this, request, response](const rpc::Call&) {
                       return core_.DeleteArticle(*request, *response);
                     });
}

grpc::ServerUnaryReactor* IngestServiceImpl::UndeleteArticle(
    grpc::CallbackServerContext* context, const v1::UndeleteArticleRequest* request,
    v1::UndeleteArticleResponse* response) {
  return rpc::Handle(runtime_, *context, "qushu.v1.IngestService/UndeleteArticle",
                     [this, request, response](const rpc::Call&) {
                       return core_.UndeleteArticle(*request, *response);
                     });
}

grpc::ServerWriteReactor<v1::ReanalyzeArticlesResponse>* IngestServiceImpl::ReanalyzeArticles(
    grpc::CallbackServerContext* context, const v1::ReanalyzeArticlesRequest* request) {
  return rpc::HandleStream<v1::ReanalyzeArticlesResponse>(
      runtime_, *context, "qushu.v1.IngestService/ReanalyzeArticles",
      [this, request](const rpc::Call& call,
                      rpc::StreamWriter<v1::ReanalyzeArticlesResponse>& writer) {
        return Reanalyze(intake_, call, *request, writer);
      });
}

}  // namespace qushu::ingest
