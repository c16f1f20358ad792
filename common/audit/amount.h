// Stated numbers with what rounding may have taken from them, and their arithmetic in words;
// private to this folder.
#ifndef QUSHU_COMMON_AUDIT_AMOUNT_H_
#define QUSHU_COMMON_AUDIT_AMOUNT_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/decimal.h"
#include "common/figures/figure.h"

namespace qushu {

// A number lies within `slack` of what it was rounded from. Things counted one by one have none.
struct Amount {
  Decimal value;
  Decimal slack;
  int multiplier = 0;  // power of ten of the 万 or 亿 that it is printed with
};

Amount AmountOf(std::string_view text, const Figure& figure);

// Absent where the numbers take too many digits; then nothing is said of them.
std::optional<Amount> Sum(std::span<const Amount> amounts);
std::optional<Decimal> Minus(const Decimal& a, const Decimal& b);
// Whether the two may be one number, rounded twice. True where it cannot be decided.
bool MayEqual(const Amount& a, const Amount& b);
// Whether `a` is more than `b`, whatever was rounded.
bool Exceeds(const Amount& a, const Amount& b);
// `part` / `whole` in percent, with its slack.
std::optional<Amount> PercentOf(const Amount& part, const Amount& whole);

// `8 + 12 = 20, stated 37`; with 亿 and the unit where the total is printed so. Long sums are cut.
std::string SumText(std::span<const Amount> parts, const Amount& sum, const Amount& total,
                    std::string_view unit);
// A number in the multiples of `multiplier`: 120000000 as `1.2`.
std::string InMultiples(const Decimal& value, int multiplier);
// At most two digits behind the point.
std::string Rounded(const Decimal& value);

}  // namespace qushu

#endif  // QUSHU_COMMON_AUDIT_AMOUNT_H_
