// How unlike two words are.
#ifndef QUSHU_COMMON_BASE_EDIT_DISTANCE_H_
#define QUSHU_COMMON_BASE_EDIT_DISTANCE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace qushu {

// Code points of `text`, which is valid UTF-8.
std::u32string CodePointsOf(std::string_view text);

// How many characters must be put in, left out or replaced to make `a` of `b`. Takes time in the
// product of their lengths.
size_t EditDistance(std::u32string_view a, std::u32string_view b);

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_EDIT_DISTANCE_H_
