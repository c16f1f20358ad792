// The lines of a text and what each looks like, before any are joined.
#ifndef QUSHU_COMMON_LAYOUT_LINES_H_
#define QUSHU_COMMON_LAYOUT_LINES_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/base/span.h"

namespace qushu {

class Gazetteer;

enum class LineKind : uint8_t {
  kText,       // anything else: prose, titles, items of lists
  kDate,       // a date, with or without weekday, time and label
  kCredits,    // editors, sources: parts and names, nothing else
  kFurniture,  // buttons, menus, notices
  kCaption,
  kHeading,  // a district's name with or without headline
  kByline,   // reporters with what they did
  kRow,      // of a table
};

struct Line {
  Span span;  // without white space at its edges
  LineKind kind = LineKind::kText;
  bool indented = false;
  uint32_t blanks = 0;   // empty lines above it
  uint32_t glyphs = 0;   // characters
  uint32_t columns = 0;  // as shown: Han characters and their punctuation take two
  uint32_t marks = 0;    // punctuation of Chinese: 。，、；：！？
  uint32_t marker = 0;  // bytes of the item mark it begins with: `一、`, `（二）`, `3.`, `●`
  char32_t first = 0;
  char32_t last = 0;
  bool closed = false;  // ends as a sentence does: 。！？… and what closes behind it
};

// The lines of `text` that are not blank. A tab behind the end of a sentence counts as a line
// break: it stands where a page had an indent (common/text/normalize.h). `kind` is left at kText.
std::vector<Line> SplitLines(std::string_view text);

// A mark that a list's item or a numbered heading begins with; size 0 if there is none.
struct Marker {
  uint32_t size = 0;
  char32_t form = 0;  // equal for marks of one series: U'、' for 一、 and 二、
};
Marker MarkerOf(std::string_view line);

// Whether the last sentence of `text` is at its end.
bool EndsSentence(std::string_view text);

// How a text was broken into lines of one width, where it was.
struct Wrap {
  enum class Measure : uint8_t { kGlyphs, kColumns };
  Measure measure = Measure::kGlyphs;
  uint32_t width = 0;
  bool by_indent = false;  // paragraphs begin with an indent
  bool by_blank = false;   // or are set apart by blank lines
  // An indent is taken for two Han characters.
  static uint32_t SizeOf(const Line& line, Measure measure) {
    return measure == Measure::kGlyphs ? line.glyphs + (line.indented ? 2 : 0)
                                       : line.columns + (line.indented ? 4 : 0);
  }
  uint32_t SizeOf(const Line& line) const { return SizeOf(line, measure); }
  // Whether the line is so long that the next word may not have fitted in.
  bool IsFull(const Line& line) const { return SizeOf(line) + 3 >= width; }
};
std::optional<Wrap> FindWrap(const std::vector<Line>& lines);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_LINES_H_
