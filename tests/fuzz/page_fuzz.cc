// The analysis of any page has the invariants of every other.
#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "tests/common/analysis/article_invariants.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace qushu;
  using fuzz::Expect;
  const std::string markup = fuzz::ValidText(data, size);
  static const Analyzer& analyzer = *fuzz::Made(Analyzer::Create()).release();
  v1::ArticleInput input;
  input.set_text(markup);
  input.set_content_type("text/html; charset=utf-8");
  const auto article = analyzer.Analyze(input);
  if (article.ok()) {
    fuzz::ExpectNoFault(testing::ArticleFault(markup, *article));
  } else {
    const std::string reason = ReasonOf(article.status());
    Expect(reason == "EMPTY_TEXT" || reason == "HTML_TOO_COMPLEX", article.status().ToString());
  }
  return 0;
}
