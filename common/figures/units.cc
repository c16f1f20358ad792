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
    if (!kind || !factor || row.cells[0].empty() ||
        CodePointAt(row.cells[0], 0) > CharIndex::kLast) {
      return absl::InvalidArgumentError(
          absl::StrCat("units.tsv:", row.line, ": bad kind or factor"));
    }
    units.units_.push_back(
        {row.cells[0], *kind, row.cells[2].empty() ? row.cells[0] : row.cells[2], *factor});
  }
  std::stable_sort(units.units_.begin(), units.units_.end(), [](const Unit& a, const Unit& b) {
    const char32_t x = CodePointAt(a.name, 0);
    const char32_t y = CodePointAt(b.name, 0);
    return x != y ? x < y : a.name.size() > b.name.size();
  });
  for (const Unit& unit : units.units_) units.by_first_.Add(CodePointAt(unit.name, 0));
  return units;
}

int UnitTable::MatchAll(std::string_view text, size_t position, UnitMatch* out, int limit) const {
  if (position >= text.size()) return 0;
  const CharIndex::Range range = by_first_.At(CodePointAt(text, position));
  int count = 0;
  for (uint32_t i = range.first; i < range.end && count < limit; ++i) {
    const Unit& unit = units_[i];
    if (!text.substr(position).starts_with(unit.name)) continue;
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
