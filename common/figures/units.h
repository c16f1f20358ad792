// Measure words and units, from data/units.tsv.
#ifndef QUSHU_COMMON_FIGURES_UNITS_H_
#define QUSHU_COMMON_FIGURES_UNITS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/char_index.h"
#include "common/base/decimal.h"
#include "common/figures/figure.h"

namespace qushu {

struct Unit {
  std::string_view name;  // as printed
  FigureKind kind = FigureKind::kOther;
  std::string_view base;  // the unit that values are given in: % for 成
  Decimal factor{1};      // by which a value in `name` becomes one in `base`
};

struct UnitMatch {
  uint32_t size = 0;           // bytes; 0: no unit here
  const Unit* unit = nullptr;  // of the part before a slash
  bool ratio = false;          // 人/平方公里: two units and a slash; its kind is kOther
};

class UnitTable {
 public:
  static absl::StatusOr<UnitTable> Create();

  // The longest unit that begins at `position`.
  UnitMatch MatchAt(std::string_view text, size_t position) const;

  // The units that begin there, longest first; at most `limit`.
  int MatchAll(std::string_view text, size_t position, UnitMatch* out, int limit) const;

 private:
  UnitTable() = default;

  std::vector<Unit> units_;  // by first character, the longest of it first
  CharIndex by_first_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_UNITS_H_
