// ReanalyzeArticles: stored articles, one after another, through the analysis and back.
#ifndef QUSHU_SERVICES_INGEST_REANALYSIS_H_
#define QUSHU_SERVICES_INGEST_REANALYSIS_H_

#include "absl/status/status.h"
#include "common/rpc/calls/handler.h"
#include "common/rpc/calls/stream.h"
#include "qushu/v1/ingest_service.pb.h"
#include "services/ingest/article_stream.h"

namespace qushu::ingest {

// Runs on the calling thread until all is done, the call ends, or the store fails; what is under
// way then is completed before it returns. The work is done on the threads that analyse, a few
// articles at a time, so that those that come in find room between them, and stored in groups
// together with them. Errors as in ingest_service.proto.
absl::Status Reanalyze(Intake& intake, const rpc::Call& call,
                       const v1::ReanalyzeArticlesRequest& request,
                       rpc::StreamWriter<v1::ReanalyzeArticlesResponse>& writer);

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_REANALYSIS_H_
