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
                                           "generic-name",
                                           "local",
                                           "official",
                                           "compare",
                                           "level",
                                           "special-name",
                                           "average",
                                           "basis",
                                           "except",
                                           "share",
                                           "severity",
                                           "convert",
                                           "dependent",
                                           "money-noun",
                                           "label-before",
                                           "scheme",
                                           "located",
                                           "target",
                                           "plan",
                                           "facet",
                                           "facility",
                                           "governs",
                                           "sight"};

}  // namespace

absl::StatusOr<WordSets> WordSets::Create() {
  const std::string_view text(qushu_figure_words_tsv,
                              qushu_figure_words_tsv_end - qushu_figure_words_tsv);
  QUSHU_ASSIGN_OR_RETURN(Table table, ParseTable("figure_words.tsv", text, {"word", "parts"}));
  std::vector<uint64_t> by_row = {0};
  std::vector<Entry> by_first;
  std::vector<Entry> by_last;
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
    by_row.push_back(parts & ~kPartSight);
    const size_t second = CharSize(word[0]);
    const size_t last = PreviousChar(word, word.size());
    by_first.push_back(
        {word, parts, CodePointAt(word, 0), second < word.size() ? CodePointAt(word, second) : 0});
    by_last.push_back({word, parts, CodePointAt(word, last), CodePointBefore(word, last), 0});
    if (by_first.back().key > CharIndex::kLast || by_last.back().key > CharIndex::kLast) {
      return absl::InvalidArgumentError(
          absl::StrCat("figure_words.tsv:", row.line, ": a character too rare to be indexed"));
    }
  }
  QUSHU_ASSIGN_OR_RETURN(VerbNouns verbs, VerbNouns::Create());
  return WordSets(std::move(by_row), List(std::move(by_first)), List(std::move(by_last)),
                  std::move(verbs));
}

WordSets::List::List(std::vector<Entry> all) : entries(std::move(all)) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    if (a.key != b.key) return a.key < b.key;
    if (a.next != b.next) return a.next > b.next;
    return a.word.size() > b.word.size();
  });
  for (size_t i = 0, first = 0; i < entries.size(); ++i) {
    if (entries[i].key != entries[first].key) first = i;
    entries[first].all |= entries[i].parts;
    index.Add(entries[i].key);
  }
}

template <typename Fits>
const WordSets::Entry* WordSets::List::Find(CharIndex::Range range, char32_t next,
                                            Fits fits) const {
  const Entry* entry = entries.data() + range.first;
  const Entry* end = entries.data() + range.end;
  for (entry = std::partition_point(entry, end, [&](const Entry& e) { return e.next > next; });
       entry != end && entry->next == next; ++entry) {
    if (fits(*entry)) return entry;
  }
  const Entry* single = end - 1;
  return next != 0 && single->next == 0 && fits(*single) ? single : nullptr;
}

uint64_t WordSets::PartsOf(std::string_view word) const {
  if (word.empty()) return 0;
  const CharIndex::Range range = by_first_.With(CodePointAt(word, 0), ~uint64_t{0});
  if (range.first == range.end) return 0;
  const size_t second = CharSize(word[0]);
  const char32_t next = second < word.size() ? CodePointAt(word, second) : 0;
  const Entry* found =
      by_first_.Find(range, next, [&](const Entry& entry) { return entry.word == word; });
  return found != nullptr ? found->parts & ~kPartSight : 0;
}

size_t WordSets::MatchAt(std::string_view text, size_t position, uint64_t parts) const {
  if (position >= text.size()) return 0;
  const CharIndex::Range range = by_first_.With(CodePointAt(text, position), parts);
  if (range.first == range.end) return 0;
  const size_t second = position + CharSize(text[position]);
  const char32_t next = second < text.size() ? CodePointAt(text, second) : 0;
  const Entry* found = by_first_.Find(range, next, [&](const Entry& entry) {
    return (entry.parts & parts) != 0 && StandsAt(text, position, entry.word);
  });
  return found != nullptr ? found->word.size() : 0;
}

size_t WordSets::MatchBefore(std::string_view text, size_t end, uint64_t parts) const {
  if (end == 0) return 0;
  const size_t last = PreviousChar(text, end);
  const CharIndex::Range range = by_last_.With(CodePointAt(text, last), parts);
  if (range.first == range.end) return 0;
  const Entry* found = by_last_.Find(range, CodePointBefore(text, last), [&](const Entry& entry) {
    return (entry.parts & parts) != 0 && StandsBefore(text, end, entry.word);
  });
  return found != nullptr ? found->word.size() : 0;
}

}  // namespace qushu
