// A layout as lines of text, for tests to compare.
#ifndef QUSHU_TESTS_COMMON_LAYOUT_OUTLINE_H_
#define QUSHU_TESTS_COMMON_LAYOUT_OUTLINE_H_

#include <string>
#include <string_view>

#include "common/gazetteer/gazetteer.h"
#include "common/layout/layout.h"
#include "common/text/normalize.h"
#include "tests/testing/testing.h"

namespace qushu {

inline const Gazetteer& TestGazetteer() { return testing::Shared<Gazetteer>(); }

inline Layout Read(std::string_view source) {
  return ReadLayout(Normalize(source).text, TestGazetteer());
}

inline std::string At(const Layout& layout, Span span) {
  return std::string(Slice(layout.reading.text, span));
}

// A line a block: its kind, the section it is in, its text.
//   heading 0: 东城区 守土担责
inline std::string Outline(const Layout& layout) {
  constexpr const char* kKinds[] = {"masthead", "title",   "heading",   "subheading",
                                    "byline",   "caption", "furniture", "body"};
  std::string out;
  for (const Block& block : layout.blocks) {
    out += kKinds[static_cast<int>(block.kind)];
    if (block.section >= 0) out += " " + std::to_string(block.section);
    out += ": " + At(layout, block.span) + "\n";
  }
  return out;
}

}  // namespace qushu

#endif  // QUSHU_TESTS_COMMON_LAYOUT_OUTLINE_H_
