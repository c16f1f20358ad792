// Names that look like a given one.
#ifndef QUSHU_COMMON_GAZETTEER_NEAREST_H_
#define QUSHU_COMMON_GAZETTEER_NEAREST_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/gazetteer/name_index.h"

namespace qushu {

// Up to `limit` official and listed names that differ from `name` in at most half of its characters
// (put in, left out or replaced), the nearest first. Nothing is near a name that has more than
// 32 characters or is not UTF-8. Takes about a millisecond.
std::vector<std::string> NearestNames(const NameIndex& index, std::string_view name, size_t limit);

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_NEAREST_H_
