// One character as the normaliser sees it: folded to the form that the normalised text uses, and
// the class that decides what becomes of the white space and punctuation beside it.
#ifndef QUSHU_COMMON_TEXT_GLYPH_H_
#define QUSHU_COMMON_TEXT_GLYPH_H_

#include <cstdint>
#include <string_view>

#include "common/base/utf8.h"

namespace qushu {

enum class GlyphClass : uint8_t {
  kEnd,        // of a line or of the text; form feed and the other line separators are line ends
  kInvisible,  // becomes nothing
  kSpace,      // one narrow space
  kWide,       // a tab or a space as wide as a Han character: separates columns, indents
  kHan,
  kDigit,
  kSign,     // that belongs to the number before it: % ℃
  kChinese,  // punctuation that only Chinese has: 。、《》
  kNeutral,  // punctuation that both have, in either form, and quotes: , ， : “
  kOther,    // letters, symbols
};

struct Glyph {
  char32_t c = 0;     // folded; 0 at the end of the text
  uint32_t size = 0;  // bytes in the source
  GlyphClass cls = GlyphClass::kEnd;
};

// `c` in the form that the normalised text uses: full-width `％` becomes `%`, the radical `⼈` the
// character `人`. `，；：！？（）` stay.
char32_t Fold(char32_t c);

// The class of a folded character. Line ends are kEnd.
GlyphClass Classify(char32_t c);

// The Chinese form of `,;:!?()`, or 0; and back.
char32_t ToChinese(char32_t c);
char32_t ToAscii(char32_t c);

// The character at `position`; the end of the text is one too.
inline Glyph GlyphAt(std::string_view text, size_t position) {
  if (position >= text.size()) return {};
  const char32_t c = Fold(CodePointAt(text, position));
  return {c, CharSize(text[position]), Classify(c)};
}

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_GLYPH_H_
