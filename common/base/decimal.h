// Exact decimals. Money and counts are never held in binary floating point.
#ifndef QUSHU_COMMON_BASE_DECIMAL_H_
#define QUSHU_COMMON_BASE_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qushu {

// coefficient × 10^exponent, at most 36 significant digits.
class Decimal {
 public:
  constexpr Decimal() = default;
  constexpr explicit Decimal(int64_t value) : coefficient_(value) {}

  // Digits with an optional sign and point: `-12.40`. No exponent, no separators. Absent if `text`
  // is not of that form or has over 36 significant digits; zeros at the end are none, up to 100.
  static std::optional<Decimal> Parse(std::string_view text);

  // This value × 10^power; absent if it would take over 36 digits.
  std::optional<Decimal> Shifted(int power) const;

  // Absent if the result would take over 36 digits.
  std::optional<Decimal> Plus(const Decimal& other) const;
  std::optional<Decimal> Times(const Decimal& other) const;

  // This value / `other`, rounded half up to `places` digits behind the point; absent if `other` is
  // zero or the result would take over 36 digits.
  std::optional<Decimal> Over(const Decimal& other, int places) const;

  // Shortest plain form: no exponent, no trailing zeros behind the point, no leading `+`.
  std::string ToString() const;

  // A string that sorts, byte by byte, as the values do: what a database index compares.
  std::string SortKey() const;

  // The value, if it is an integer of 64 bits.
  std::optional<int64_t> ToInt64() const;

  bool is_zero() const { return coefficient_ == 0; }
  bool is_integer() const { return Trimmed().exponent_ >= 0; }

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

 private:
  constexpr Decimal(__int128 coefficient, int exponent)
      : coefficient_(coefficient), exponent_(exponent) {}

  Decimal Trimmed() const;     // without trailing zeros in the coefficient
  std::string Digits() const;  // of the coefficient, without sign

  __int128 coefficient_ = 0;
  int exponent_ = 0;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_DECIMAL_H_
