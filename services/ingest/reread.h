// One stored article through the analysis again.
#ifndef QUSHU_SERVICES_INGEST_REREAD_H_
#define QUSHU_SERVICES_INGEST_REREAD_H_

#include "absl/status/statusor.h"
#include "common/analysis/analyzer.h"
#include "common/store/pending_put.h"
#include "qushu/v1/article.pb.h"

namespace qushu::ingest {

// Reads the source of `stored`, an article as Store::GetArticle() gives it, with the hints that its
// caller gave. Of an article without hints the date and the kind of text that it was read with
// hold. It is decoded as it was then, so that its name still stands for its source.
//
// Errors: those of Analyzer::Analyze() and PrepareReread().
absl::StatusOr<PendingPut> Reread(const Analyzer& analyzer, v1::Article stored,
                                  const AnalyzeOptions& options);

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_REREAD_H_
