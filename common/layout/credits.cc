#include "common/layout/credits.h"

#include "common/layout/glyphs.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

constexpr uint32_t kLongestCredits = 600;  // bytes
constexpr uint32_t kLongestByline = 120;

// Without brackets around all of it.
Span Unwrapped(std::string_view text, Span span) {
  while (span.begin < span.end && IsBlank(text[span.begin])) ++span.begin;
  while (span.end > span.begin && IsBlank(text[span.end - 1])) --span.end;
  if (span.empty()) return span;
  const char32_t first = CodePointAt(text, span.begin);
  const uint32_t last = PreviousChar(text, span.end);
  const char32_t c = CodePointAt(text, last);
  if ((first == U'（' && c == U'）') || (first == '(' && c == ')') ||
      (first == U'【' && c == U'】')) {
    return {span.begin + CharSize(text[span.begin]), last};
  }
  return span;
}

// A person's name at `at`: two to four Han characters, or with · in it; 0 bytes if none is there.
uint32_t NameSize(std::string_view text, size_t at, size_t end) {
  size_t p = at;
  int han = 0;
  bool dotted = false;
  while (p < end) {
    const char32_t c = CodePointAt(text, p);
    if (c == U'·') {
      dotted = true;
    } else if (IsHan(c)) {
      ++han;
    } else {
      break;
    }
    p += CharSize(text[p]);
  }
  return han >= 2 && han <= (dotted ? 12 : 4) ? p - at : 0;
}

bool IsSeparator(char32_t c) { return IsBlank(c) || IsIn(c, U"、，,；;/|丨·"); }

}  // namespace

std::vector<PrintedCredit> ReadCredits(std::string_view text, Span span) {
  std::vector<PrintedCredit> credits;
  span = Unwrapped(text, span);
  if (span.empty() || span.size() > kLongestCredits) return credits;
  const LayoutWords& words = LayoutWords::Get();
  const std::string_view view = text.substr(0, span.end);
  size_t at = span.begin;
  while (at < span.end) {
    if (IsSeparator(CodePointAt(view, at)) || IsIn(CodePointAt(view, at), U"（）【】")) {
      at += CharSize(view[at]);
      continue;
    }
    // A name behind a role may begin as a role does (编辑 摄影), but a colon says which it is.
    const size_t role_size = words.Begins(WordClass::kCredit, view.substr(at));
    if (role_size == 0) return {};
    const Span role{static_cast<uint32_t>(at), static_cast<uint32_t>(at + role_size)};
    at = SkipBlanks(view, role.end);
    if (at < span.end && IsIn(CodePointAt(view, at), U"：:|丨/")) at += CharSize(view[at]);
    size_t names = 0;
    while (at < span.end) {
      const char32_t c = CodePointAt(view, at);
      if (IsSeparator(c)) {
        at += CharSize(view[at]);
        continue;
      }
      if (words.Begins(WordClass::kCredit, view.substr(at)) > 0) break;
      const uint32_t name = NameSize(view, at, span.end);
      if (name == 0) break;
      credits.push_back({role, {static_cast<uint32_t>(at), static_cast<uint32_t>(at + name)}});
      at += name;
      ++names;
    }
    if (names == 0) return {};
  }
  return credits;
}

bool IsSourceLine(std::string_view line) {
  const size_t size = LayoutWords::Get().Begins(WordClass::kSource, line);
  if (size == 0 || line.size() > 200) return false;
  const size_t at = SkipBlanks(line, size);
  return at < line.size() && IsIn(CodePointAt(line, at), U"：:|丨");
}

std::optional<Byline> ReadByline(std::string_view text, Span span) {
  Byline byline;
  while (span.begin < span.end && IsBlank(text[span.begin])) ++span.begin;
  while (span.end > span.begin && IsBlank(text[span.end - 1])) --span.end;
  byline.span = span;
  if (span.empty() || span.size() > kLongestByline) return std::nullopt;
  const LayoutWords& words = LayoutWords::Get();
  const Span inner = Unwrapped(text, span);
  const std::string_view view = text.substr(0, inner.end);
  size_t at = inner.begin;
  while (at < inner.end) {
    const char32_t c = CodePointAt(view, at);
    if (IsBlank(c) || c == U'、') {
      at += CharSize(view[at]);
      continue;
    }
    const std::string_view rest = view.substr(at);
    const size_t role = words.Begins(WordClass::kByline, rest);
    if (role > 0 && role == rest.size() && !byline.people.empty()) {
      byline.role = {static_cast<uint32_t>(at), inner.end};
      return byline;
    }
    const uint32_t name = NameSize(view, at, inner.end);
    if (name == 0 || byline.people.size() == 8) break;
    byline.people.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(at + name)});
    at += name;
  }
  byline.people.clear();
  for (const PrintedCredit& credit : ReadCredits(text, span)) {
    const std::string_view role = Slice(text, credit.role);
    if (role.find("记者") == role.npos && role.find("通讯员") == role.npos && role != "作者" &&
        role != "文字" && role != "撰文" && role != "撰稿") {
      continue;
    }
    byline.people.push_back(credit.person);
  }
  if (byline.people.empty()) return std::nullopt;
  return byline;
}

std::optional<Byline> BylineBehind(std::string_view text, Span block) {
  uint32_t at = block.end;
  const uint32_t farthest =
      block.size() > kLongestByline ? block.end - kLongestByline : block.begin;
  while (at > farthest) {
    const uint32_t before = PreviousChar(text, at);
    const char32_t c = CodePointAt(text, before);
    // `）` closes a byline in brackets; the other closers belong to the sentence.
    if (IsStop(c) || c == U'…' || c == U'”' || c == U'’') break;
    at = before;
  }
  if (at <= farthest || at == block.end) return std::nullopt;
  if (CodePointAt(text, at) == U'）') at += CharSize(text[at]);
  const size_t begin = SkipBlanks(text.substr(0, block.end), at);
  if (begin >= block.end) return std::nullopt;
  const char32_t first = CodePointAt(text, begin);
  if (begin == at && first != U'（' && first != '(') return std::nullopt;
  return ReadByline(text, {static_cast<uint32_t>(begin), block.end});
}

}  // namespace qushu
