// Whatever becomes of a page's elements - tables with text between their rows, tags that cross or
// have no other half - each of its characters is read once, in the order of the markup, and leads
// back to it.
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/utf8.h"
#include "common/text/html.h"
#include "tests/common/text/text_invariants.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using Random = std::mt19937;

// A page, and its characters with what each is in the markup.
struct Page {
  std::string markup;
  std::vector<std::pair<std::string, std::string>> characters;

  void AddCharacter(Random& random) {
    // No character comes twice, so that each says where it belongs.
    const auto c = static_cast<char32_t>(0x4E00 + characters.size());
    std::string character;
    AppendUtf8(c, character);
    std::string written = character;
    if (random() % 4 == 0) written = "&#" + std::to_string(static_cast<uint32_t>(c)) + ";";
    markup += written;
    characters.emplace_back(character, written);
  }
};

std::string_view Pick(Random& random, const std::vector<std::string_view>& all) {
  return all[random() % all.size()];
}

Page RandomPage(Random& random) {
  static const auto& tables =
      *new std::vector<std::string_view>{"table", "tbody", "thead", "tfoot",   "tr",       "tr",
                                         "td",    "td",    "th",    "caption", "colgroup", "col"};
  static const auto& others = *new std::vector<std::string_view>{
      "p",  "div", "span", "b",    "i",    "font",   "ul",      "li",
      "dl", "dd",  "h1",   "h2",   "pre",  "center", "form",    "nobr",
      "em", "br",  "hr",   "html", "head", "body",   "section", "unknown"};
  static const auto& odds = *new std::vector<std::string_view>{" ",
                                                               "\n",
                                                               "\r\n",
                                                               "\x01",
                                                               "&nbsp;",
                                                               "&nbsp",
                                                               "&NotEqualTilde;",
                                                               "&NotEqualTilde;\u0338",
                                                               "&nota;a",
                                                               "&am",
                                                               "&ampx",
                                                               "&",
                                                               "&#",
                                                               "&#x;",
                                                               "&#0;",
                                                               "&#x80;",
                                                               "&#13;",
                                                               "<5",
                                                               "<",
                                                               "< b>",
                                                               "</>",
                                                               "</ b>",
                                                               "<?x>",
                                                               "<!x>",
                                                               "<!-- a>b -->",
                                                               "<!DOCTYPE \"a>",
                                                               "<body title=\"a>b\">",
                                                               "<html x = 'a>b' y=c'>",
                                                               "</head a=\">\">",
                                                               "<body a\"b>",
                                                               "</x = \"m>",
                                                               "<body a/b=\"c>d\"e='>'>",
                                                               "<body a=b/='>",
                                                               "<html /=\">"};
  Page page;
  const size_t steps = 2 + random() % 60;
  for (size_t i = 0; i < steps; ++i) {
    switch (random() % 12) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4:
        for (size_t n = 1 + random() % 3; n > 0; --n) page.AddCharacter(random);
        break;
      case 5:
        page.markup += Pick(random, odds);
        break;
      case 6:
        if (page.markup.find("<title>") != std::string::npos) break;  // a page has one
        page.markup += "<title>";
        page.AddCharacter(random);
        page.markup += Pick(random, {"", "&#99999999999;", "&#99999999999;&#88888888888;", "\x01",
                                     "\n", "<a\x01</a>", "<b", "</"});
        page.AddCharacter(random);
        page.markup += Pick(random, {"", "_", "-net", "|"});
        page.markup += "</title>";
        break;
      default: {
        const std::string_view tag = Pick(random, random() % 2 == 0 ? tables : others);
        page.markup += random() % 3 == 0 ? "</" : "<";
        page.markup += tag;
        page.markup += '>';
      }
    }
  }
  return page;
}

TEST(HtmlProperty, EveryCharacterIsReadOnceInTheOrderOfTheMarkup) {
  Random random(20200220);
  for (int round = 0; round < 4000; ++round) {
    const Page page = RandomPage(random);
    SCOPED_TRACE(page.markup);
    ASSERT_OK_AND_ASSIGN(const Text text, ReadHtml(page.markup));
    ASSERT_EQ(text.map.origin_size(), page.markup.size());
    size_t next = 0;
    uint32_t behind = 0;
    for (uint32_t i = 0; i + 1 < text.text.size(); i += CharSize(text.text[i])) {
      const Span here{i, i + CharSize(text.text[i])};
      const Span origin = text.map.ToOrigin(here);
      ASSERT_FALSE(origin.empty()) << text.text << i;
      ASSERT_GE(origin.begin, behind) << text.text << i;
      ASSERT_TRUE(testing::CutsCharacters(page.markup, origin));
      behind = origin.begin;
      if (!IsHan(CodePointAt(text.text, i))) continue;
      ASSERT_LT(next, page.characters.size());
      ASSERT_EQ(Slice(text.text, here), page.characters[next].first) << text.text;
      ASSERT_EQ(Slice(page.markup, origin), page.characters[next].second) << text.text;
      ++next;
    }
    ASSERT_EQ(next, page.characters.size()) << text.text;
  }
}

}  // namespace
}  // namespace qushu
