#include "common/text/normalize.h"

#include <chrono>
#include <random>

#include "common/base/utf8.h"
#include "tests/common/text/text_invariants.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

struct Case {
  std::string_view source, normalized;
};

class NormalizeCases : public ::testing::TestWithParam<Case> {};

TEST_P(NormalizeCases, GivesOneForm) {
  EXPECT_EQ(Normalize(GetParam().source).text, GetParam().normalized);
}

INSTANTIATE_TEST_SUITE_P(
    Characters, NormalizeCases,
    ::testing::Values(Case{"鄭州市１３例，1.2萬餘戶", "郑州市13例，1.2万余户"}, Case{"", ""},
                      Case{"洛阳", "洛阳"}, Case{"\xEF\xBB\xBF洛阳", "洛阳"},
                      Case{"Ａ座９８７．５％", "A座987.5%"}, Case{"３～５天", "3~5天"},
                      Case{"３－５天、3—5天", "3-5天、3—5天"}, Case{"㎡与℃、Ⅳ级①", "㎡与℃、Ⅳ级①"},
                      Case{"￥300", "¥300"}, Case{"零\u200B宽\u200D字\uFEFF符\u00AD", "零宽字符"},
                      Case{"一\r\n二\r三\n四\u2028五", "一\n二\n三\n四\n五"},
                      Case{"页一\f页二", "页一\n页二"}, Case{"⼈⺠", "人⺠"},
                      Case{"\x01甲\x7F乙", "甲乙"}, Case{"−2℃", "-2℃"},
                      Case{"𠮷野家,店", "𠮷野家，店"}));

INSTANTIATE_TEST_SUITE_P(
    Punctuation, NormalizeCases,
    ::testing::Values(
        Case{"明确职责,全区", "明确职责，全区"}, Case{"重症3例,2例好转", "重症3例，2例好转"},
        Case{"占12.4%,其中", "占12.4%，其中"}, Case{"1,080人", "1,080人"},
        Case{"1，080人", "1,080人"}, Case{"2．5万", "2.5万"}, Case{"10:30开会", "10:30开会"},
        Case{"10：30开会", "10:30开会"}, Case{"比例为3:1", "比例为3:1"},
        Case{"时间:10:30", "时间：10:30"}, Case{"编辑:甲", "编辑：甲"},
        Case{"真的吗?真的!", "真的吗？真的！"}, Case{"一厂(员)", "一厂（员）"},
        Case{"新冠(COVID-19)疫情", "新冠（COVID-19）疫情"}, Case{"f(x), g(y)", "f(x), g(y)"},
        Case{"COVID-19(新冠)x", "COVID-19（新冠）x"}, Case{"(A)类", "（A）类"},
        Case{"“六包一”,压实", "“六包一”，压实"}, Case{"\"硬核\",他说", "“硬核”，他说"},
        Case{"推行\"一户一策\"、\"一网通办\"", "推行“一户一策”、“一网通办”"},
        Case{"他说:\"好!\"", "他说：“好！”"}, Case{"a \"quoted\" word", "a \"quoted\" word"},
        Case{"一.概况\n全市3.5万人,增长2.1%.其中男1.8万人.",
             "一、概况\n全市3.5万人，增长2.1%。其中男1.8万人。"},
        Case{"全县新增3例．\r\n", "全县新增3例。\n"},
        Case{"阿不都.热依木到会。3.5万人.", "阿不都.热依木到会。3.5万人."},
        Case{"版本1.2.\n3.5", "版本1.2.\n3.5"}, Case{"http://a.cn/x?y=1,2", "http://a.cn/x?y=1,2"},
        Case{"Yes, we can!", "Yes, we can!"}, Case{"甲（乙)丙", "甲（乙）丙"},
        Case{"（3)(4)", "（3）(4)"}, Case{"村(大队)(260个)", "村（大队）（260个）"},
        Case{"甲,\n乙", "甲，\n乙"}, Case{"3,\n乙", "3,\n乙"}, Case{"3人,5", "3人，5"}));

INSTANTIATE_TEST_SUITE_P(
    Spaces, NormalizeCases,
    ::testing::Values(
        Case{"女,34 岁", "女，34岁"}, Case{"体温 37.5 ℃, 正常", "体温37.5℃，正常"},
        Case{"共 1 080 人", "共1080人"}, Case{"共 12 345 678 元", "共12345678元"},
        Case{"3 5 8", "3 5 8"}, Case{"100 200 30", "100 200 30"}, Case{"12 1 080人", "12 1 080人"},
        Case{"东城区 守土担责", "东城区 守土担责"}, Case{"东城区　守土担责", "东城区 守土担责"},
        Case{"有序。 甲乙 文/图", "有序。 甲乙 文/图"}, Case{"。　　截至2日", "。\t截至2日"},
        Case{"编辑:甲乙 校对:丙丁", "编辑：甲乙 校对：丙丁"}, Case{"编辑： 甲乙", "编辑：甲乙"},
        Case{"2020年2月20日 星期四", "2020年2月20日 星期四"},
        Case{"全 市 新 增 3 例", "全市新增3例"}, Case{"新 增 1 2 3 例", "新增123例"},
        Case{"全 市 , 新 增", "全市，新增"}, Case{"王　珂", "王珂"}, Case{"王 珂", "王珂"},
        Case{"公　　告", "公\t告"}, Case{"甲区\t乙区", "甲区\t乙区"}, Case{"　　开头", "\t开头"},
        Case{" 开头 ", "开头"}, Case{"   \n\t\n甲", "\n\n甲"}, Case{"甲区　3例", "甲区\t3例"},
        Case{"甲区  3  5", "甲区\t3\t5"}, Case{"hello  world", "hello world"},
        Case{"用 PCR 检测", "用 PCR 检测"}, Case{"“ 一盘棋 ”", "“一盘棋”"},
        Case{"汇聚“力量” 守望相助", "汇聚“力量” 守望相助"}, Case{"甲 \u200B 3", "甲\t3"},
        Case{"3 \u200B例", "3例"}));

void CheckInvariants(std::string_view source) {
  ASSERT_EQ(testing::NormalizeFault(source), "") << "source: " << source;
}

TEST(Normalize, KeepsItsInvariantsOnRandomMixtures) {
  const std::vector<std::string_view> pieces = {
      "全", "区", "例", "人", "王", "一", "1",  "２", "080",  "3",      "A",      "Ｂ",     "km",
      "%",  "％", "℃",  " ",  " ",  " ",  "  ", "　", "\t",   "\u00A0", "\u200B", "\uFEFF", "\r\n",
      "\n", "\r", ",",  "，", ":",  "：", ";",  "；", "!",    "？",     "(",      "（",     ")",
      "）", "“",  "”",  "‘",  "\"", "'",  "。", "、", "…",    "—",      "-",      "～",     ".",
      "．", "/",  "《", "》", "【", "】", "𠮷", "①",  "\x02", "⼈",     "é",      "·"};
  std::mt19937 random(2020);
  for (int round = 0; round < 20000; ++round) {
    std::string source;
    for (int i = random() % 24; i >= 0; --i) source += pieces[random() % pieces.size()];
    CheckInvariants(source);
    if (HasFatalFailure()) FAIL() << "round " << round << ": " << source;
  }
}

TEST(Normalize, KeepsItsInvariantsOnRandomSpacing) {
  const std::vector<std::string_view> pieces = {"全", "例", "1",  "080", "(",  ")", ",", "，",
                                                " ",  " ",  "　", "A",   "。", "“", "”", "%"};
  std::mt19937 random(5);
  for (int round = 0; round < 40000; ++round) {
    std::string source;
    for (int i = random() % 14; i >= 0; --i) source += pieces[random() % pieces.size()];
    CheckInvariants(source);
    if (HasFatalFailure()) FAIL() << "round " << round << ": " << source;
  }
}

TEST(Normalize, KeepsItsInvariantsOnTheSharedTexts) {
  const auto shared = testing::SharedDir();
  if (!shared) GTEST_SKIP() << "no folder shared/ beside the repository";
  int texts = 0;
  for (const char* folder : {"eval", "article"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*shared / folder)) {
      if (entry.path().extension() != ".txt") continue;
      ++texts;
      CheckInvariants(testing::ReadFile(entry.path()));
      if (HasFatalFailure()) FAIL() << entry.path();
    }
  }
  EXPECT_GE(texts, 20);
}

double SecondsFor(const std::string& source) {
  const auto start = std::chrono::steady_clock::now();
  const Text text = Normalize(source);
  EXPECT_EQ(text.map.origin_size(), source.size());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += piece;
  return out;
}

// A quadratic step would take minutes at this size.
TEST(Normalize, TakesLinearTimeOnAnyInput) {
  for (std::string_view piece : {"全",       " ",
                                 "\n",       "(",
                                 ")",        "()",
                                 "（",       ",",
                                 "“",        "\"“,",
                                 "“ ,",      "\u200B",
                                 "1",        "1 ",
                                 "111 ",     "全 ",
                                 "1 1 全 ",  "(,a",
                                 "a(,,",     "　",
                                 "(中",      "全 全 1 1 1 1 ",
                                 "\r\n",     "２",
                                 "( \u200B", "例.",
                                 "例 .",     " .",
                                 "．"}) {
    // The last line makes dots full stops.
    EXPECT_LT(SecondsFor(Repeat(piece, 4 << 20) + "\n例."), 10) << piece;
  }
}

TEST(Normalize, IsFastOnOrdinaryText) {
  const std::string text = Repeat(
      "全区设立卡口727个，组织工作人员轮班值守，严格管控、教育引导居民减少外出。“一盘棋”格局形成；"
      "目前已复产企业44家（含规上企业5家）、返工24738人。\n",
      8 << 20);
  const double seconds = SecondsFor(text);
  RecordProperty("mb_per_second", static_cast<int>(text.size() / 1e6 / seconds));
  printf("%.0f MB/s\n", text.size() / 1e6 / seconds);
}

}  // namespace
}  // namespace qushu
