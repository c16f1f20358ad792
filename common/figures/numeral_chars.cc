#include "common/figures/numeral_chars.h"

#include <iterator>

namespace qushu {

int ChineseDigit(char32_t c) {
  const char32_t at = c - DigitTable::kFirst;
  return at < std::size(kDigits.values) ? kDigits.values[at] - 1 : -1;
}

}  // namespace qushu
