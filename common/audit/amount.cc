#include "common/audit/amount.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/figures/numeral.h"

namespace qushu {
namespace {

constexpr int kPlaces = 6;  // behind the point, of quotients

Decimal Half() { return *Decimal(5).Shifted(-1); }

}  // namespace

Amount AmountOf(std::string_view text, const Figure& figure) {
  Amount amount;
  amount.value = figure.value;
  const Numeral numeral = ParseNumeral(text.substr(0, figure.span.end), figure.span.begin);
  if (numeral.size == 0) return amount;
  amount.multiplier = numeral.multiplier;
  const std::string_view digits = text.substr(figure.span.begin, numeral.size);
  int places = 0;
  if (const size_t point = digits.find('.'); point != std::string_view::npos) {
    while (point + 1 + places < digits.size() && digits[point + 1 + places] >= '0' &&
           digits[point + 1 + places] <= '9') {
      ++places;
    }
  }
  const int last = numeral.multiplier - places;  // power of ten of the last digit printed
  const bool converted = !(numeral.value == figure.value);
  if (last == 0 && figure.kind == FigureKind::kCount && !converted) return amount;
  std::optional<Decimal> slack = Half().Shifted(last);
  if (converted && slack && !numeral.value.is_zero()) {
    const std::optional<Decimal> factor = figure.value.Over(numeral.value, kPlaces);
    slack = factor ? slack->Times(*factor) : std::nullopt;
  }
  if (slack) amount.slack = *slack;
  return amount;
}

std::optional<Decimal> Minus(const Decimal& a, const Decimal& b) {
  const std::optional<Decimal> negative = b.Times(Decimal(-1));
  return negative ? a.Plus(*negative) : std::nullopt;
}

std::optional<Amount> Sum(std::span<const Amount> amounts) {
  Amount sum;
  for (const Amount& amount : amounts) {
    const std::optional<Decimal> value = sum.value.Plus(amount.value);
    const std::optional<Decimal> slack = sum.slack.Plus(amount.slack);
    if (!value || !slack) return std::nullopt;
    sum.value = *value;
    sum.slack = *slack;
  }
  return sum;
}

bool Exceeds(const Amount& a, const Amount& b) {
  const std::optional<Decimal> least = Minus(a.value, a.slack);
  const std::optional<Decimal> most = b.value.Plus(b.slack);
  return least && most && *least > *most;
}

bool MayEqual(const Amount& a, const Amount& b) { return !Exceeds(a, b) && !Exceeds(b, a); }

std::optional<Amount> PercentOf(const Amount& part, const Amount& whole) {
  auto percent = [](const std::optional<Decimal>& a,
                    const std::optional<Decimal>& b) -> std::optional<Decimal> {
    if (!a || !b || *b <= Decimal(0)) return std::nullopt;
    const std::optional<Decimal> scaled = a->Times(Decimal(100));
    return scaled ? scaled->Over(*b, kPlaces) : std::nullopt;
  };
  const auto value = percent(part.value, whole.value);
  const auto most = percent(part.value.Plus(part.slack), Minus(whole.value, whole.slack));
  if (!value || !most) return std::nullopt;
  const std::optional<Decimal> slack = Minus(*most, *value);
  if (!slack) return std::nullopt;
  return Amount{*value, *slack < Decimal(0) ? Decimal(0) : *slack, 0};
}

std::string Rounded(const Decimal& value) {
  return value.Over(Decimal(1), 2).value_or(value).ToString();
}

std::string InMultiples(const Decimal& value, int multiplier) {
  return value.Shifted(-multiplier).value_or(value).ToString();
}

std::string SumText(std::span<const Amount> parts, const Amount& sum, const Amount& total,
                    std::string_view unit) {
  constexpr size_t kMostParts = 20;
  const int multiplier = total.multiplier;
  std::string text;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i >= kMostParts && i + 1 < parts.size()) {
      if (i == kMostParts) absl::StrAppend(&text, " + …");
      continue;
    }
    absl::StrAppend(&text, i > 0 ? " + " : "", InMultiples(parts[i].value, multiplier));
  }
  absl::StrAppend(&text, " = ", InMultiples(sum.value, multiplier), ", stated ",
                  InMultiples(total.value, multiplier));
  if (multiplier == 4 || multiplier == 8) {
    absl::StrAppend(&text, " (", multiplier == 4 ? "万" : "亿", ToAbsl(unit), ")");
  }
  return text;
}

}  // namespace qushu
