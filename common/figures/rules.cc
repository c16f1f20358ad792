#include "common/figures/rules.h"

#include <algorithm>
#include <iterator>

namespace qushu {
namespace {

// Of a figure, all fields together: up to these the confidence is high, up to that medium. Chosen
// by tests/common/analysis/confidence_test.py: more than nine of ten figures of high confidence
// have every field right in texts of many kinds, four of five of medium, and about half below.
constexpr int kHighDoubt = 22;
constexpr int kMediumDoubt = 34;
// What the catalogue has a series for is seldom misread: a quarter as often as the rest.
constexpr int kKnownSeries = 4;

// In the order of Rule.
constexpr RuleInfo kRules[] = {
    {Rule::kArabicNumeral, "arabic-numeral", 0, "the digits as printed"},
    {Rule::kChineseNumeral, "chinese-numeral", 1, "a number in Chinese characters"},
    {Rule::kNumeralPair, "numeral-pair", 1, "two neighbouring digits are a range: 八九百"},
    {Rule::kFromTo, "from-to", 0, "a lower and an upper end: 3至5天"},
    {Rule::kFraction, "fraction", 2, "a fraction: 三分之二, rounded to four digits"},
    {Rule::kMultiplier, "multiplier", 0, "万 or 亿 behind the number"},
    {Rule::kConversion, "conversion", 0,
     "the unit printed is a multiple of the unit given: 公里 and 米, 成 and %"},
    {Rule::kSeveralUnits, "several-units", 1, "amounts of several units are one: 3小时20分"},
    {Rule::kAndHalf, "and-half", 1, "半 behind the unit adds a half"},
    {Rule::kSigned, "signed", 1, "a sign before the number: 零下, -"},
    {Rule::kUnitBehind, "unit-behind-number", 0, "the measure word or unit behind the number"},
    {Rule::kUnitOfPercent, "percent-in-words", 0, "百分之 or 千分之 before the number"},
    {Rule::kNoUnit, "no-unit", 5, "the number stands directly with its noun"},
    {Rule::kInsideNumber, "inside-number", 0, "余, 多 or 来 within the number"},
    {Rule::kBeforeNumber, "before-number", 2, "a word before the number: 约, 超过, 至少"},
    {Rule::kBehindNumber, "behind-number", 0, "a word behind the unit: 左右, 以上"},
    {Rule::kRange, "range", 0, "the number has two ends"},
    {Rule::kNoQualifier, "no-qualifier", 0, "nothing qualifies the number"},
    {Rule::kUnitThenNoun, "unit-then-noun", 5, "the noun behind the unit"},
    {Rule::kNounThenNumber, "noun-then-number", 4, "the noun before the number"},
    {Rule::kRelativeClause, "relative-clause", 15,
     "the noun that a relative clause behind the number ends in"},
    {Rule::kSharedNoun, "shared-noun", 20, "the noun of the next number, which both count"},
    {Rule::kBreakdown, "breakdown", 8,
     "the noun before the number and that of the total that it is a part of"},
    {Rule::kInherited, "inherited", 8,
     "the noun of a figure before it in the sentence; the words are that figure"},
    {Rule::kInheritedEarlier, "inherited-earlier", 20,
     "the noun of a figure in an earlier sentence; the words are that figure"},
    {Rule::kPredicate, "predicate", 28, "what is said of them, and who they are"},
    {Rule::kVerbInherited, "verb-and-inherited", 50, "the verb and the noun of an earlier figure"},
    {Rule::kAgeOf, "age", 0, "the unit is one of ages"},
    {Rule::kTemperatureOf, "temperature", 1, "the unit is one of temperatures"},
    {Rule::kDurationOf, "duration", 25, "a length of time with no noun"},
    {Rule::kUnitIsNoun, "unit", 45, "no noun stands near: the unit names what it counts"},
    {Rule::kVerbIsNoun, "verb", 25, "no noun stands near: the verb says what it is"},
    {Rule::kNoMeasure, "no-measure", 100, "nothing tells"},
    {Rule::kVerbBefore, "verb-before", 3, "the verb that governs the noun"},
    {Rule::kVerbBehind, "verb-behind", 2, "what is said of what is counted"},
    {Rule::kVerbInNoun, "verb-in-noun", 2, "the verb that the noun is made with"},
    {Rule::kVerbOfList, "verb-of-list", 2, "the verb of the item before in the list"},
    {Rule::kNoVerb, "no-verb", 2, "no verb governs the noun"},
    {Rule::kOwnWord, "own-word", 1, "a word before the number: 新增, 累计, 现有"},
    {Rule::kNoAspectKind, "kind-without-aspect", 0,
     "ages, shares, durations and the like stand in no series"},
    {Rule::kDivisions, "divisions-concerned", 1,
     "a number of divisions concerned stands in no series"},
    {Rule::kStateOf, "state", 25, "what is said of them holds at this moment"},
    {Rule::kBreakdownAspect, "breakdown-aspect", 2, "that of the total that it is a part of"},
    {Rule::kInheritedAspect, "inherited-aspect", 2, "that of the figure whose noun it takes"},
    {Rule::kListAspect, "list-aspect", 4, "that of the figure before it in the list"},
    {Rule::kSameFigure, "same-figure", 5, "that of the figure which it takes up again"},
    {Rule::kSentenceTime, "sentence-time", 8, "the time that the sentence begins with"},
    {Rule::kPassageTime, "passage-time", 20, "the time that an earlier sentence states: 截至"},
    {Rule::kSameMeasure, "same-measure", 5,
     "that of the same thing in the sentence or list line before"},
    {Rule::kOutcomeOf, "outcome", 4,
     "deaths and recoveries of a standing number are all up to now"},
    {Rule::kNoAspect, "no-aspect", 2, "nothing tells"},
    {Rule::kItemPlace, "item", 1, "the place named before the number"},
    {Rule::kBracketPlace, "bracket", 2, "the place in the bracket behind the number"},
    {Rule::kRespectively, "respectively", 10, "分别: the place that stands where the number does"},
    {Rule::kResidence, "residence", 2, "where the person described lives"},
    {Rule::kLocatedClause, "located-clause", 10,
     "a clause before the number says where: 在武汉经商的"},
    {Rule::kTotalPlace, "total-place", 2, "that of the total before the bracket"},
    {Rule::kPassageSubject, "passage-subject", 3, "the place that the sentence is about"},
    {Rule::kEarlierSubject, "earlier-subject", 4, "the place that an earlier sentence is about"},
    {Rule::kSectionPlace, "section", 3, "the district that the section's heading names"},
    {Rule::kHomePlace, "home", 4,
     "the home of the text: its title, its issuer, or what it names most"},
    {Rule::kCountryPlace, "country", 5, "so many provinces make the country"},
    {Rule::kNoPlace, "no-place", 60, "nothing tells"},
    {Rule::kOpenPlace, "open-name", 90,
     "several divisions bear the name, and nothing decides between them"},
    {Rule::kWholeDivision, "whole-division", 2, "nothing smaller than the division is named"},
    {Rule::kPlacePart, "place-part", 8, "a part of a country, or what a division runs itself"},
    {Rule::kNamedPart, "named-part", 3, "a community, village, firm or person is named"},
    {Rule::kOnePerson, "one-person", 5, "a single person is described"},
    {Rule::kOneOfThem, "one-of-them", 40, "one team or household is counted"},
    {Rule::kTotalScope, "total-scope", 5, "that of the total that it is a part of"},
    {Rule::kStatedTime, "stated-time", 2, "the day that the text states"},
    {Rule::kCarriedTime, "carried-time", 10, "the day that an earlier sentence states"},
    {Rule::kRelativeDay, "relative-day", 5, "昨天, 目前: reckoned from the day of publication"},
    {Rule::kPublicationDay, "publication-day", 8, "the day of publication"},
    {Rule::kNoDay, "no-day", 60, "neither a day nor the day of publication is known"},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kRules); ++i) {
    if (kRules[i].rule != static_cast<Rule>(i)) return false;
  }
  return true;
}
static_assert(InOrder());
static_assert(std::size(kRules) == static_cast<size_t>(Rule::kNoDay) + 1);

constexpr std::string_view kFieldNames[kFields] = {
    "value", "qualifier", "unit", "measure", "predicate", "aspect", "place", "scope", "as_of"};

}  // namespace

const RuleInfo& InfoOf(Rule rule) { return kRules[static_cast<size_t>(rule)]; }

const RuleInfo* FindRule(std::string_view name) {
  const auto* found = std::ranges::find(kRules, name, &RuleInfo::name);
  return found == std::end(kRules) ? nullptr : found;
}

std::string_view FieldName(Field field) { return kFieldNames[static_cast<size_t>(field)]; }

int DoubtOf(const Figure& figure, Field field, Rule rule) {
  int doubt = InfoOf(rule).doubt;
  switch (field) {
    case Field::kMeasure:
      // A single character is hardly ever a noun phrase, two are often only half of one.
      if (rule == Rule::kUnitThenNoun || rule == Rule::kNounThenNumber) {
        doubt += figure.measure.size() <= 3 ? 30 : figure.measure.size() <= 6 ? 4 : 0;
      } else if (rule == Rule::kInherited || rule == Rule::kInheritedEarlier) {
        doubt += figure.measure.size() <= 3 ? 45 : figure.measure.size() <= 6 ? 15 : 0;
      }
      break;
    case Field::kScope:
      // A list of cases by district names what it is about; prose on what was done may mean a firm
      // or village that the sentence does not name as one.
      if (rule == Rule::kWholeDivision && figure.aspect == Aspect::kNone) doubt += 4;
      break;
    default:
      break;
  }
  return doubt;
}

Doubt DoubtOf(const Figure& figure, const Reasons& reasons) {
  Doubt doubt;
  for (int i = 0; i < kFields; ++i) {
    const Field field = static_cast<Field>(i);
    // The day says nothing of how the words were read.
    if (field == Field::kAsOf) continue;
    const int of_field = DoubtOf(figure, field, reasons[i].rule);
    const bool counted = field == Field::kMeasure || field == Field::kScope;
    (counted ? doubt.counted : doubt.rest) += static_cast<int16_t>(of_field);
  }
  return doubt;
}

Confidence ConfidenceOf(Doubt doubt, bool known_series) {
  const int all = (known_series ? doubt.counted / kKnownSeries : doubt.counted) + doubt.rest;
  return all <= kHighDoubt     ? Confidence::kHigh
         : all <= kMediumDoubt ? Confidence::kMedium
                               : Confidence::kLow;
}

Confidence FieldConfidence(const Figure& figure, Field field, Rule rule) {
  const int doubt = DoubtOf(figure, field, rule);
  return doubt <= 6 ? Confidence::kHigh : doubt <= 20 ? Confidence::kMedium : Confidence::kLow;
}

}  // namespace qushu
