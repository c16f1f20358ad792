#include "common/figures/explain.h"

#include <algorithm>

#include "common/base/utf8.h"
#include "common/figures/numeral.h"
#include "common/figures/rules.h"

namespace qushu {
namespace {

// The value is read from the text once more: keeping how it was read would cost every figure.
void ExplainValue(std::string_view text, const Figure& figure, std::vector<Evidence>& out) {
  const Span span = figure.span;
  const std::string_view printed = text.substr(0, span.end);
  // A sign stands within the span and is no part of the numeral: 零下5℃.
  uint32_t begin = span.begin;
  if (figure.value < Decimal(0)) {
    constexpr std::string_view kBelowZero = "零下";
    begin += printed.substr(begin).starts_with(kBelowZero)
                 ? static_cast<uint32_t>(kBelowZero.size())
                 : static_cast<uint32_t>(CharSize(printed[begin]));
    begin = std::min(begin, span.end);
    out.push_back({Field::kValue, Rule::kSigned, {span.begin, begin}});
  }
  const Numeral numeral = ParseNumeral(printed, begin);
  const Span digits{begin, begin + numeral.size};
  const Rule rule = numeral.fraction                        ? Rule::kFraction
                    : numeral.high                          ? Rule::kNumeralPair
                    : figure.qualifier == Qualifier::kRange ? Rule::kFromTo
                    : numeral.arabic                        ? Rule::kArabicNumeral
                                                            : Rule::kChineseNumeral;
  out.push_back({Field::kValue, rule, rule == Rule::kFromTo ? span : digits});
  if (numeral.multiplier != 0) {
    // The last 万 or 亿 of the number.
    for (uint32_t i = digits.end; i-- > digits.begin;) {
      const std::string_view at = text.substr(i, std::string_view("万").size());
      if (at == "万" || at == "亿") {
        out.push_back(
            {Field::kValue, Rule::kMultiplier, {i, i + static_cast<uint32_t>(at.size())}});
        break;
      }
    }
  }
  const bool negative = begin != span.begin;
  const Decimal value =
      negative ? figure.value.Times(Decimal(-1)).value_or(figure.value) : figure.value;
  if (numeral.value == value || figure.qualifier == Qualifier::kRange || digits.end == span.end) {
    return;
  }
  Rule why = printed.ends_with("半") ? Rule::kAndHalf : Rule::kConversion;
  for (uint32_t i = digits.end; i < span.end && why == Rule::kConversion;
       i += static_cast<uint32_t>(CharSize(text[i]))) {
    if (ParseNumeral(printed, i).size != 0) why = Rule::kSeveralUnits;
  }
  out.push_back({Field::kValue, why, {digits.end, span.end}});
}

Evidence ExplainUnit(std::string_view text, const Figure& figure) {
  const Numeral numeral = ParseNumeral(text.substr(0, figure.span.end), figure.span.begin);
  const uint32_t end = figure.span.begin + numeral.size;
  if (numeral.percent || numeral.permille) {
    return {Field::kUnit, Rule::kUnitOfPercent, {figure.span.begin, end}};
  }
  if (figure.unit.empty()) return {Field::kUnit, Rule::kNoUnit, {}};
  // Of a range the unit stands behind the upper end.
  const std::string_view behind = Slice(text, {end, figure.span.end});
  const size_t at = behind.rfind(figure.unit);
  if (at == std::string_view::npos)
    return {Field::kUnit, Rule::kUnitBehind, {end, figure.span.end}};
  const uint32_t begin = end + static_cast<uint32_t>(at);
  return {
      Field::kUnit, Rule::kUnitBehind, {begin, begin + static_cast<uint32_t>(figure.unit.size())}};
}

}  // namespace

std::vector<Evidence> ExplainFigure(std::string_view text, const Figure& figure,
                                    const Reasons& reasons) {
  std::vector<Evidence> out;
  out.reserve(kFields + 2);
  ExplainValue(text, figure, out);
  for (int i = 1; i < kFields; ++i) {
    const Field field = static_cast<Field>(i);
    if (field == Field::kUnit) {
      out.push_back(ExplainUnit(text, figure));
    } else {
      out.push_back({field, reasons[i].rule, reasons[i].words});
    }
  }
  for (Evidence& evidence : out) {
    evidence.confidence = FieldConfidence(figure, evidence.field, evidence.rule);
  }
  return out;
}

}  // namespace qushu
