#include "common/figures/number_range.h"

#include <string>

#include "common/base/utf8.h"

namespace qushu {
namespace {

// 百分之三至五.
std::optional<RangeReading> ReadPercentRange(const NumberSite& site, const Numeral& numeral) {
  if (!numeral.percent) return std::nullopt;
  const size_t end = site.begin + numeral.size;
  const size_t connector = RangeConnector(site, end);
  const Numeral high = connector == 0 ? Numeral{} : ParseNumeral(site.text, end + connector);
  if (high.size == 0 || high.percent || !(high.value > numeral.value) ||
      high.value > Decimal(100)) {
    return std::nullopt;
  }
  return RangeReading{{numeral.value, high.value, false, false}, end + connector + high.size, {}};
}

}  // namespace

// 3至5天, 80%-90%, 336人至378人, 20~30万元, 三、四百枚.
std::optional<RangeReading> ReadRange(const NumberSite& site, const Numeral& numeral) {
  if (numeral.high || numeral.positional) return std::nullopt;
  const size_t number_end = site.begin + numeral.size;
  for (const bool with_unit : {false, true}) {
    size_t at = number_end;
    UnitMatch low_unit;
    if (with_unit) {
      low_unit = site.UnitAt(at);
      if (low_unit.size == 0) return std::nullopt;
      at += low_unit.size;
    }
    size_t connector = RangeConnector(site, at);
    // 三、四天: only small neighbours are a range.
    const bool enumerated =
        connector == 0 && !with_unit && !numeral.arabic && site.Follows(at, "、");
    if (enumerated) connector = std::string_view("、").size();
    if (connector == 0) continue;
    const Numeral high = ParseNumeral(site.text, at + connector);
    if (high.size == 0 || high.high || high.arabic != numeral.arabic || high.positional) continue;
    const size_t end = at + connector + high.size;
    const UnitMatch high_unit = site.UnitAt(end);
    if (high_unit.size == 0 && !high.percent && (high.multiplier == 0 || IsHan(site.At(end))))
      continue;
    if (with_unit && high_unit.unit != low_unit.unit) continue;
    if (high.percent != numeral.percent) continue;
    // 由3元到5元: a change, not a range.
    const size_t range_end = end + high_unit.size;
    if (with_unit && !site.Follows(range_end, "不等") &&
        (site.Before("由") ||
         (site.Before("从") && high_unit.unit->kind == FigureKind::kPercent))) {
      return std::nullopt;
    }
    Decimal low = numeral.value;
    if (enumerated) {
      // 三、四百 is 300 to 400, 十五、六 is 15 to 16.
      const Decimal next = low.Plus(Decimal(1)).value_or(low);
      Decimal top = high.value;
      if (low < Decimal(10)) {
        int power = 0;
        while (power < 12 && next.Shifted(power) && *next.Shifted(power) < top) ++power;
        if (next.Shifted(power) != top) continue;
        low = low.Shifted(power).value_or(low);
      } else {
        if (!(top < Decimal(10)) || !(low < Decimal(1000)) || low.Shifted(-1)->is_integer())
          continue;
        // Only the last digit is said again.
        const std::string digits = low.ToString();
        const Decimal last(digits.back() - '0');
        if (top != *last.Plus(Decimal(1))) continue;
        top = next;
      }
      return RangeReading{{low, top, false, false}, end + high_unit.size, high_unit};
    }
    // 3至5万元: the multiplier is that of both.
    if (numeral.multiplier == 0 && high.multiplier != 0 && low < high.coefficient)
      low = low.Shifted(high.multiplier).value_or(low);
    if (!(low < high.value)) continue;
    return RangeReading{{low, high.value, false, false},
                        end + (high.percent ? 0 : high_unit.size),
                        high.percent ? UnitMatch{} : high_unit};
  }
  return ReadPercentRange(site, numeral);
}

}  // namespace qushu
