#include "common/layout/heading.h"

#include "tests/common/layout/outline.h"

namespace qushu {
namespace {

std::string Heading(std::string_view source) {
  const std::string text = Normalize(source).text;
  const auto heading = ReadHeading(text, {0, static_cast<uint32_t>(text.size())}, TestGazetteer());
  if (!heading) return "none";
  constexpr const char* kForms[] = {"alone", "headline", "inline"};
  std::string out = kForms[static_cast<int>(heading->form)];
  out += " " + std::string(Slice(text, heading->name));
  if (heading->division != heading->name) {
    out += " (" + std::string(Slice(text, heading->division)) + ")";
  }
  if (!heading->headline.empty()) out += " | " + std::string(Slice(text, heading->headline));
  return out;
}

TEST(ReadHeading, ReadsTheFormsOfHeadings) {
  EXPECT_EQ(Heading("涧西区"), "alone 涧西区");
  EXPECT_EQ(Heading("涧西区："), "alone 涧西区");
  EXPECT_EQ(Heading("二、涧西区"), "alone 涧西区");
  EXPECT_EQ(Heading("洛阳市涧西区"), "alone 涧西区");
  EXPECT_EQ(Heading("【涧西区】"), "alone 涧西区");
  EXPECT_EQ(Heading("青山区(化工区)"), "alone 青山区（化工区） (青山区)");
  EXPECT_EQ(Heading("武汉开发区(汉南区)"), "alone 武汉开发区（汉南区） (汉南区)");
  EXPECT_EQ(Heading("东湖开发区"), "alone 东湖开发区 ()");
  EXPECT_EQ(Heading("涧西区　把好关口守好门"), "headline 涧西区 | 把好关口守好门");
  EXPECT_EQ(Heading("涧西区：把好关口守好门"), "headline 涧西区 | 把好关口守好门");
  EXPECT_EQ(Heading("【涧西区】全区新增3例。其中2例好转。"), "inline 涧西区");
  EXPECT_EQ(Heading("●涧西：3例"), "inline 涧西");
  EXPECT_EQ(Heading("涧西区：全区新增3例。"), "inline 涧西区");
  EXPECT_EQ(Heading("本报涧西讯 昨日，全区开工。"), "inline 涧西");
}

TEST(ReadHeading, RefusesRunningText) {
  for (std::string_view source :
       {"涧西区委召开会议", "涧西区、西工区", "涧西区的干部来了。", "涧西 把好关口", "涧西区 3 5 8",
        "全区上下齐动员", "（涧西区）", "中国", "武汉", ""}) {
    EXPECT_EQ(Heading(source), "none") << source;
  }
}

}  // namespace
}  // namespace qushu
