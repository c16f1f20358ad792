// Numbers written in the forms that Chinese texts have for them, for tests that read them back.
#ifndef QUSHU_TESTS_COMMON_FIGURES_NUMBER_WRITER_H_
#define QUSHU_TESTS_COMMON_FIGURES_NUMBER_WRITER_H_

#include <cstdint>
#include <string>

namespace qushu::testing {

enum class Digits { kPlain, kFinancial, kTraditional };

// A whole number below 10^12 as it is read out: 一千二百零三, 壹仟贰佰零叁, 一千二百零三萬.
std::string InChinese(int64_t n, Digits digits = Digits::kPlain);

// Digit by digit behind 点: `05` becomes 零五.
std::string ChineseDigits(const std::string& digits);

// 1080938 to `1,080,938`.
std::string WithSeparators(int64_t n, const std::string& separator = ",");

// `1,080.5%` in full-width characters.
std::string FullWidth(const std::string& ascii);

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_COMMON_FIGURES_NUMBER_WRITER_H_
