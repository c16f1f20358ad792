// Numbers as Chinese texts write them, read into exact decimals.
#ifndef QUSHU_COMMON_FIGURES_NUMERAL_H_
#define QUSHU_COMMON_FIGURES_NUMERAL_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/base/char_set.h"
#include "common/base/decimal.h"

namespace qushu {

struct Numeral {
  uint32_t size = 0;             // bytes read; 0: no number here
  Decimal value;                 // multipliers applied
  std::optional<Decimal> high;   // upper end of 七八十, 两三万; `value` is the lower
  Decimal coefficient;           // the number before its last multiplier 万 or 亿: 2.5 of 2.5万
  int multiplier = 0;            // power of ten of that multiplier; 0 if there is none
  bool arabic = false;           // begins with an Arabic digit
  bool over = false;             // 多, 余, 几 inside or behind: 20多万, 4500余, 十几
  bool about = false;            // 来 inside or behind: 十来
  bool bare_multiplier = false;  // begins with 百, 千, 万 or 亿: 千万, 百
  bool positional = false;       // Chinese digits in a row: 二〇二〇
  bool percent = false;          // 百分之…
  bool permille = false;         // 千分之…
  bool fraction = false;         // 三分之二: the value is rounded to four digits
};

// The longest number that begins at `position`. Handles Arabic digits with separators (1,080.5),
// Chinese numerals (一千二百, 廿, 两, 壹), mixed ones (2.5万, 3万4000, 三亿五千余万), pairs
// (八九百), 百分之, 分之. A sign is not part of it.
Numeral ParseNumeral(std::string_view text, size_t position);

// Value of a Chinese digit, 0 to 9; -1 for any other character.
int ChineseDigit(char32_t c);

inline constexpr CharSet kNumerals(
    u"0123456789〇一壹二两贰貳兩三叁叄四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億零廿卅");

// Whether a number can begin with `c`.
inline bool BeginsNumeral(char32_t c) { return kNumerals.Has(c); }

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_NUMERAL_H_
