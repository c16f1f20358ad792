#include "common/figures/units.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_units_tsv[];
extern "C" const char qushu_units_tsv_end[];

namespace qushu {
namespace {

std::optional<FigureKind> ParseKind(std::string_view name) {
  constexpr std::string_view kNames[] = {"count",   "money",       "duration",  "age",
                                         "percent", "length",      "area",      "mass",
                                         "volume",  "temperature", "frequency", "other"};
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) return static_cast<FigureKind>(i + 1);
  }
  return std::nullopt;
}

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

absl::StatusOr<UnitTable> UnitTable::Create() {
  const std::string_view text(qushu_units_tsv, qushu_units_tsv_end - qushu_units_tsv);
  QUSHU_ASSIGN_OR_RETURN(Table table,
                         ParseTable("units.tsv", text, {"unit", "kind", "base", "factor"}));
  UnitTable units;
  for (const TableRow& row : table.rows) {
    auto kind = ParseKind(row.cells[1]);
    auto factor = row.cells[3].empty() ? Decimal(1) : Decimal::Parse(row.cells[3]);
    if (!kind || !factor || row.cells[0].empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("units.tsv:", row.line, ": bad kind or factor"));
    }
    units.units_.push_back(
        {row.cells[0], *kind, row.cells[2].empty() ? row.cells[0] : row.cells[2], *factor});
  }
  for (uint32_t i = 0; i < units.units_.size(); ++i) {
    units.by_first_[CodePointAt(units.units_[i].name, 0)].push_back(i);
  }
  for (auto& [first, indices] : units.by_first_) {
    std::stable_sort(indices.begin(), indices.end(), [&](uint32_t a, uint32_t b) {
      return units.units_[a].name.size() > units.units_[b].name.size();
    });
  }
  return units;
}

int UnitTable::MatchAll(std::string_view text, size_t position, UnitMatch* out, int limit) const {
  if (position >= text.size()) return 0;
  auto found = by_first_.find(CodePointAt(text, position));
  if (found == by_first_.end()) return 0;
  int count = 0;
  for (uint32_t index : found->second) {
    const Unit& unit = units_[index];
    if (count == limit) break;
    if (text.compare(position, unit.name.size(), unit.name) != 0) continue;
    const size_t end = position + unit.name.size();
    // `5k` of `5km` or of a name is no unit.
    if (IsAsciiLetter(unit.name.back()) && end < text.size() && IsAsciiLetter(text[end])) continue;
    out[count] = {static_cast<uint32_t>(unit.name.size()), &unit, false};
    if (end < text.size() && text[end] == '/') {
      UnitMatch below = MatchAt(text, end + 1);
      if (below.size != 0) {
        out[count].size += 1 + below.size;
        out[count].ratio = true;
      }
    }
    ++count;
  }
  return count;
}

UnitMatch UnitTable::MatchAt(std::string_view text, size_t position) const {
  UnitMatch match;
  MatchAll(text, position, &match, 1);
  return match;
}

}  // namespace qushu
