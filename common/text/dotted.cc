#include "common/text/dotted.h"

#include "common/base/utf8.h"

namespace qushu {
namespace {

using enum GlyphClass;

constexpr std::string_view kWideDot = "\uFF0E";

bool IsBlank(GlyphClass cls) { return cls == kSpace || cls == kWide || cls == kInvisible; }

// The size of the dot at `at`; 0 if there is none.
uint32_t DotAt(std::string_view text, size_t at) {
  if (text[at] == '.') return 1;
  return text.substr(at).starts_with(kWideDot) ? kWideDot.size() : 0;
}

// Whether a sentence can end behind `before`, white space aside.
bool EndsClause(std::string_view before) {
  while (!before.empty()) {
    const char32_t c = Fold(CodePointBefore(before, before.size()));
    if (!IsBlank(Classify(c))) return IsHan(c) || IsIn(c, U")）”\"」』》%℃");
    before = before.substr(0, PreviousChar(before, before.size()));
  }
  return false;
}

// Whether nothing that can be seen stands between `at` and the end of its line.
bool EndsLine(std::string_view text, size_t at) {
  Glyph glyph = GlyphAt(text, at);
  while (IsBlank(glyph.cls)) {
    at += glyph.size;
    glyph = GlyphAt(text, at);
  }
  return glyph.cls == kEnd;
}

// Whether a line ends in the dot, behind Chinese.
bool EndsALine(std::string_view text, std::string_view dot) {
  for (size_t at = text.find(dot); at != text.npos; at = text.find(dot, at + dot.size())) {
    if (EndsLine(text, at + dot.size()) && EndsClause(text.substr(0, at))) return true;
  }
  return false;
}

}  // namespace

DottedText::DottedText(std::string_view text)
    : text_(text),
      stops_(text.find("。") == text.npos && (EndsALine(text, ".") || EndsALine(text, kWideDot))) {}

size_t DottedText::NextStop(size_t at, size_t end) const {
  if (!stops_) return end;
  for (; at < end; ++at) {
    if (text_[at] == '.' && StopsAt(at)) return at;
  }
  return end;
}

bool DottedText::StopsAt(size_t at) const {
  const uint32_t dot = DotAt(text_, at);
  return dot > 0 && EndsClause(text_.substr(0, at)) &&
         (at + dot == text_.size() || DotAt(text_, at + dot) == 0);
}

Glyph DottedText::Stop(size_t at) const {
  return {EndsListNumber(at) ? U'、' : U'。', DotAt(text_, at), kChinese};
}

// Whether what stands before `at` in its line is a Chinese numeral.
bool DottedText::EndsListNumber(size_t at) const {
  constexpr int kLongest = 3;  // 二十三
  int digits = 0;
  while (at > 0) {
    const size_t before = PreviousChar(text_, at);
    const char32_t c = Fold(CodePointAt(text_, before));
    const GlyphClass cls = Classify(c);
    if (cls == kEnd) break;
    if (!IsBlank(cls) && (++digits > kLongest || !IsIn(c, U"一二三四五六七八九十"))) return false;
    at = before;
  }
  return digits > 0;
}

}  // namespace qushu
