#include "common/layout/signature.h"

#include "common/gazetteer/gazetteer.h"
#include "common/layout/glyphs.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

constexpr size_t kLongest = 150;  // bytes

// What a report is taken from: `摘自《某县志》`.
size_t TakenFrom(std::string_view text) {
  for (std::string_view word : {"摘自《", "选自《", "摘自", "选自", "原载《", "据《", "载《"}) {
    if (text.starts_with(word)) return word.size();
  }
  return 0;
}

bool IsBook(std::string_view text) {
  for (std::string_view word : {"县志", "区志", "市志", "州志", "志", "年鉴", "日报", "报"}) {
    if (text.starts_with(word)) return true;
  }
  return false;
}

// The last name of the run that begins at `at`, if an office or a book follows it.
std::optional<Span> NameAt(std::string_view text, size_t at, bool book,
                           const Gazetteer& gazetteer) {
  const LayoutWords& words = LayoutWords::Get();
  Span name;
  size_t p = at;
  for (NameMatch match = gazetteer.MatchAt(text, p); match.size > 0;
       match = gazetteer.MatchAt(text, p)) {
    const Level level = gazetteer[match.divisions[0]].level;
    if (level == Level::kForeign || level == Level::kCountry) break;
    name = {static_cast<uint32_t>(p), static_cast<uint32_t>(p + match.size)};
    p += match.size;
  }
  if (name.empty()) return std::nullopt;
  const std::string_view rest = text.substr(p);
  if (book ? IsBook(rest) : words.Begins(WordClass::kOffice, rest) > 0) return name;
  // 利川县志 is of the county, though its name ends within the match.
  return std::nullopt;
}

}  // namespace

std::optional<Signature> ReadSignature(std::string_view text, Span block,
                                       const Gazetteer& gazetteer) {
  while (block.end > block.begin && IsBlank(text[block.end - 1])) --block.end;
  uint32_t begin = block.begin;
  uint32_t end = block.end;
  if (block.empty()) return std::nullopt;
  Signature signature;
  const uint32_t last = PreviousChar(text, end);
  const char32_t close = CodePointAt(text, last);
  if (close == U'）' || close == ')') {
    uint32_t open = last;
    while (open > block.begin && last - open < kLongest) {
      open = PreviousChar(text, open);
      const char32_t c = CodePointAt(text, open);
      if (c == U'（' || c == '(') break;
    }
    const char32_t c = CodePointAt(text, open);
    if (c != U'（' && c != '(') return std::nullopt;
    signature.alone = open == block.begin;
    begin = open + CharSize(text[open]);
    end = last;
  } else if (end - begin > kLongest) {
    return std::nullopt;
  } else {
    signature.alone = true;
    const std::string_view view = Slice(text, block);
    const size_t label = LayoutWords::Get().Begins(WordClass::kSource, view);
    if (label == 0 && !view.starts_with("—") && !view.starts_with("供稿")) return std::nullopt;
  }
  while (begin < end && IsIn(CodePointAt(text, begin), U"—-– ")) begin += CharSize(text[begin]);
  const std::string_view view = text.substr(0, end);
  const size_t taken = TakenFrom(view.substr(begin));
  if (taken > 0) {
    if (auto name = NameAt(view, begin + taken, true, gazetteer)) {
      signature.name = *name;
      return signature;
    }
    return std::nullopt;
  }
  for (size_t at = begin; at < end; at += CharSize(text[at])) {
    const char32_t c = CodePointAt(text, at);
    if (IsIn(c, U"。！？；，“”")) return std::nullopt;
    if (auto name = NameAt(view, at, false, gazetteer)) {
      signature.name = *name;
      return signature;
    }
  }
  return std::nullopt;
}

}  // namespace qushu
