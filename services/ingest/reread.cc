#include "services/ingest/reread.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "qushu/v1/findings.pb.h"

namespace qushu::ingest {
namespace {

bool HasFinding(const v1::Article& article, v1::FindingReason reason) {
  constexpr std::string_view kPrefix = "FINDING_REASON_";
  const std::string name = v1::FindingReason_Name(reason).substr(kPrefix.size());
  return std::any_of(article.findings().begin(), article.findings().end(),
                     [&](const v1::Finding& finding) { return finding.reason() == name; });
}

// What was known of a text whose hints were not kept. Its date may have been given or printed: one
// that was given must not be lost.
v1::ReadingHints HintsOf(const v1::Article& stored) {
  v1::ReadingHints hints;
  if (stored.masthead().has_publication_date()) {
    *hints.mutable_publication_date() = stored.masthead().publication_date();
  }
  hints.set_content_type(stored.content_type());
  // A doubtful guess was made without a hint, and is to be doubted again.
  if (!HasFinding(stored, v1::FINDING_REASON_ENCODING_DOUBTFUL)) {
    hints.set_encoding(stored.source_bytes().empty() ? "UTF-8" : stored.source_encoding());
  }
  return hints;
}

v1::ArticleInput InputOf(const v1::Article& stored) {
  v1::ArticleInput input;
  input.set_text(stored.source_bytes().empty() ? stored.source_text() : stored.source_bytes());
  input.set_publication(stored.publication());
  input.set_page(stored.page());
  input.set_source_uri(stored.source_uri());
  const v1::ReadingHints hints = stored.has_hints() ? stored.hints() : HintsOf(stored);
  if (hints.has_publication_date()) {
    *input.mutable_publication_date() = hints.publication_date();
  }
  input.set_home_district(hints.home_district());
  input.set_encoding(hints.encoding());
  input.set_content_type(hints.content_type());
  return input;
}

}  // namespace

absl::StatusOr<PendingPut> Reread(const Analyzer& analyzer, v1::Article stored,
                                  const AnalyzeOptions& options) {
  v1::ArticleInput input = InputOf(stored);
  absl::StatusOr<v1::Article> article = analyzer.Analyze(input, options);
  if (!article.ok() || article->source_text() != stored.source_text()) {
    // Encodings are guessed better now: what the article is named by stays.
    input.set_encoding(stored.source_bytes().empty() ? "UTF-8" : stored.source_encoding());
    article = analyzer.Analyze(input, options);
  }
  QUSHU_RETURN_IF_ERROR(article.status());
  if (stored.has_hints()) *article->mutable_hints() = stored.hints();
  return PrepareReread({std::move(stored), *std::move(article)});
}

}  // namespace qushu::ingest
