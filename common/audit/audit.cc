#include "common/audit/audit.h"

#include <algorithm>

#include "common/audit/checker.h"
#include "common/base/status_macros.h"

namespace qushu {
namespace {

// Marks that end a clause; 、 goes on with a list.
constexpr std::string_view kClauseMarks[] = {"，", "。", "；", "：", "、", "！", "？", "（",
                                             "）", ",",  ";",  ":",  "(",  ")",  "\n"};

bool CountsPeople(std::string_view unit) {
  return unit == "人" || unit == "名" || unit == "例" || unit == "位";
}

}  // namespace

std::string_view LastClause(std::string_view text) {
  size_t begin = 0;
  for (std::string_view mark : kClauseMarks) {
    const size_t at = text.rfind(mark);
    if (at != std::string_view::npos) begin = std::max(begin, at + mark.size());
  }
  return text.substr(begin);
}

std::string_view FirstClause(std::string_view text) {
  size_t end = text.size();
  for (std::string_view mark : kClauseMarks) end = std::min(end, text.find(mark));
  return text.substr(0, end);
}

bool Checker::SameUnit(int i, int j) const {
  const Figure& a = figure(i);
  const Figure& b = figure(j);
  return a.kind == b.kind && (a.unit == b.unit || (CountsPeople(a.unit) && CountsPeople(b.unit)));
}

std::vector<Amount> Checker::AmountsOf(std::span<const int> figures) const {
  std::vector<Amount> amounts;
  amounts.reserve(figures.size());
  for (int i : figures) amounts.push_back(AmountOf(i));
  return amounts;
}

std::string_view Checker::Before(int i) const {
  uint32_t begin = figure(i).sentence.begin;
  if (i > 0) begin = std::max(begin, figure(i - 1).span.end);
  return Slice(text_, {std::min(begin, figure(i).span.begin), figure(i).span.begin});
}

std::string_view Checker::ClauseBefore(int i) const { return LastClause(Before(i)); }

std::string_view Checker::Behind(int i) const {
  uint32_t end = figure(i).sentence.end;
  if (i + 1 < size()) end = std::min(end, figure(i + 1).span.begin);
  return Slice(text_, {figure(i).span.end, std::max(end, figure(i).span.end)});
}

std::string Checker::LabelOf(int i) const {
  std::string label(ClauseBefore(i));
  label += FirstClause(Behind(i));
  return label;
}

std::vector<AuditFinding> Checker::Check() {
  if (figures_.size() > 1) {
    CheckBreakdowns();
    CheckSums();
    CheckDistricts();
    CheckChanges();
    CheckShares();
  }
  CheckRespectively();
  std::ranges::stable_sort(
      findings_, {}, [](const AuditFinding& finding) { return std::ranges::min(finding.figures); });
  return std::move(findings_);
}

Auditor::Auditor(const Gazetteer& gazetteer, std::unique_ptr<const AuditTables> tables)
    : gazetteer_(gazetteer), tables_(std::move(tables)) {}
Auditor::~Auditor() = default;

absl::StatusOr<std::unique_ptr<Auditor>> Auditor::Create(const Gazetteer& gazetteer) {
  QUSHU_ASSIGN_OR_RETURN(AuditTables tables, AuditTables::Create());
  return std::unique_ptr<Auditor>(
      new Auditor(gazetteer, std::make_unique<const AuditTables>(std::move(tables))));
}

std::vector<AuditFinding> Auditor::Audit(std::string_view text,
                                         std::span<const Figure> figures) const {
  if (figures.empty()) return {};
  return Checker(text, figures, gazetteer_, *tables_).Check();
}

}  // namespace qushu
