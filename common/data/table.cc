#include "common/data/table.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"

namespace qushu {
namespace {

std::vector<std::string_view> SplitCells(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const size_t tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

absl::StatusOr<Table> ParseTable(std::string_view name, std::string_view text,
                                 const std::vector<std::string_view>& columns) {
  Table table;
  auto error = [&](int line, std::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(ToAbsl(name), ":", line, ": ", ToAbsl(what)));
  };
  for (int number = 1; !text.empty(); ++number) {
    const size_t newline = text.find('\n');
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string_view> cells = SplitCells(line);
    if (table.columns.empty()) {
      if (cells != columns) return error(number, "the columns are not those expected");
      table.columns = std::move(cells);
      continue;
    }
    if (cells.size() != columns.size()) {
      return error(number, absl::StrCat(cells.size(), " cells, expected ", columns.size()));
    }
    if (!table.rows.empty() && cells[0] < table.rows.back().cells[0]) {
      return error(number, "not sorted by the first column");
    }
    table.rows.push_back({number, std::move(cells)});
  }
  if (table.columns.empty()) return error(1, "no line names the columns");
  return table;
}

}  // namespace qushu
