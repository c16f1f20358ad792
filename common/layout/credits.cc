#include "common/layout/credits.h"

#include <algorithm>

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

// Behind a word with a digit, or a label with a colon and what stands behind it; `at` if there is
// neither.
size_t SkipLabel(std::string_view text, size_t at) {
  size_t end = at;
  bool digit = false;
  bool colon = false;
  while (end < text.size() && !IsBlank(text[end])) {
    const char32_t c = CodePointAt(text, end);
    digit = digit || IsDigit(c);
    colon = colon || ((c == U'：' || c == '/') && end > at && end - at <= 18);
    if (IsIn(c, U"，。；！？“”")) return at;
    end += CharSize(text[end]);
    if (end - at > 90) return at;
  }
  const std::string_view word = text.substr(at, end - at);
  for (std::string_view beginning : {"星期", "农历", "第"}) {
    if (word.starts_with(beginning)) return end;
  }
  return (digit && end - at <= 36) || colon ? end : at;
}

// Whether who took this part wrote or photographed, and did not edit.
bool IsReporter(std::string_view role) {
  for (std::string_view word : {"记者", "通讯员", "作者", "文", "图", "撰", "摄", "实习生", "供"}) {
    if (role.find(word) != role.npos) return true;
  }
  return false;
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
    const size_t role_size = words.Begins(WordClass::kCredit, view.substr(at));
    if (role_size == 0) {
      // Something else of a masthead: `第04版`, `新闻热线：……`, a role that is not in the table.
      const size_t skipped = SkipLabel(view, at);
      if (skipped == at) return {};
      at = skipped;
      continue;
    }
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
      // `新闻热线：` behind the names is a label.
      if (name == 0 || (at + name < span.end && CodePointAt(view, at + name) == U'：')) break;
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
  bool reporters = false;  // somebody's part is named, and it is a reporter's
  bool surnames = true;
  size_t at = inner.begin;
  while (at < inner.end) {
    const char32_t c = CodePointAt(view, at);
    if (IsBlank(c) || IsIn(c, U"、，；")) {
      at += CharSize(view[at]);
      continue;
    }
    const std::string_view rest = view.substr(at);
    const size_t done = words.Begins(WordClass::kByline, rest);
    if (done > 0 && done == rest.size() && !byline.people.empty()) {
      byline.role = {static_cast<uint32_t>(at), inner.end};
      return byline;
    }
    // 记者 王一, 文/王一
    const size_t part = std::max(words.Begins(WordClass::kCredit, rest), done);
    if (part > 0 && part < rest.size()) {
      const bool sign = IsIn(CodePointAt(rest, part), U"/：|");
      const size_t name = SkipBlanks(view, at + part + (sign ? CharSize(rest[part]) : 0));
      const bool credit = words.Begins(WordClass::kCredit, rest) == part;
      if (NameSize(view, name, inner.end) > 0 && (sign || credit)) {
        if (!IsReporter(rest.substr(0, part))) return std::nullopt;
        reporters = true;
        at = name;
      }
    }
    const uint32_t name = NameSize(view, at, inner.end);
    if (name == 0 || byline.people.size() == 8) return std::nullopt;
    surnames = surnames && name <= 9 && words.Begins(WordClass::kSurname, view.substr(at)) > 0;
    byline.people.push_back({static_cast<uint32_t>(at), static_cast<uint32_t>(at + name)});
    at += name;
  }
  // Names in brackets and nothing else: （韩一）
  const bool bracketed = inner != span && surnames && byline.people.size() <= 3;
  if (byline.people.empty() || !(reporters || bracketed)) return std::nullopt;
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
