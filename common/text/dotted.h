// Texts whose full stops are dots: `全市新增3例.` Old encodings and hasty typists leave `。` out.
#ifndef QUSHU_COMMON_TEXT_DOTTED_H_
#define QUSHU_COMMON_TEXT_DOTTED_H_

#include <cstddef>
#include <string_view>

#include "common/text/glyph.h"

namespace qushu {

// A text that is read character by character, its dots as what they stand for. They are full stops
// if it has no `。`, and a line of it ends in a dot behind Chinese; such a dot, `.` or `．`, is
// `。`, and `、` behind the Chinese numeral that a line begins with: `一.概况`. 2.5 and v1.2 have
// none.
class DottedText {
 public:
  // `text` must outlive it.
  explicit DottedText(std::string_view text);

  // The character at `at`, as GlyphAt() reads it but for the dots.
  Glyph At(size_t at) const {
    return stops_ && at < text_.size() && StopsAt(at) ? Stop(at) : GlyphAt(text_, at);
  }
  // The first full stop that is a `.` from `at` to `end`; `end` if there is none.
  size_t NextStop(size_t at, size_t end) const;

 private:
  bool StopsAt(size_t at) const;
  Glyph Stop(size_t at) const;
  bool EndsListNumber(size_t at) const;

  std::string_view text_;
  bool stops_ = false;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_DOTTED_H_
