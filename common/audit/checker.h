// One text under audit; each check has a file of its own. Private to this folder.
#ifndef QUSHU_COMMON_AUDIT_CHECKER_H_
#define QUSHU_COMMON_AUDIT_CHECKER_H_

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/audit/amount.h"
#include "common/audit/audit.h"
#include "common/audit/audit_words.h"

namespace qushu {

class Checker {
 public:
  Checker(std::string_view text, std::span<const Figure> figures, const Gazetteer& gazetteer,
          const AuditTables& tables)
      : text_(text),
        figures_(figures),
        gazetteer_(gazetteer),
        tables_(tables),
        totals_found_(figures.size(), false) {
    kinds_.reserve(figures.size());
    for (int i = 0; i < size(); ++i) kinds_.push_back(tables.KindsIn(Before(i)));
  }

  std::vector<AuditFinding> Check();

 private:
  // breakdowns.cc: parts against the figure that they divide.
  void CheckBreakdowns();
  bool IsSureTotal(int total, bool bracket) const;
  // `digits`: numbers stand among the parts that are no figures, so some may be missing.
  void CheckParts(int total, std::span<const int> parts, bool digits);
  bool Adds(int total, std::span<const int> parts) const;
  bool ClaimsAll(int total, std::span<const int> parts) const;
  bool AreDistricts(int total, std::span<const int> parts) const;
  // Whether the parts are members of one partition, each another; `all` if none is missing.
  bool ArePartition(std::span<const int> parts, bool& all) const;
  // totals.cc: lists that end in their sum.
  void CheckSums();
  void CheckSumOfSentence(int total);
  void CheckSumOfLines(int first, int last);
  // districts.cc: what a district has against what the division above it has.
  void CheckDistricts();
  // changes.cc: 由120增加到125, 增加5; 比上年增加30家，增长25%; yesterday's 累计 and today's.
  void CheckChanges();
  void CheckFromTo(int from);
  void CheckGrowth(int now);
  void CheckEarlier(int earlier);
  void CheckDays();
  void CompareChange(int from, int change, int to, bool gain);
  // shares.cc: 占5%; shares of a partition.
  void CheckShares();
  void CheckShare(int percent);
  void CheckHundred(std::span<const int> shares);
  // respectively.cc: 甲、乙分别8例、12例、5例.
  void CheckRespectively();
  void CheckNames(int first);

  int size() const { return static_cast<int>(figures_.size()); }
  const Figure& figure(int i) const { return figures_[i]; }
  bool exact(int i) const { return figure(i).qualifier == Qualifier::kExact; }
  bool SameSentence(int i, int j) const { return figure(i).sentence == figure(j).sentence; }
  // Whether two numbers are of one unit, so that they can be added.
  bool SameUnit(int i, int j) const;
  Amount AmountOf(int i) const { return qushu::AmountOf(text_, figure(i)); }
  std::vector<Amount> AmountsOf(std::span<const int> figures) const;
  // What stands between two figures; empty where they overlap.
  std::string_view Between(int i, int j) const {
    const uint32_t end = figure(j).span.begin;
    return Slice(text_, {std::min(figure(i).span.end, end), end});
  }
  // What stands before figure `i` in its sentence, from the figure before it on.
  std::string_view Before(int i) const;
  // Its end, from the last comma or the like.
  std::string_view ClauseBefore(int i) const;
  // What stands behind figure `i` in its sentence, up to the next figure.
  std::string_view Behind(int i) const;
  // The words that say what figure `i` counts: those before it in its clause, and behind it.
  std::string LabelOf(int i) const;

  // Whether a word of that kind stands before figure `i`, from the figure before it on.
  bool Stands(int i, AuditWord kind) const { return kinds_[i] >> static_cast<int>(kind) & 1; }

  void Add(v1::FindingReason reason, std::string message, std::vector<int> figures) {
    findings_.push_back({reason, std::move(message), std::move(figures)});
  }

  std::string_view text_;
  std::span<const Figure> figures_;
  const Gazetteer& gazetteer_;
  const AuditTables& tables_;
  std::vector<uint32_t> kinds_;     // of words before each figure
  std::vector<bool> totals_found_;  // of which one check has said already that they differ
  std::vector<AuditFinding> findings_;
};

// `text` behind the last punctuation mark that ends a clause.
std::string_view LastClause(std::string_view text);
// `text` up to the first such mark.
std::string_view FirstClause(std::string_view text);

}  // namespace qushu

#endif  // QUSHU_COMMON_AUDIT_CHECKER_H_
