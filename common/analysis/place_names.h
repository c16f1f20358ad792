// What messages call a place.
#ifndef QUSHU_COMMON_ANALYSIS_PLACE_NAMES_H_
#define QUSHU_COMMON_ANALYSIS_PLACE_NAMES_H_

#include <string>

#include "absl/container/node_hash_map.h"
#include "common/figures/figure.h"
#include "common/gazetteer/gazetteer.h"

namespace qushu {

// Makes the names of each division once, however often it is asked for.
class PlaceNames {
 public:
  // `gazetteer` must outlive it.
  explicit PlaceNames(const Gazetteer& gazetteer) : gazetteer_(gazetteer) {}

  // `districts/410305`; empty for a zone and for what has no code.
  const std::string& District(const Place& place);
  // `河南省/洛阳市/涧西区`, of a zone with its own name behind it; empty for no place.
  // Holds until the next call.
  const std::string& Path(const Place& place);

  const std::string& DistrictOf(DivisionId division) { return Of(division).district; }
  const std::string& PathOf(DivisionId division) { return Of(division).path; }

 private:
  struct Names {
    std::string district;
    std::string path;
  };

  const Names& Of(DivisionId division);

  const Gazetteer& gazetteer_;
  const Names none_;
  std::string zone_path_;
  absl::node_hash_map<DivisionId, Names> names_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_PLACE_NAMES_H_
