#include "common/analysis/place_names.h"

#include "absl/strings/str_cat.h"

namespace qushu {

const PlaceNames::Names& PlaceNames::Of(DivisionId division) {
  if (division == kNoDivision) return none_;
  const auto [it, is_new] = names_.try_emplace(division);
  if (is_new) {
    const int32_t code = gazetteer_[division].code;
    if (code != 0) it->second.district = absl::StrCat("districts/", code);
    it->second.path = gazetteer_.Path(division);
  }
  return it->second;
}

const std::string& PlaceNames::District(const Place& place) {
  return place.zone.empty() ? Of(place.division).district : none_.district;
}

const std::string& PlaceNames::Path(const Place& place) {
  const std::string& path = Of(place.division).path;
  if (place.zone.empty()) return path;
  zone_path_ = path.empty() ? place.zone : absl::StrCat(path, "/", place.zone);
  return zone_path_;
}

}  // namespace qushu
