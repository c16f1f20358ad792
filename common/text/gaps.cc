#include "common/text/gaps.h"

namespace qushu {
namespace {

using enum GlyphClass;

bool IsOneOf(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

bool NoSpaceAfter(char32_t c) { return IsOneOf(c, U"，、；：（《〈【「『〔“‘"); }
bool NoSpaceBefore(char32_t c) { return IsOneOf(c, U"，、；：。！？…（）》〉】」』〕”’"); }

bool IsBoundary(GlyphClass cls) {
  return cls == kEnd || cls == kSpace || cls == kWide || cls == kNeutral || cls == kChinese;
}

}  // namespace

void Gap::Add(const Glyph& space) {
  bytes += space.size;
  ideographic = ++spaces == 1 && space.c == 0x3000;
  tab = tab || space.c == '\t';
  wide = wide || space.cls == kWide || spaces > 1;
}

char GapRules::Decide(const Gap& gap, char32_t right, size_t at) {
  const bool wide = gap.wide;
  const std::string& text = written_;
  if (right == 0) return 0;
  if (text.empty() || text.back() == '\n') return wide ? '\t' : 0;
  const char32_t left = CodePointBefore(text, text.size());
  if (NoSpaceAfter(left) || NoSpaceBefore(right)) return 0;
  if (IsOneOf(left, U"。！？…")) return wide ? '\t' : ' ';
  const GlyphClass a = Classify(left);
  const GlyphClass b = Classify(right);
  if (a == kHan && b == kHan) {
    const bool lone = LeftIsLone();
    spread_ = lone ? spread_ + 1 : 0;
    if (!lone || !IsLone(at)) return gap.tab ? '\t' : ' ';
    return wide && !gap.ideographic ? '\t' : 0;
  }
  const bool left_number = a == kDigit || a == kSign;
  const bool right_number = b == kDigit || b == kSign;
  if (a == kDigit && b == kDigit) {
    if (wide) return '\t';
    return InDigitGroups(at) || InSpreadNumber(at) ? 0 : ' ';
  }
  if (a == kHan && right_number) spread_ = LeftIsLone() ? spread_ + 1 : 0;
  if ((left_number && b == kHan) || (a == kHan && right_number) || (a == kDigit && b == kSign)) {
    return wide ? '\t' : 0;
  }
  return gap.tab || (wide && (left_number || right_number)) ? '\t' : ' ';
}

// Whether the character written last stands alone between spaces or punctuation.
bool GapRules::LeftIsLone() const {
  const std::string& text = written_;
  const size_t begin = PreviousChar(text, text.size());
  return begin <= word_ || IsBoundary(Classify(CodePointBefore(text, begin)));
}

// The same of the one at `at` in the source.
bool GapRules::IsLone(size_t at) const {
  at += chars_.At(at).size;
  Glyph next = chars_.At(at);
  while (next.cls == kInvisible) {
    at += next.size;
    next = chars_.At(at);
  }
  return IsBoundary(next.cls);
}

// Whether the gap before `at` is one inside a number grouped by spaces: `1 080人`. One to three
// digits, groups of exactly three, then Han or a sign; else it may be a row of a table.
bool GapRules::InDigitGroups(size_t at) {
  if (at < groups_end_) return true;
  const std::string& text = written_;
  size_t begin = text.size();
  while (begin > 0 && text.size() - begin < 4 && text[begin - 1] >= '0' && text[begin - 1] <= '9') {
    --begin;
  }
  if (text.size() - begin > 3) return false;
  const char before = begin > 0 ? text[begin - 1] : '\n';
  if (before == '.' || before == ',' || before == ' ' || before == '\t' || before == '-' ||
      before == ':' || before == '/') {
    return false;
  }
  for (int groups = 0; groups < 5; ++groups) {
    int digits = 0;
    Glyph glyph = chars_.At(at);
    for (; glyph.cls == kDigit || glyph.cls == kInvisible; glyph = chars_.At(at)) {
      digits += glyph.cls == kDigit;
      if (digits > 3) return false;
      at += glyph.size;
    }
    if (digits != 3) return false;
    const size_t end = at;
    int spaces = 0;
    for (; glyph.cls == kSpace || glyph.cls == kInvisible; glyph = chars_.At(at)) {
      spaces += glyph.cls == kSpace;
      if (spaces > 8) return false;
      at += glyph.size;
    }
    if (glyph.cls == kHan || glyph.cls == kSign) {
      groups_end_ = end;
      return true;
    }
    if (spaces != 1 || glyph.cls != kDigit) return false;
  }
  return false;
}

// Whether the gap before `at` is one inside a number in a text that is printed with a space
// between all its characters: `新 增 1 2 例`.
bool GapRules::InSpreadNumber(size_t at) const {
  if (spread_ < 2 || written_.size() - word_ != 1) return false;
  // Its first digit stands behind a Han character, not behind a space that was kept.
  if (word_ == 0 || written_[word_ - 1] == ' ' || written_[word_ - 1] == '\t') return false;
  for (int digits = 0; digits < 16; ++digits) {
    if (!IsLone(at)) return false;
    if (chars_.At(at).cls == kHan) return true;
    if (chars_.At(at).cls != kDigit) return false;
    at += chars_.At(at).size;
    int spaces = 0;
    for (Glyph glyph = chars_.At(at); glyph.cls == kSpace || glyph.cls == kInvisible;
         glyph = chars_.At(at)) {
      spaces += glyph.cls == kSpace;
      if (spaces > 8) return false;
      at += glyph.size;
    }
  }
  return false;
}

}  // namespace qushu
