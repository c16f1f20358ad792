#include "common/layout/signature.h"

#include "tests/common/layout/outline.h"

namespace qushu {
namespace {

std::string SignedBy(std::string_view paragraph) {
  const auto signature =
      ReadSignature(paragraph, {0, static_cast<uint32_t>(paragraph.size())}, TestGazetteer());
  if (!signature) return "";
  return std::string(Slice(paragraph, signature->name)) + (signature->alone ? "" : " behind");
}

TEST(ReadSignature, FindsTheDistrict) {
  EXPECT_EQ(SignedBy("（利川市融媒体中心 谭一 牟二）"), "利川市");
  EXPECT_EQ(SignedBy("（通讯员 谭一 恩施州巴东县委宣传部）"), "巴东县");
  EXPECT_EQ(SignedBy("——来凤县融媒体中心 向三"), "来凤县");
  EXPECT_EQ(SignedBy("来源：来凤县融媒体中心"), "来凤县");
  EXPECT_EQ(SignedBy("——摘自《慈利县志》"), "慈利县");
  EXPECT_EQ(SignedBy("产值达到3亿元。（建始县融媒体中心 黄四）"), "建始县 behind");
}

TEST(ReadSignature, OtherBracketsAreNone) {
  EXPECT_EQ(SignedBy("（通讯员 谭一）"), "");
  EXPECT_EQ(SignedBy("新增1例（利川市）"), "");
  EXPECT_EQ(SignedBy("记者从利川市融媒体中心获悉，已有30家。"), "");
  EXPECT_EQ(SignedBy("——来自利川市的报道"), "");
  EXPECT_EQ(SignedBy("（"), "");
  EXPECT_EQ(SignedBy(""), "");
}

TEST(ReadLayout, ReportsThatNameTheirDistrictLast) {
  const Layout layout = Read(
      "清江日报 2023年4月18日\n\n"
      "茶山开园\n4月16日,茶山上人来人往。\n全市茶园26万亩。\n(利川市融媒体中心 谭一)\n\n"
      "古道修好了\n步道迎来客流高峰。\n——建始县融媒体中心 黄二\n\n"
      "鹤峰:春耕贷润茶乡\n该行发放贷款6500万元。\n");
  ASSERT_EQ(layout.sections.size(), 3u);
  EXPECT_EQ(At(layout, layout.sections[0].name), "利川市");
  EXPECT_EQ(At(layout, layout.sections[0].headline), "茶山开园");
  EXPECT_EQ(At(layout, layout.sections[1].name), "建始县");
  EXPECT_EQ(At(layout, layout.sections[1].headline), "古道修好了");
  EXPECT_EQ(At(layout, layout.sections[2].name), "鹤峰");
  EXPECT_EQ(Outline(layout),
            "masthead: 清江日报2023年4月18日\n"
            "heading 0: 茶山开园\n"
            "body 0: 4月16日，茶山上人来人往。\n"
            "body 0: 全市茶园26万亩。\n"
            "byline 0: （利川市融媒体中心 谭一）\n"
            "heading 1: 古道修好了\n"
            "body 1: 步道迎来客流高峰。\n"
            "byline 1: ——建始县融媒体中心 黄二\n"
            "heading 2: 鹤峰：春耕贷润茶乡\n"
            "body 2: 该行发放贷款6500万元。\n");
}

TEST(ReadLayout, ASourceAboveATextIsNoSignature) {
  const Layout layout =
      Read("茶山开园\n来源:利川市融媒体中心\n4月16日,茶山上人来人往。\n全市茶园26万亩。\n");
  EXPECT_TRUE(layout.sections.empty());
}

TEST(ReadLayout, AHeadlineWithANumberAndADateline) {
  const Layout layout = Read(
      "卧龙区:“一点通”热线38分钟办结\n\n今年以来,全区受理诉求3万件。\n\n"
      "涧西2月20日讯(记者 王一)全区设卡口72个。\n\n西工讯 网格员每人管一百户。\n");
  ASSERT_EQ(layout.sections.size(), 3u);
  EXPECT_EQ(At(layout, layout.sections[0].headline), "“一点通”热线38分钟办结");
  EXPECT_EQ(At(layout, layout.sections[1].name), "涧西");
  EXPECT_EQ(At(layout, layout.sections[2].name), "西工");
}

TEST(ReadLayout, AHeadAboveThoseOfTheDistrictsEndsThem) {
  const Layout layout = Read(
      "疫情通报\n\n一、风险点位\n(一)渝北区\n某小区2个。\n(二)九龙坡区\n某超市1家。\n"
      "二、管控措施\n全市核酸采样968万人。\n");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(layout.blocks.back().section, -1);
}

}  // namespace
}  // namespace qushu
