// What holds of every normalised text. Each function says what is wrong, or nothing.
#ifndef QUSHU_TESTS_COMMON_TEXT_TEXT_INVARIANTS_H_
#define QUSHU_TESTS_COMMON_TEXT_TEXT_INVARIANTS_H_

#include <string>
#include <string_view>

#include "common/base/utf8.h"
#include "common/text/glyph.h"
#include "common/text/normalize.h"
#include "common/text/text.h"

namespace qushu::testing {

// Whether `span` of `text` lies inside it and cuts no character.
inline bool CutsCharacters(std::string_view text, Span span) {
  const auto whole = [&](uint32_t at) { return at == text.size() || !IsContinuation(text[at]); };
  return span.begin <= span.end && span.end <= text.size() && whole(span.begin) && whole(span.end);
}

// Of a text derived from `source`: each character leads to its source and back to itself, and the
// sources are in order.
inline std::string DerivedTextFault(std::string_view source, const Text& text) {
  if (ValidPrefix(text.text) != text.text.size()) return "the text is not UTF-8";
  if (text.map.derived_size() != text.text.size()) return "the map has another size than the text";
  if (text.map.origin_size() != source.size()) return "the map has another size than the source";
  uint32_t behind = 0;
  for (uint32_t i = 0; i < text.text.size();) {
    const std::string where = " at byte " + std::to_string(i);
    const Span here{i, i + CharSize(text.text[i])};
    const Span origin = text.map.ToOrigin(here);
    if (origin.empty()) return "a character comes from nowhere" + where;
    if (origin.begin < behind) return "characters come from the source out of order" + where;
    if (!CutsCharacters(source, origin)) return "a character comes from a part of one" + where;
    if (!(text.map.ToDerived(origin) == here)) return "the way back leads elsewhere" + where;
    behind = origin.end;
    i = here.end;
  }
  return "";
}

// `source` is valid UTF-8.
inline std::string NormalizeFault(std::string_view source) {
  const Text text = Normalize(source);
  if (std::string fault = DerivedTextFault(source, text); !fault.empty()) return fault;
  if (Normalize(text.text).text != text.text) return "not the same when normalised again";
  return "";
}

// `text` without line breaks and the white space around them.
inline std::string JoinLines(std::string_view text) {
  constexpr std::string_view kWide = "\u3000";
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find_first_of("\r\n");
    out += text.substr(0, end);
    if (end == std::string_view::npos) break;
    while (out.ends_with(' ') || out.ends_with('\t') || out.ends_with(kWide)) {
      out.resize(out.size() - (out.ends_with(kWide) ? kWide.size() : 1));
    }
    text.remove_prefix(end);
    while (!text.empty() && (text.find_first_of(" \t\r\n") == 0 || text.starts_with(kWide))) {
      text.remove_prefix(text.starts_with(kWide) ? kWide.size() : 1);
    }
  }
  return out;
}

// `text` without white space and line breaks of any kind.
inline std::string WithoutBlanks(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const GlyphClass cls = Classify(CodePointAt(text, i));
    if (cls == GlyphClass::kEnd || cls == GlyphClass::kSpace || cls == GlyphClass::kWide) continue;
    out += text.substr(i, CharSize(text[i]));
  }
  return out;
}

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_COMMON_TEXT_TEXT_INVARIANTS_H_
