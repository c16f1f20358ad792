// A figure as the analysis holds it. Spans are bytes of the reading text (common/layout).
#ifndef QUSHU_COMMON_FIGURES_FIGURE_H_
#define QUSHU_COMMON_FIGURES_FIGURE_H_

#include <array>
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

// The fields that rules settle, in the order of figure.proto.
enum class Field : uint8_t {
  kValue,
  kQualifier,
  kUnit,
  kMeasure,
  kPredicate,
  kAspect,
  kPlace,
  kScope,
  kAsOf,
};
inline constexpr int kFields = 9;

// What settles a field. The table in rules.cc says what each means.
enum class Rule : uint8_t {
  // value
  kArabicNumeral,
  kChineseNumeral,
  kNumeralPair,
  kFromTo,
  kFraction,
  kMultiplier,
  kConversion,
  kSeveralUnits,
  kAndHalf,
  kSigned,
  // unit
  kUnitBehind,
  kUnitOfPercent,
  kNoUnit,
  // qualifier
  kInsideNumber,
  kBeforeNumber,
  kBehindNumber,
  kRange,
  kNoQualifier,
  // measure
  kUnitThenNoun,
  kNounThenNumber,
  kRelativeClause,
  kSharedNoun,
  kBreakdown,
  kInherited,
  kInheritedEarlier,
  kPredicate,
  kVerbInherited,
  kAgeOf,
  kTemperatureOf,
  kDurationOf,
  kUnitIsNoun,
  kVerbIsNoun,
  kNoMeasure,
  // predicate
  kVerbBefore,
  kVerbBehind,
  kVerbInNoun,
  kVerbOfList,
  kNoVerb,
  // aspect
  kOwnWord,
  kNoAspectKind,
  kDivisions,
  kStateOf,
  kBreakdownAspect,
  kInheritedAspect,
  kListAspect,
  kSameFigure,
  kSentenceTime,
  kPassageTime,
  kSameMeasure,
  kOutcomeOf,
  kNoAspect,
  // place
  kItemPlace,
  kBracketPlace,
  kRespectively,
  kResidence,
  kLocatedClause,
  kTotalPlace,
  kPassageSubject,
  kEarlierSubject,
  kSectionPlace,
  kHomePlace,
  kCountryPlace,
  kNoPlace,
  kOpenPlace,
  // scope
  kWholeDivision,
  kPlacePart,
  kNamedPart,
  kOnePerson,
  kOneOfThem,
  kTotalScope,
  // as_of
  kStatedTime,
  kCarriedTime,
  kRelativeDay,
  kPublicationDay,
  kNoDay,
};

// Which rule settled a field, and by which words: empty where it worked by default.
struct Reason {
  Rule rule = Rule::kArabicNumeral;
  Span words;
};
using Reasons = std::array<Reason, kFields>;

struct Evidence {
  Field field;
  Rule rule;
  Span words;
  Confidence confidence = Confidence::kHigh;
};

// In how many of 100 figures like it a field is wrong, about: what is counted and whose part it is,
// and all other fields.
struct Doubt {
  int16_t counted = 0;
  int16_t rest = 0;
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
  Doubt doubt;
  Span sentence;
  bool in_piece = false;  // `sentence` is only a piece of one that is too long to be read at once
  int32_t total = -1;     // index of the figure that this one is a part of: 其中, brackets
  std::vector<Evidence> evidence;  // when asked for: every field, in their order
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_FIGURE_H_
