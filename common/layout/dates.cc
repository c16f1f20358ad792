#include "common/layout/dates.h"

#include "common/layout/glyphs.h"
#include "common/layout/words.h"

namespace qushu {
namespace {

// Reads `text` from `at` on; each function moves it only when it has found what it looks for.
struct Reader {
  std::string_view text;
  size_t at;

  char32_t Peek() const { return at < text.size() ? CodePointAt(text, at) : 0; }
  void Step() { at += CharSize(text[at]); }
  bool Take(char32_t c) {
    if (Peek() != c) return false;
    Step();
    return true;
  }
  // ASCII digits, `most` at most; -1 if there are fewer than `least`.
  int Digits(int least, int most) {
    size_t end = at;
    int value = 0;
    while (end < text.size() && end - at < static_cast<size_t>(most) && IsDigit(text[end])) {
      value = value * 10 + (text[end++] - '0');
    }
    if (end - at < static_cast<size_t>(least)) return -1;
    at = end;
    return value;
  }
};

int HanDigit(char32_t c) {
  if (IsIn(c, U"〇零○")) return 0;
  const size_t found = std::u32string_view(U"一二三四五六七八九").find(c);
  return found == std::u32string_view::npos ? -1 : static_cast<int>(found) + 1;
}

// 二〇二〇
int HanYear(Reader& reader) {
  Reader ahead = reader;
  int year = 0;
  for (int i = 0; i < 4; ++i) {
    const int digit = HanDigit(ahead.Peek());
    if (digit < 0) return -1;
    year = year * 10 + digit;
    ahead.Step();
  }
  reader = ahead;
  return year;
}

// 一 to 三十一
int HanNumber(Reader& reader) {
  int tens = 0;
  int value = HanDigit(reader.Peek());
  if (value >= 0) reader.Step();
  if (reader.Take(U'十')) {
    tens = value > 0 ? value : 1;
    value = HanDigit(reader.Peek());
    if (value > 0) reader.Step();
    if (value < 0) value = 0;
  }
  return tens * 10 + value;
}

std::optional<Date> DateAt(Reader& reader) {
  Reader ahead = reader;
  Date date;
  if (IsDigit(ahead.Peek())) {
    date.year = ahead.Digits(4, 4);
    if (date.year < 1900 || date.year > 2199) return std::nullopt;
    const char32_t sign = ahead.Peek();
    if (sign == U'年') {
      ahead.Step();
      date.month = ahead.Digits(1, 2);
      if (!ahead.Take(U'月')) return std::nullopt;
      date.day = ahead.Digits(1, 2);
      if (!ahead.Take(U'日') && !ahead.Take(U'号')) return std::nullopt;
    } else if (sign == '-' || sign == '.' || sign == '/') {
      ahead.Step();
      date.month = ahead.Digits(1, 2);
      if (!ahead.Take(sign)) return std::nullopt;
      date.day = ahead.Digits(1, 2);
      if (IsDigit(ahead.Peek())) return std::nullopt;
    } else {
      return std::nullopt;
    }
  } else {
    date.year = HanYear(ahead);
    if (date.year < 1900 || !ahead.Take(U'年')) return std::nullopt;
    date.month = HanNumber(ahead);
    if (!ahead.Take(U'月')) return std::nullopt;
    date.day = HanNumber(ahead);
    if (!ahead.Take(U'日')) return std::nullopt;
  }
  if (!IsValid(date)) return std::nullopt;
  reader = ahead;
  return date;
}

// 星期四, 周四, 礼拜四; in brackets too.
Span WeekdayAt(Reader reader) {
  reader.at = SkipBlanks(reader.text, reader.at);
  if (IsIn(reader.Peek(), U"（(")) reader.Step();
  const size_t begin = reader.at;
  const bool named = (reader.Take(U'星') && reader.Take(U'期')) || reader.Take(U'周') ||
                     (reader.Take(U'礼') && reader.Take(U'拜'));
  if (!named || !IsIn(reader.Peek(), U"一二三四五六日天")) return {};
  reader.Step();
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(reader.at)};
}

}  // namespace

std::optional<PrintedDate> FindDate(std::string_view text, Span span) {
  const std::string_view view = text.substr(0, span.end);
  bool in_number = false;  // behind a digit no date begins
  for (size_t at = span.begin; at < span.end; at += CharSize(text[at])) {
    const char32_t c = CodePointAt(text, at);
    if (!in_number && (IsDigit(c) || HanDigit(c) > 0)) {
      Reader reader{view, at};
      if (const auto date = DateAt(reader)) {
        return PrintedDate{*date,
                           {static_cast<uint32_t>(at), static_cast<uint32_t>(reader.at)},
                           WeekdayAt(reader)};
      }
    }
    in_number = IsDigit(c);
  }
  return std::nullopt;
}

bool IsDateLine(std::string_view line) {
  if (line.size() > 150) return false;
  const auto found = FindDate(line, {0, static_cast<uint32_t>(line.size())});
  if (!found) return false;
  // Whatever else there is must be short, and no sentence.
  const LayoutWords& words = LayoutWords::Get();
  const std::string_view before = line.substr(0, found->span.begin);
  size_t han = 0;
  const bool labelled = words.Begins(WordClass::kDateLabel, before) > 0;
  if (!labelled) {
    ForEachChar(before, [&](char32_t c, size_t) {
      han += IsIn(c, U"，。；！？") ? 20 : IsHan(c);
      return true;
    });
  }
  const size_t end = found->weekday.empty() ? found->span.end : found->weekday.end;
  ForEachChar(line.substr(end), [&](char32_t c, size_t) {
    han += IsIn(c, U"，。；！？") ? 20 : IsHan(c);
    return true;
  });
  // Behind a labelled date a page has its buttons: 【字体：大中小】 打印.
  if (han == 0 || (labelled && han < 20)) return true;
  auto has = [&](std::string_view word) { return line.find(word) != line.npos; };
  // A lunar date, the paper, an issue's or page's number; a source named behind the date.
  for (std::string_view word : {"第", "版", "期", "农历", "日报", "晚报", "晨报", "时报"}) {
    if (han <= 12 && has(word)) return true;
  }
  return han <= 24 && has("来源");
}

}  // namespace qushu
