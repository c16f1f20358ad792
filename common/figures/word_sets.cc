#include "common/figures/word_sets.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_figure_words_tsv[];
extern "C" const char qushu_figure_words_tsv_end[];

namespace qushu {
namespace {

// In the order of the bits of Part.
constexpr std::string_view kPartNames[] = {"new",
                                           "cumulative",
                                           "current",
                                           "outcome",
                                           "about",
                                           "over",
                                           "under",
                                           "at-least",
                                           "at-most",
                                           "after-about",
                                           "after-at-least",
                                           "after-at-most",
                                           "after-over",
                                           "link",
                                           "change",
                                           "vague",
                                           "label",
                                           "phrase",
                                           "organ",
                                           "community",
                                           "title",
                                           "whole",
                                           "origin",
                                           "each",
                                           "breakdown",
                                           "division",
                                           "generic",
                                           "aspect-word",
                                           "person",
                                           "open-relative",
                                           "result",
                                           "zone",
                                           "state",
                                           "tail",
                                           "era",
                                           "transitive",
                                           "abstract",
                                           "quantity",
                                           "report",
                                           "locality",
                                           "person-suffix",
                                           "generic-name"};

}  // namespace

absl::StatusOr<WordSets> WordSets::Create() {
  const std::string_view text(qushu_figure_words_tsv,
                              qushu_figure_words_tsv_end - qushu_figure_words_tsv);
  QUSHU_ASSIGN_OR_RETURN(Table table, ParseTable("figure_words.tsv", text, {"word", "parts"}));
  std::vector<Entry> entries;
  absl::flat_hash_set<std::string_view> seen;
  for (const TableRow& row : table.rows) {
    const std::string_view word = row.cells[0];
    uint64_t parts = 0;
    for (std::string_view rest = row.cells[1]; !rest.empty();) {
      const size_t space = rest.find(' ');
      const std::string_view name = rest.substr(0, space);
      const auto* found = std::find(std::begin(kPartNames), std::end(kPartNames), name);
      if (found == std::end(kPartNames)) {
        return absl::InvalidArgumentError(
            absl::StrCat("figure_words.tsv:", row.line, ": no such part: ", ToAbsl(name)));
      }
      parts |= 1ull << (found - std::begin(kPartNames));
      rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    }
    if (word.empty() || !seen.insert(word).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("figure_words.tsv:", row.line, ": no word, or one that is there twice"));
    }
    if (CodePointAt(word, 0) > CharIndex::kLast ||
        CodePointBefore(word, word.size()) > CharIndex::kLast) {
      return absl::InvalidArgumentError(
          absl::StrCat("figure_words.tsv:", row.line, ": a character too rare to be indexed"));
    }
    entries.push_back({word, parts});
  }
  WordSets sets;
  for (const Entry& entry : entries) sets.by_row_.push_back(entry.parts);
  sets.by_first_ = MakeList(entries, [](std::string_view word) { return CodePointAt(word, 0); });
  sets.by_last_ = MakeList(
      std::move(entries), [](std::string_view word) { return CodePointBefore(word, word.size()); });
  return sets;
}

template <typename Key>
WordSets::List WordSets::MakeList(std::vector<Entry> entries, Key key) {
  std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    const char32_t x = key(a.word);
    const char32_t y = key(b.word);
    return x != y ? x < y : a.word.size() > b.word.size();
  });
  List list{std::move(entries), {}};
  for (const Entry& entry : list.entries) list.index.Add(key(entry.word));
  return list;
}

uint64_t WordSets::PartsOf(std::string_view word) const {
  if (word.empty()) return 0;
  const CharIndex::Range range = by_first_.index.At(CodePointAt(word, 0));
  for (uint32_t i = range.first; i < range.end; ++i) {
    if (by_first_.entries[i].word == word) return by_first_.entries[i].parts;
  }
  return 0;
}

size_t WordSets::MatchAt(std::string_view text, size_t position, uint64_t parts) const {
  if (position >= text.size()) return 0;
  const CharIndex::Range range = by_first_.index.At(CodePointAt(text, position));
  for (uint32_t i = range.first; i < range.end; ++i) {
    const Entry& entry = by_first_.entries[i];
    if ((entry.parts & parts) != 0 && text.substr(position).starts_with(entry.word))
      return entry.word.size();
  }
  return 0;
}

size_t WordSets::MatchBefore(std::string_view text, size_t end, uint64_t parts) const {
  const CharIndex::Range range = by_last_.index.At(CodePointBefore(text, end));
  for (uint32_t i = range.first; i < range.end; ++i) {
    const Entry& entry = by_last_.entries[i];
    if ((entry.parts & parts) != 0 && text.substr(0, end).ends_with(entry.word))
      return entry.word.size();
  }
  return 0;
}

}  // namespace qushu
