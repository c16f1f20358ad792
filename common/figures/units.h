// Measure words and units, from data/units.tsv.
#ifndef QUSHU_COMMON_FIGURES_UNITS_H_
#define QUSHU_COMMON_FIGURES_UNITS_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/char_index.h"
#include "common/base/decimal.h"
#include "common/figures/figure.h"

namespace qushu {

struct UnitPart;

struct Unit {
  std::string_view name;  // as printed
  FigureKind kind = FigureKind::kOther;
  std::string_view base;                 // the unit that values are given in: % for 成
  Decimal factor{1};                     // by which a value in `name` becomes one in `base`
  std::span<const UnitPart> parts = {};  // what may follow it
};

// What a smaller unit behind a larger one adds: 五角 of 三元五角.
struct UnitPart {
  std::string_view whole;      // names as printed
  std::string_view part;       // empty: a digit without a unit, 三块八
  int parts = 0;               // that make one of the larger
  const Unit* base = nullptr;  // of the result
};

struct UnitMatch {
  uint32_t size = 0;           // bytes; 0: no unit here
  const Unit* unit = nullptr;  // of the part before a slash
  bool ratio = false;          // 人/平方公里, 元/晚: a unit, a slash and what it is for
};

class UnitTable {
 public:
  static absl::StatusOr<UnitTable> Create();

  // The longest unit that begins at `position`.
  UnitMatch MatchAt(std::string_view text, size_t position) const;

  // The units that begin there, longest first; at most `limit`.
  int MatchAll(std::string_view text, size_t position, UnitMatch* out, int limit) const;

  // The unit that 个 makes with what begins there: 个月 for 月 of 三个多月. Its size is without 个.
  UnitMatch MatchCounted(std::string_view text, size_t position) const;

 private:
  UnitTable() = default;

  const Unit* Find(std::string_view name) const;
  bool Names(const Unit& unit, std::string_view text, size_t position) const;
  size_t DenominatorEnd(std::string_view text, size_t position) const;

  std::vector<Unit> units_;  // by first character, the longest of it first
  CharIndex by_first_;
  std::vector<UnitPart> parts_;  // by name of the whole
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_UNITS_H_
