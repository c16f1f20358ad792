// Which lines are one paragraph that the page cut.
#ifndef QUSHU_COMMON_LAYOUT_JOIN_H_
#define QUSHU_COMMON_LAYOUT_JOIN_H_

#include <string_view>
#include <vector>

#include "common/layout/lines.h"
#include "common/text/text.h"

namespace qushu {

// A paragraph: lines [first, end).
struct LineGroup {
  size_t first = 0;
  size_t end = 0;
};

// What speaks for joining: an open quote or bracket, a line that ends with a comma or begins with
// punctuation, a number cut in two, prose without an end, a full line in a text of one width. What
// speaks against: an end of a sentence, an indent, an item's mark, a line of another kind, short
// lines of a list. Takes time linear in the text.
std::vector<LineGroup> GroupLines(std::string_view text, const std::vector<Line>& lines);

// The text with each group on one line. Between Latin words that a break parted it writes a space.
Text JoinLines(std::string_view text, const std::vector<Line>& lines,
               const std::vector<LineGroup>& groups);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_JOIN_H_
