// The characters of Chinese numerals; private to this folder.
#ifndef QUSHU_COMMON_FIGURES_NUMERAL_CHARS_H_
#define QUSHU_COMMON_FIGURES_NUMERAL_CHARS_H_

#include <cstdint>
#include <string_view>

#include "common/base/char_set.h"
#include "common/figures/numeral.h"

namespace qushu {

// What may go on with a number that began: numerals, 多, 分之, 点.
inline constexpr CharSet kContinuesNumeral(
    u"0123456789〇一壹二两贰貳兩三叁叄四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億零廿卅多余馀几"
    u"来分"
    u"点");

// Power of ten of a multiplier; 0 for any other character.
inline int Power(char32_t c) {
  if (!BeginsNumeral(c)) return 0;
  switch (c) {
    case U'十':
    case U'拾':
      return 1;
    case U'百':
    case U'佰':
      return 2;
    case U'千':
    case U'仟':
      return 3;
    case U'万':
    case U'萬':
      return 4;
    case U'亿':
    case U'億':
      return 8;
    default:
      return 0;
  }
}

// The values of Chinese digits by character, one more than they are; 0 of what is none.
struct DigitTable {
  static constexpr char16_t kFirst = u'一';
  static constexpr char16_t kLast = u'陸';

  consteval DigitTable() {
    int8_t value = 1;
    for (std::u16string_view digits : {u"一壹", u"二两贰貳兩", u"三叁叄", u"四肆", u"五伍",
                                       u"六陆陸", u"七柒", u"八捌", u"九玖"}) {
      ++value;
      for (char16_t c : digits) values[c - kFirst] = value;
    }
  }

  int8_t values[kLast - kFirst + 1] = {};
};
inline constexpr DigitTable kDigits;

// 廿 and 卅 stand for a digit and its 十.
inline int Tens(char32_t c) { return c == U'廿' ? 20 : c == U'卅' ? 30 : 0; }

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_NUMERAL_CHARS_H_
