#include "common/figures/units.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/data/table.h"

extern "C" const char qushu_units_tsv[];
extern "C" const char qushu_units_tsv_end[];
extern "C" const char qushu_unit_parts_tsv[];
extern "C" const char qushu_unit_parts_tsv_end[];

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

  const std::string_view parts(qushu_unit_parts_tsv,
                               qushu_unit_parts_tsv_end - qushu_unit_parts_tsv);
  QUSHU_ASSIGN_OR_RETURN(table,
                         ParseTable("unit_parts.tsv", parts, {"whole", "part", "parts", "base"}));
  for (const TableRow& row : table.rows) {
    const Unit* whole = units.Find(row.cells[0]);
    const Unit* base = row.cells[3].empty() ? whole : units.Find(row.cells[3]);
    int count = 0;
    if (whole == nullptr || base == nullptr || !absl::SimpleAtoi(ToAbsl(row.cells[2]), &count) ||
        count <= 1 || (!row.cells[1].empty() && units.Find(row.cells[1]) == nullptr)) {
      return absl::InvalidArgumentError(
          absl::StrCat("unit_parts.tsv:", row.line, ": bad unit or number"));
    }
    units.parts_.push_back({whole->name, row.cells[1], count, base});
  }
  for (Unit& unit : units.units_) {
    const auto [first, last] = std::equal_range(
        units.parts_.begin(), units.parts_.end(), UnitPart{unit.name, {}, 0, nullptr},
        [](const UnitPart& a, const UnitPart& b) { return a.whole < b.whole; });
    unit.parts = {first, last};
  }
  return units;
}

const Unit* UnitTable::Find(std::string_view name) const {
  if (name.empty()) return nullptr;
  const CharIndex::Range range = by_first_.At(CodePointAt(name, 0));
  for (uint32_t i = range.first; i < range.end; ++i) {
    if (units_[i].name == name) return &units_[i];
  }
  return nullptr;
}

UnitMatch UnitTable::MatchCounted(std::string_view text, size_t position) const {
  constexpr std::string_view kGe = "个";
  if (position >= text.size()) return {};
  const CharIndex::Range range = by_first_.At(U'个');
  for (uint32_t i = range.first; i < range.end; ++i) {
    const std::string_view behind = units_[i].name.substr(kGe.size());
    if (!behind.empty() && text.substr(position).starts_with(behind))
      return {static_cast<uint32_t>(behind.size()), &units_[i], false};
  }
  return {};
}

// Whether the name of `unit` stands there. `5k` of `5km` or of a name is no unit.
bool UnitTable::Names(const Unit& unit, std::string_view text, size_t position) const {
  if (!StandsAt(text, position, unit.name)) return false;
  const size_t end = position + unit.name.size();
  return !(IsAsciiLetter(unit.name.back()) && end < text.size() && IsAsciiLetter(text[end]));
}

int UnitTable::MatchAll(std::string_view text, size_t position, UnitMatch* out, int limit) const {
  if (position >= text.size()) return 0;
  const CharIndex::Range range = by_first_.At(CodePointAt(text, position));
  int count = 0;
  for (uint32_t i = range.first; i < range.end && count < limit; ++i) {
    const Unit& unit = units_[i];
    if (!Names(unit, text, position)) continue;
    out[count] = {static_cast<uint32_t>(unit.name.size()), &unit, false};
    if (const size_t below = DenominatorEnd(text, position + unit.name.size()); below != 0) {
      out[count].size = static_cast<uint32_t>(below - position);
      out[count].ratio = true;
    }
    ++count;
  }
  return count;
}

// End of /平方公里, /100毫升, /人·月 or /晚; 0 if nothing of the kind stands there.
size_t UnitTable::DenominatorEnd(std::string_view text, size_t position) const {
  constexpr int kMost = 4;  // of a chain of any length, as texts of nothing else have it
  size_t end = 0;
  for (int count = 0; count < kMost; ++count) {
    const size_t p = count == 0 ? position : end;
    const size_t sign = StandsAt(text, p, "/") ? 1 : count > 0 && StandsAt(text, p, "·") ? 2 : 0;
    if (sign == 0) break;
    size_t q = p + sign;
    while (q < text.size() && text[q] >= '0' && text[q] <= '9') ++q;
    for (std::string_view power : {"百", "千", "万"})
      if (StandsAt(text, q, power)) q += power.size();
    if (q == text.size()) break;
    const char32_t c = CodePointAt(text, q);
    const CharIndex::Range range = by_first_.At(c);
    uint32_t i = range.first;
    while (i < range.end && !Names(units_[i], text, q)) ++i;
    if (i < range.end) {
      end = q + units_[i].name.size();
    } else if (q == p + sign && IsHan(c)) {
      end = q + CharSize(text[q]);
    } else {
      break;
    }
  }
  return end;
}

UnitMatch UnitTable::MatchAt(std::string_view text, size_t position) const {
  UnitMatch match;
  MatchAll(text, position, &match, 1);
  return match;
}

}  // namespace qushu
