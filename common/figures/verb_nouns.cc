#include "common/figures/verb_nouns.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/data/table.h"
#include "common/figures/word_sets.h"

extern "C" const char qushu_verb_nouns_tsv[];
extern "C" const char qushu_verb_nouns_tsv_end[];

namespace qushu {
namespace {

constexpr size_t kHan = 3;  // bytes

// In the order of VerbNouns::Kind.
constexpr std::string_view kKindNames[] = {
    "befall",  "contact",   "contrast", "donate", "event",     "find",   "get",
    "holding", "household", "index",    "money",  "money-end", "motion", "object",
    "one",     "person",    "plan",     "rate",   "rate-noun", "river",  "yield"};

}  // namespace

bool IsPlainVerb(uint64_t parts) {
  return (parts & ~(kPartTransitive | kPartMoneyNoun | kPartReport | kPartFacet | kPartGoverns)) ==
         0;
}

absl::StatusOr<VerbNouns> VerbNouns::Create() {
  const std::string_view text(qushu_verb_nouns_tsv,
                              qushu_verb_nouns_tsv_end - qushu_verb_nouns_tsv);
  QUSHU_ASSIGN_OR_RETURN(Table table, ParseTable("verb_nouns.tsv", text, {"word", "kind", "noun"}));
  VerbNouns nouns;
  for (const TableRow& row : table.rows) {
    const auto* kind = std::find(std::begin(kKindNames), std::end(kKindNames), row.cells[1]);
    if (kind == std::end(kKindNames)) {
      return absl::InvalidArgumentError(
          absl::StrCat("verb_nouns.tsv:", row.line, ": no such kind: ", ToAbsl(row.cells[1])));
    }
    const auto index = kind - std::begin(kKindNames);
    const bool has_noun =
        index == kHousehold || index == kMoney || index == kObject || index == kPerson;
    if (row.cells[0].empty() || has_noun == row.cells[2].empty()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "verb_nouns.tsv:", row.line,
          ": no word, or a noun where there should be none, or none where one should"));
    }
    nouns.entries_[index].push_back({row.cells[0], row.cells[2]});
    nouns.heads_[index].set(HeadOf(row.cells[0]));
  }
  return nouns;
}

const VerbNouns::Entry* VerbNouns::Find(Kind kind, std::string_view word) const {
  if (!heads_[kind][HeadOf(word)]) return nullptr;
  const std::vector<Entry>& all = entries_[kind];
  const auto found =
      std::partition_point(all.begin(), all.end(), [&](const Entry& e) { return e.word < word; });
  return found != all.end() && found->word == word ? &*found : nullptr;
}

std::string VerbNouns::PersonsWho(std::string_view verb) const {
  const Entry* found = Find(kPerson, verb);
  return found != nullptr ? std::string(found->noun) : std::string(verb) + "人员";
}

std::string_view VerbNouns::HouseholdsWho(std::string_view verb) const {
  const Entry* found = Find(kHousehold, verb);
  return found != nullptr ? found->noun : "";
}

std::string_view VerbNouns::MoneyOf(std::string_view verb) const {
  const Entry* found = Find(kMoney, verb);
  if (found == nullptr && verb.size() == 2 * kHan &&
      Find(kMoneyEnd, verb.substr(kHan)) != nullptr) {
    found = Find(kMoney, verb.substr(0, kHan));
  }
  return found != nullptr ? found->noun : "";
}

std::string_view VerbNouns::ObjectOf(std::string_view measure) const {
  const bool size = measure.size() == 2 * kHan || measure.size() == 3 * kHan;
  const Entry* found = size ? Find(kObject, measure) : nullptr;
  return found != nullptr ? found->noun : "";
}

size_t VerbNouns::ContrastAt(std::string_view measure) const {
  return measure.size() > 2 * kHan && IsContrast(measure.substr(0, 2 * kHan)) ? 2 * kHan : 0;
}

size_t VerbNouns::RateBefore(std::string_view noun) const {
  if (noun.size() <= 2 * kHan || Find(kRate, noun.substr(0, 2 * kHan)) == nullptr) return 0;
  return Find(kRateNoun, noun.substr(2 * kHan, kHan)) == nullptr ? 2 * kHan : 0;
}

bool VerbNouns::IsIndex(std::string_view noun) const {
  return std::any_of(entries_[kIndex].begin(), entries_[kIndex].end(),
                     [&](const Entry& e) { return noun.ends_with(e.word); });
}

bool VerbNouns::IsContact(std::string_view measure) const {
  return std::any_of(entries_[kContact].begin(), entries_[kContact].end(),
                     [&](const Entry& e) { return measure.ends_with(e.word); });
}

}  // namespace qushu
