#include "common/base/csv.h"

namespace qushu {

void AppendCsvCell(std::string_view cell, bool first, std::string& line) {
  if (!first) line += ',';
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

std::string CsvLine(std::initializer_list<std::string_view> cells) {
  std::string line;
  for (const std::string_view& cell : cells) AppendCsvCell(cell, &cell == cells.begin(), line);
  return line + "\r\n";
}

}  // namespace qushu
