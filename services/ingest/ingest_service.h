// The ingest service on gRPC: hands each method over to IngestCore.
#ifndef QUSHU_SERVICES_INGEST_INGEST_SERVICE_H_
#define QUSHU_SERVICES_INGEST_INGEST_SERVICE_H_

#include "common/rpc/calls/handler.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/ingest/article_stream.h"
#include "services/ingest/ingest_core.h"

namespace qushu::ingest {

class IngestServiceImpl final : public v1::IngestService::CallbackService {
 public:
  // All outlive the object.
  IngestServiceImpl(const IngestCore& core, Intake& intake, rpc::Runtime& runtime)
      : core_(core), intake_(intake), runtime_(runtime) {}

  grpc::ServerUnaryReactor* AnalyzeArticle(grpc::CallbackServerContext* context,
                                           const v1::AnalyzeArticleRequest* request,
                                           v1::AnalyzeArticleResponse* response) override;
  grpc::ServerUnaryReactor* IngestArticle(grpc::CallbackServerContext* context,
                                          const v1::IngestArticleRequest* request,
                                          v1::IngestArticleResponse* response) override;
  grpc::ServerBidiReactor<v1::IngestArticlesRequest, v1::IngestArticlesResponse>* IngestArticles(
      grpc::CallbackServerContext* context) override;
  grpc::ServerUnaryReactor* DeleteArticle(grpc::CallbackServerContext* context,
                                          const v1::DeleteArticleRequest* request,
                                          v1::DeleteArticleResponse* response) override;
  grpc::ServerUnaryReactor* UndeleteArticle(grpc::CallbackServerContext* context,
                                            const v1::UndeleteArticleRequest* request,
                                            v1::UndeleteArticleResponse* response) override;
  grpc::ServerWriteReactor<v1::ReanalyzeArticlesResponse>* ReanalyzeArticles(
      grpc::CallbackServerContext* context, const v1::ReanalyzeArticlesRequest* request) override;

 private:
  const IngestCore& core_;
  Intake& intake_;
  rpc::Runtime& runtime_;
};

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_INGEST_SERVICE_H_
