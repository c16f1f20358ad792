#include "common/gazetteer/nearest.h"

#include <algorithm>
#include <tuple>

#include "common/base/edit_distance.h"
#include "common/base/utf8.h"

namespace qushu {
namespace {

constexpr size_t kMaxLength = 32;  // code points; no name is longer

}  // namespace

std::vector<std::string> NearestNames(const NameIndex& index, std::string_view name, size_t limit) {
  // A character has four bytes at most: longer ones need not be counted.
  if (name.empty() || name.size() > 4 * kMaxLength || ValidPrefix(name) < name.size()) return {};
  const std::u32string wanted = CodePointsOf(name);
  if (wanted.size() > kMaxLength) return {};
  const size_t furthest = std::max<size_t>(1, wanted.size() / 2);

  struct Candidate {
    size_t distance;
    bool other_start;  // people err less in the first character than behind it
    NameForm form;
    std::string_view text;
  };
  std::vector<Candidate> candidates;
  for (const NameIndex::Name& other : index.names()) {
    if (other.form == NameForm::kStem && other.text != name) continue;
    const std::u32string points = CodePointsOf(other.text);
    if (points.size() > kMaxLength || points.size() > wanted.size() + furthest ||
        wanted.size() > points.size() + furthest) {
      continue;
    }
    const size_t distance = EditDistance(wanted, points);
    // With nothing in common a short name would be near every other one.
    if (distance > furthest || distance >= std::max(points.size(), wanted.size())) continue;
    candidates.push_back({distance, points[0] != wanted[0], other.form, other.text});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.distance, a.other_start, a.form, a.text) <
           std::tie(b.distance, b.other_start, b.form, b.text);
  });
  if (candidates.size() > limit) candidates.resize(limit);
  std::vector<std::string> result;
  for (const Candidate& candidate : candidates) result.emplace_back(candidate.text);
  return result;
}

}  // namespace qushu
