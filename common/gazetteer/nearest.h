// Names that look like a given one.
#ifndef QUSHU_COMMON_GAZETTEER_NEAREST_H_
#define QUSHU_COMMON_GAZETTEER_NEAREST_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/gazetteer/name_index.h"

namespace qushu {

// Up to `limit` official and listed names that differ from `name` in at most half of its characters
// (put in, left out or replaced), the nearest first. `name` is valid UTF-8; of one with more than
// 32 characters nothing is near. Takes under 20 ms.
std::vector<std::string> NearestNames(const NameIndex& index, std::string_view name, size_t limit);

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_NEAREST_H_
