// The administrative divisions of China at county level and above, by GB/T 2260, with the years in
// which each code was valid, and their names as texts write them.
//
// The table is data/divisions.tsv; further names that are no official ones are data/aliases.tsv,
// foreign countries data/countries.tsv. All are part of the program.
#ifndef QUSHU_COMMON_GAZETTEER_GAZETTEER_H_
#define QUSHU_COMMON_GAZETTEER_GAZETTEER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace qushu {

enum class Level : uint8_t { kForeign, kCountry, kProvince, kPrefecture, kCounty };

// Index of a division in the table; stable for one build of the table only. Code 100000, 全国, is
// a division too: the parent of the provinces.
using DivisionId = int32_t;
inline constexpr DivisionId kNoDivision = -1;

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

// How a text writes a name, the surest first.
enum class NameForm : uint8_t {
  kFull,  // official: 瀍河回族区, 广东省, 恩施土家族苗族自治州
  kAlias,  // shortened with its level kept: 瀍河区, 恩施州, 宁夏自治区; or another listed name
  kStem,     // without its level: 瀍河, 恩施, 广东
  kInitial,  // one character for a province: 豫, 沪; matched only where Lookup() is asked for it
};

struct NameMatch {
  uint32_t size = 0;                      // bytes of the name
  NameForm form = NameForm::kFull;        // the surest form under which it is a name
  std::span<const DivisionId> divisions;  // all that bear it in any year, by code
};

class Gazetteer {
 public:
  static absl::StatusOr<std::unique_ptr<Gazetteer>> Create();
  Gazetteer(const Gazetteer&) = delete;
  Gazetteer& operator=(const Gazetteer&) = delete;
  ~Gazetteer();

  // The longest name of two characters or more that begins at byte `position` of `text`; size 0 if
  // none does. Takes a few nanoseconds where no name begins: it is called at every character.
  NameMatch MatchAt(std::string_view text, size_t position) const;

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
  struct Index;
  Gazetteer();

  std::vector<Division> divisions_;
  std::unique_ptr<Index> index_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_GAZETTEER_GAZETTEER_H_
