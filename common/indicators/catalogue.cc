#include "common/indicators/catalogue.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/edit_distance.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_indicators_tsv[], qushu_indicators_tsv_end[];
extern "C" const char qushu_modifiers_tsv[], qushu_modifiers_tsv_end[];

namespace qushu {
namespace {

constexpr size_t kMaxGap = 4;  // characters that `*` stands for
constexpr size_t kMaxIdBytes = 64;

absl::Status RowError(std::string_view file, const TableRow& row, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat(ToAbsl(file), ":", row.line, ": ", ToAbsl(row.cells[0]), ": ", ToAbsl(what)));
}

std::vector<std::string_view> Words(std::string_view cell) {
  std::vector<std::string_view> words;
  while (!cell.empty()) {
    const size_t space = cell.find(' ');
    if (space != 0) words.push_back(cell.substr(0, space));
    cell.remove_prefix(space == std::string_view::npos ? cell.size() : space + 1);
  }
  return words;
}

// Lower-case letters, digits and underscores, a letter first.
bool IsId(std::string_view id) {
  if (id.empty() || id.size() > kMaxIdBytes || id[0] < 'a' || id[0] > 'z') return false;
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// `count` for KIND_COUNT.
v1::Kind KindOf(std::string_view word) {
  std::string name = "KIND_";
  for (const char c : word) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  v1::Kind kind = v1::KIND_UNSPECIFIED;
  return v1::Kind_Parse(name, &kind) ? kind : v1::KIND_UNSPECIFIED;
}

// 社区（村） counts 社区: what brackets say comes on top.
std::string WithoutBrackets(std::string_view phrase) {
  std::string plain;
  int depth = 0;
  for (size_t i = 0; i < phrase.size(); i += CharSize(phrase[i])) {
    const std::string_view c = phrase.substr(i, CharSize(phrase[i]));
    if (c == "（" || c == "(") {
      ++depth;
    } else if (c == "）" || c == ")") {
      depth = std::max(0, depth - 1);
    } else if (depth == 0 && c != " " && c != "“" && c != "”") {
      plain += c;
    }
  }
  return plain;
}

bool HasBracket(std::string_view phrase) {
  return phrase.find("（") != std::string_view::npos || phrase.find('(') != std::string_view::npos;
}

// Under which key wordings are found that count things of that kind.
uint64_t KeyOf(v1::Kind kind, std::string_view wording) {
  return static_cast<uint64_t>(kind) << 32 | CodePointBefore(wording, wording.size());
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Catalogue>> Catalogue::Create(std::string own,
                                                                   std::string_view own_name) {
  std::unique_ptr<Catalogue> catalogue(new Catalogue);
  catalogue->own_ = std::move(own);
  QUSHU_RETURN_IF_ERROR(
      catalogue->Read("indicators.tsv", {qushu_indicators_tsv, qushu_indicators_tsv_end}));
  if (!catalogue->own_.empty()) {
    if (ValidPrefix(catalogue->own_) < catalogue->own_.size()) {
      return absl::InvalidArgumentError(absl::StrCat(ToAbsl(own_name), ": is not UTF-8"));
    }
    QUSHU_RETURN_IF_ERROR(catalogue->Read(own_name, catalogue->own_));
  }
  QUSHU_RETURN_IF_ERROR(catalogue->Index());
  return catalogue;
}

absl::StatusOr<std::unique_ptr<const Catalogue>> Catalogue::FromFile(const std::string& own_path) {
  if (own_path.empty()) return Create();
  std::ifstream file(own_path, std::ios::binary);
  std::string own((std::istreambuf_iterator<char>(file)), {});
  if (!file || own.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(own_path, ": the table of indicators cannot be read, or is empty"));
  }
  return Create(std::move(own), own_path);
}

absl::Status Catalogue::Read(std::string_view name, std::string_view table) {
  QUSHU_ASSIGN_OR_RETURN(const Table rows, ParseTable(name, table,
                                                      {"indicator", "kind", "chinese", "english",
                                                       "domain", "units", "same", "near", "not"}));
  for (const TableRow& row : rows.rows) {
    const auto& cells = row.cells;
    if (!IsId(cells[0])) return RowError(name, row, "an id is made of a-z, 0-9 and _");
    const v1::Kind kind = KindOf(cells[1]);
    if (kind == v1::KIND_UNSPECIFIED) return RowError(name, row, "no such kind");
    const auto [found, added] = by_id_.try_emplace(cells[0], static_cast<int>(indicators_.size()));
    if (added) {
      if (cells[2].empty() || cells[6].empty()) {
        return RowError(name, row, "a series has a Chinese name and a wording");
      }
      indicators_.push_back({.id = cells[0],
                             .kind = kind,
                             .chinese = cells[2],
                             .english = cells[3],
                             .domain = cells[4],
                             .units = Words(cells[5])});
      not_.emplace_back();
    }
    Indicator& indicator = indicators_[found->second];
    if (indicator.kind != kind) return RowError(name, row, "the series has another kind");
    for (const std::string_view word : Words(cells[6])) indicator.same.push_back(word);
    for (const std::string_view word : Words(cells[7])) indicator.near.push_back(word);
    for (const std::string_view word : Words(cells[8])) not_[found->second].push_back(word);
    for (const auto* words : {&indicator.same, &indicator.near, &not_[found->second]}) {
      for (const std::string_view word : *words) {
        const size_t star = word.find('*');
        if (star != std::string_view::npos &&
            (star == 0 || star + 1 == word.size() || word.find('*', star + 1) != word.npos)) {
          return RowError(name, row, "`*` stands once, and inside a wording");
        }
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Catalogue::Index() {
  // A user's series stand behind the built-in ones until here.
  std::vector<int> order(indicators_.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::sort(order.begin(), order.end(),
            [&](int a, int b) { return indicators_[a].id < indicators_[b].id; });
  std::vector<Indicator> sorted;
  std::vector<std::vector<std::string_view>> sorted_not;
  for (const int i : order) {
    by_id_[indicators_[i].id] = static_cast<int>(sorted.size());
    sorted.push_back(std::move(indicators_[i]));
    sorted_not.push_back(std::move(not_[i]));
  }
  indicators_ = std::move(sorted);
  not_ = std::move(sorted_not);

  for (size_t i = 0; i < indicators_.size(); ++i) {
    const auto add = [&](const std::vector<std::string_view>& words, Sort sort) {
      for (const std::string_view word : words) {
        const size_t star = word.find('*');
        const bool whole = star == std::string_view::npos;
        const std::string_view tail = whole ? word : word.substr(star + 1);
        wordings_[KeyOf(indicators_[i].kind, tail)].push_back(
            {word, whole ? "" : word.substr(0, star), tail, static_cast<int>(i), sort});
      }
    };
    add(indicators_[i].same, Sort::kSame);
    add(indicators_[i].near, Sort::kNear);
    add(not_[i], Sort::kNot);
  }
  for (auto& [key, wordings] : wordings_) {
    std::stable_sort(wordings.begin(), wordings.end(), [](const Wording& a, const Wording& b) {
      return a.text.size() != b.text.size() ? a.text.size() > b.text.size() : a.sort < b.sort;
    });
  }

  QUSHU_ASSIGN_OR_RETURN(
      const Table table,
      ParseTable("modifiers.tsv", {qushu_modifiers_tsv, qushu_modifiers_tsv_end}, {"word"}));
  for (const TableRow& row : table.rows) modifiers_.insert(row.cells[0]);
  return absl::OkStatus();
}

// Whether `phrase` ends with `tail`, which ends with the same character as it. The character before
// that tells most of them apart.
static bool EndsAlike(std::string_view phrase, std::string_view tail) {
  const size_t before = 4;
  return phrase.size() >= tail.size() &&
         (tail.size() < before || phrase[phrase.size() - before] == tail[tail.size() - before]) &&
         phrase.ends_with(tail);
}

// The longest wording that `phrase` ends with, of series with that kind and unit.
Catalogue::Fit Catalogue::Longest(std::string_view phrase, const Counted& counted) const {
  const auto found = wordings_.find(KeyOf(counted.kind, phrase));
  if (found == wordings_.end()) return {};
  Fit best;
  for (const Wording& wording : found->second) {
    // They are sorted by size: all that follow are shorter, but for what `*` stands for.
    if (best.wording != nullptr && wording.text.size() + 3 * kMaxGap < best.size) break;
    const Indicator& indicator = indicators_[wording.indicator];
    if (!EndsAlike(phrase, wording.tail)) continue;
    // 7办: a number directly with its noun has no unit, whatever the series has.
    if (!indicator.units.empty() && !counted.unit.empty() &&
        std::find(indicator.units.begin(), indicator.units.end(), counted.unit) ==
            indicator.units.end()) {
      continue;
    }
    size_t size = wording.tail.size();
    if (!wording.head.empty()) {
      const std::string_view before = phrase.substr(0, phrase.size() - size);
      const size_t head = before.rfind(wording.head);
      if (head == std::string_view::npos) continue;
      const std::string_view gap = before.substr(head + wording.head.size());
      if (gap.empty() || CountCodePoints(gap) > kMaxGap) continue;
      size = phrase.size() - head;
    }
    if (best.wording == nullptr || size > best.size) best = {&wording, size};
  }
  return best;
}

// Whether `words` is nothing but words of modifiers.tsv.
bool Catalogue::OnlyModifiers(std::string_view words) const {
  constexpr size_t kLongest = 48;  // bytes of all of them; 全区辖区内各类疫情防控 has 33
  if (words.size() > kLongest) return false;
  // reached[i]: words.substr(0, i) is made of modifiers.
  bool reached[kLongest + 1] = {true};
  for (size_t i = 0; i < words.size(); ++i) {
    if (!reached[i]) continue;
    for (size_t end = i + 1; end <= words.size(); ++end) {
      if (!reached[end]) reached[end] = modifiers_.contains(words.substr(i, end - i));
    }
  }
  return reached[words.size()];
}

Catalogue::Match Catalogue::Find(const Counted& counted) const {
  std::string plain;
  std::string_view measure = counted.measure;
  if (HasBracket(measure) || measure.find(' ') != std::string_view::npos) {
    plain = WithoutBrackets(measure);
    measure = plain;
  }
  if (measure.empty()) return {};
  Fit fit = Longest(measure, counted);
  std::string_view phrase = measure;
  // 返岗 … 24738人: the verb tells what the noun, or its lack, leaves open.
  std::string with_verb;
  if (!counted.predicate.empty()) {
    with_verb.append(counted.predicate).append(measure);
    const Fit wider = Longest(with_verb, counted);
    if (wider.wording != nullptr && wider.size > measure.size()) {
      fit = wider;
      phrase = with_verb;
    }
  }
  if (fit.wording == nullptr || fit.wording->sort == Sort::kNot) return {};
  const bool same =
      fit.wording->sort == Sort::kSame && OnlyModifiers(phrase.substr(0, phrase.size() - fit.size));
  return {&indicators_[fit.wording->indicator],
          same ? v1::INDICATOR_MATCH_SAME : v1::INDICATOR_MATCH_NEAR, fit.wording->text};
}

const Indicator* Catalogue::ById(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &indicators_[found->second];
}

std::vector<std::string_view> Catalogue::Nearest(std::string_view word, size_t limit) const {
  if (word.empty() || word.size() > kMaxIdBytes || ValidPrefix(word) < word.size()) return {};
  const std::u32string wanted = CodePointsOf(word);
  const size_t too_far = wanted.size() / 2 + 1;
  std::vector<std::tuple<bool, size_t, std::string_view>> candidates;  // contained first
  for (const Indicator& indicator : indicators_) {
    size_t distance = too_far;
    bool contained = false;
    for (const std::string_view name : {indicator.id, indicator.chinese}) {
      distance = std::min(distance, EditDistance(wanted, CodePointsOf(name)));
      contained |= name.find(word) != std::string_view::npos;
    }
    if (contained || distance < too_far) {
      candidates.emplace_back(!contained, distance, indicator.id);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  if (candidates.size() > limit) candidates.resize(limit);
  std::vector<std::string_view> ids;
  for (const auto& candidate : candidates) ids.push_back(std::get<2>(candidate));
  return ids;
}

}  // namespace qushu
