#include "common/gazetteer/nearest.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "common/base/utf8.h"

namespace qushu {
namespace {

constexpr size_t kMaxLength = 32;  // code points; no name is longer

using CodePoints = std::u32string;

CodePoints Decode(std::string_view text) {
  CodePoints result;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    result.push_back(CodePointAt(text, i));
  }
  return result;
}

size_t EditDistance(const CodePoints& a, const CodePoints& b) {
  std::array<size_t, kMaxLength + 1> row;
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::vector<std::string> NearestNames(const NameIndex& index, std::string_view name, size_t limit) {
  // A character has four bytes at most: longer ones need not be counted.
  if (name.empty() || name.size() > 4 * kMaxLength || ValidPrefix(name) < name.size()) return {};
  const CodePoints wanted = Decode(name);
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
    const CodePoints points = Decode(other.text);
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
