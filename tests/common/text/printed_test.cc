#include "common/text/printed.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(PrintedTest, ColumnsAreJoined) {
  EXPECT_EQ(WithoutLineBreaks("安排值 \r\n\n　　守人员"), "安排值守人员");
  EXPECT_EQ(WithoutLineBreaks("一 二"), "一 二");
  EXPECT_EQ(WithoutLineBreaks(""), "");
}

TEST(PrintedTest, MarkupIsLeftOut) {
  EXPECT_EQ(WithoutMarkup("新增<b class=\"x\">13</b>例&nbsp;<!-- <b> -->,<br>\n好"),
            "新增13例 ,好");
  EXPECT_EQ(WithoutMarkup("a & b < c"), "a & b ");
  EXPECT_EQ(WithoutMarkup("<b"), "");
}

}  // namespace
}  // namespace qushu
