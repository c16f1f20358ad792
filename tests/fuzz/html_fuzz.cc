// Any markup is read into text that leads back to it, or refused.
#include "common/text/html.h"

#include "common/base/error.h"
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
  // Every character leads back, but for the line end behind the last.
  uint32_t behind = 0;
  for (uint32_t i = 0; i + 1 < text->text.size(); i += CharSize(text->text[i])) {
    const Span origin = text->map.ToOrigin({i, i + CharSize(text->text[i])});
    Expect(!origin.empty(), "a character comes from nowhere");
    Expect(testing::CutsCharacters(markup, origin), "a character comes from a part of one");
    Expect(origin.begin >= behind || IsContinuation(text->text[i]), "out of order");
    behind = origin.begin;
  }
  return 0;
}
