#include "common/text/html.h"

#include <string>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

std::string Read(std::string_view markup) {
  auto text = ReadHtml(markup);
  EXPECT_OK(text);
  return text.ok() ? text->text : "";
}

// What `part` of the text was made from.
std::string Origin(std::string_view markup, std::string_view part) {
  const auto text = ReadHtml(markup);
  EXPECT_OK(text);
  const size_t at = text->text.find(part);
  EXPECT_NE(at, std::string::npos) << text->text;
  const Span span =
      text->map.ToOrigin({static_cast<uint32_t>(at), static_cast<uint32_t>(at + part.size())});
  return std::string(Slice(markup, span));
}

TEST(Html, InlineElementsJoinAndBlocksPart) {
  EXPECT_EQ(Read("<p>新增<b>1</b><span>3</span>例。<p>治愈2例"), "新增13例。\n\n治愈2例\n");
  EXPECT_EQ(Read("<div>一<br>二<br/>三</div><div>四</div>"), "一\n二\n三\n四\n");
  EXPECT_EQ(Read("<h1>标题</h1>正文<ul><li>甲<li>乙</ul>丙"), "标题\n\n正文\n甲\n乙\n丙\n");
}

TEST(Html, WhiteSpaceOfTheMarkup) {
  EXPECT_EQ(Read("<p>\n  全市\n  新增 13\n例，共投\n入5人\n</p>"), "全市新增 13 例，共投入5人\n");
  EXPECT_EQ(Read("<p>处置2\n6起，各5\n8</p>"), "处置26起，各5 8\n");
  EXPECT_EQ(Read("<p>新增<b> 13 </b> 例 of\nthe</p>"), "新增 13 例 of the\n");
  EXPECT_EQ(Read("<p>\u3000\u3000全市&nbsp;13&emsp;例"), "\u3000\u3000全市\u00A013\u2003例\n");
  EXPECT_EQ(Read("<pre>甲  1\n乙  2</pre>"), "甲 1\n乙 2\n");
}

TEST(Html, Entities) {
  EXPECT_EQ(Read("<p>&#49;&#x33;例&lt;5&gt; A&amp;B &copy2020 &hellip;&notanentity; &nonsense; &"),
            "13例<5> A&B ©2020 …¬anentity; &nonsense; &\n");
  constexpr std::string_view kPage = "<p>共&#x31;<i>2</i>&#51;例&amp;45人&nbsp;6名</p>";
  EXPECT_EQ(Origin(kPage, "123例"), "&#x31;<i>2</i>&#51;例");
  EXPECT_EQ(Origin(kPage, "&"), "&amp;");
  EXPECT_EQ(Origin(kPage, "45人"), "45人");
  EXPECT_EQ(Origin(kPage, "6名"), "6名");
}

TEST(Html, References) {
  // Of two characters; names that need no semicolon and those that do; what is none.
  constexpr std::string_view kPage =
      "<p>甲&NotEqualTilde;乙&nota;丙&ampx&am;丁&#x110000;&#99999999999;戊&#xFFFFFFFF4E00;&#;己";
  EXPECT_EQ(Read(kPage), "甲\u2242\u0338乙¬a;丙&x&am;丁\uFFFD\uFFFD戊\uFFFD&#;己\n");
  for (std::string_view c : {"甲", "乙", "a;", "丙", "x", "&am;", "丁", "戊", "&#;", "己"}) {
    EXPECT_EQ(Origin(kPage, c), c);
  }
  EXPECT_EQ(Origin(kPage, "\u2242\u0338"), "&NotEqualTilde;");
  EXPECT_EQ(Origin(kPage, "¬"), "&not");
}

TEST(Html, TagsThatTheParserDoesWithout) {
  constexpr std::string_view kPage =
      "<p>甲<body title=\"a>b\">乙</nothing>丙<html x = '>'>丁<!DOCTYPE \"x>戊<5 "
      "<title>己</b>庚</title>";
  EXPECT_EQ(Read(kPage), "甲乙丙丁戊<5 己</b>庚\n");
  for (std::string_view c : {"甲", "乙", "丙", "丁", "戊", "<5", "己</b>庚"}) {
    EXPECT_EQ(Origin(kPage, c), c);
  }
}

TEST(Html, RowsAndCells) {
  EXPECT_EQ(Read("<table><caption>表1</caption><tr><th>项目<th>数量<tr><td><p>病例</p><td>1<br>3"
                 "</table>后文"),
            "表1\n\n项目\t数量\n病例\t1 3\n\n后文\n");
  // A page that is laid out by a table.
  EXPECT_EQ(Read("<table><tr><td>左</td><td><p>第一段。</p><p>第二段。</p></td></tr></table>"),
            "左\n\n第一段。\n\n第二段。\n");
}

TEST(Html, WhatIsNoText) {
  EXPECT_EQ(Read("<p>甲<script>1例</script><style>2例</style><!--3例--><template>4例</template>"
                 "<noscript>5例</noscript><select><option>6例</select><button>7例</button>"
                 "<textarea>8例</textarea><b hidden>9例</b><i style='color:red;display : none'>1"
                 "</i>乙<svg><text>2</text></svg></p><nav>首页</nav><footer>版权</footer>"),
            "甲乙\n");
  EXPECT_EQ(Read("<ul><li><a href=1>要闻一</a><li><a href=2>要闻二</a><li><a href=3>要闻三</a></ul>"
                 "<p>正文有<a href=4>链接</a>。"),
            "正文有链接。\n");
  EXPECT_EQ(Read("<div class='bottomNav'>网站地图</div><div id=page_share>分享</div><div "
                 "class=content>正文。</div>"),
            "正文。\n");
  // The same word on what holds the text.
  EXPECT_EQ(Read("<div class=print><p>正文。</p><p>又一段。</p></div>"), "正文。\n\n又一段。\n");
  EXPECT_EQ(Read("<a href=1>新增13例</a><a href=2>卡口5个</a><a href=3>三</a>"),
            "新增13例卡口5个三\n");
}

TEST(Html, TitleAndDateOfTheHead) {
  EXPECT_EQ(Read("<title>情况通报_某某网</title><p>正文。"), "情况通报\n\n正文。\n");
  EXPECT_EQ(Read("<title>情况通报 - 某某网</title><h1>情况 通报</h1><p>正文。"),
            "情况 通报\n\n正文。\n");
  EXPECT_EQ(Read("<meta name=PubDate content='2020-02-20T08:00:00'><title>通报</title><p>正文。"),
            "2020-02-20\n\n通报\n\n正文。\n");
  // A title that stands in the body is read there, once; one of a drawing is none.
  EXPECT_EQ(Read("<p>前<title>通报&#99999999999;_某网</title>后"), "前通报\uFFFD_某网后\n");
  EXPECT_EQ(Read("<p>正文<svg><title><b>图</b></title></svg>。"), "正文。\n");
  EXPECT_EQ(Read("<meta name=PubDate content=2020-02-21><p>通报，2020年2月20日。"),
            "通报，2020年2月20日。\n");
}

TEST(Html, OddPages) {
  EXPECT_EQ(Read(""), "");
  EXPECT_EQ(Read("<"), "<\n");
  EXPECT_EQ(Read("没有标记"), "没有标记\n");
  EXPECT_EQ(Read("<p>未完<b"), "未完\n");
  // Shown before the table by browsers; here it stays where it is.
  EXPECT_EQ(Read("<p>前<table>错<tr><td>1</td></tr>位</table>后"), "前错\n\n1\n位\n\n后\n");
  EXPECT_EQ(Read("<p>甲</foo>乙\r\n1<b><i>丙</b>丁</i>"), "甲乙 1丙丁\n");
}

TEST(Html, EveryCharacterLeadsBack) {
  constexpr std::string_view kPage =
      "<html><head><title>标题</title></head><body><div>甲&amp;乙</foo>丙\r\n丁<table>错<tr><td>戊"
      "<td>1&#50;</table><p>己<b>庚<p>辛</b>壬&nbspx\n癸</div></body></html>";
  ASSERT_OK_AND_ASSIGN(const Text text, ReadHtml(kPage));
  EXPECT_EQ(text.map.derived_size(), text.text.size());
  EXPECT_EQ(text.map.origin_size(), kPage.size());
  for (std::string_view c :
       {"甲", "乙", "丙", "丁", "错", "戊", "己", "庚", "辛", "壬", "x", "癸"}) {
    EXPECT_EQ(Origin(kPage, c), c);
  }
}

TEST(Html, DeepPages) {
  std::string deep;
  for (int i = 0; i < 3000; ++i) deep += "<div>";
  EXPECT_EQ(Read(deep + "底"), "底\n");
}

}  // namespace
}  // namespace qushu
