#include "common/analysis/analyzer.h"

#include "common/base/error.h"
#include "common/gazetteer/gazetteer.h"

namespace qushu {

struct Analyzer::Tables {
  std::unique_ptr<Gazetteer> gazetteer;
};

Analyzer::Analyzer(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Analyzer::~Analyzer() = default;

absl::StatusOr<std::unique_ptr<Analyzer>> Analyzer::Create() {
  auto tables = std::make_unique<Tables>();
  auto gazetteer = Gazetteer::Create();
  if (!gazetteer.ok()) return gazetteer.status();
  tables->gazetteer = *std::move(gazetteer);
  return std::unique_ptr<Analyzer>(new Analyzer(std::move(tables)));
}

const Gazetteer& Analyzer::gazetteer() const { return *tables_->gazetteer; }

absl::StatusOr<v1::Article> Analyzer::Analyze(const v1::ArticleInput& input,
                                              const AnalyzeOptions&) const {
  v1::Article article;
  article.set_source_text(input.text());
  return article;
}

}  // namespace qushu
