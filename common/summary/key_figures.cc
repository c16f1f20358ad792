#include "common/summary/key_figures.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/base/absl_compat.h"
#include "common/summary/candidate.h"

namespace qushu {
namespace {

bool IsListed(const Figure& figure) {
  // 三个方面, 两次: numbers that only arrange the prose.
  const bool slight = figure.kind == FigureKind::kFrequency || figure.measure.empty();
  return figure.scope == Scope::kWhole && !(slight && figure.value <= Decimal(3));
}

}  // namespace

std::vector<int> ChooseKeyFigures(const std::vector<Figure>& figures,
                                  std::span<const int> candidates) {
  std::vector<int> order;
  for (int index : candidates) {
    if (IsListed(figures[index])) order.push_back(index);
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    const auto key = [](const Figure& figure) {
      return std::tuple(IsSlight(figure.kind), figure.aspect == Aspect::kNew,
                        figure.measure.empty());
    };
    return key(figures[a]) < key(figures[b]);
  });
  absl::flat_hash_set<absl::string_view> said;
  absl::flat_hash_set<std::pair<absl::string_view, int>> stated;
  std::vector<int> chosen, again;
  for (int index : order) {
    const Figure& figure = figures[index];
    const absl::string_view measure = ToAbsl(figure.measure);
    if (!stated.insert({measure, static_cast<int>(figure.aspect)}).second) continue;
    (said.insert(measure).second ? chosen : again).push_back(index);
  }
  chosen.insert(chosen.end(), again.begin(), again.end());
  if (chosen.size() > kMaxKeyFigures) chosen.resize(kMaxKeyFigures);
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace qushu
