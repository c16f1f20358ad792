#include "common/base/csv.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(CsvTest, QuotesWhatHasTo) {
  std::string line;
  AppendCsvCell("涧西区", true, line);
  AppendCsvCell("", false, line);
  AppendCsvCell("8,368", false, line);
  AppendCsvCell("“好”\"\n", false, line);
  EXPECT_EQ(line, "涧西区,,\"8,368\",\"“好”\"\"\n\"");
}

TEST(CsvTest, Lines) {
  EXPECT_EQ(CsvLine({"a", "b,c", ""}), "a,\"b,c\",\r\n");
  EXPECT_EQ(CsvLine({}), "\r\n");
}

}  // namespace
}  // namespace qushu
