// The Article message out of what the stages found.
#ifndef QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_
#define QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_

#include "common/analysis/analyzer.h"
#include "common/analysis/stages.h"
#include "qushu/v1/article.pb.h"

namespace qushu {

// Fills `article`, which is empty. Spans count in options.offsets.
void BuildArticle(const Stages& stages, const StageTables& tables, const AnalyzeOptions& options,
                  v1::Article& article);

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_
