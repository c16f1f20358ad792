#include "common/base/date.h"

#include <charconv>
#include <chrono>

#include "absl/strings/str_format.h"

namespace qushu {
namespace {

std::chrono::year_month_day ToChrono(const Date& date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
}

bool ParsePart(std::string_view text, int& out) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() && text[0] != '-';
}

}  // namespace

bool IsValid(const Date& date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.day >= 1 &&
         ToChrono(date).ok();
}

int ToDayNumber(const Date& date) {
  return std::chrono::sys_days(ToChrono(date)).time_since_epoch().count();
}

Date FromDayNumber(int days) {
  std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(days))};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::string FormatDate(const Date& date) {
  if (!IsValid(date)) return absl::StrFormat("%04d-%02d-%02d", date.year, date.month, date.day);
  std::string text = "0000-00-00";
  const auto write = [&](int value, size_t last) {
    for (; value > 0; value /= 10) text[last--] += static_cast<char>(value % 10);
  };
  write(date.year, 3);
  write(date.month, 6);
  write(date.day, 9);
  return text;
}

std::optional<Date> ParseDate(std::string_view text) {
  Date date;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !ParsePart(text.substr(0, 4), date.year) || !ParsePart(text.substr(5, 2), date.month) ||
      !ParsePart(text.substr(8, 2), date.day) || !IsValid(date)) {
    return std::nullopt;
  }
  return date;
}

}  // namespace qushu
