#include "services/cli/table.h"

#include <sstream>

#include "services/cli/display_width.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;

std::string Print(const Table& table, int width = 100) {
  std::ostringstream out;
  table.Print(out, width);
  return out.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(TableTest, LinesUpDoubleWidthCharacters) {
  Table table({{"value", Align::kRight}, {"unit"}, {"text"}});
  table.AddTitles();
  table.AddRow({"1,300", "元", "x"});
  table.AddRow({"7", "平方米", "x"});
  table.AddRow({"", "e\u0301", "x"});
  table.AddRow({"3", "👨‍👩‍👧", "x"});
  EXPECT_EQ(Print(table),
            "  value  unit    text\n"
            "  1,300  元      x\n"
            "      7  平方米  x\n"
            "         e\u0301       x\n"
            "      3  👨‍👩‍👧      x\n");
}

TEST(TableTest, LeavesOutColumnsWithoutContent) {
  Table table({{"a"}, {"b"}, {"c"}});
  table.AddTitles();
  table.AddRow({"1", "", "3"});
  table.AddRow({"1"});
  EXPECT_EQ(Print(table), "  a  c\n  1  3\n  1\n");
}

TEST(TableTest, PrintsNothingForNothing) {
  EXPECT_EQ(Print(Table({{"a"}})), "");
  EXPECT_TRUE(Table({{"a"}}).empty());
}

TEST(TableTest, KeepsGroupsInLine) {
  Table table({{"a"}, {"b"}});
  table.AddText("涧西区");
  table.AddRow({"长长长", "x"});
  table.AddText("西工区");
  table.AddRow({"s", "x"}, {"why: because"});
  EXPECT_EQ(Print(table), "涧西区\n  长长长  x\n西工区\n  s       x\n    why: because\n");
}

TEST(TableTest, ShrinksWhatMayShrinkToTheWidth) {
  Table table(
      {{"value", Align::kRight}, {"measure", Align::kLeft, true}, {"text", Align::kLeft, true}});
  table.AddRow({"1,234,567,890", std::string("外地返洛人员外地返洛人员外地返洛人员外地返洛人员"),
                "4500多名"});
  const std::string printed = Print(table, 40);
  std::vector<int> widths;
  for (const std::string& line : Lines(printed)) widths.push_back(DisplayWidth(line));
  EXPECT_THAT(widths, Each(Le(40)));
  EXPECT_THAT(printed, HasSubstr("1,234,567,890"));
  EXPECT_THAT(printed, HasSubstr("外地返洛人员…"));
}

TEST(TableTest, LeavesColumnsOutWhereShrinkingIsNotEnough) {
  Table table({{"a"}, {"b", Align::kLeft, true}, {"c"}});
  table.AddRow({"0123456789", "0123456789", "0123456789"});
  EXPECT_EQ(Print(table, 32), "  0123456789  01234…  0123456789\n");
  EXPECT_EQ(Print(table, 30), "  0123456789  01234…\n");
  EXPECT_EQ(Print(table, 15), "  0123456789\n");
  EXPECT_EQ(Print(table, 5), "  0123456789\n");
}

TEST(TableTest, CellsCannotBreakTheTable) {
  Table table({{"a"}, {"b"}});
  table.AddRow({"1\n2", "\x1b]0;x\x07"});
  EXPECT_THAT(Print(table), Not(HasSubstr("\x1b")));
  EXPECT_EQ(Lines(Print(table)).size(), 1u);
}

}  // namespace
}  // namespace qushu::cli
