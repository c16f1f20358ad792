// A figure as the analysis holds it. Spans are bytes of the reading text (common/layout).
#ifndef QUSHU_COMMON_FIGURES_FIGURE_H_
#define QUSHU_COMMON_FIGURES_FIGURE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/date.h"
#include "common/base/decimal.h"
#include "common/base/span.h"
#include "common/gazetteer/gazetteer.h"

namespace qushu {

// The enumerators stand in the order of those of figure.proto, from 1.
enum class FigureKind : uint8_t {
  kCount = 1,
  kMoney,
  kDuration,
  kAge,
  kPercent,
  kLength,
  kArea,
  kMass,
  kVolume,
  kTemperature,
  kFrequency,
  kOther,
};
enum class Qualifier : uint8_t { kExact = 1, kAbout, kOver, kUnder, kAtLeast, kAtMost, kRange };
enum class Aspect : uint8_t { kNone = 1, kNew, kCumulative, kCurrent };
enum class Scope : uint8_t { kWhole = 1, kPart };
enum class Confidence : uint8_t { kLow = 1, kMedium, kHigh };

// Where a figure, or a section, is at home: a division, or a functional zone in one.
struct Place {
  DivisionId division = kNoDivision;   // of the table; for a zone, the division that it lies in
  std::string zone;                    // its name, 东湖开发区; empty for a division itself
  std::vector<DivisionId> candidates;  // others that fit as well, where the text leaves it open

  bool known() const { return division != kNoDivision || !zone.empty(); }
  friend bool operator==(const Place& a, const Place& b) {
    return a.division == b.division && a.zone == b.zone;
  }
};

// Which rule settled a field, and by which words.
struct Evidence {
  std::string_view field;
  std::string_view rule;
  std::string words;
};

struct Figure {
  Span span;
  Decimal value;
  std::optional<Decimal> high;
  Qualifier qualifier = Qualifier::kExact;
  std::string unit;
  FigureKind kind = FigureKind::kCount;
  std::string measure;
  std::string predicate;
  Aspect aspect = Aspect::kNone;
  Place place;
  Scope scope = Scope::kWhole;
  std::optional<Date> as_of;
  Confidence confidence = Confidence::kHigh;
  Span sentence;
  std::vector<Evidence> evidence;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_FIGURE_H_
