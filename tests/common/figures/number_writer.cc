#include "tests/common/figures/number_writer.h"

#include "common/base/utf8.h"

namespace qushu::testing {
namespace {

struct Characters {
  const char* digits[10];
  const char* ten;
  const char* hundred;
  const char* thousand;
  const char* wan;
  const char* yi;
};

const Characters& CharactersOf(Digits digits) {
  static constexpr Characters kPlain = {
      {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, "十", "百", "千", "万", "亿"};
  static constexpr Characters kFinancial = {
      {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}, "拾", "佰", "仟", "万", "亿"};
  static constexpr Characters kTraditional = {
      {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}, "十", "百", "千", "萬", "億"};
  return digits == Digits::kPlain       ? kPlain
         : digits == Digits::kFinancial ? kFinancial
                                        : kTraditional;
}

// 1 to 9999; with `inside`, as a group behind a higher one, which has 零 for zeros before it.
std::string Group(int n, bool inside, const Characters& c) {
  std::string out;
  bool zero = false;
  const char* const units[] = {c.thousand, c.hundred, c.ten, ""};
  for (int divisor = 1000, i = 0; divisor > 0; divisor /= 10, ++i) {
    const int digit = n / divisor % 10;
    if (digit == 0) {
      zero = true;
      continue;
    }
    if (zero && (inside || !out.empty())) out += c.digits[0];
    zero = false;
    // 十五, not 一十五, where nothing stands before it.
    if (!(digit == 1 && divisor == 10 && out.empty() && !inside && c.ten == std::string("十"))) {
      out += c.digits[digit];
    }
    out += units[i];
  }
  return out;
}

}  // namespace

std::string InChinese(int64_t n, Digits digits) {
  const Characters& c = CharactersOf(digits);
  if (n == 0) return c.digits[0];
  std::string out;
  const int yi = static_cast<int>(n / 100000000);
  const int wan = static_cast<int>(n / 10000 % 10000);
  const int rest = static_cast<int>(n % 10000);
  if (yi != 0) out += Group(yi, false, c) + c.yi;
  if (wan != 0) out += Group(wan, yi != 0, c) + c.wan;
  if (rest != 0) {
    if (yi != 0 && wan == 0 && rest >= 1000) out += c.digits[0];
    out += Group(rest, yi != 0 || wan != 0, c);
  }
  return out;
}

std::string ChineseDigits(const std::string& digits) {
  std::string out;
  for (char digit : digits) out += CharactersOf(Digits::kPlain).digits[digit - '0'];
  return out;
}

std::string WithSeparators(int64_t n, const std::string& separator) {
  std::string out = std::to_string(n);
  for (int at = static_cast<int>(out.size()) - 3; at > 0; at -= 3) out.insert(at, separator);
  return out;
}

std::string FullWidth(const std::string& ascii) {
  std::string out;
  for (char c : ascii) AppendUtf8(c == ' ' ? 0x3000 : c + 0xFEE0, out);
  return out;
}

}  // namespace qushu::testing
