// The Article message out of what the stages found.
#ifndef QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_
#define QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_

#include <span>
#include <string_view>

#include "common/analysis/analyzer.h"
#include "common/audit/audit.h"
#include "common/figures/extractor.h"
#include "common/indicators/catalogue.h"
#include "common/layout/layout.h"
#include "common/summary/summary.h"
#include "common/text/text.h"
#include "qushu/v1/article.pb.h"

namespace qushu {

// The text that was read, as it came in and as it was read.
struct SourceText {
  std::string_view text;           // decoded; of HTML the markup
  std::string_view printed;        // what a reader sees of it; of plain text all
  bool traditional = false;        // has traditional characters, simplified in what was read
  const OffsetMap* map = nullptr;  // from `printed` to `text`; null where they are the same
};

// All spans of the article are UTF-8 bytes of the source's text, those called normalised of
// `normalized`, which is made from what is printed. `date` is the publication's, absent if unknown;
// `findings` are of the figures in `extraction`.
v1::Article BuildArticle(const SourceText& source, const Text& normalized, const Layout& layout,
                         const Extraction& extraction, std::span<const AuditFinding> findings,
                         const std::optional<Date>& date, const Gazetteer& gazetteer,
                         const Catalogue& catalogue, const Summarizer& summarizer,
                         const AnalyzeOptions& options);

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_ARTICLE_BUILDER_H_
