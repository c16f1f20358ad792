// Lists that end, or begin, with their sum: 甲区3例、乙区4例，合计8例; a line 合计 below lines.
#include <algorithm>

#include "common/audit/checker.h"

namespace qushu {
namespace {

constexpr int kMostParts = 4000;

}  // namespace

void Checker::CheckSums() {
  for (int first = 0, end = 0; first < size(); first = end) {
    end = first + 1;
    while (end < size() && SameSentence(first, end)) ++end;
    if (Stands(first, AuditWord::kSum) &&
        tables_.Begins(Slice(text_, figure(first).sentence), AuditWord::kSum)) {
      CheckSumOfLines(first, end);
      continue;
    }
    for (int i = first + 1; i < end; ++i) {
      if (!Stands(i, AuditWord::kSum)) continue;
      const std::string_view clause = ClauseBefore(i);
      const size_t word = tables_.Last(clause, AuditWord::kSum);
      // The word stands right before the number: 合计8例, 合计为8例.
      if (word != std::string_view::npos && clause.size() - word <= 12) CheckSumOfSentence(i);
    }
  }
}

// The sum may be that of the last few numbers only: it differs if no tail of the list makes it.
void Checker::CheckSumOfSentence(int total) {
  if (!exact(total) || totals_found_[total]) return;
  std::vector<int> parts;
  std::vector<Amount> amounts;
  const Amount whole = AmountOf(total);
  Amount sum;
  for (int i = total - 1; i >= 0 && SameSentence(i, total); --i) {
    if (figure(i).total >= 0 && figure(i).total < i) continue;  // a part of a part
    if (!SameUnit(i, total) || !exact(i)) break;
    parts.push_back(i);
    amounts.push_back(AmountOf(i));
    const Amount pair[] = {sum, amounts.back()};
    const std::optional<Amount> next = Sum(pair);
    if (!next) return;
    sum = *next;
    if (parts.size() >= 2 && MayEqual(sum, whole)) return;
  }
  if (parts.size() < 2) return;
  std::ranges::reverse(parts);
  std::ranges::reverse(amounts);
  // Of one kind: the same noun, or a list of districts.
  const bool same = std::ranges::all_of(
      parts, [&](int i) { return figure(i).measure == figure(parts.front()).measure; });
  if (!same && !AreDistricts(total, parts)) return;
  totals_found_[total] = true;
  parts.push_back(total);
  Add(v1::FINDING_REASON_SUM_DIFFERS, SumText(amounts, sum, whole, figure(total).unit),
      std::move(parts));
}

// The sentence of figures [first, last) is a line of sums: what stands above it, or else below it,
// are lines with as many numbers.
void Checker::CheckSumOfLines(int first, int last) {
  const int columns = last - first;
  auto is_row = [&](int begin) {
    if (begin < 0 || begin + columns > size()) return false;
    if (begin > 0 && SameSentence(begin - 1, begin)) return false;
    if (begin + columns < size() && SameSentence(begin, begin + columns)) return false;
    for (int i = 0; i < columns; ++i) {
      if (!SameSentence(begin, begin + i) || !SameUnit(begin + i, first + i)) return false;
    }
    return !tables_.Begins(Slice(text_, figure(begin).sentence), AuditWord::kSum);
  };
  // Lines of a list follow each other with nothing but a line break between.
  auto adjoins = [&](int upper, int lower) {
    const Span gap{figure(upper).sentence.end, figure(lower).sentence.begin};
    if (gap.begin > gap.end) return false;
    const std::string_view between = Slice(text_, gap);
    return between.find_first_not_of(" \n\t") == std::string_view::npos &&
           between.find('\n') != std::string_view::npos;
  };
  std::vector<int> rows;
  for (int row = first - columns, below = first;
       rows.size() < kMostParts && is_row(row) && adjoins(row, below); row -= columns) {
    rows.push_back(row);
    below = row;
  }
  std::ranges::reverse(rows);
  if (rows.size() < 2) {
    rows.clear();
    for (int row = last, above = first;
         rows.size() < kMostParts && is_row(row) && adjoins(above, row); row += columns) {
      rows.push_back(row);
      above = row;
    }
  }
  if (rows.size() < 2) return;
  for (int column = 0; column < columns; ++column) {
    const int total = first + column;
    std::vector<int> parts;
    for (int row : rows) parts.push_back(row + column);
    if (!exact(total) || !std::ranges::all_of(parts, [&](int i) { return exact(i); })) continue;
    const std::vector<Amount> amounts = AmountsOf(parts);
    const std::optional<Amount> sum = Sum(amounts);
    const Amount whole = AmountOf(total);
    if (!sum || MayEqual(*sum, whole)) continue;
    totals_found_[total] = true;
    parts.push_back(total);
    Add(v1::FINDING_REASON_SUM_DIFFERS, SumText(amounts, *sum, whole, figure(total).unit),
        std::move(parts));
  }
}

}  // namespace qushu
