// Checks the arithmetic that a text itself offers: parts against totals, days against days,
// percentages against the numbers that they relate. What does not fit is returned as a finding, and
// nothing is put right.
//
// A check speaks only where the text leaves no doubt of what it claims: numbers with 约 or 余,
// different units and lists that may be incomplete decide nothing, and what was rounded may differ
// by what rounding can make of it.
#ifndef QUSHU_COMMON_AUDIT_AUDIT_H_
#define QUSHU_COMMON_AUDIT_AUDIT_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/figures/figure.h"
#include "common/gazetteer/gazetteer.h"
#include "qushu/v1/findings.pb.h"

namespace qushu {

struct AuditFinding {
  v1::FindingReason reason;
  std::string message;       // the arithmetic: `8 + 12 + 5 + 11 = 36, stated 37`
  std::vector<int> figures;  // indices of those concerned; the one that the others should make last
};

class AuditTables;

// Immutable; one serves any number of threads.
class Auditor {
 public:
  // `gazetteer` must outlive the auditor. Fails only on a broken build.
  static absl::StatusOr<std::unique_ptr<Auditor>> Create(const Gazetteer& gazetteer);
  Auditor(const Auditor&) = delete;
  Auditor& operator=(const Auditor&) = delete;
  ~Auditor();

  // What does not fit among `figures`, which are all of `text`, in its order; by the first figure
  // concerned. Takes time linear in both.
  std::vector<AuditFinding> Audit(std::string_view text, std::span<const Figure> figures) const;

 private:
  Auditor(const Gazetteer& gazetteer, std::unique_ptr<const AuditTables> tables);

  const Gazetteer& gazetteer_;
  std::unique_ptr<const AuditTables> tables_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_AUDIT_AUDIT_H_
