#include "common/layout/join.h"

#include <optional>

#include "common/layout/credits.h"
#include "common/layout/glyphs.h"
#include "common/layout/heads.h"

namespace qushu {
namespace {

constexpr uint32_t kLongestHeading = 40;  // characters of a line that may be one
constexpr uint32_t kFewestOfProse = 12;

// What the lines of a paragraph so far leave open.
struct Paragraph {
  uint32_t glyphs = 0;
  uint32_t marks = 0;
  bool stopped = false;  // a sentence has ended in it: it is no heading
  int quotes = 0;        // “ ‘ open
  int brackets = 0;      // （《【 open

  void Add(std::string_view text, const Line& line) {
    glyphs += line.glyphs;
    marks += line.marks;
    ForEachMark(Slice(text, line.span), [&](char32_t c, size_t) {
      stopped = stopped || c == U'。' || c == U'；';
      if (IsIn(c, U"“‘「『")) ++quotes;
      if (IsIn(c, U"”’」』") && quotes > 0) --quotes;
      if (IsIn(c, U"（《【〔")) ++brackets;
      if (IsIn(c, U"）》】〕") && brackets > 0) --brackets;
      return true;
    });
  }
};

class Joiner {
 public:
  Joiner(std::string_view text, const std::vector<Line>& lines) : text_(text), lines_(lines) {
    wrap_ = FindWrap(lines);
    size_t indented = 0;
    size_t cuts = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
      indented += lines[i].indented;
      if (i + 1 == lines.size() || lines[i].kind != LineKind::kText) continue;
      // Neither a heading nor an item of a list.
      const bool prose = (lines[i].glyphs > kLongestHeading && lines[i].marks > 0) ||
                         Slice(text, lines[i].span).find("。") != std::string_view::npos;
      const bool open = IsIn(lines[i].last, U"，、") || CannotBegin(lines[i + 1].first) ||
                        (prose && !lines[i].closed && !EndsWithCredit(lines[i]));
      cuts += open && lines[i + 1].kind == LineKind::kText;
    }
    ignore_indents_ = indented * 10 > lines.size() * 8;
    columns_ = cuts >= 2;
  }

  std::vector<LineGroup> Run() {
    std::vector<LineGroup> groups;
    Paragraph paragraph;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (!groups.empty() && Joins(paragraph, lines_[groups.back().first], i)) {
        groups.back().end = i + 1;
      } else {
        groups.push_back({i, i + 1});
        paragraph = {};
      }
      paragraph.Add(text_, lines_[i]);
    }
    return groups;
  }

 private:
  static bool CannotBegin(char32_t c) {
    return IsIn(c, U"，。、；：！？!?,;:”’）》】」』〕)…%‰℃～~");
  }

  // Whether the first quote or bracket in line `i` is one that closes; none at all leaves it open.
  bool ClosesIn(size_t i) const {
    bool closes = true;
    ForEachMark(Slice(text_, lines_[i].span), [&](char32_t c, size_t) {
      if (IsIn(c, U"“（")) closes = false;
      return !IsIn(c, U"“（”）");
    });
    return closes;
  }

  bool JoinsAtStop(const Line& a, const Line& b) const {
    if (!wrap_ || !wrap_->IsFull(a)) return false;
    if (wrap_->by_indent) return !b.indented && b.blanks == 0;
    return wrap_->by_blank && b.blanks == 0;
  }

  // Whether line `i` goes on with the paragraph that the line before it is the end of.
  bool Joins(const Paragraph& paragraph, const Line& first, size_t i) const {
    const Line& a = lines_[i - 1];
    const Line& b = lines_[i];
    if (b.kind != LineKind::kText || b.marker > 0) return false;
    if (b.indented && !ignore_indents_) return false;
    if (a.kind == LineKind::kHeading) {
      return b.glyphs <= kLongestHeading && !b.closed && IsIn(a.last, U"，、");
    }
    if (a.kind != LineKind::kText && a.kind != LineKind::kCaption) return false;
    if (CannotBegin(b.first)) return true;
    if (a.closed || EndsWithCredit(a)) return JoinsAtStop(a, b);
    if (IsIn(a.last, U"，、“‘（《「『【")) return true;
    // A heading as long as a line, set apart as paragraphs are.
    const bool apart = wrap_ && wrap_->by_blank && b.blanks > 0 && paragraph.marks == 0;
    const bool wrapped_full = wrap_ && wrap_->IsFull(a) && !apart;
    if ((paragraph.quotes > 0 || paragraph.brackets > 0) && ClosesIn(i)) return true;
    if (a.last == U'：')
      return wrapped_full || (columns_ && paragraph.glyphs > 60 && !Announces(a));
    if (wrapped_full) return true;
    if (wrap_ && IsShort(a)) return false;
    if (a.last == U'；') return true;
    const bool prose = paragraph.marks > 0 && paragraph.glyphs >= kFewestOfProse;
    if (prose && EndsWithNumber(a)) return true;
    if (prose && BeginsWithQuantity(b) && i >= 2 && !IsSlogan(Slice(text_, a.span))) return true;
    if (IsLatin(a.last) && IsLatin(b.first) && b.marks > 0) return a.glyphs >= kFewestOfProse;
    if (paragraph.stopped || paragraph.glyphs > kLongestHeading) return !IsList(a);
    if (IsIn(a.last, U"的和与在对将把被从向为以及或之")) return a.glyphs >= 6;
    if (IsIn(b.first, U"的了着们")) return true;
    // A short line with a comma: a heading, or a paragraph cut after its first words.
    if (!prose || !columns_ || first.marker > 0 || i < 2) return false;
    return HasComma(a) && !IsSlogan(Slice(text_, a.span)) && lines_[i - 2].closed;
  }

  bool IsShort(const Line& line) const { return wrap_->SizeOf(line) * 10 < wrap_->width * 7; }

  // A number whose unit, or whose other half, is on the next line: `……3.26万`, `……1`.
  bool EndsWithNumber(const Line& line) const {
    uint32_t at = line.span.end;
    while (at > line.span.begin && IsIn(CodePointBefore(text_, at), U"万亿千百")) {
      at = PreviousChar(text_, at);
    }
    return at > line.span.begin && IsDigit(text_[at - 1]);
  }

  // A number that is no date: what it counts stands before the break.
  bool BeginsWithQuantity(const Line& line) const {
    if (!IsDigit(line.first) || line.marks == 0) return false;
    uint32_t at = line.span.begin;
    while (at < line.span.end && (IsDigit(text_[at]) || text_[at] == '.' || text_[at] == ',')) ++at;
    return at < line.span.end && !IsIn(CodePointAt(text_, at), U"年月日时:-—~");
  }

  bool HasComma(const Line& line) const {
    return Slice(text_, line.span).find("，") != std::string_view::npos;
  }

  // Many words with blanks between them and no punctuation.
  bool IsList(const Line& line) const {
    if (line.marks > 0) return false;
    uint32_t blanks = 0;
    for (char c : Slice(text_, line.span)) blanks += IsBlank(c);
    return blanks * 8 > line.glyphs;
  }

  // `……。（记者王一）`, `……。 王一 文/图`
  bool EndsWithCredit(const Line& line) const {
    if (BylineBehind(text_, line.span)) return true;
    if (line.last != U'）' && line.last != ')') return false;
    const std::string_view view = Slice(text_, line.span);
    const size_t open = view.rfind("（");
    return open != view.npos && open > 0 && EndsSentence(view.substr(0, open));
  }

  bool Announces(const Line& line) const {
    const std::string_view view = Slice(text_, line.span);
    for (std::string_view ending :
         {"下：", "括：", "单：", "说：", "道：", "示：", "绍：", "称："}) {
      if (view.ends_with(ending)) return true;
    }
    return false;
  }

  std::string_view text_;
  const std::vector<Line>& lines_;
  std::optional<Wrap> wrap_;
  bool ignore_indents_ = false;  // nearly all lines have one
  bool columns_ = false;         // the page cut paragraphs at other places than a width
};

}  // namespace

std::vector<LineGroup> GroupLines(std::string_view text, const std::vector<Line>& lines) {
  return Joiner(text, lines).Run();
}

Text JoinLines(std::string_view text, const std::vector<Line>& lines,
               const std::vector<LineGroup>& groups) {
  Text out;
  out.text.reserve(text.size());
  uint32_t at = 0;
  auto leave_out = [&](uint32_t end) {
    out.map.Drop(end - at);
    at = end;
  };
  auto write = [&](char c) {  // for one of the blanks and breaks at `at`
    out.text += c;
    out.map.Replace(1, 1);
    ++at;
  };
  for (size_t g = 0; g < groups.size(); ++g) {
    for (size_t i = groups[g].first; i < groups[g].end; ++i) {
      const Span span = lines[i].span;
      if (i > groups[g].first && IsLatin(lines[i - 1].last) && IsLatin(lines[i].first)) write(' ');
      if (i == groups[g].first && g > 0) write('\n');
      leave_out(span.begin);
      out.text.append(text, span.begin, span.size());
      out.map.Keep(span.size());
      at = span.end;
    }
  }
  leave_out(text.size());
  return out;
}

}  // namespace qushu
