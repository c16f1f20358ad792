// What the ingest service counts.
#ifndef QUSHU_SERVICES_INGEST_INGEST_METRICS_H_
#define QUSHU_SERVICES_INGEST_INGEST_METRICS_H_

#include <vector>

#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "qushu/v1/article.pb.h"

namespace qushu::ingest {

//   qushu_articles_total{outcome}   stored; known: stored before; refused: by the analysis or the
//                                   checks; failed: by the store
//   qushu_reanalyzed_total{outcome} stored articles read anew: changed, unchanged or failed
//   qushu_figures_total{kind}       in articles that were read to be stored
//   qushu_analysis_seconds          reading one text
//   qushu_store_seconds             until an article is durable, waiting for its turn included
//
// Safe from many threads.
class IngestMetrics {
 public:
  // `registry` outlives the object.
  explicit IngestMetrics(prometheus::Registry& registry);

  void Analyzed(absl::Duration time) { analysis_.Observe(absl::ToDoubleSeconds(time)); }
  void Read(const v1::Article& article);
  void Refused() { refused_.Increment(); }
  void Stored(absl::Duration time, bool known);
  void Reread(bool changed) { (changed ? changed_ : unchanged_).Increment(); }
  void RereadFailed() { reread_failed_.Increment(); }
  void Failed() { failed_.Increment(); }

 private:
  prometheus::Family<prometheus::Counter>& articles_;
  prometheus::Counter& stored_;
  prometheus::Counter& known_;
  prometheus::Counter& refused_;
  prometheus::Counter& failed_;
  prometheus::Family<prometheus::Counter>& reanalyzed_;
  prometheus::Counter& changed_;
  prometheus::Counter& unchanged_;
  prometheus::Counter& reread_failed_;
  std::vector<prometheus::Counter*> figures_;  // by kind
  prometheus::Histogram& analysis_;
  prometheus::Histogram& store_;
};

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_INGEST_METRICS_H_
