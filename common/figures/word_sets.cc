#include "common/figures/word_sets.h"

#include <algorithm>

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
  WordSets sets;
  for (const TableRow& row : table.rows) {
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
    if (!sets.parts_.emplace(row.cells[0], parts).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("figure_words.tsv:", row.line, ": the word is there twice"));
    }
    sets.longest_ = std::max(sets.longest_, row.cells[0].size());
  }
  return sets;
}

size_t WordSets::MatchAt(std::string_view text, size_t position, uint64_t parts) const {
  size_t best = 0;
  for (size_t end = position; end < text.size() && end - position < longest_;) {
    end += CharSize(text[end]);
    if (end > text.size()) break;
    if (Is(text.substr(position, end - position), parts)) best = end - position;
  }
  return best;
}

size_t WordSets::MatchBefore(std::string_view text, size_t end, uint64_t parts) const {
  size_t best = 0;
  for (size_t begin = end; begin > 0 && end - begin < longest_;) {
    begin = PreviousChar(text, begin);
    if (Is(text.substr(begin, end - begin), parts)) best = end - begin;
  }
  return best;
}

}  // namespace qushu
