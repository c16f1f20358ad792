// The administrative divisions of China at county level and above, by GB/T 2260, with the years in
// which each code was valid, and their names as texts write them.
//
// The table is data/divisions.tsv; further names that are no official ones are data/aliases.tsv,
// foreign countries data/countries.tsv. All are part of the program.
#ifndef QUSHU_COMMON_GAZETTEER_GAZETTEER_H_
#define QUSHU_COMMON_GAZETTEER_GAZETTEER_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/gazetteer/name_index.h"

namespace qushu {

enum class Level : uint8_t { kForeign, kCountry, kProvince, kPrefecture, kCounty };

// One code under one name: a division that was renamed keeps its code and is there twice, with
// years that do not overlap.
struct Division {
  int32_t code = 0;  // six digits; 0 for a foreign country
  Level level = Level::kCounty;
  DivisionId parent = kNoDivision;
  int16_t valid_from = 0;   // first year; 1980 stands for "or before"
  int16_t valid_until = 0;  // first year in which it was no longer valid; 0 while it is
  std::string_view name;    // full official name: 瀍河回族区
  std::string_view stem;    // the name without its level and peoples: 瀍河

  bool valid_in(int year) const {
    return valid_from <= year && (valid_until == 0 || year < valid_until);
  }
};

class Gazetteer {
 public:
  static absl::StatusOr<std::unique_ptr<Gazetteer>> Create();
  Gazetteer(const Gazetteer&) = delete;
  Gazetteer& operator=(const Gazetteer&) = delete;

  // The longest name of two characters or more that begins at byte `position` of `text`; size 0 if
  // none does. Takes a few nanoseconds where no name begins: it is called at every character.
  NameMatch MatchAt(std::string_view text, size_t position) const {
    return names_.MatchAt(text, position);
  }

  // All that bear exactly this name, in any form; empty if none does.
  NameMatch Lookup(std::string_view name) const;

  const Division& operator[](DivisionId id) const { return divisions_[id]; }
  size_t size() const { return divisions_.size(); }

  // The division with this code in `year`, or the latest one with it if it was not valid then;
  // kNoDivision for an unknown code. `year` 0 asks for the latest.
  DivisionId ByCode(int32_t code, int year = 0) const;

  // `河南省/洛阳市/涧西区`: names from the province down; `全国`; a foreign country's name.
  std::string Path(DivisionId id) const;

  // Whether `ancestor` stands above `id` at any distance.
  bool IsWithin(DivisionId id, DivisionId ancestor) const;
  // The division above `id` of that level; `id` itself if it is of that level; else kNoDivision.
  DivisionId AtLevel(DivisionId id, Level level) const;

  // Up to `limit` names nearest to `name` by edit distance, for error messages.
  std::vector<std::string> Nearest(std::string_view name, size_t limit) const;

 private:
  Gazetteer() = default;

  std::vector<Division> divisions_;
  NameIndex names_;
  std::deque<std::string> made_;  // names that names_ points to
  size_t first_chinese_ = 0;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_GAZETTEER_H_
