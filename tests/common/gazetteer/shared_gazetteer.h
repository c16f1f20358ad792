// What the tests of this folder ask the gazetteer.
#ifndef QUSHU_TESTS_COMMON_GAZETTEER_SHARED_GAZETTEER_H_
#define QUSHU_TESTS_COMMON_GAZETTEER_SHARED_GAZETTEER_H_

#include <string>
#include <string_view>
#include <vector>

#include "common/gazetteer/gazetteer.h"
#include "tests/testing/testing.h"

namespace qushu {

inline const Gazetteer& SharedGazetteer() { return testing::Shared<Gazetteer>(); }

// Paths of all that bear the name in `year`.
inline std::vector<std::string> PathsOf(std::string_view name, int year) {
  std::vector<std::string> paths;
  for (DivisionId id : SharedGazetteer().Lookup(name).divisions) {
    if (SharedGazetteer()[id].valid_in(year)) paths.push_back(SharedGazetteer().Path(id));
  }
  return paths;
}

}  // namespace qushu

#endif  // QUSHU_TESTS_COMMON_GAZETTEER_SHARED_GAZETTEER_H_
