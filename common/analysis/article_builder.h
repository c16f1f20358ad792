// The Article message out of what the stages found.
#ifndef QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_
#define QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_

#include <string_view>

#include "common/analysis/analyzer.h"
#include "common/figures/extractor.h"
#include "common/indicators/catalogue.h"
#include "common/layout/layout.h"
#include "common/summary/summary.h"
#include "common/text/text.h"
#include "qushu/v1/article.pb.h"

namespace qushu {

// All spans of the article are UTF-8 bytes of `source`, those called normalised of `normalized`.
// `date` is the publication's, absent if unknown.
v1::Article BuildArticle(std::string_view source, const Text& normalized, const Layout& layout,
                         const Extraction& extraction, const std::optional<Date>& date,
                         const Gazetteer& gazetteer, const Catalogue& catalogue,
                         const Summarizer& summarizer, const AnalyzeOptions& options);

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_
