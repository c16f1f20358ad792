#include "common/layout/layout.h"

#include <chrono>
#include <random>

#include "tests/common/layout/outline.h"

namespace qushu {
namespace {

TEST(ReadLayout, APageOfDistricts) {
  const Layout layout = Read(
      "2020年2月20日 星期四\n\n编辑:沈一 校对:陆二\n\n"
      "涧西区 门守得牢,人心才安\n\n"
      "关口前移,哨位下沉。全区设卡口72个,守卡的人昼夜轮班,把\n\n\n车一辆一辆问清楚。\n\n"
      "疫情发生以来,涧西区没有一天松过劲,一件一件把事情办到居民心里。\n\n"
      "粮足菜足,心里不慌。全区备下大米300吨。 程三 文/图\n\n"
      "西工区 一网到底\n\n网格员每人管一百户。\n\n苗四 卫五 文/图\n");
  EXPECT_EQ(Outline(layout),
            "masthead: 2020年2月20日 星期四\n"
            "masthead: 编辑：沈一 校对：陆二\n"
            "heading 0: 涧西区 门守得牢，人心才安\n"
            "body 0: 关口前移，哨位下沉。全区设卡口72个，守卡的人昼夜轮班，把车一辆一辆问清楚。\n"
            "body 0: 疫情发生以来，涧西区没有一天松过劲，一件一件把事情办到居民心里。\n"
            "body 0: 粮足菜足，心里不慌。全区备下大米300吨。 程三 文/图\n"
            "heading 1: 西工区 一网到底\n"
            "body 1: 网格员每人管一百户。\n"
            "byline 1: 苗四 卫五 文/图\n");
  EXPECT_EQ(FormatDate(layout.masthead.date.value_or(Date{})), "2020-02-20");
  EXPECT_EQ(At(layout, layout.masthead.weekday), "星期四");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(At(layout, layout.sections[0].headline), "门守得牢，人心才安");
  ASSERT_EQ(layout.sections[0].byline.size(), 1u);
  EXPECT_EQ(At(layout, layout.sections[0].byline[0]), "程三");
  EXPECT_EQ(layout.sections[1].byline.size(), 2u);
  EXPECT_EQ(At(layout, layout.blocks[3].run_in_head), "关口前移，哨位下沉。");
  EXPECT_TRUE(layout.blocks[4].displaced_lead);
  // The byline is no sentence.
  ASSERT_EQ(layout.blocks[5].sentences.size(), 2u);
  EXPECT_EQ(At(layout, layout.blocks[5].sentences[1]), "全区备下大米300吨。");
}

TEST(ReadLayout, ABulletinHasNoSections) {
  const Layout layout = Read(
      "截至3月1日24时,某省累计报告确诊病例10例,其中东城区3例、西城区7例。\n"
      "东城区的3例均已出院。\n西城区委召开会议。");
  EXPECT_TRUE(layout.sections.empty());
  EXPECT_EQ(layout.blocks.size(), 3u);
  EXPECT_FALSE(layout.masthead.date);
}

TEST(ReadLayout, AListByDistrict) {
  const Layout layout = Read(
      "第三批清洁小区名单公布\n全市共评出清洁小区30个。名单如下:\n江岸区\n清洁小区12个\n(一)"
      "清洁小区(12个)\n"
      "青山区(化工区)\n清洁小区10个\n东湖开发区\n清洁小区8个\n编辑:沈一");
  EXPECT_EQ(Outline(layout),
            "title: 第三批清洁小区名单公布\n"
            "body: 全市共评出清洁小区30个。名单如下：\n"
            "heading 0: 江岸区\n"
            "body 0: 清洁小区12个\n"
            "body 0: （一）清洁小区（12个）\n"
            "heading 1: 青山区（化工区）\n"
            "body 1: 清洁小区10个\n"
            "heading 2: 东湖开发区\n"
            "body 2: 清洁小区8个\n"
            "masthead: 编辑：沈一\n");
  ASSERT_EQ(layout.sections.size(), 3u);
  EXPECT_TRUE(layout.sections[2].division.empty());
}

TEST(ReadLayout, ANameListMakesNoSections) {
  EXPECT_TRUE(Read("参加单位:\n江岸区\n江汉区\n硚口区\n会议由市长主持。").sections.empty());
  EXPECT_TRUE(Read("各区数据\n江岸区 3 5\n江汉区 4 6\n硚口区 5 7\n").sections.empty());
}

TEST(ReadLayout, InlineHeads) {
  const Layout layout =
      Read("【东城区】全区新增3例。累计5例。\n另有2人解除观察。\n【西城区】全区无新增。\n");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(At(layout, layout.sections[0].name), "东城区");
  EXPECT_EQ(layout.sections[0].end_block, 2);
  EXPECT_EQ(layout.blocks[0].kind, BlockKind::kBody);
  EXPECT_EQ(Read("东城区:全区新增3例。\n西城区:全区新增2例。").sections.size(), 2u);
  EXPECT_TRUE(Read("东城区:全区新增3例。\n其余各区无新增。").sections.empty());
}

TEST(ReadLayout, ASignatureNamesTheDistrict) {
  const Layout layout = Read(
      "关于调整风险等级的通告\n经研究,自即日起全区调整为低风险,恢复正常秩序。\n"
      "洛阳市涧西区疫情防控指挥部\n2020年3月1日\n");
  ASSERT_EQ(layout.sections.size(), 1u);
  EXPECT_EQ(At(layout, layout.sections[0].name), "涧西区");
  EXPECT_EQ(FormatDate(layout.masthead.date.value_or(Date{})), "2020-03-01");
  EXPECT_EQ(At(layout, layout.masthead.title), "关于调整风险等级的通告");
}

TEST(ReadLayout, AHeadlineBelowTheName) {
  const Layout layout = Read(
      "涧西区\n门守得牢 "
      "人心才安\n全区设卡口72个,昼夜有人。\n西工区\n一张网兜到底\n网格员每人管一百户。");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(At(layout, layout.sections[0].headline), "门守得牢 人心才安");
  EXPECT_EQ(At(layout, layout.sections[1].headline), "一张网兜到底");
}

TEST(ReadLayout, AnArticleOfASite) {
  const Layout layout = Read(
      "首页 > 新闻中心 > 要闻\n全县供热改造提前完工\n发布时间：2021-11-05 来源：县融媒体中心\n"
      "字号：大 中 小 打印 关闭\n　　今年，全县改造管网36公里。\n图为工人检修锅炉。\n"
      "　　下一步，全县还将新建储煤场2座。\n责任编辑：沈一\n上一篇：无\n版权所有 某某县人民政府\n");
  EXPECT_EQ(FormatDate(layout.masthead.date.value_or(Date{})), "2021-11-05");
  EXPECT_EQ(At(layout, layout.masthead.title), "全县供热改造提前完工");
  ASSERT_EQ(layout.masthead.credits.size(), 1u);
  std::string bodies;
  for (const Block& block : layout.blocks) {
    if (block.kind == BlockKind::kBody) bodies += At(layout, block.span) + "|";
    EXPECT_EQ(block.sentences.empty(), block.kind == BlockKind::kFurniture);
  }
  EXPECT_EQ(bodies, "今年，全县改造管网36公里。|下一步，全县还将新建储煤场2座。|");
}

TEST(ReadLayout, MenusAndNoticesOfASite) {
  const Layout layout = Read(
      "无障碍浏览 | 繁体 | 登录 | 注册\n首页 政务公开 政务服务 互动交流\n您现在的位置：首页 > "
      "动态\n"
      "三项举措推进收粮\n【字体：大 中 小】 【打印】 【关闭】\n"
      "发布日期：2022-10-18 09:12:33  信息来源：县粮食局  点击数：1,203 次\n\n"
      "　　截至10月17日，累计收购玉米3.26万\n吨，兑付粮款8\n860万元。\n"
      "图①：过磅。图②：抽检。\n（通讯员 沈一一 陆小二）\n责任编辑：程三\n分享到： 微信\n"
      "主办单位：某县人民政府  备案号：冀ICP备05012345号\n");
  EXPECT_EQ(At(layout, layout.masthead.title), "三项举措推进收粮");
  EXPECT_EQ(FormatDate(layout.masthead.date.value_or(Date{})), "2022-10-18");
  EXPECT_EQ(layout.masthead.credits.size(), 3u);
  std::string bodies;
  for (const Block& block : layout.blocks) {
    if (block.kind == BlockKind::kBody) bodies += At(layout, block.span) + "|";
  }
  EXPECT_EQ(bodies, "截至10月17日，累计收购玉米3.26万吨，兑付粮款8860万元。|");
}

TEST(ReadLayout, OneMastheadLineSaysAll) {
  const Layout layout = Read(
      "某某早报·特刊\n\n2019年8月24日 星期六 编辑：卜文 校对：石磊 热线：028-5550 第04版\n\n"
      "章丘区　抢排积水保大棚\n\n全区18个镇街受灾。　（文/孙晓 图/郭强）\n\n"
      "长清区　爱心汇成河\n\n慈善总会接收捐款9万元，街道再筹\n\n2万元。 陈放 通讯员 牟雪\n\n"
      "打赢这场硬仗，各地正往前赶。\n");
  EXPECT_EQ(FormatDate(layout.masthead.date.value_or(Date{})), "2019-08-24");
  EXPECT_EQ(layout.masthead.credits.size(), 2u);
  EXPECT_TRUE(layout.masthead.title.empty());
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(layout.sections[0].byline.size(), 2u);
  EXPECT_EQ(layout.sections[1].byline.size(), 2u);
  // What follows the last byline is about all districts.
  EXPECT_EQ(layout.blocks.back().section, -1);
}

TEST(ReadLayout, ReportersInFrontOfAReport) {
  const Layout layout = Read(
      "望城区\n洪水退 消杀进\n本报讯（记者 胡萝蔓 通讯员 喻桐）全区组织46支消杀队。\n"
      "开福区\n48小时 捐款过千万\n本报讯（记者 姚纯）红十字会收到捐款1136万元。\n");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(layout.sections[0].byline.size(), 2u);
  EXPECT_EQ(At(layout, layout.sections[1].headline), "48小时 捐款过千万");
  EXPECT_EQ(At(layout, layout.sections[1].byline.at(0)), "姚纯");
}

TEST(ReadLayout, ReportersBelowAHeadline) {
  const Layout layout = Read(
      "椒江区：一张通行证\n记者 林晓东\n椒江区设卡1214处，志愿者三班倒。\n"
      "仙居县：善款与鸡蛋\n特约记者 泮宇\n老党员把积蓄送到慈善总会。\n该县收到捐款1862万元。\n");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(At(layout, layout.sections[1].byline.at(0)), "泮宇");
  // The report goes on, though it names its county no more.
  EXPECT_EQ(layout.blocks.back().section, 1);
}

TEST(ReadLayout, ACountyGazetteer) {
  const Layout layout = Read(
      "第三编　农业\n\n第一节　耕地\n\n1949年，耕地61.2万亩，其中水浇地\n4."
      "7万亩。1957年，全县办起合作社\n"
      "312个，入社农户4.16万户。\n\n年份　播种面积　总产\n1949　72.3　4.1\n1965　75.8　7.9\n");
  EXPECT_EQ(Outline(layout),
            "subheading: 第三编 农业\n"
            "subheading: 第一节 耕地\n"
            "body: 1949年，耕地61.2万亩，其中水浇地4.7万亩。1957年，全县办起合作社312个，"
            "入社农户4.16万户。\n"
            "body: 年份 播种面积 总产\n"
            "body: 1949\t72.3\t4.1\n"
            "body: 1965\t75.8\t7.9\n");
}

TEST(ReadLayout, ItemsByDistrict) {
  const Layout layout = Read(
      "涧西区：复工企业44家，返岗2.4万人。\n西工区：复工企业38家，\n返岗1."
      "9万人。\n全市合计82家。\n");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(layout.blocks.size(), 3u);
  EXPECT_EQ(layout.blocks[2].section, -1);
}

TEST(ReadLayout, AWorkReport) {
  const Layout layout = Read(
      "2021年工作报告\n一、过去一年\n全县生产总值增长8%。\n（一）工业\n1.新开工项目12个。\n2."
      "投产9个。\n"
      "二、今年安排\n全县计划投资20亿元。\n");
  EXPECT_EQ(Outline(layout),
            "title: 2021年工作报告\n"
            "subheading: 一、过去一年\n"
            "body: 全县生产总值增长8%。\n"
            "subheading: （一）工业\n"
            "body: 1.新开工项目12个。\n"
            "body: 2.投产9个。\n"
            "subheading: 二、今年安排\n"
            "body: 全县计划投资20亿元。\n");
}

TEST(ReadLayout, NumberedSectionsEndWhereTheSeriesGoesOn) {
  const Layout layout =
      Read("一、东城区\n全区新增3例。\n二、西城区\n全区新增2例。\n三、工作要求\n各区抓好落实。\n");
  ASSERT_EQ(layout.sections.size(), 2u);
  EXPECT_EQ(layout.sections[1].end_block, 4);
}

// What holds for any text at all.
void CheckInvariants(const std::string& source) {
  const Text text = Normalize(source);
  const Layout layout = ReadLayout(text.text, TestGazetteer());
  const std::string& reading = layout.reading.text;
  ASSERT_EQ(layout.reading.map.origin_size(), text.text.size());
  ASSERT_EQ(layout.reading.map.derived_size(), reading.size());
  uint32_t at = 0;
  for (const Block& block : layout.blocks) {
    ASSERT_EQ(block.span.begin, at);
    ASSERT_LE(block.span.end, reading.size());
    ASSERT_FALSE(block.span.empty());
    at = block.span.end + 1;
    uint32_t behind = block.span.begin;
    for (Span sentence : block.sentences) {
      ASSERT_FALSE(sentence.empty());
      ASSERT_GE(sentence.begin, behind);
      ASSERT_LE(sentence.end, block.span.end);
      behind = sentence.end;
    }
    if (block.section < 0) continue;
    const Section& section = layout.sections[block.section];
    ASSERT_TRUE(section.span.contains(block.span));
    const int index = static_cast<int>(&block - layout.blocks.data());
    ASSERT_TRUE(section.first_block <= index && index < section.end_block);
  }
  ASSERT_EQ(at, layout.blocks.empty() ? 0 : reading.size() + 1);
  for (const Section& section : layout.sections) {
    ASSERT_TRUE(section.span.contains(section.name));
    ASSERT_TRUE(section.headline.empty() || section.span.contains(section.headline));
    for (Span person : section.byline) ASSERT_TRUE(section.span.contains(person));
  }
}

TEST(ReadLayout, KeepsItsInvariantsOnRandomLines) {
  const std::vector<std::string> pieces = {"涧西区",
                                           "东城区",
                                           "东湖开发区",
                                           " ",
                                           "　　",
                                           "\n",
                                           "\n",
                                           "\n\n",
                                           "。",
                                           "，",
                                           "：",
                                           "“",
                                           "”",
                                           "（",
                                           "）",
                                           "全区新增3例",
                                           "沈一 文/图",
                                           "记者 陆二",
                                           "编辑：程三",
                                           "2020年2月20日",
                                           "一、",
                                           "（二）",
                                           "●",
                                           "【",
                                           "】",
                                           "打印",
                                           "来源：甲",
                                           "图为",
                                           "今年以来，",
                                           "1",
                                           "3例",
                                           "abc",
                                           "讯",
                                           "本报",
                                           "洛阳市涧西区人民政府",
                                           "……",
                                           "守土担责，不退一步。",
                                           "\t",
                                           "年",
                                           "二〇二〇年"};
  std::mt19937 random(3);
  for (int round = 0; round < 6000; ++round) {
    std::string source;
    for (int i = random() % 30; i >= 0; --i) source += pieces[random() % pieces.size()];
    CheckInvariants(source);
    if (HasFatalFailure()) FAIL() << "round " << round << ": " << source;
  }
}

TEST(ReadLayout, TakesLinearTimeOnAnyInput) {
  for (std::string_view piece :
       {"全",         "\n",       "（",         "）",          "“",
        "涧西区",     "涧西区\n", "涧西区：",   "涧西区 全\n", "1",
        "。",         "。\t",     "，\n",       "编辑：",      "编辑：沈一 ",
        "二〇二〇年", "2020年",   "【涧西区】", "一、",        "”\n",
        "“\n",        " ",        "开发区",     "沈一 ",       "。沈一 文/图\n",
        "…",          "说",       "”说",        "全区\n",      "\t甲\n"}) {
    std::string source;
    while (source.size() < 2 << 20) source += piece;
    const auto start = std::chrono::steady_clock::now();
    const Layout layout = ReadLayout(source, TestGazetteer());
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_EQ(layout.reading.map.origin_size(), source.size());
    EXPECT_LT(seconds, 10) << piece;
    if (seconds > 0.4) printf("%s: %.1f s\n", std::string(piece).c_str(), seconds);
  }
}

}  // namespace
}  // namespace qushu
