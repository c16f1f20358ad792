#include "common/audit/audit.h"

#include <algorithm>

#include "common/audit/checker.h"
#include "common/base/status_macros.h"

namespace qushu {
namespace {

// Bytes of the mark at byte `i` that ends a clause, or goes on with a list; 0 if there is none.
size_t ClauseMark(std::string_view text, size_t i) {
  switch (text[i]) {
    case ',':
    case ';':
    case ':':
    case '(':
    case ')':
    case '\n':
      return 1;
    case '\xE3':  // 。、
    case '\xEF':  // ，；：！？（）
      break;
    default:
      return 0;
  }
  const std::string_view mark = text.substr(i, std::string_view("，").size());
  for (std::string_view known : {"，", "、", "。", "；", "：", "（", "）", "！", "？"}) {
    if (mark == known) return mark.size();
  }
  return 0;
}

bool CountsPeople(std::string_view unit) {
  return unit == "人" || unit == "名" || unit == "例" || unit == "位";
}

}  // namespace

std::string_view LastClause(std::string_view text) {
  for (size_t i = text.size(); i-- > 0;) {
    if (const size_t size = ClauseMark(text, i); size > 0) return text.substr(i + size);
  }
  return text;
}

std::string_view FirstClause(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (ClauseMark(text, i) > 0) return text.substr(0, i);
  }
  return text;
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
