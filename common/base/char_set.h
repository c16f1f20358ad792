// A fixed set of characters of the Basic Multilingual Plane, a bit each: to ask of every character
// of a text whether it is in the set takes one read.
#ifndef QUSHU_COMMON_BASE_CHAR_SET_H_
#define QUSHU_COMMON_BASE_CHAR_SET_H_

#include <cstdint>
#include <string_view>

namespace qushu {

class CharSet {
 public:
  constexpr explicit CharSet(std::u16string_view chars) {
    for (char16_t c : chars) bits_[c / 64] |= uint64_t{1} << c % 64;
  }

  // With more of them.
  constexpr CharSet And(std::u16string_view chars) const {
    CharSet both = *this;
    for (char16_t c : chars) both.bits_[c / 64] |= uint64_t{1} << c % 64;
    return both;
  }

  constexpr bool Has(char32_t c) const { return c <= 0xFFFF && (bits_[c / 64] >> c % 64 & 1) != 0; }

 private:
  uint64_t bits_[(0xFFFF + 1) / 64] = {};
};

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_CHAR_SET_H_
