// What holds of the layout of every text.
#ifndef QUSHU_TESTS_COMMON_LAYOUT_LAYOUT_INVARIANTS_H_
#define QUSHU_TESTS_COMMON_LAYOUT_LAYOUT_INVARIANTS_H_

#include <string>
#include <string_view>

#include "common/layout/layout.h"
#include "tests/common/text/text_invariants.h"

namespace qushu::testing {

// Says what is wrong with `layout`, which `normalized` was read into, or nothing.
inline std::string LayoutFault(std::string_view normalized, const Layout& layout) {
  const std::string_view text = layout.reading.text;
  if (std::string fault = DerivedTextFault(normalized, layout.reading); !fault.empty()) {
    return "reading text: " + fault;
  }
  if (WithoutBlanks(text) != WithoutBlanks(normalized)) return "the reading text is another text";
  const auto in = [&](Span outer, Span inner) {
    return inner.empty() || (CutsCharacters(text, inner) && outer.contains(inner));
  };
  const Span whole{0, static_cast<uint32_t>(text.size())};
  const int blocks = static_cast<int>(layout.blocks.size());
  const int sections = static_cast<int>(layout.sections.size());

  uint32_t behind = 0;
  for (int i = 0; i < blocks; ++i) {
    const Block& block = layout.blocks[i];
    const std::string where = " (block " + std::to_string(i) + ")";
    if (block.span.begin < behind || !CutsCharacters(text, block.span)) {
      return "a block is out of its place" + where;
    }
    if (!WithoutBlanks(text.substr(behind, block.span.begin - behind)).empty()) {
      return "text stands between blocks" + where;
    }
    if (Slice(text, block.span).find('\n') != std::string_view::npos) {
      return "a block is more than a line" + where;
    }
    behind = block.span.end;
    uint32_t said = block.span.begin;
    for (Span sentence : block.sentences) {
      if (sentence.empty() || sentence.begin < said || !in(block.span, sentence)) {
        return "a sentence is out of its place" + where;
      }
      if (!WithoutBlanks(text.substr(said, sentence.begin - said)).empty()) {
        return "text stands between sentences" + where;
      }
      said = sentence.end;
    }
    if (!block.run_in_head.empty() &&
        (block.sentences.empty() || !(block.run_in_head == block.sentences[0]))) {
      return "a run-in head is not its paragraph's first sentence" + where;
    }
    if (block.section < -1 || block.section >= sections) return "no such section" + where;
  }
  if (!WithoutBlanks(text.substr(behind)).empty()) return "text stands behind the last block";

  int next_block = 0;
  for (int i = 0; i < sections; ++i) {
    const Section& section = layout.sections[i];
    const std::string where = " (section " + std::to_string(i) + ")";
    if (section.first_block < next_block || section.end_block <= section.first_block ||
        section.end_block > blocks) {
      return "a section has the wrong blocks" + where;
    }
    next_block = section.end_block;
    if (section.span.empty() || !in(whole, section.span)) return "a section has no span" + where;
    for (int b = section.first_block; b < section.end_block; ++b) {
      if (layout.blocks[b].section != i) return "a block names another section" + where;
      if (!in(section.span, layout.blocks[b].span)) return "a block is outside" + where;
    }
    if (!in(section.name, section.division)) return "the division is not in the name" + where;
    for (Span part : {section.name, section.headline, section.byline_role}) {
      if (!in(section.span, part)) return "a part is outside" + where;
    }
    for (Span name : section.byline) {
      if (name.empty() || !in(section.span, name)) return "a reporter is outside" + where;
    }
  }

  const LayoutMasthead& masthead = layout.masthead;
  if (masthead.date && !IsValid(*masthead.date)) return "the masthead has no such day";
  for (Span part : {masthead.date_span, masthead.weekday, masthead.title}) {
    if (!in(whole, part)) return "a part of the masthead is outside";
  }
  for (const LayoutCredit& credit : masthead.credits) {
    if (!in(whole, credit.role) || !in(whole, credit.person)) return "a credit is outside";
  }
  return "";
}

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_COMMON_LAYOUT_LAYOUT_INVARIANTS_H_
