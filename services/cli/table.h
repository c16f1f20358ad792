// Tables for people, lined up by the columns of a terminal and not by bytes.
#ifndef QUSHU_SERVICES_CLI_TABLE_H_
#define QUSHU_SERVICES_CLI_TABLE_H_

#include <iosfwd>
#include <string>
#include <vector>

namespace qushu::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
  bool shrinks = false;  // gives way, with `…`, when the table is too wide
};

// Rows with lines of text between them, so that several groups line up with each other. A column
// that is empty in every row is left out. Cells may hold any valid UTF-8.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // `cells` may be shorter than the columns. `notes` stand below the row, indented.
  void AddRow(std::vector<std::string> cells, std::vector<std::string> notes = {});
  // The titles of the columns.
  void AddTitles();
  // A line of its own, printed as it is.
  void AddText(std::string line);

  bool empty() const { return items_.empty(); }

  // No row takes over `width` columns: what may shrink does, then columns are left out from the
  // right. Only the first is printed whatever it needs.
  void Print(std::ostream& out, int width) const;

 private:
  struct Item {
    enum { kRow, kTitles, kText } kind;
    std::vector<std::string> cells;
    std::vector<std::string> notes;
  };

  std::vector<int> Widths(int width) const;

  std::vector<Column> columns_;
  std::vector<Item> items_;
};

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_TABLE_H_
