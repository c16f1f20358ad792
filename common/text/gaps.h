// What becomes of the white space inside a line: the rules that normalize.h lists.
#ifndef QUSHU_COMMON_TEXT_GAPS_H_
#define QUSHU_COMMON_TEXT_GAPS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/text/dotted.h"
#include "common/text/glyph.h"

namespace qushu {

// White space between two characters.
struct Gap {
  uint32_t bytes = 0;  // of the source, with what is invisible inside
  uint32_t spaces = 0;
  bool tab = false;          // a tab is among them
  bool wide = false;         // more than one narrow space
  bool ideographic = false;  // one ideographic space and nothing else

  void Add(const Glyph& space);
};

// Decides front to back over one text, `written` being the normalised text so far.
class GapRules {
 public:
  // Both must outlive it.
  GapRules(const DottedText& source, const std::string& written)
      : chars_(source), written_(written) {}

  // ' ', '\t', or 0 for nothing, between what is written and `right`, which stands at `at` in the
  // source; `right` 0 is the end of a line. A tab is written where a single space would go, so that
  // the choice is the same when the result is normalised again.
  char Decide(const Gap& gap, char32_t right, size_t at);

  // To be told of when a gap or punctuation that parts words has been written, and of a new line.
  void StartWord() { word_ = written_.size(); }
  void StartLine() {
    StartWord();
    spread_ = 0;
  }

 private:
  bool LeftIsLone() const;
  bool IsLone(size_t at) const;
  bool InDigitGroups(size_t at);
  bool InSpreadNumber(size_t at) const;

  const DottedText& chars_;  // the source
  const std::string& written_;
  size_t word_ = 0;        // where the characters since the last gap or punctuation begin
  uint32_t spread_ = 0;    // Han characters in a row that stood alone between spaces
  size_t groups_end_ = 0;  // digits before it in the source are of one grouped number
};

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_GAPS_H_
