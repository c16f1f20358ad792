#include "common/layout/join.h"

#include "common/base/utf8.h"
#include "tests/common/layout/outline.h"

namespace qushu {
namespace {

std::string Reading(std::string_view source) { return Read(source).reading.text; }

// Six paragraphs as one line each, for tests to cut.
const std::vector<std::string>& Paragraphs() {
  static const auto* const kParagraphs = new std::vector<std::string>{
      "入冬以来，全县把群众温暖过冬摆在前头，先后改造供热管网36公里，新增供热面积120万平方米，惠及"
      "居民1.2万户，投诉量比上一个供暖季下降了四成。",
      "热力公司把抢修队伍分成8个组，每组12人，24小时轮流待命。“电话一响，二十分钟之内必须到门口，"
      "先把阀门关住，再找漏点。”抢修队长告诉记者。",
      "农村清洁取暖同步推进，全县14个乡镇已有9600户换上了空气源热泵，每户补贴4800元；对分散供养的"
      "老人，由村里统一购买保险、统一检修电路。",
      "学校和医院是重中之重。县里对47所学校、21家医院的锅炉逐台检查，发现隐患63处，当天整改58处，"
      "其余5处一周内全部销号。",
      "资金使用全程公开。县审计局抽查了项目资金3200万元，未发现挪用和截留，结果在县政府网站上公示"
      "了7天，没有收到异议。",
      "下一步，全县还将新建储煤场2座，储备应急用煤1.5万吨，确保再冷的天也不停一户的暖。"};
  return *kParagraphs;
}

std::string Whole() {
  std::string out;
  for (const std::string& paragraph : Paragraphs()) {
    out += (out.empty() ? "" : "\n") + Normalize(paragraph).text;
  }
  return out;
}

// `paragraph` in lines of `width` columns, each Han character taking two.
std::string Wrapped(std::string_view paragraph, size_t width, std::string_view line_break,
                    size_t indent = 0) {
  std::string out;
  size_t column = indent;
  for (size_t at = 0; at < paragraph.size(); at += CharSize(paragraph[at])) {
    const size_t columns = CharSize(paragraph[at]) > 1 ? 2 : 1;
    if (column + columns > width) {
      out += line_break;
      column = 0;
    }
    out += paragraph.substr(at, CharSize(paragraph[at]));
    column += columns;
  }
  return out;
}

TEST(Join, TextsOfOneWidth) {
  for (size_t width : {30, 38, 60, 76}) {
    for (const char* between : {"\n", "\n\n"}) {
      for (const char* line_break : {"\n", "\r\n", "\n\n"}) {
        std::string source;
        for (const std::string& paragraph : Paragraphs()) {
          source += Wrapped(paragraph, width, line_break) + between;
        }
        EXPECT_EQ(Reading(source), Whole()) << width;
      }
    }
  }
}

TEST(Join, TextsOfOneWidthWithIndents) {
  for (size_t width : {38, 60}) {
    std::string source;
    for (const std::string& paragraph : Paragraphs()) {
      source += "　　" + Wrapped(paragraph, width, "\n", 4) + "\n";
    }
    EXPECT_EQ(Reading(source), Whole()) << width;
  }
}

TEST(Join, CutsOfColumnsAnywhere) {
  std::string source;
  size_t cut = 40;
  for (const std::string& paragraph : Paragraphs()) {
    // Not before the first comma: a line cut so early may be a heading.
    cut = std::max<size_t>(cut * 7 % 160, 66);
    cut = std::min(cut, paragraph.size() - 30);
    while (IsContinuation(paragraph[cut])) ++cut;
    source += paragraph.substr(0, cut) + "\n\n\n" + paragraph.substr(cut) + "\n\n";
  }
  EXPECT_EQ(Reading(source), Whole());
}

TEST(Join, NumbersCutInTwo) {
  EXPECT_EQ(Reading("截至昨日，全县累计报告1\n3例，均已出院。"),
            "截至昨日，全县累计报告13例，均已出院。");
  EXPECT_EQ(Reading("把住路口。全县共设置检查点\n\n459个，昼夜有人。"),
            "把住路口。全县共设置检查点459个，昼夜有人。");
}

TEST(Join, OpenQuotesAndPunctuation) {
  EXPECT_EQ(Reading("“怕是怕，但心里想\n\n着大家，就去了。”他说。"),
            "“怕是怕，但心里想着大家，就去了。”他说。");
  EXPECT_EQ(Reading("全县做到“三个\n有”，守住家门。"), "全县做到“三个有”，守住家门。");
  EXPECT_EQ(Reading("第一句没有完\n，第二行接上。"), "第一句没有完，第二行接上。");
}

TEST(Join, ParagraphsHeadingsAndListsStayApart) {
  for (std::string_view source :
       {"第一段完了。\n第二段开始。", "“第一段完了。”\n第二段开始。", "东城区\n全区新增3例。",
        "城关小区512个\n城东小区27个\n城西小区9个", "一、基本情况\n全县有乡镇14个。",
        "名单如下：\n城关小区", "编辑：沈一\n全县新增3例。", "2020年2月20日\n全县新增3例。",
        "全县新增3例，现将情况通报如下：\n甲某，男，34岁。", "甲镇\t3\t5\n乙镇\t4\t6",
        "全县通报完毕。（记者沈一）\n另讯，天晴。"}) {
    EXPECT_EQ(Reading(source), Normalize(source).text) << source;
  }
}

TEST(Join, PartsLatinWordsWithASpace) {
  EXPECT_EQ(Reading("这个项目由World Health\nOrganization资助，为期三年。"),
            "这个项目由World Health Organization资助，为期三年。");
}

TEST(Join, NothingOfTheTextIsLeftOut) {
  const std::string source = "　　甲，\n乙。　　丙 \n\n 丁：\n（一）戊；\n3\n";
  const Text text = Normalize(source);
  const Layout layout = ReadLayout(text.text, TestGazetteer());
  auto glyphs = [](std::string_view s) {
    std::string out;
    for (char c : s) {
      if (c != ' ' && c != '\t' && c != '\n') out += c;
    }
    return out;
  };
  EXPECT_EQ(glyphs(layout.reading.text), glyphs(text.text));
  EXPECT_EQ(layout.reading.map.derived_size(), layout.reading.text.size());
  EXPECT_EQ(layout.reading.map.origin_size(), text.text.size());
}

}  // namespace
}  // namespace qushu
