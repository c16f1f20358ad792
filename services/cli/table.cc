#include "services/cli/table.h"

#include <algorithm>
#include <ostream>

#include "services/cli/display_width.h"

namespace qushu::cli {
namespace {

constexpr int kIndent = 2;
constexpr int kGap = 2;
constexpr int kNarrowest = 6;  // a column is never shrunk below this

std::string Padded(const std::string& cell, int width, Align align) {
  const std::string text = Truncate(cell, width);
  const std::string padding(std::max(0, width - DisplayWidth(text)), ' ');
  return align == Align::kRight ? padding + text : text + padding;
}

void WriteLine(std::string line, std::ostream& out) {
  while (line.ends_with(' ')) line.pop_back();
  out << line << '\n';
}

}  // namespace

void Table::AddRow(std::vector<std::string> cells, std::vector<std::string> notes) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = Printable(cell);
  for (std::string& note : notes) note = Printable(note);
  items_.push_back({Item::kRow, std::move(cells), std::move(notes)});
}

void Table::AddTitles() { items_.push_back({Item::kTitles, {}, {}}); }

void Table::AddText(std::string line) { items_.push_back({Item::kText, {Printable(line)}, {}}); }

std::vector<int> Table::Widths(int width) const {
  std::vector<int> widths(columns_.size(), 0);
  for (const Item& item : items_) {
    if (item.kind != Item::kRow) continue;
    for (size_t i = 0; i < widths.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(item.cells[i]));
    }
  }
  int total = kIndent - kGap;
  for (size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    widths[i] = std::max(widths[i], DisplayWidth(columns_[i].title));
    total += widths[i] + kGap;
  }
  while (total > width) {
    size_t widest = widths.size();
    size_t last = 0;
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > 0) last = i;
      if (!columns_[i].shrinks || widths[i] <= kNarrowest) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest < widths.size()) {
      --widths[widest];
      --total;
    } else if (last > 0) {
      total -= widths[last] + kGap;
      widths[last] = 0;
    } else {
      break;
    }
  }
  return widths;
}

void Table::Print(std::ostream& out, int width) const {
  const std::vector<int> widths = Widths(width);
  for (const Item& item : items_) {
    if (item.kind == Item::kText) {
      WriteLine(item.cells[0], out);
      continue;
    }
    std::string line(kIndent, ' ');
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] == 0) continue;
      const std::string& cell = item.kind == Item::kRow ? item.cells[i] : columns_[i].title;
      line += Padded(cell, widths[i], columns_[i].align) + std::string(kGap, ' ');
    }
    WriteLine(std::move(line), out);
    for (const std::string& note : item.notes) {
      WriteLine(std::string(2 * kIndent, ' ') + Truncate(note, width - 2 * kIndent), out);
    }
  }
}

}  // namespace qushu::cli
