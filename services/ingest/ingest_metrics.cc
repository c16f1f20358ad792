#include "services/ingest/ingest_metrics.h"

#include <string>

#include "absl/strings/ascii.h"

namespace qushu::ingest {
namespace {

const prometheus::Histogram::BucketBoundaries kSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

prometheus::Histogram& Seconds(const char* name, const char* help, prometheus::Registry& registry) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, kSeconds);
}

}  // namespace

IngestMetrics::IngestMetrics(prometheus::Registry& registry)
    : articles_(prometheus::BuildCounter()
                    .Name("qushu_articles_total")
                    .Help("Articles that were sent to be stored, by what became of them.")
                    .Register(registry)),
      stored_(articles_.Add({{"outcome", "stored"}})),
      known_(articles_.Add({{"outcome", "known"}})),
      refused_(articles_.Add({{"outcome", "refused"}})),
      failed_(articles_.Add({{"outcome", "failed"}})),
      reanalyzed_(prometheus::BuildCounter()
                      .Name("qushu_reanalyzed_total")
                      .Help("Stored articles that were read anew, by what became of them.")
                      .Register(registry)),
      changed_(reanalyzed_.Add({{"outcome", "changed"}})),
      unchanged_(reanalyzed_.Add({{"outcome", "unchanged"}})),
      reread_failed_(reanalyzed_.Add({{"outcome", "failed"}})),
      analysis_(Seconds("qushu_analysis_seconds", "Time to read one text.", registry)),
      store_(Seconds("qushu_store_seconds", "Time until an article is durable.", registry)) {
  auto& figures = prometheus::BuildCounter()
                      .Name("qushu_figures_total")
                      .Help("Figures in articles that were read to be stored, by kind.")
                      .Register(registry);
  for (int kind = 0; kind <= v1::Kind_MAX; ++kind) {
    // `KIND_MONEY` is `money`.
    std::string name = v1::Kind_IsValid(kind) ? v1::Kind_Name(static_cast<v1::Kind>(kind)) : "";
    if (name.starts_with("KIND_")) name.erase(0, 5);
    figures_.push_back(&figures.Add({{"kind", absl::AsciiStrToLower(name)}}));
  }
}

void IngestMetrics::Read(const v1::Article& article) {
  for (const v1::Figure& figure : article.figures()) {
    const int kind = v1::Kind_IsValid(figure.kind()) ? figure.kind() : 0;
    figures_[static_cast<size_t>(kind)]->Increment();
  }
}

void IngestMetrics::Stored(absl::Duration time, bool known) {
  (known ? known_ : stored_).Increment();
  store_.Observe(absl::ToDoubleSeconds(time));
}

}  // namespace qushu::ingest
