// What districts have against what the division above them has, wherever in the text both stand.
#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/audit/checker.h"
#include "common/base/absl_compat.h"

namespace qushu {
namespace {

// Figures of one kind: only these can be compared.
using Kind = std::tuple<std::string_view, std::string_view, int, int64_t>;

// What the text says of one division; unusable where it says two things.
struct Stated {
  int figure = -1;
  bool unsure = false;
};

}  // namespace

void Checker::CheckDistricts() {
  absl::flat_hash_map<Kind, std::vector<int>> kinds;
  for (int i = 0; i < size(); ++i) {
    const Figure& f = figure(i);
    // Without an aspect the same noun may count different things.
    if (f.aspect == Aspect::kNone || f.kind != FigureKind::kCount || f.scope != Scope::kWhole ||
        !exact(i) || f.place.division == kNoDivision || !f.place.zone.empty() ||
        f.measure.empty() || !f.place.candidates.empty()) {
      continue;
    }
    const int64_t day = f.as_of ? ToDayNumber(*f.as_of) : -1;
    kinds[{std::string_view(f.measure), std::string_view(f.unit), static_cast<int>(f.aspect), day}]
        .push_back(i);
  }
  std::vector<const std::vector<int>*> ordered;
  for (const auto& [kind, members] : kinds) {
    if (members.size() > 1) ordered.push_back(&members);
  }
  std::ranges::sort(ordered, {}, [](const std::vector<int>* members) { return members->front(); });
  for (const std::vector<int>* members : ordered) {
    absl::flat_hash_map<DivisionId, Stated> stated;
    for (int i : *members) {
      Stated& of = stated[figure(i).place.division];
      of.unsure |= of.figure >= 0 && !(figure(of.figure).value == figure(i).value);
      if (of.figure < 0) of.figure = i;
    }
    if (stated.size() < 2) continue;
    // Each division under the nearest one above it that is stated.
    absl::flat_hash_map<DivisionId, std::vector<int>> below;
    std::vector<DivisionId> above;
    for (int i : *members) {
      const DivisionId id = figure(i).place.division;
      if (stated[id].figure != i) continue;
      DivisionId up = gazetteer_[id].parent;
      while (up != kNoDivision && !stated.contains(up)) up = gazetteer_[up].parent;
      if (up == kNoDivision) continue;
      std::vector<int>& parts = below[up];
      if (parts.empty()) above.push_back(up);
      parts.push_back(i);
    }
    for (DivisionId id : above) {
      const Stated& whole = stated[id];
      if (whole.unsure || totals_found_[whole.figure]) continue;
      std::vector<int> parts;
      for (int i : below[id]) {
        // 渝北区41例（两江新区16例）: counted already.
        const bool inside = std::ranges::find(below[id], figure(i).total) != below[id].end();
        // 其中7例（上饶市2例）: of those 7 alone, not of all that the city has.
        const int of = figure(whole.figure).total;
        const bool other = of >= 0 && figure(i).total != of && figure(i).total != whole.figure;
        if (!stated[figure(i).place.division].unsure && !inside && !other) parts.push_back(i);
      }
      if (parts.empty()) continue;
      const Amount total = AmountOf(whole.figure);
      const std::vector<Amount> amounts = AmountsOf(parts);
      const std::optional<Amount> sum = Sum(amounts);
      if (!sum || !Exceeds(*sum, total)) continue;
      totals_found_[whole.figure] = true;
      const std::string_view name = gazetteer_[id].name;
      const auto more = std::ranges::find_if(
          parts, [&](int i) { return figure(i).value > figure(whole.figure).value; });
      if (more != parts.end()) {
        const Figure& part = figure(*more);
        Add(v1::FINDING_REASON_DISTRICTS_EXCEED_TOTAL,
            absl::StrCat(part.value.ToString(), " in ",
                         ToAbsl(gazetteer_[part.place.division].name), ", stated ",
                         total.value.ToString(), " in all of ", ToAbsl(name)),
            {*more, whole.figure});
        continue;
      }
      parts.push_back(whole.figure);
      Add(v1::FINDING_REASON_DISTRICTS_EXCEED_TOTAL,
          absl::StrCat(SumText(amounts, *sum, total, figure(whole.figure).unit), " in all of ",
                       ToAbsl(name)),
          std::move(parts));
    }
  }
}

}  // namespace qushu
