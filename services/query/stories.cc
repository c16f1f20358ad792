#include "services/query/stories.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "common/base/status_macros.h"
#include "common/store/corrections.h"
#include "services/query/answers.h"

namespace qushu::query {
namespace {

// All that a figure states.
auto StatementOf(const v1::Figure& figure) {
  return std::tuple(figure.district(), figure.value(), figure.high(), figure.qualifier(),
                    figure.unit(), figure.measure(), figure.aspect(), figure.scope(),
                    AsOfDay(figure));
}

struct Place {
  int published = 0;  // day
  size_t index = 0;   // among the figures

  auto operator<=>(const Place&) const = default;
};

}  // namespace

absl::StatusOr<AlsoReported> CountStoriesOnce(Store& store, std::vector<v1::Figure>& figures) {
  using Statement = decltype(StatementOf(figures.front()));
  std::map<Statement, std::vector<Place>> stated;
  for (size_t i = 0; i < figures.size(); ++i) {
    // What is not dated is in no story.
    const std::optional<int> day = PublicationDay(figures[i]);
    if (day) stated[StatementOf(figures[i])].push_back({*day, i});
  }
  // Only what more than one article states is looked into.
  std::set<std::string> articles;
  for (auto& [statement, places] : stated) std::sort(places.begin(), places.end());
  std::erase_if(stated, [&](const auto& entry) {
    const std::vector<Place>& places = entry.second;
    const std::string& first = figures[places.front().index].article();
    const bool one = std::all_of(places.begin(), places.end(), [&](const Place& place) {
      return figures[place.index].article() == first;
    });
    if (one) return true;
    for (const Place& place : places) {
      articles.emplace(IdInName(figures[place.index].article()));
    }
    return false;
  });
  AlsoReported also;
  if (stated.empty()) return also;
  std::map<std::string, std::string> sketches;
  QUSHU_ASSIGN_OR_RETURN(sketches, store.GetSketches({articles.begin(), articles.end()}));
  const auto sketch = [&](const v1::Figure& figure) -> const std::string& {
    return sketches[std::string(IdInName(figure.article()))];
  };

  std::vector<bool> said(figures.size());
  for (const auto& [statement, places] : stated) {
    std::vector<Place> first;  // of each story
    for (const Place& place : places) {
      const v1::Figure& figure = figures[place.index];
      const auto same = std::find_if(first.begin(), first.end(), [&](const Place& other) {
        const v1::Figure& before = figures[other.index];
        return before.article() != figure.article() &&
               place.published - other.published <= kDaysOfStory &&
               SameStory(sketch(before), sketch(figure));
      });
      if (same == first.end()) {
        first.push_back(place);
        continue;
      }
      said[place.index] = true;
      std::vector<std::string>& by = also[figures[same->index].name()];
      if (std::find(by.begin(), by.end(), figure.article()) == by.end()) {
        by.push_back(figure.article());
      }
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < figures.size(); ++i) {
    if (said[i]) continue;
    if (kept != i) figures[kept] = std::move(figures[i]);
    ++kept;
  }
  figures.resize(kept);
  return also;
}

}  // namespace qushu::query
