// Calendar dates of the Gregorian calendar.
#ifndef QUSHU_COMMON_BASE_DATE_H_
#define QUSHU_COMMON_BASE_DATE_H_

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace qushu {

struct Date {
  int year = 0;   // 1 to 9999
  int month = 0;  // 1 to 12
  int day = 0;    // 1 to 31

  friend auto operator<=>(const Date&, const Date&) = default;
};

// Whether there is such a day.
bool IsValid(const Date& date);

// Days since 1970-01-01, negative before; and back.
int ToDayNumber(const Date& date);
Date FromDayNumber(int days);

// `2020-02-20`; and back, absent if `text` is not of that form or no such day exists.
std::string FormatDate(const Date& date);
std::optional<Date> ParseDate(std::string_view text);

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_DATE_H_
