// Any markup is read into text that leads back to it, or refused; and the analysis of a page has
// the invariants of every other.
#include "common/text/html.h"

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "tests/common/analysis/article_invariants.h"
#include "tests/common/text/text_invariants.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace qushu;
  using fuzz::Expect;
  const std::string markup = fuzz::ValidText(data, size);
  const auto text = ReadHtml(markup);
  if (!text.ok()) {
    Expect(ReasonOf(text.status()) == "HTML_TOO_COMPLEX", text.status().ToString());
    return 0;
  }
  Expect(ValidPrefix(text->text) == text->text.size(), "the text is not UTF-8");
  Expect(text->map.derived_size() == text->text.size() && text->map.origin_size() == markup.size(),
         "the map has another size");
  for (uint32_t i = 0; i < text->text.size(); i += CharSize(text->text[i])) {
    const Span origin = text->map.ToOrigin({i, i + CharSize(text->text[i])});
    Expect(testing::CutsCharacters(markup, origin), "a character comes from a part of one");
  }

  static const Analyzer& analyzer = *fuzz::Made(Analyzer::Create()).release();
  v1::ArticleInput input;
  input.set_text(markup);
  input.set_content_type("text/html; charset=utf-8");
  const auto article = analyzer.Analyze(input);
  if (article.ok()) {
    fuzz::ExpectNoFault(testing::ArticleFault(markup, *article));
  } else {
    Expect(ReasonOf(article.status()) == "EMPTY_TEXT", article.status().ToString());
  }
  return 0;
}
