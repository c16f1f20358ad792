#include "common/summary/theme_table.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_theme_weights_tsv[], qushu_theme_weights_tsv_end[];
extern "C" const char qushu_themes_tsv[], qushu_themes_tsv_end[];

namespace qushu {
namespace {

// A word says little the tenth time, and a sentence may be megabytes long.
constexpr size_t kMaxWords = 200;

absl::Status RowError(std::string_view file, const TableRow& row) {
  return absl::InternalError(absl::StrCat(ToAbsl(file), ":", row.line, ": ", ToAbsl(row.cells[0])));
}

}  // namespace

absl::StatusOr<ThemeTable> ThemeTable::Create() {
  QUSHU_ASSIGN_OR_RETURN(
      const Table weights,
      ParseTable("theme_weights.tsv", {qushu_theme_weights_tsv, qushu_theme_weights_tsv_end},
                 {"theme", "weight"}));
  QUSHU_ASSIGN_OR_RETURN(
      const Table words,
      ParseTable("themes.tsv", {qushu_themes_tsv, qushu_themes_tsv_end}, {"word", "theme"}));
  ThemeTable table;
  absl::flat_hash_map<std::string_view, int> by_name;
  for (const TableRow& row : weights.rows) {
    int percent = 0;
    const std::string_view digits = row.cells[1];
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
    if (parsed.ptr != digits.data() + digits.size() || percent < 0 || percent > 100 ||
        !by_name.try_emplace(row.cells[0], table.size()).second) {
      return RowError("theme_weights.tsv", row);
    }
    table.themes_.push_back({row.cells[0], percent / 100.0});
  }
  std::vector<WordTable::Entry> entries;
  for (const TableRow& row : words.rows) {
    const auto theme = by_name.find(row.cells[1]);
    if (theme == by_name.end() || CountCodePoints(row.cells[0]) < 2 ||
        (!entries.empty() && entries.back().word == row.cells[0])) {
      return RowError("themes.tsv", row);
    }
    entries.push_back({row.cells[0], theme->second});
  }
  table.words_ = WordTable(std::move(entries));
  return table;
}

ThemeTable::Hits ThemeTable::Collect(std::string_view sentence) const {
  Hits hits;
  absl::InlinedVector<std::string_view, 32> seen;
  for (size_t p = 0; seen.size() < kMaxWords;) {
    const WordTable::Match match = words_.Next(sentence, p);
    if (match.size == 0) break;
    const std::string_view word = sentence.substr(p, match.size);
    p += match.size;
    if (std::find(seen.begin(), seen.end(), word) != seen.end()) continue;
    seen.push_back(word);
    auto hit = std::find_if(hits.begin(), hits.end(),
                            [&](const ThemeHit& other) { return other.theme == match.label; });
    if (hit == hits.end()) hit = hits.insert(hits.end(), {match.label, 0});
    hit->strength += static_cast<int>(CountCodePoints(word));
  }
  return hits;
}

// A theme that is in every sentence gives way to one that is only in this.
std::vector<ThemeHit> ThemeTable::Find(std::string_view sentence) const {
  const Hits collected = Collect(sentence);
  std::vector<ThemeHit> hits(collected.begin(), collected.end());
  std::stable_sort(hits.begin(), hits.end(),
                   [&](const ThemeHit& a, const ThemeHit& b) { return Score(a) > Score(b); });
  return hits;
}

std::string_view ThemeTable::ThemeOf(std::string_view sentence) const {
  const Hits hits = Collect(sentence);
  const auto best =
      std::max_element(hits.begin(), hits.end(),
                       [&](const ThemeHit& a, const ThemeHit& b) { return Score(a) < Score(b); });
  return best == hits.end() ? std::string_view() : name(best->theme);
}

}  // namespace qushu
