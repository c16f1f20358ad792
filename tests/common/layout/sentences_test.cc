#include "common/layout/sentences.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

std::string Split(std::string_view text) {
  std::string out;
  for (Span span : SplitSentences(text, {0, static_cast<uint32_t>(text.size())})) {
    out += "<" + std::string(Slice(text, span)) + ">";
  }
  return out;
}

TEST(SplitSentences, SplitsBehindStops) {
  EXPECT_EQ(Split("一天。两天！三天？四天"), "<一天。><两天！><三天？><四天>");
  EXPECT_EQ(Split("查到3人；送走2人；还有1人。"), "<查到3人；送走2人；还有1人。>");
  EXPECT_EQ(Split("占2.5%，No.3厂。"), "<占2.5%，No.3厂。>");
  EXPECT_EQ(Split("真的吗？！是。"), "<真的吗？！><是。>");
  EXPECT_EQ(Split("有效。 沈一"), "<有效。><沈一>");
  EXPECT_EQ(Split(""), "");
  EXPECT_EQ(Split("。。。"), "<。。。>");
}

TEST(SplitSentences, KeepsClosingQuotesAndBracketsWithTheirSentence) {
  EXPECT_EQ(Split("他说：“我去。”大家都去。"), "<他说：“我去。”><大家都去。>");
  EXPECT_EQ(Split("（从前没有。）如今有了。"), "<（从前没有。）><如今有了。>");
}

TEST(SplitSentences, KeepsAQuotationWithItsSpeaker) {
  EXPECT_EQ(Split("“一天消两次毒……”疾控中心小郑说。人都在。"),
            "<“一天消两次毒……”疾控中心小郑说。><人都在。>");
  EXPECT_EQ(Split("“怕也得去！”副主任沈一说。他去了。"), "<“怕也得去！”副主任沈一说。><他去了。>");
  EXPECT_EQ(Split("“都好。”居民陆二告诉记者。"), "<“都好。”居民陆二告诉记者。>");
  // A clause between: the two stand apart.
  EXPECT_EQ(Split("“都好。”陆二笑着，对来人说。"), "<“都好。”><陆二笑着，对来人说。>");
}

TEST(SplitSentences, AnEllipsisInsideALineEndsNothing) {
  EXPECT_EQ(Split("有的捐口罩，有的捐菜……人心齐了。"), "<有的捐口罩，有的捐菜……人心齐了。>");
}

}  // namespace
}  // namespace qushu
