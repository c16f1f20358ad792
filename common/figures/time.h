// Dates and clock times in running text: what is no figure, and what says for when a figure holds.
#ifndef QUSHU_COMMON_FIGURES_TIME_H_
#define QUSHU_COMMON_FIGURES_TIME_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/base/date.h"

namespace qushu {

struct TimeExpression {
  uint32_t size = 0;  // bytes; 0: none here
  // The last date it names, as far as it is printed; 0 for what is not.
  int year = 0;
  int month = 0;
  int day = 0;

  // The day meant, where it names one: what it leaves out is taken from `base`, and a date after
  // `base` by over half a year is taken to be of the year before.
  std::optional<Date> Resolve(const std::optional<Date>& base) const;
};

// The date or time that begins at `position` with a number: 2020年2月20日, 二〇二〇年, 2月4日,
// 3月中旬, 24时, 10:30, 2020-02-20, 1至5月, 0—24时, 20世纪80年代. A number with 年 is a year only
// if it looks like one; a lone 14日 is a date unless the words around make it a length of time.
TimeExpression ParseTime(std::string_view text, size_t position);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TIME_H_
