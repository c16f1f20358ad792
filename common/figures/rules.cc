#include "common/figures/rules.h"

#include <algorithm>
#include <iterator>

namespace qushu {
namespace {

// In the order of Rule.
constexpr RuleInfo kRules[] = {
    {Rule::kArabicNumeral, "arabic-numeral", Confidence::kHigh, "the digits as printed"},
    {Rule::kChineseNumeral, "chinese-numeral", Confidence::kHigh, "a number in Chinese characters"},
    {Rule::kNumeralPair, "numeral-pair", Confidence::kHigh,
     "two neighbouring digits are a range: 八九百"},
    {Rule::kFromTo, "from-to", Confidence::kHigh, "a lower and an upper end: 3至5天"},
    {Rule::kFraction, "fraction", Confidence::kHigh,
     "a fraction: 三分之二, rounded to four digits"},
    {Rule::kMultiplier, "multiplier", Confidence::kHigh, "万 or 亿 behind the number"},
    {Rule::kConversion, "conversion", Confidence::kHigh,
     "the unit printed is a multiple of the unit given: 公里 and 米, 成 and %"},
    {Rule::kUnitBehind, "unit-behind-number", Confidence::kHigh,
     "the measure word or unit behind the number"},
    {Rule::kUnitOfPercent, "percent-in-words", Confidence::kHigh,
     "百分之 or 千分之 before the number"},
    {Rule::kNoUnit, "no-unit", Confidence::kMedium, "the number stands directly with its noun"},
    {Rule::kInsideNumber, "inside-number", Confidence::kHigh, "余, 多 or 来 within the number"},
    {Rule::kBeforeNumber, "before-number", Confidence::kHigh,
     "a word before the number: 约, 超过, 至少"},
    {Rule::kBehindNumber, "behind-number", Confidence::kHigh, "a word behind the unit: 左右, 以上"},
    {Rule::kRange, "range", Confidence::kHigh, "the number has two ends"},
    {Rule::kNoQualifier, "no-qualifier", Confidence::kHigh, "nothing qualifies the number"},
    {Rule::kUnitThenNoun, "unit-then-noun", Confidence::kHigh, "the noun behind the unit"},
    {Rule::kNounThenNumber, "noun-then-number", Confidence::kHigh, "the noun before the number"},
    {Rule::kRelativeClause, "relative-clause", Confidence::kMedium,
     "the noun that a relative clause behind the number ends in"},
    {Rule::kSharedNoun, "shared-noun", Confidence::kMedium,
     "the noun of the next number, which both count"},
    {Rule::kBreakdown, "breakdown", Confidence::kMedium,
     "the noun before the number and that of the total that it is a part of"},
    {Rule::kInherited, "inherited", Confidence::kMedium,
     "the noun of an earlier figure; the words are that figure"},
    {Rule::kPredicate, "predicate", Confidence::kMedium, "what is said of them, and who they are"},
    {Rule::kVerbInherited, "verb-and-inherited", Confidence::kMedium,
     "the verb and the noun of an earlier figure"},
    {Rule::kAgeOf, "age", Confidence::kHigh, "the unit is one of ages"},
    {Rule::kTemperatureOf, "temperature", Confidence::kHigh, "the unit is one of temperatures"},
    {Rule::kDurationOf, "duration", Confidence::kMedium, "a length of time with no noun"},
    {Rule::kUnitIsNoun, "unit", Confidence::kLow,
     "no noun stands near: the unit names what it counts"},
    {Rule::kVerbIsNoun, "verb", Confidence::kLow, "no noun stands near: the verb says what it is"},
    {Rule::kNoMeasure, "no-measure", Confidence::kLow, "nothing tells"},
    {Rule::kVerbBefore, "verb-before", Confidence::kHigh, "the verb that governs the noun"},
    {Rule::kNoVerb, "no-verb", Confidence::kHigh, "no verb governs the noun"},
    {Rule::kOwnWord, "own-word", Confidence::kHigh, "a word before the number: 新增, 累计, 现有"},
    {Rule::kNoAspectKind, "kind-without-aspect", Confidence::kHigh,
     "ages, shares, durations and the like stand in no series"},
    {Rule::kDivisions, "divisions-concerned", Confidence::kMedium,
     "a number of divisions concerned stands in no series"},
    {Rule::kStateOf, "state", Confidence::kHigh, "what is said of them holds at this moment"},
    {Rule::kBreakdownAspect, "breakdown-aspect", Confidence::kMedium,
     "that of the total that it is a part of"},
    {Rule::kInheritedAspect, "inherited-aspect", Confidence::kMedium,
     "that of the figure whose noun it takes"},
    {Rule::kListAspect, "list-aspect", Confidence::kMedium,
     "that of the figure before it in the list"},
    {Rule::kSameFigure, "same-figure", Confidence::kMedium,
     "that of the figure which it takes up again"},
    {Rule::kSentenceTime, "sentence-time", Confidence::kMedium,
     "the time that the sentence begins with"},
    {Rule::kPassageTime, "passage-time", Confidence::kMedium,
     "the time that an earlier sentence states: 截至"},
    {Rule::kSameMeasure, "same-measure", Confidence::kMedium,
     "that of the same thing in the sentence or list line before"},
    {Rule::kOutcomeOf, "outcome", Confidence::kHigh,
     "deaths and recoveries of a standing number are all up to now"},
    {Rule::kNoAspect, "no-aspect", Confidence::kHigh, "nothing tells"},
    {Rule::kItemPlace, "item", Confidence::kHigh, "the place named before the number"},
    {Rule::kBracketPlace, "bracket", Confidence::kHigh,
     "the place in the bracket behind the number"},
    {Rule::kRespectively, "respectively", Confidence::kHigh,
     "分别: the place that stands where the number does"},
    {Rule::kResidence, "residence", Confidence::kHigh, "where the person described lives"},
    {Rule::kLocatedClause, "located-clause", Confidence::kMedium,
     "a clause before the number says where: 在武汉经商的"},
    {Rule::kTotalPlace, "total-place", Confidence::kMedium, "that of the total before the bracket"},
    {Rule::kPassageSubject, "passage-subject", Confidence::kHigh, "what the passage is about"},
    {Rule::kSectionPlace, "section", Confidence::kHigh,
     "the district that the section's heading names"},
    {Rule::kHomePlace, "home", Confidence::kMedium,
     "the home of the text: its title, its issuer, or what it names most"},
    {Rule::kCountryPlace, "country", Confidence::kMedium, "so many provinces make the country"},
    {Rule::kNoPlace, "no-place", Confidence::kLow, "nothing tells"},
    {Rule::kOpenPlace, "open-name", Confidence::kLow,
     "several divisions bear the name, and nothing decides between them"},
    {Rule::kWholeDivision, "whole-division", Confidence::kHigh,
     "nothing smaller than the division is named"},
    {Rule::kPlacePart, "place-part", Confidence::kMedium,
     "a part of a country, or what a division runs itself"},
    {Rule::kNamedPart, "named-part", Confidence::kMedium,
     "a community, village, firm or person is named"},
    {Rule::kOnePerson, "one-person", Confidence::kHigh, "a single person is described"},
    {Rule::kOneOfThem, "one-of-them", Confidence::kMedium, "one team or household is counted"},
    {Rule::kTotalScope, "total-scope", Confidence::kMedium,
     "that of the total that it is a part of"},
    {Rule::kStatedTime, "stated-time", Confidence::kHigh, "the day that the text states"},
    {Rule::kCarriedTime, "carried-time", Confidence::kMedium,
     "the day that an earlier sentence states"},
    {Rule::kRelativeDay, "relative-day", Confidence::kMedium,
     "昨天, 目前: reckoned from the day of publication"},
    {Rule::kPublicationDay, "publication-day", Confidence::kMedium, "the day of publication"},
    {Rule::kNoDay, "no-day", Confidence::kLow, "neither a day nor the day of publication is known"},
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

Confidence ConfidenceOf(const Reasons& reasons) {
  Confidence least = Confidence::kHigh;
  for (const Reason& reason : reasons) least = std::min(least, InfoOf(reason.rule).confidence);
  return least;
}

}  // namespace qushu
