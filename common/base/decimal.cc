#include "common/base/decimal.h"

#include <algorithm>
#include <array>

namespace qushu {
namespace {

constexpr int kMaxDigits = 36;

constexpr __int128 Power10(int power) {
  __int128 result = 1;
  for (int i = 0; i < power; ++i) result *= 10;
  return result;
}

constexpr __int128 kLimit = Power10(kMaxDigits);
constexpr int kMaxTrailingZeros = 100;

constexpr __int128 Magnitude(__int128 value) { return value < 0 ? -value : value; }

// 10^0 to 10^38, the last that an __int128 holds: a look-up is cheaper than the multiplications.
constexpr int kMaxPower = 38;
constexpr auto kPowers = [] {
  std::array<__int128, kMaxPower + 1> powers{};
  for (int i = 0; i <= kMaxPower; ++i) powers[i] = Power10(i);
  return powers;
}();

int CountDigits(__int128 value) {
  const __int128 magnitude = Magnitude(value);
  int digits = 1;
  while (digits <= kMaxPower && magnitude >= kPowers[digits]) ++digits;
  return digits;
}

// Strips zeros from the end of `coefficient`, which is not 0; returns how many.
template <typename Int>
int StripZeros(Int& coefficient) {
  int count = 0;
  for (; coefficient % 10 == 0; ++count) coefficient /= 10;
  return count;
}

// Spelled out: not every compiler has <=> for __int128.
std::strong_ordering Compare(__int128 a, __int128 b) {
  return a < b   ? std::strong_ordering::less
         : b < a ? std::strong_ordering::greater
                 : std::strong_ordering::equal;
}

std::optional<__int128> Multiply(__int128 a, __int128 b) {
  __int128 result;
  if (__builtin_mul_overflow(a, b, &result) || Magnitude(result) >= kLimit) return std::nullopt;
  return result;
}

}  // namespace

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  __int128 coefficient = 0;
  int exponent = 0;
  int zeros = 0;  // read and not yet in the coefficient: at the end they are no digits of it
  bool digits = false;
  bool point = false;
  for (char c : text) {
    if (c == '.') {
      if (point || !digits) return std::nullopt;
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    digits = true;
    exponent -= point;
    if (c == '0') {
      if (coefficient != 0 && ++zeros > kMaxTrailingZeros) return std::nullopt;
      continue;
    }
    for (; zeros >= 0; --zeros) {
      coefficient *= 10;
      if (coefficient >= kLimit) return std::nullopt;
    }
    zeros = 0;
    coefficient += c - '0';
  }
  if (!digits || text.back() == '.') return std::nullopt;
  return Decimal(negative ? -coefficient : coefficient, exponent + zeros);
}

Decimal Decimal::Trimmed() const {
  if (coefficient_ == 0) return Decimal(0, 0);
  // Nearly all values fit into 64 bits, whose division is one instruction.
  if (auto small = static_cast<int64_t>(coefficient_); small == coefficient_) {
    const int zeros = StripZeros(small);
    return Decimal(small, exponent_ + zeros);
  }
  Decimal result = *this;
  result.exponent_ += StripZeros(result.coefficient_);
  return result;
}

std::optional<int64_t> Decimal::ToInt64() const {
  const Decimal value = Trimmed();
  if (value.exponent_ < 0 || value.exponent_ > kMaxPower) return std::nullopt;
  __int128 scaled;
  if (__builtin_mul_overflow(value.coefficient_, kPowers[value.exponent_], &scaled) ||
      scaled != static_cast<int64_t>(scaled)) {
    return std::nullopt;
  }
  return static_cast<int64_t>(scaled);
}

std::optional<Decimal> Decimal::Shifted(int power) const {
  Decimal result = Trimmed();
  if (result.is_zero()) return result;
  result.exponent_ += power;
  const int digits = CountDigits(result.coefficient_);
  if (digits + std::max(result.exponent_, 0) > kMaxDigits || result.exponent_ < -kMaxDigits) {
    return std::nullopt;
  }
  return result;
}

std::optional<Decimal> Decimal::Plus(const Decimal& other) const {
  const int exponent = std::min(exponent_, other.exponent_);
  if (std::max(exponent_, other.exponent_) - exponent > kMaxDigits) return std::nullopt;
  auto a = Multiply(coefficient_, kPowers[exponent_ - exponent]);
  auto b = Multiply(other.coefficient_, kPowers[other.exponent_ - exponent]);
  if (!a || !b || Magnitude(*a + *b) >= kLimit) return std::nullopt;
  return Decimal(*a + *b, exponent);
}

std::optional<Decimal> Decimal::Times(const Decimal& other) const {
  auto product = Multiply(coefficient_, other.coefficient_);
  if (!product) return std::nullopt;
  return Decimal(*product, exponent_ + other.exponent_).Shifted(0);
}

std::optional<Decimal> Decimal::Over(const Decimal& other, int places) const {
  if (other.is_zero()) return std::nullopt;
  // a/b to `places` digits is a × 10^(places + ea - eb) / b, rounded.
  const int shift = places + exponent_ - other.exponent_;
  if (shift > kMaxDigits || shift < -kMaxDigits) return std::nullopt;
  auto numerator = Multiply(coefficient_, kPowers[std::max(shift, 0)]);
  auto denominator = Multiply(other.coefficient_, kPowers[std::max(-shift, 0)]);
  if (!numerator || !denominator) return std::nullopt;
  const bool negative = (*numerator < 0) != (*denominator < 0);
  const __int128 n = Magnitude(*numerator);
  const __int128 d = Magnitude(*denominator);
  const __int128 quotient = n / d + (n % d >= d - n % d ? 1 : 0);
  return Decimal(negative ? -quotient : quotient, -places);
}

std::string Decimal::Digits() const {
  constexpr __int128 kChunk = kPowers[18];  // what a 64-bit division takes at once
  const __int128 magnitude = Magnitude(coefficient_);
  std::string digits = std::to_string(static_cast<uint64_t>(magnitude % kChunk));
  if (magnitude >= kChunk) {
    digits.insert(0, 18 - digits.size(), '0');
    digits.insert(0, std::to_string(static_cast<uint64_t>(magnitude / kChunk)));
  }
  return digits;
}

std::string Decimal::ToString() const {
  const Decimal value = Trimmed();
  std::string digits = value.Digits();
  if (value.exponent_ >= 0) {
    digits.append(value.exponent_, '0');
  } else {
    const size_t places = static_cast<size_t>(-value.exponent_);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  if (value.coefficient_ < 0) digits.insert(0, 1, '-');
  return digits;
}

std::string Decimal::SortKey() const {
  const Decimal value = Trimmed();
  if (value.is_zero()) return "1";
  // Number of digits before the point, then the digits: 0.05 is 10^-1 × 0.5, so its key is lower.
  const std::string digits = value.Digits();
  std::string key(1, value.coefficient_ > 0 ? '2' : '0');
  key += std::to_string(500 + static_cast<int>(digits.size()) + value.exponent_);
  key += digits;
  if (value.coefficient_ > 0) return key;
  for (size_t i = 1; i < key.size(); ++i) key[i] = static_cast<char>('0' + '9' - key[i]);
  key += '~';  // of two negatives, one the beginning of the other, the shorter is the larger
  return key;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.exponent_ < b.exponent_) return 0 <=> (b <=> a);
  // The coefficient of a in units of b's last digit; one that does not fit exceeds any of b.
  const int shift = a.exponent_ - b.exponent_;
  if (shift == 0 || a.coefficient_ == 0) return Compare(a.coefficient_, b.coefficient_);
  __int128 scaled;
  if (shift > kMaxPower || __builtin_mul_overflow(a.coefficient_, kPowers[shift], &scaled))
    return Compare(a.coefficient_, 0);
  return Compare(scaled, b.coefficient_);
}

}  // namespace qushu
