// Sets of characters of the normalised text that the layout asks for.
#ifndef QUSHU_COMMON_LAYOUT_GLYPHS_H_
#define QUSHU_COMMON_LAYOUT_GLYPHS_H_

#include <string_view>

#include "common/base/utf8.h"

namespace qushu {

// Whether `c` can be punctuation or a quote: a quick way past letters, digits and Han.
inline bool MayBeMark(char32_t c) {
  return (c >= 0x2010 && c < 0x3100) || c >= 0xFF00 ||
         (c < 0x80 && !(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

inline bool IsStop(char32_t c) { return IsIn(c, U"。！？!?"); }
inline bool IsCloser(char32_t c) { return IsIn(c, U"”’」』）)"); }
inline bool IsBlank(char32_t c) { return c == ' ' || c == '\t'; }
inline bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool IsLatin(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Han characters from `at` on, up to `limit`.
inline uint32_t HanRun(std::string_view text, size_t at, uint32_t limit) {
  uint32_t count = 0;
  for (; at < text.size() && count < limit && IsHan(CodePointAt(text, at)); ++count) {
    at += CharSize(text[at]);
  }
  return count;
}

// `at` behind the blanks that begin there.
inline size_t SkipBlanks(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

// Calls `visit(c, at)` for each character; stops when it returns false.
template <typename Visit>
void ForEachChar(std::string_view text, Visit visit) {
  for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
    if (!visit(CodePointAt(text, at), at)) return;
  }
}

// The same for those that may be marks, and no other; of Han no more than the first byte is read.
template <typename Visit>
void ForEachMark(std::string_view text, Visit visit) {
  for (size_t at = 0; at < text.size();) {
    if (LeadsHan(text[at])) {
      at += 3;
      continue;
    }
    const char32_t c = CodePointAt(text, at);
    if (MayBeMark(c) && !visit(c, at)) return;
    at += CharSize(text[at]);
  }
}

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_GLYPHS_H_
