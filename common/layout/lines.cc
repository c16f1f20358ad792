#include "common/layout/lines.h"

#include <algorithm>
#include <array>

#include "common/layout/glyphs.h"

namespace qushu {
namespace {

constexpr uint32_t kWidest = 400;  // widths above are not those of a wrapped text

Line Describe(std::string_view text, Span span) {
  Line line;
  line.span = span;
  const std::string_view view = Slice(text, span);
  for (size_t at = 0; at < view.size(); at += CharSize(view[at])) {
    ++line.glyphs;
    if (LeadsHan(view[at])) {
      line.columns += 2;
      continue;
    }
    const char32_t c = CodePointAt(view, at);
    line.marks += MayBeMark(c) && IsIn(c, U"，。、；：！？");
    // Pages that print `,` for `，` count one column for it.
    line.columns += c >= 0x1100 && !(c >= 0x2010 && c <= 0x2027) ? 2 : 1;
  }
  line.first = CodePointAt(view, 0);
  line.last = CodePointBefore(view, view.size());
  line.marker = MarkerOf(view).size;
  line.closed = EndsSentence(view);
  return line;
}

struct Fit {
  uint32_t width = 0;
  uint32_t full = 0;
};

// The width that most lines have and hardly any exceeds; 0 if there is no such width.
Fit BestWidth(const std::vector<Line>& lines, Wrap::Measure measure, uint32_t narrowest) {
  std::array<uint32_t, kWidest + 1> counts{};
  std::array<uint32_t, kWidest + 1> open{};    // of these, not the end of a sentence
  std::array<uint32_t, kWidest + 1> marked{};  // of these, with punctuation: prose
  uint32_t total = 0;
  for (const Line& line : lines) {
    if (line.kind != LineKind::kText || line.glyphs < 4) continue;
    const uint32_t size = Wrap::SizeOf(line, measure);
    const uint32_t slot = std::min(size, kWidest);
    ++total;
    ++counts[slot];
    open[slot] += !line.closed;
    marked[slot] += line.marks > 0;
  }
  if (total < 4) return {};
  Fit best;
  uint32_t wider = counts[kWidest];
  for (uint32_t width = kWidest - 1; width >= narrowest; wider += counts[width--]) {
    if (wider * 20 > total) break;
    uint32_t full = 0;
    uint32_t full_open = 0;
    uint32_t full_marked = 0;
    for (uint32_t w = width; w + 3 >= width; --w) {
      full += counts[w];
      full_open += open[w];
      full_marked += marked[w];
    }
    if (full < 3 || full * 100 < total * 45) continue;
    if (full_open * 100 < full * 60 || full_marked * 100 < full * 40) continue;
    if (full > best.full) best = {width, full};
  }
  return best;
}

}  // namespace

std::vector<Line> SplitLines(std::string_view text) {
  std::vector<Line> lines;
  uint32_t blanks = 0;
  size_t line_end = std::min(text.find('\n'), text.size());
  for (size_t at = 0; at < text.size();) {
    if (line_end < at) line_end = std::min(text.find('\n', at), text.size());
    size_t end = line_end;
    for (size_t tab = at; (tab = text.substr(0, end).find('\t', tab)) != text.npos; ++tab) {
      if (tab > at && EndsSentence(text.substr(at, tab - at))) end = tab;
    }
    size_t begin = at;
    while (begin < end && IsBlank(text[begin])) ++begin;
    size_t last = end;
    while (last > begin && IsBlank(text[last - 1])) --last;
    if (begin == last) {
      ++blanks;
    } else {
      Line line = Describe(text, {static_cast<uint32_t>(begin), static_cast<uint32_t>(last)});
      line.indented = text[at] == '\t' || (at > 0 && text[at - 1] == '\t');
      line.blanks = blanks;
      blanks = 0;
      lines.push_back(line);
    }
    at = end + 1;
  }
  return lines;
}

Marker MarkerOf(std::string_view line) {
  if (line.empty()) return {};
  const auto is_numeral = [](char32_t c) { return IsIn(c, U"一二三四五六七八九十百零〇"); };
  size_t at = 0;
  auto next = [&]() -> char32_t { return at < line.size() ? CodePointAt(line, at) : 0; };
  auto step = [&] { at += CharSize(line[at]); };
  const char32_t first = next();
  const bool bracket = first == U'（' || first == '(';
  if (bracket) step();
  size_t count = 0;
  const bool digits = IsDigit(next());
  while (count < 4 && at < line.size() && (digits ? IsDigit(next()) : is_numeral(next()))) {
    step();
    ++count;
  }
  if (count > 0 && count < 4) {
    const char32_t sign = next();
    if (bracket) {
      if (sign != U'）' && sign != ')') return {};
      step();
      return {static_cast<uint32_t>(at), digits ? U'⑴' : U'（'};
    }
    if (sign == U'、' || (digits && sign == '.') || sign == U'）' || sign == ')') {
      step();
      if (sign == '.' && IsDigit(next())) return {};  // 2.5
      return {static_cast<uint32_t>(at), digits ? U'1' : U'、'};
    }
    return {};
  }
  if (count > 0 || bracket) return {};
  if ((first >= 0x2460 && first <= 0x249B) || (first >= 0x2776 && first <= 0x2793)) {
    return {CharSize(line[0]), U'①'};
  }
  if (IsIn(first, U"●◆■★○□◇☆◎※►▶➤▪•")) return {CharSize(line[0]), first};
  if (first == U'第') {
    step();
    for (count = 0; count < 4 && (IsDigit(next()) || is_numeral(next())); ++count) step();
    const char32_t unit = next();
    if (count > 0 && IsIn(unit, U"章节条编篇")) {
      step();
      return {static_cast<uint32_t>(at), unit};
    }
  }
  return {};
}

bool EndsSentence(std::string_view text) {
  size_t at = text.size();
  for (int closers = 0; at > 0 && closers < 8; ++closers) {
    const size_t before = PreviousChar(text, at);
    const char32_t c = CodePointAt(text, before);
    if (!IsCloser(c)) return IsStop(c) || c == U'…';
    at = before;
  }
  return false;
}

std::optional<Wrap> FindWrap(const std::vector<Line>& lines) {
  const Fit glyphs = BestWidth(lines, Wrap::Measure::kGlyphs, 12);
  const Fit columns = BestWidth(lines, Wrap::Measure::kColumns, 24);
  if (glyphs.width == 0 && columns.width == 0) return std::nullopt;
  Wrap wrap;
  const bool by_columns = columns.full > glyphs.full;
  wrap.measure = by_columns ? Wrap::Measure::kColumns : Wrap::Measure::kGlyphs;
  wrap.width = by_columns ? columns.width : glyphs.width;
  uint32_t indented = 0;
  uint32_t apart = 0;
  uint32_t close = 0;
  for (const Line& line : lines) {
    if (line.kind != LineKind::kText) continue;
    indented += line.indented;
    (line.blanks > 0 ? apart : close) += 1;
  }
  const uint32_t total = apart + close;
  wrap.by_indent = indented >= 2 && indented * 10 < total * 8;
  wrap.by_blank = apart >= 2 && close * 10 > total * 3;
  return wrap;
}

}  // namespace qushu
