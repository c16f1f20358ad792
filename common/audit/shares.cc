// Percentages against the numbers that they relate, and shares that should make a hundred.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/audit/checker.h"
#include "common/base/absl_compat.h"

namespace qushu {
namespace {

constexpr std::string_view kShare = "占";

// 占比为5% of what was said, 占全市的5% of something else: what stands between 占 and the number.
std::string_view ShareOf(std::string_view clause) {
  const size_t at = clause.rfind(kShare);
  return at == std::string_view::npos ? clause : clause.substr(at + kShare.size());
}

}  // namespace

void Checker::CheckShares() {
  std::vector<int> shares;  // of one sentence
  bool listed = false;      // the last one stands in a list of shares: 分别占9%、45%、46%
  for (int i = 0; i <= size(); ++i) {
    if (i == size() || (i > 0 && !SameSentence(i - 1, i))) {
      CheckHundred(shares);
      shares.clear();
      listed = false;
      if (i == size()) break;
    }
    if (figure(i).unit != "%") {
      listed = false;
      continue;
    }
    const std::string_view before = Before(i);
    if (Stands(i, AuditWord::kShare) && tables_.Has(ClauseBefore(i), AuditWord::kShare)) {
      if (i > 0 && SameSentence(i - 1, i)) CheckShare(i);
      shares.push_back(i);
      listed = Stands(i, AuditWord::kEach);
    } else if (listed && (before == "、" || before == "和" || before == "，" || before == "及")) {
      shares.push_back(i);
    } else {
      listed = false;
    }
  }
}

// 500人，其中阳性25人，占5%: a part, and its share of the total.
void Checker::CheckShare(int percent) {
  const int part = percent - 1;
  if (!exact(percent) || !exact(part) || figure(part).kind == FigureKind::kPercent ||
      Before(percent).size() > 60 || ClauseBefore(percent).find(kShare) != 0) {
    return;
  }
  const std::string_view of = ShareOf(ClauseBefore(percent));
  int total = -1;
  if (of.empty() || tables_.Is(of, AuditWord::kOf)) {
    total = figure(part).total;
    if (total >= part) total = -1;
  } else {
    // 占常住人口的5%: the figure of that noun, in this sentence.
    for (int i = part - 1; i >= 0 && SameSentence(i, part); --i) {
      const std::string_view noun = figure(i).measure;
      if (noun.size() < 6 || !SameUnit(i, part)) continue;
      const size_t at = of.find(noun);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = of.substr(at + noun.size());
      if (at == 0 && (rest == "的" || rest.empty() || tables_.Is(rest, AuditWord::kOf))) total = i;
      break;
    }
  }
  if (total < 0 || !exact(total) || !SameUnit(part, total)) return;
  const std::optional<Amount> computed = PercentOf(AmountOf(part), AmountOf(total));
  const Amount stated = AmountOf(percent);
  if (!computed || MayEqual(*computed, stated)) return;
  Add(v1::FINDING_REASON_PERCENT_DIFFERS,
      absl::StrCat(figure(part).value.ToString(), " / ", figure(total).value.ToString(), " = ",
                   Rounded(computed->value), "%, stated ", stated.value.ToString(), "%"),
      {part, total, percent});
}

// The shares of a sentence, if they are those of all members of a partition.
void Checker::CheckHundred(std::span<const int> shares) {
  if (shares.size() < 2 || !std::ranges::all_of(shares, [&](int i) { return exact(i); })) return;
  // What stands before each, from the share before it on.
  std::vector<std::string_view> labels;
  uint32_t from = figure(shares.front()).sentence.begin;
  for (int i : shares) {
    labels.push_back(Slice(text_, {std::min(from, figure(i).span.begin), figure(i).span.begin}));
    from = figure(i).span.end;
  }
  bool all = false;
  for (const Partition& partition : tables_.partitions()) {
    if (!partition.all || partition.members.size() != shares.size()) continue;
    const bool together = std::ranges::any_of(partition.together, [&](std::string_view words) {
      return labels.front().find(words) != std::string_view::npos;
    });
    std::vector<bool> seen(shares.size(), false);
    const bool each = std::ranges::all_of(labels, [&](std::string_view label) {
      const int member = AuditTables::MemberOf(partition, label);
      if (member < 0 || seen[member]) return false;
      seen[member] = true;
      return true;
    });
    all |= together || each;
  }
  if (!all) return;
  const std::vector<Amount> amounts = AmountsOf(shares);
  const std::optional<Amount> sum = Sum(amounts);
  if (!sum || MayEqual(*sum, {Decimal(100), Decimal(0), 0})) return;
  std::string text;
  for (const Amount& amount : amounts) {
    absl::StrAppend(&text, text.empty() ? "" : " + ", amount.value.ToString());
  }
  Add(v1::FINDING_REASON_SHARES_DIFFER,
      absl::StrCat(text, " = ", sum->value.ToString(), "%, not 100%"),
      std::vector<int>(shares.begin(), shares.end()));
}

}  // namespace qushu
