// Tables of facts, as tab-separated text: `#` begins a comment line, the first other line names the
// columns, rows are sorted by their first column. The files live beside the code that reads them,
// in its folder data/, and are part of the program (qushu_embed in .cmake/QushuTargets.cmake).
#ifndef QUSHU_COMMON_DATA_TABLE_H_
#define QUSHU_COMMON_DATA_TABLE_H_

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace qushu {

struct TableRow {
  int line = 0;                         // of the file, from 1
  std::vector<std::string_view> cells;  // as many as there are columns; an empty one is ""
};

struct Table {
  std::vector<std::string_view> columns;
  std::vector<TableRow> rows;
};

// The views point into `text`. Checks that there are exactly `columns`, that every row has all its
// cells, and that the rows are sorted, byte by byte, by their first cell (equal ones may follow
// each other). `name` is for the error's text.
//
// Errors: INVALID_ARGUMENT with file and line.
absl::StatusOr<Table> ParseTable(std::string_view name, std::string_view text,
                                 const std::vector<std::string_view>& columns);

}  // namespace qushu

#endif  // QUSHU_COMMON_DATA_TABLE_H_
