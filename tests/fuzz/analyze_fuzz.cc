// The whole analysis of any text.
#include "common/analysis/analyzer.h"

#include <ctime>

#include "common/text/decode.h"
#include "tests/common/analysis/article_invariants.h"
#include "tests/fuzz/fuzz.h"

namespace qushu {
namespace {

using fuzz::Expect;

// Inputs are a few KiB, which take milliseconds, with sanitizers tens of them.
constexpr double kMostSeconds = 5;

v1::Article Analyze(const v1::ArticleInput& input, const AnalyzeOptions& options) {
  static const Analyzer& analyzer = *fuzz::Made(Analyzer::Create()).release();
  const std::clock_t begin = std::clock();  // of this process, however busy the machine is
  v1::Article article = fuzz::Made(analyzer.Analyze(input, options));
  Expect(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC < kMostSeconds, "it is slow");
  return article;
}

}  // namespace
}  // namespace qushu

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace qushu;
  v1::ArticleInput input;
  input.set_text(fuzz::ValidText(data, size));
  input.set_encoding("utf-8");
  if (!Decode(input.text(), kMaxTextBytes, input.encoding()).ok()) return -1;
  const v1::Article article = Analyze(input, {.summary_sentences = 5});
  fuzz::ExpectNoFault(testing::ArticleFault(input.text(), article));

  // Explaining changes nothing else.
  v1::Article explained = Analyze(input, {.explain = true, .summary_sentences = 5});
  for (v1::Figure& figure : *explained.mutable_figures()) figure.clear_evidence();
  for (v1::DistrictSummary& summary : *explained.mutable_summaries()) {
    for (v1::Figure& figure : *summary.mutable_key_figures()) figure.clear_evidence();
  }
  Expect(explained.SerializeAsString() == article.SerializeAsString(),
         "explained, the article is another one");
  return 0;
}
