// Dates as mastheads print them.
#ifndef QUSHU_COMMON_LAYOUT_DATES_H_
#define QUSHU_COMMON_LAYOUT_DATES_H_

#include <optional>
#include <string_view>

#include "common/base/date.h"
#include "common/base/span.h"

namespace qushu {

struct PrintedDate {
  Date date;
  Span span;     // `2020年2月20日`, `2020-02-20`, `2020.2.20`, `二〇二〇年二月二十日`
  Span weekday;  // `星期四`, `周四` behind it; else empty
};

// The first date with a year in `span` of `text`. A date that does not exist is none.
std::optional<PrintedDate> FindDate(std::string_view text, Span span);

// Whether `line` says a date and little else: weekday, time of day, a label, the page's number.
bool IsDateLine(std::string_view line);

}  // namespace qushu

#endif  // QUSHU_COMMON_LAYOUT_DATES_H_
