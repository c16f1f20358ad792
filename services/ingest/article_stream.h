// IngestArticles: articles of all streams, from the transport through the analysis to the store.
#ifndef QUSHU_SERVICES_INGEST_ARTICLE_STREAM_H_
#define QUSHU_SERVICES_INGEST_ARTICLE_STREAM_H_

#include <cstddef>
#include <memory>

#include "common/rpc/calls/ordered_stream.h"
#include "common/rpc/limits/worker_pool.h"
#include "qushu/v1/ingest_service.pb.h"
#include "services/ingest/budget.h"
#include "services/ingest/ingest_core.h"

namespace qushu::ingest {

struct IntakeLimits {
  // Threads that analyse: as many as there are cores where 0.
  int analysers = 0;
  // Articles under way, of one stream and of all: enough for one group that is committed and one
  // that gathers meanwhile.
  size_t stream_articles = 4096;
  size_t articles = 8192;
  // What those of all streams may take in memory, as estimated from the size of their texts.
  size_t bytes = size_t{256} << 20;
};

// What the streams of a server share. Safe from many threads.
class Intake {
 public:
  // `core` outlives the object, and the object all streams.
  Intake(const IngestCore& core, const IntakeLimits& limits);

  const IngestCore& core() const { return core_; }
  const IntakeLimits& limits() const { return limits_; }
  Budget& budget() { return budget_; }
  // Runs `task` on a thread that analyses.
  void Run(std::function<void()> task);

 private:
  const IngestCore& core_;
  const IntakeLimits limits_;
  Budget budget_;
  rpc::WorkerPool pool_;
};

using ArticleAnswers = rpc::Answers<v1::IngestArticlesResponse>;
using ArticleStreamHandler =
    rpc::OrderedHandler<v1::IngestArticlesRequest, v1::IngestArticlesResponse>;

// One stream. An article at fault is answered with its error. What concerns the store ends the
// stream, with all before answered: what comes behind would fare no better.
std::unique_ptr<ArticleStreamHandler> MakeArticleStream(Intake& intake, ArticleAnswers& answers);

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_ARTICLE_STREAM_H_
