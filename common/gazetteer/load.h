// The tables of data/, read into the divisions and their names.
#ifndef QUSHU_COMMON_GAZETTEER_LOAD_H_
#define QUSHU_COMMON_GAZETTEER_LOAD_H_

#include <deque>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/gazetteer/gazetteer.h"
#include "common/gazetteer/name_index.h"

namespace qushu {

struct LoadedTables {
  std::vector<Division> divisions;  // foreign countries, then those of China by code and years
  size_t first_chinese = 0;         // index of 100000
  std::vector<NameIndex::Entry> names;
  std::deque<std::string> made;  // names that are in no table; `names` points into them
};

// INVALID_ARGUMENT, with file and line, if a table is not of its form or names what is not there.
absl::StatusOr<LoadedTables> LoadTables();

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_LOAD_H_
