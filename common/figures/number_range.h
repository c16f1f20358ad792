// Ranges: 3至5天, 80%-90%, 336人至378人, 三、四百枚.
#ifndef QUSHU_COMMON_FIGURES_NUMBER_RANGE_H_
#define QUSHU_COMMON_FIGURES_NUMBER_RANGE_H_

#include <cstddef>
#include <optional>

#include "common/base/decimal.h"
#include "common/figures/number_names.h"
#include "common/figures/numeral.h"
#include "common/figures/units.h"

namespace qushu {

// A number and what has been read behind it.
struct Amount {
  Decimal value;
  std::optional<Decimal> high;
  bool over = false;
  bool about = false;
};

struct RangeReading {
  Amount amount;
  size_t end = 0;  // byte behind its unit
  UnitMatch unit;
};

// The range that begins with `numeral`, which stands at `site`; absent if none does.
std::optional<RangeReading> ReadRange(const NumberSite& site, const Numeral& numeral);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_NUMBER_RANGE_H_
