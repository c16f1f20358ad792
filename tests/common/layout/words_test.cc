#include "common/layout/words.h"

#include <set>

#include "common/data/table.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(LayoutWords, TheTableIsSortedAndItsClassesAreKnown) {
  const std::string file =
      testing::ReadFile(testing::SourceDir() / "common/layout/data/layout_words.tsv");
  ASSERT_OK_AND_ASSIGN(const Table table, ParseTable("layout_words.tsv", file, {"word", "class"}));
  const std::set<std::string_view> classes = {
      "credit",  "byline", "furniture", "furniture_start", "furniture_part", "source", "date_label",
      "caption", "zone",   "opening",   "not_head",        "surname",        "office"};
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const TableRow& row : table.rows) {
    EXPECT_TRUE(classes.count(row.cells[1])) << "line " << row.line;
    EXPECT_FALSE(row.cells[0].empty()) << "line " << row.line;
    EXPECT_TRUE(seen.insert({row.cells[0], row.cells[1]}).second) << "line " << row.line;
  }
  EXPECT_GT(table.rows.size(), 250u);
}

TEST(LayoutWords, FindsTheLongestWord) {
  const LayoutWords& words = LayoutWords::Get();
  EXPECT_EQ(words.Begins(WordClass::kCredit, "责任编辑：甲"), std::string_view("责任编辑").size());
  EXPECT_EQ(words.Begins(WordClass::kCredit, "甲"), 0u);
  EXPECT_EQ(words.Ends(WordClass::kZone, "东湖开发区"), std::string_view("开发区").size());
  EXPECT_TRUE(words.IsIn(WordClass::kFurniturePart, "京ICP备1号"));
}

}  // namespace
}  // namespace qushu
