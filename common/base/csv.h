// Comma-separated values, RFC 4180.
#ifndef QUSHU_COMMON_BASE_CSV_H_
#define QUSHU_COMMON_BASE_CSV_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace qushu {

// Adds one cell to `line`, with a comma before it unless it is the first; quoted where it has to
// be.
void AppendCsvCell(std::string_view cell, bool first, std::string& line);

// A line of these cells, with its end, CR LF.
std::string CsvLine(std::initializer_list<std::string_view> cells);

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_CSV_H_
