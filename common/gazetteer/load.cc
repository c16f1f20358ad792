#include "common/gazetteer/load.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/data/table.h"
#include "common/gazetteer/names.h"

extern "C" {
extern const char qushu_aliases_tsv[], qushu_aliases_tsv_end[];
extern const char qushu_countries_tsv[], qushu_countries_tsv_end[];
extern const char qushu_divisions_tsv[], qushu_divisions_tsv_end[];
extern const char qushu_foreign_places_tsv[], qushu_foreign_places_tsv_end[];
extern const char qushu_peoples_tsv[], qushu_peoples_tsv_end[];
}

namespace qushu {
namespace {

constexpr size_t kShortestName = 6;  // bytes of two Han characters
constexpr int32_t kWholeCountry = 100000;

std::string_view Embedded(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

absl::Status At(std::string_view file, const TableRow& row, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(ToAbsl(file), ":", row.line, ": ", ToAbsl(what)));
}

// Rows of `divisions` from `begin` on with this code; they are sorted by it.
std::pair<size_t, size_t> RowsOf(const std::vector<Division>& divisions, size_t begin,
                                 int32_t code) {
  const auto less = [](const Division& d, int32_t c) { return d.code < c; };
  const auto first = std::lower_bound(divisions.begin() + static_cast<ptrdiff_t>(begin),
                                      divisions.end(), code, less);
  auto last = first;
  while (last != divisions.end() && last->code == code) ++last;
  return {first - divisions.begin(), last - divisions.begin()};
}

Level LevelOf(int32_t code) {
  if (code == kWholeCountry) return Level::kCountry;
  if (code % 10000 == 0) return Level::kProvince;
  return code % 100 == 0 ? Level::kPrefecture : Level::kCounty;
}

// Countries, and the places in them, under the name of the country.
absl::Status LoadForeign(LoadedTables& out) {
  QUSHU_ASSIGN_OR_RETURN(
      const Table countries,
      ParseTable("countries.tsv", Embedded(qushu_countries_tsv, qushu_countries_tsv_end),
                 {"name", "country", "kind"}));
  std::vector<std::pair<std::string_view, DivisionId>> by_code;
  for (const TableRow& row : countries.rows) {
    if (row.cells[2] != "name") continue;
    by_code.emplace_back(row.cells[1], static_cast<DivisionId>(out.divisions.size()));
    out.divisions.push_back({.code = 0,
                             .level = Level::kForeign,
                             .valid_from = 1980,
                             .name = row.cells[0],
                             .stem = row.cells[0]});
  }
  std::sort(by_code.begin(), by_code.end());
  auto find = [&](std::string_view code) {
    const auto it = std::lower_bound(by_code.begin(), by_code.end(), std::pair{code, 0});
    return it != by_code.end() && it->first == code ? it->second : kNoDivision;
  };
  auto add = [&](std::string_view file, const TableRow& row, bool is_name) -> absl::Status {
    const DivisionId id = find(row.cells[1]);
    if (id == kNoDivision) return At(file, row, "no country has this code");
    out.names.push_back({row.cells[0], is_name ? NameForm::kFull : NameForm::kAlias, id});
    return absl::OkStatus();
  };
  for (const TableRow& row : countries.rows) {
    QUSHU_RETURN_IF_ERROR(add("countries.tsv", row, row.cells[2] == "name"));
  }
  QUSHU_ASSIGN_OR_RETURN(const Table places, ParseTable("foreign_places.tsv",
                                                        Embedded(qushu_foreign_places_tsv,
                                                                 qushu_foreign_places_tsv_end),
                                                        {"name", "country"}));
  for (const TableRow& row : places.rows) {
    QUSHU_RETURN_IF_ERROR(add("foreign_places.tsv", row, false));
  }
  return absl::OkStatus();
}

absl::Status LoadDivisions(LoadedTables& out) {
  QUSHU_ASSIGN_OR_RETURN(
      const Table table,
      ParseTable("divisions.tsv", Embedded(qushu_divisions_tsv, qushu_divisions_tsv_end),
                 {"code", "name", "from", "until"}));
  out.first_chinese = out.divisions.size();
  out.divisions.reserve(out.divisions.size() + table.rows.size());
  for (const TableRow& row : table.rows) {
    int32_t code = 0, from = 0, until = 0;
    if (!absl::SimpleAtoi(ToAbsl(row.cells[0]), &code) || code < kWholeCountry || code > 999999 ||
        !absl::SimpleAtoi(ToAbsl(row.cells[2]), &from) ||
        !absl::SimpleAtoi(ToAbsl(row.cells[3]), &until) || from < 1 || from > 9999 || until < 0 ||
        until > 9999 || row.cells[1].empty()) {
      return At("divisions.tsv", row, "not a code, a name and two years");
    }
    out.divisions.push_back({.code = code,
                             .level = LevelOf(code),
                             .valid_from = static_cast<int16_t>(from),
                             .valid_until = static_cast<int16_t>(until),
                             .name = row.cells[1],
                             .stem = {}});
  }
  // The parent that was there when the division began; the table is split where that changes.
  auto find = [&](int32_t code, int year) {
    const auto [first, last] = RowsOf(out.divisions, out.first_chinese, code);
    for (size_t i = first; i < last; ++i) {
      if (out.divisions[i].valid_in(year)) return static_cast<DivisionId>(i);
    }
    return kNoDivision;
  };
  for (size_t i = out.first_chinese; i < out.divisions.size(); ++i) {
    Division& division = out.divisions[i];
    const int year = division.valid_from;
    if (division.level == Level::kCounty) {
      division.parent = find(division.code / 100 * 100, year);
    }
    if (division.parent == kNoDivision && division.level > Level::kProvince) {
      division.parent = find(division.code / 10000 * 10000, year);
    }
    if (division.parent == kNoDivision && division.level > Level::kCountry) {
      division.parent = find(kWholeCountry, year);
    }
  }
  return absl::OkStatus();
}

absl::Status AddDerivedNames(LoadedTables& out) {
  QUSHU_ASSIGN_OR_RETURN(
      const Table table,
      ParseTable("peoples.tsv", Embedded(qushu_peoples_tsv, qushu_peoples_tsv_end), {"name"}));
  std::vector<std::string_view> peoples;
  for (const TableRow& row : table.rows) peoples.push_back(row.cells[0]);
  std::stable_sort(peoples.begin(), peoples.end(),
                   [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
  for (size_t i = out.first_chinese; i < out.divisions.size(); ++i) {
    Division& division = out.divisions[i];
    const NameParts parts = SplitName(division.name, peoples);
    const auto id = static_cast<DivisionId>(i);
    division.stem = parts.stem;
    if (division.name.size() >= kShortestName) {
      out.names.push_back({division.name, NameForm::kFull, id});
    }
    if (parts.stem.size() >= kShortestName && parts.stem != division.name) {
      out.names.push_back({parts.stem, NameForm::kStem, id});
    }
    if (std::string name = ShortName(parts); !name.empty()) {
      out.names.push_back({out.made.emplace_back(std::move(name)), NameForm::kAlias, id});
    }
    // 石柱自治县: the peoples left out, and no more.
    if (parts.has_peoples && parts.level_word.starts_with("自治")) {
      out.names.push_back(
          {out.made.emplace_back(absl::StrCat(ToAbsl(parts.stem), ToAbsl(parts.level_word))),
           NameForm::kAlias, id});
    }
  }
  return absl::OkStatus();
}

std::optional<NameForm> ParseForm(std::string_view text) {
  if (text == "alias") return NameForm::kAlias;
  if (text == "stem") return NameForm::kStem;
  if (text == "initial") return NameForm::kInitial;
  return std::nullopt;
}

// Rows of the form `none` take a stem away.
absl::Status ApplyAliases(LoadedTables& out) {
  QUSHU_ASSIGN_OR_RETURN(
      const Table table,
      ParseTable("aliases.tsv", Embedded(qushu_aliases_tsv, qushu_aliases_tsv_end),
                 {"name", "code", "form"}));
  std::vector<std::string_view> no_names;
  std::vector<NameIndex::Entry> added;
  for (const TableRow& row : table.rows) {
    if (row.cells[2] == "none") {
      no_names.push_back(row.cells[0]);
      continue;
    }
    int32_t code = 0;
    const std::optional<NameForm> form = ParseForm(row.cells[2]);
    if (!form || !absl::SimpleAtoi(ToAbsl(row.cells[1]), &code)) {
      return At("aliases.tsv", row, "not a name, a code and a form");
    }
    const auto [first, last] = RowsOf(out.divisions, out.first_chinese, code);
    if (first == last) return At("aliases.tsv", row, "no division has this code");
    for (size_t i = first; i < last; ++i) {
      added.push_back({row.cells[0], *form, static_cast<DivisionId>(i)});
    }
  }
  std::erase_if(out.names, [&](const NameIndex::Entry& entry) {
    return entry.form == NameForm::kStem &&
           std::binary_search(no_names.begin(), no_names.end(), entry.name);
  });
  out.names.insert(out.names.end(), added.begin(), added.end());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LoadedTables> LoadTables() {
  LoadedTables tables;
  QUSHU_RETURN_IF_ERROR(LoadForeign(tables));
  QUSHU_RETURN_IF_ERROR(LoadDivisions(tables));
  QUSHU_RETURN_IF_ERROR(AddDerivedNames(tables));
  QUSHU_RETURN_IF_ERROR(ApplyAliases(tables));
  return tables;
}

}  // namespace qushu
