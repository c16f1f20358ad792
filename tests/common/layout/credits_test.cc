#include "common/layout/credits.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

Span All(std::string_view text) { return {0, static_cast<uint32_t>(text.size())}; }

std::string Credits(std::string_view text) {
  std::string out;
  for (const PrintedCredit& credit : ReadCredits(text, All(text))) {
    out +=
        std::string(Slice(text, credit.role)) + "=" + std::string(Slice(text, credit.person)) + " ";
  }
  return out;
}

TEST(ReadCredits, ReadsPartsAndNames) {
  EXPECT_EQ(Credits("编辑：沈一 校对：陆二 组版：程三"), "编辑=沈一 校对=陆二 组版=程三 ");
  EXPECT_EQ(Credits("责任编辑：沈一、陆二"), "责任编辑=沈一 责任编辑=陆二 ");
  EXPECT_EQ(Credits("（记者沈一 通讯员陆二 程三 制图|苗四）"),
            "记者=沈一 通讯员=陆二 通讯员=程三 制图=苗四 ");
  EXPECT_EQ(Credits("编辑/沈一 美编/陆二"), "编辑=沈一 美编=陆二 ");
  EXPECT_EQ(Credits("作者：阿卜杜拉·买买提"), "作者=阿卜杜拉·买买提 ");
}

TEST(ReadCredits, RefusesLinesThatSayMore) {
  for (std::string_view text : {"", "编辑", "编辑：", "记者沈一昨日从指挥部获悉", "编辑部",
                                "全区新增3例", "记者在现场看到，秩序井然。"}) {
    EXPECT_EQ(Credits(text), "") << text;
  }
}

std::string People(const std::optional<Byline>& byline, std::string_view text) {
  if (!byline) return "none";
  std::string out;
  for (Span person : byline->people) out += std::string(Slice(text, person)) + " ";
  return out + "/" + std::string(Slice(text, byline->role));
}

TEST(ReadByline, ReadsNamesAndWhatTheyDid) {
  auto read = [](std::string_view text) { return People(ReadByline(text, All(text)), text); };
  EXPECT_EQ(read("沈一 陆二 文/图"), "沈一 陆二 /文/图");
  EXPECT_EQ(read("（沈一 摄）"), "沈一 /摄");
  EXPECT_EQ(read("沈一、陆二 摄影报道"), "沈一 陆二 /摄影报道");
  EXPECT_EQ(read("记者 沈一 通讯员 陆二"), "沈一 陆二 /");
  EXPECT_EQ(read("编辑：沈一"), "none");
  EXPECT_EQ(read("全区动员 守土担责"), "none");
  EXPECT_EQ(read("文/图"), "none");
}

TEST(BylineBehind, FindsTheBylineOfAParagraph) {
  auto find = [](std::string_view text) { return People(BylineBehind(text, All(text)), text); };
  EXPECT_EQ(find("复工安全有序。 沈一 文/图"), "沈一 /文/图");
  EXPECT_EQ(find("“一天不走。”老人说。 沈一 陆二 文/图"), "沈一 陆二 /文/图");
  EXPECT_EQ(find("视情取消命名。（记者沈一 通讯员陆二）"), "沈一 陆二 /");
  EXPECT_EQ(find("视情取消命名。"), "none");
  EXPECT_EQ(find("他说：“好。” 大家 都笑了"), "none");
  EXPECT_EQ(find("沈一 文/图"), "none");
}

}  // namespace
}  // namespace qushu
