// Lines that say which district the text behind them is about.
#ifndef QUSHU_COMMON_LAYOUT_HEADING_H_
#define QUSHU_COMMON_LAYOUT_HEADING_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/base/span.h"
#include "common/layout/lines.h"

namespace qushu {

class Gazetteer;

enum class HeadingForm : uint8_t {
  kAlone,     // `涧西区`, `青山区(化工区)`, `二、涧西区：`: nothing else on the line
  kHeadline,  // `涧西区 守土担责……`, `涧西区：守土担责……`
  kInline,  // `【涧西区】全区新增3例。`, `涧西区：全区……。`, `本报涧西讯 ……`: text behind it
};

struct DistrictHeading {
  HeadingForm form = HeadingForm::kAlone;
  Span name;             // as printed, with what is in brackets behind the name of a zone
  Span division;         // the name that the gazetteer knows, within `name`; empty for a zone
  Span headline;         // empty where there is none
  bool marked = false;   // brackets or a bullet set the name off: sure even once in a text
  bool counted = false;  // there is a number in the headline: it may be an item of a list
  bool weak = false;     // a name without its level: a heading only beside others
  char32_t series = 0;   // Marker::form of the item mark before it; 0 if there is none
};

// What `span` of `text`, a line or a paragraph, looks like by itself.
std::optional<DistrictHeading> ReadHeading(std::string_view text, Span span,
                                           const Gazetteer& gazetteer);

// Which of `lines` are headings: those that look like one and stand where a heading can. A list of
// names, rows that begin with names and a single `某某区：` in running text are none. One for each
// line, absent where it is none.
std::vector<std::optional<DistrictHeading>> FindHeadings(std::string_view text,
                                                         const std::vector<Line>& lines,
                                                         const Gazetteer& gazetteer);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_HEADING_H_
