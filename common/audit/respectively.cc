// 分别 between so many names and so many numbers: 甲区、乙区分别8例、12例、5例.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/audit/checker.h"

namespace qushu {
namespace {

constexpr std::string_view kWord = "分别";
constexpr std::string_view kSeparators[] = {"、", "和", "与", "及", "以及"};

// How many names a list may have: 教育、社会保障和就业 are two or three. Zero where it is none, or
// goes on with 等.
struct NameCount {
  int least = 0;
  int most = 0;
};

NameCount CountNames(std::string_view clause) {
  if (clause.empty() || clause.find("等") != std::string_view::npos) return {};
  NameCount names{1, 1};
  size_t length = 0;
  for (size_t i = 0; i < clause.size();) {
    size_t skip = 0;
    for (std::string_view separator : {"以及", "、", "和", "与", "及"}) {
      if (skip == 0 && clause.substr(i).starts_with(separator)) skip = separator.size();
    }
    if (skip == 0) {
      ++i;
      ++length;
      continue;
    }
    if (length == 0) return {};
    names.least += clause.substr(i).starts_with("、");
    ++names.most;
    length = 0;
    i += skip;
  }
  return length == 0 ? NameCount{} : names;
}

}  // namespace

void Checker::CheckRespectively() {
  for (int i = 0; i < size(); ++i) {
    if (Stands(i, AuditWord::kEach)) CheckNames(i);
  }
}

// `first` is the first number behind the word.
void Checker::CheckNames(int first) {
  const std::string_view before = Before(first);
  const size_t word = before.rfind(kWord);
  if (word == std::string_view::npos) return;
  const std::string_view link = before.substr(word + kWord.size());
  if (link.size() > 30 || LastClause(link).size() != link.size()) return;
  // The names: the clause before the word, 、 within it.
  std::string_view clause = before.substr(0, word);
  for (std::string_view mark :
       {"，", "。", "；", "：", "（", "）", ",", ";", ":", "(", ")", "\n"}) {
    const size_t at = clause.rfind(mark);
    if (at != std::string_view::npos) clause.remove_prefix(at + mark.size());
  }
  const NameCount names = CountNames(clause);
  if (names.most < 2) return;
  // The numbers: nothing but separators between them.
  std::vector<int> numbers = {first};
  int next = first + 1;
  for (; next < size() && SameSentence(first, next); ++next) {
    const std::string_view between = Before(next);
    const bool separated = std::ranges::find(kSeparators, between) != std::end(kSeparators) ||
                           between == "，" || between == ",";
    if (!separated || !SameUnit(first, next)) break;
    numbers.push_back(next);
  }
  const int count = static_cast<int>(numbers.size());
  if (count < 2 || (names.least <= count && count <= names.most)) return;
  // Numbers go on behind the list, with words between: undecidable.
  if (next < size() && SameSentence(first, next)) {
    const std::string_view between = Before(next);
    if (FirstClause(between).size() == between.size() || FirstClause(between).empty()) return;
    if (between.find("；") == std::string_view::npos &&
        between.find("。") == std::string_view::npos && SameUnit(first, next)) {
      return;
    }
  }
  // Two things of each: 甲、乙分别3例、2例、1例、4例.
  if (count % names.most == 0 || names.most % count == 0) return;
  Add(v1::FINDING_REASON_RESPECTIVELY_UNEQUAL,
      absl::StrCat(names.most, " names and ", count, " numbers around 分别"), std::move(numbers));
}

}  // namespace qushu
