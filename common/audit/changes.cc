// What was, what was added, and what is: 由120家增加到125家，增加5家; 达到150家，比上年增加30家，
// 增长25%; 累计 of two days with the 新增 between them.
#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/audit/checker.h"

namespace qushu {
namespace {

constexpr size_t kMostBetween = 60;  // bytes between two numbers of one comparison

}  // namespace

void Checker::CheckChanges() {
  for (int i = 0; i + 2 < size(); ++i) {
    const bool from_to = Stands(i, AuditWord::kFrom) && Stands(i + 1, AuditWord::kTo);
    const bool growth = Stands(i + 1, AuditWord::kBase);
    const bool earlier = Stands(i, AuditWord::kEarlier);
    if (!from_to && !growth && !earlier) continue;
    if (!SameSentence(i, i + 2) || !exact(i) || !exact(i + 1) || !exact(i + 2)) continue;
    if (from_to) CheckFromTo(i);
    if (growth) CheckGrowth(i);
    if (earlier) CheckEarlier(i);
  }
  CheckDays();
}

void Checker::CompareChange(int from, int change, int to, bool gain) {
  const Amount parts[] = {AmountOf(from), AmountOf(change)};
  const Amount now = AmountOf(to);
  Amount result;
  if (gain) {
    const std::optional<Amount> sum = Sum(parts);
    if (!sum) return;
    result = *sum;
  } else {
    const std::optional<Decimal> difference = Minus(parts[0].value, parts[1].value);
    const std::optional<Decimal> slack = parts[0].slack.Plus(parts[1].slack);
    if (!difference || !slack) return;
    result = {*difference, *slack, 0};
  }
  if (MayEqual(result, now)) return;
  Add(v1::FINDING_REASON_CHANGE_DIFFERS,
      absl::StrCat(parts[0].value.ToString(), gain ? " + " : " - ", parts[1].value.ToString(),
                   " = ", result.value.ToString(), ", stated ", now.value.ToString()),
      {from, change, to});
}

// 由A增加到B，增加C, or 增长C%.
void Checker::CheckFromTo(int from) {
  const int to = from + 1;
  const int change = from + 2;
  const std::string_view before = ClauseBefore(from);
  const std::string_view between = Before(to);
  const std::string_view behind = Before(change);
  if (!SameUnit(from, to) || between.size() > kMostBetween || behind.size() > kMostBetween ||
      !tables_.Has(before, AuditWord::kFrom) || !tables_.Has(between, AuditWord::kTo) ||
      LastClause(behind).size() == behind.size() || tables_.Has(behind, AuditWord::kYearly) ||
      tables_.Has(behind, AuditWord::kBase)) {
    return;
  }
  const std::string_view said = LastClause(behind);
  const bool gain = tables_.Has(said, AuditWord::kGain);
  if (gain == tables_.Has(said, AuditWord::kLoss)) return;
  const bool points = figure(from).kind == FigureKind::kPercent &&
                      figure(change).unit.find("百分点") != std::string_view::npos;
  if (SameUnit(from, change) ? figure(from).kind != FigureKind::kPercent : points) {
    CompareChange(from, change, to, gain);
    return;
  }
  if (figure(change).unit != "%" || figure(from).kind == FigureKind::kPercent) return;
  const Amount was = AmountOf(from);
  const Amount is = AmountOf(to);
  const std::optional<Decimal> difference =
      gain ? Minus(is.value, was.value) : Minus(was.value, is.value);
  const std::optional<Decimal> slack = is.slack.Plus(was.slack);
  if (!difference || !slack) return;
  const std::optional<Amount> percent = PercentOf({*difference, *slack, 0}, was);
  const Amount stated = AmountOf(change);
  if (!percent || MayEqual(*percent, stated)) return;
  Add(v1::FINDING_REASON_PERCENT_DIFFERS,
      absl::StrCat(difference->ToString(), " / ", was.value.ToString(), " = ",
                   Rounded(percent->value), "%, stated ", stated.value.ToString(), "%"),
      {from, to, change});
}

// B，比上年增加C，增长P%.
void Checker::CheckGrowth(int now) {
  const int change = now + 1;
  const int percent = now + 2;
  const std::string_view compared = Before(change);
  const std::string_view grown = Before(percent);
  if (!SameUnit(now, change) || figure(percent).unit != "%" ||
      figure(now).kind == FigureKind::kPercent || compared.size() > kMostBetween ||
      grown.size() > kMostBetween || !tables_.Has(compared, AuditWord::kBase) ||
      tables_.Has(grown, AuditWord::kYearly) || tables_.Has(grown, AuditWord::kShare)) {
    return;
  }
  const std::string_view said = LastClause(compared);
  const bool gain = tables_.Has(said, AuditWord::kGain);
  if (gain == tables_.Has(said, AuditWord::kLoss)) return;
  // The rate is of the change itself: nothing but 增长 stands before it.
  const std::string_view rate = LastClause(grown);
  const size_t word = tables_.Last(rate, gain ? AuditWord::kGain : AuditWord::kLoss);
  if (word == std::string_view::npos || word != rate.size() || word > 12 ||
      LastClause(grown).size() == grown.size()) {
    return;
  }
  const Amount is = AmountOf(now);
  const Amount by = AmountOf(change);
  // 与120家相比，增加30家: what it was; else what it is.
  const bool earlier = compared.find("相比") != std::string_view::npos &&
                       compared.find("与") == std::string_view::npos &&
                       compared.find("同") == std::string_view::npos;
  const std::optional<Decimal> was = earlier ? is.value
                                     : gain  ? Minus(is.value, by.value)
                                             : is.value.Plus(by.value);
  const std::optional<Decimal> slack = earlier ? is.slack : is.slack.Plus(by.slack);
  if (!was || !slack) return;
  const std::optional<Amount> computed = PercentOf(by, {*was, *slack, 0});
  const Amount stated = AmountOf(percent);
  if (!computed || MayEqual(*computed, stated)) return;
  Add(v1::FINDING_REASON_PERCENT_DIFFERS,
      absl::StrCat(by.value.ToString(), " / ",
                   earlier ? is.value.ToString()
                           : absl::StrCat("(", is.value.ToString(), gain ? " - " : " + ",
                                          by.value.ToString(), ")"),
                   " = ", Rounded(computed->value), "%, stated ", stated.value.ToString(), "%"),
      {now, change, percent});
}

// 原有30家，新增5家，现有36家.
void Checker::CheckEarlier(int earlier) {
  const int change = earlier + 1;
  const int now = earlier + 2;
  if (!SameUnit(earlier, change) || !SameUnit(earlier, now) ||
      figure(earlier).kind == FigureKind::kPercent || Before(change).size() > kMostBetween ||
      Before(now).size() > kMostBetween ||
      !tables_.Has(ClauseBefore(earlier), AuditWord::kEarlier) ||
      figure(change).aspect != Aspect::kNew ||
      (figure(now).aspect != Aspect::kCumulative && figure(now).aspect != Aspect::kCurrent)) {
    return;
  }
  // 新增5家中3家: a part is no change.
  if (figure(change).total >= 0 || figure(now).total >= 0) return;
  CompareChange(earlier, change, now, true);
}

// The 累计 of one day, the 新增 of the next, and its 累计.
void Checker::CheckDays() {
  using Series = std::tuple<std::string_view, DivisionId, std::string_view>;
  absl::flat_hash_map<Series, std::vector<int>> series;
  for (int i = 0; i < size(); ++i) {
    const Figure& f = figure(i);
    if (!exact(i) || f.kind != FigureKind::kCount || !f.as_of || f.measure.empty() ||
        f.scope != Scope::kWhole || !f.place.zone.empty() ||
        (f.aspect != Aspect::kNew && f.aspect != Aspect::kCumulative)) {
      continue;
    }
    series[{std::string_view(f.measure), f.place.division, std::string_view(f.unit)}].push_back(i);
  }
  std::vector<const std::vector<int>*> ordered;
  for (const auto& [key, members] : series) {
    if (members.size() >= 3) ordered.push_back(&members);
  }
  std::ranges::sort(ordered, {}, [](const std::vector<int>* members) { return members->front(); });
  for (const std::vector<int>* members : ordered) {
    // The one figure of a day and aspect; -2 where there are two that differ.
    absl::flat_hash_map<std::pair<int64_t, int>, int> days;
    for (int i : *members) {
      auto [it, is_new] =
          days.try_emplace({ToDayNumber(*figure(i).as_of), static_cast<int>(figure(i).aspect)}, i);
      if (!is_new && it->second >= 0 && !(figure(it->second).value == figure(i).value)) {
        it->second = -2;
      }
    }
    for (int now : *members) {
      if (figure(now).aspect != Aspect::kCumulative) continue;
      const int64_t day = ToDayNumber(*figure(now).as_of);
      const auto it = days.find({day, static_cast<int>(Aspect::kCumulative)});
      const auto before = days.find({day - 1, static_cast<int>(Aspect::kCumulative)});
      const auto added = days.find({day, static_cast<int>(Aspect::kNew)});
      if (it->second != now || before == days.end() || added == days.end() || before->second < 0 ||
          added->second < 0) {
        continue;
      }
      CompareChange(before->second, added->second, now, true);
    }
  }
}

}  // namespace qushu
