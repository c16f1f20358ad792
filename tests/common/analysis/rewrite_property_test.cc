// The same text printed in another way states the same figures.
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "common/analysis/analyzer.h"
#include "common/base/utf8.h"
#include "common/gazetteer/gazetteer.h"
#include "common/layout/layout.h"
#include "common/text/normalize.h"
#include "tests/common/analysis/article_invariants.h"
#include "tests/common/analysis/texts.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using Random = std::mt19937;

bool OneOf(char32_t c, std::u32string_view set) { return set.find(c) != set.npos; }

std::vector<char32_t> Characters(std::string_view text) {
  std::vector<char32_t> all;
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) all.push_back(CodePointAt(text, i));
  return all;
}

std::string Utf8(const std::vector<char32_t>& characters) {
  std::string text;
  for (char32_t c : characters) AppendUtf8(c, text);
  return text;
}

// The reading text of a layout with each of its paragraphs of whole sentences rewritten; headings,
// titles and other lines stay.
std::string RewriteParagraphs(const Layout& layout,
                              const std::function<std::string(std::string_view)>& rewrite) {
  std::string text;
  for (const Block& block : layout.blocks) {
    const std::string_view line = Slice(layout.reading.text, block.span);
    const bool sentences =
        block.kind == BlockKind::kBody && OneOf(CodePointBefore(line, line.size()), U"。！？；：”");
    text += sentences ? rewrite(line) : std::string(line);
    text += "\n\n";
  }
  return text;
}

// A printer starts no line with a closing mark and ends none with an opening one.
bool MayBreak(char32_t before, char32_t behind) {
  const bool word = before < 0x80 && behind < 0x80 && before != ' ' && behind != ' ';
  return !word && !OneOf(behind, U"，。、；：！？）》”’】％%℃…—,.;:!?) \t") &&
         !OneOf(before, U"（《“‘【—…( \t");
}

// In lines of `width` columns; a Han character takes two.
std::string Wrap(std::string_view paragraph, int width) {
  const std::vector<char32_t> all = Characters(paragraph);
  std::string text;
  int columns = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (columns >= width && i > 0 && i + 1 < all.size() && MayBreak(all[i - 1], all[i])) {
      text += '\n';
      columns = 0;
    }
    AppendUtf8(all[i], text);
    columns += all[i] < 0x80 ? 1 : 2;
  }
  return text;
}

// With blank lines inside two of its sentences, as where columns end.
std::string CutInColumns(std::string_view paragraph, Random& random) {
  const std::vector<char32_t> all = Characters(paragraph);
  std::string text;
  size_t next = 40 + random() % 80;
  int cuts = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    if (cuts < 2 && i >= next && i + 20 < all.size() && IsHan(all[i - 1]) && IsHan(all[i])) {
      text += random() % 2 == 0 ? "\n\n" : "\n";
      next = i + 60 + random() % 80;
      ++cuts;
    }
    AppendUtf8(all[i], text);
  }
  return text;
}

// Digits, %, and points between digits in full width; half-width brackets and colons beside Han.
std::string InOtherWidth(std::string_view source) {
  std::vector<char32_t> all = Characters(source);
  const std::vector<char32_t> old = all;
  for (size_t i = 0; i < all.size(); ++i) {
    const bool inside = i > 0 && i + 1 < all.size();
    const auto digit = [&](size_t at) { return old[at] >= '0' && old[at] <= '9'; };
    if (digit(i) || old[i] == '%') all[i] += 0xFEE0;
    if (old[i] == '.' && inside && digit(i - 1) && digit(i + 1)) all[i] = U'．';
    if (OneOf(old[i], U"（）；") && inside && IsHan(old[i - 1]) && IsHan(old[i + 1])) {
      all[i] -= 0xFEE0;
    }
  }
  return Utf8(all);
}

// A space on both sides of every number and letter that stands beside Han.
std::string SpacedNumbers(std::string_view source) {
  const std::vector<char32_t> all = Characters(source);
  std::string text;
  for (size_t i = 0; i < all.size(); ++i) {
    const auto digit = [&](size_t at) { return all[at] >= '0' && all[at] <= '9'; };
    if (i > 0 && ((digit(i - 1) && IsHan(all[i])) || (IsHan(all[i - 1]) && digit(i)))) text += ' ';
    AppendUtf8(all[i], text);
  }
  return text;
}

// All that is scored of a figure. A noun has the brackets that it was printed with.
std::string Describe(const v1::Figure& figure) {
  std::string measure = figure.measure();
  for (size_t at; (at = measure.find("（")) != std::string::npos;) measure.replace(at, 3, "(");
  for (size_t at; (at = measure.find("）")) != std::string::npos;) measure.replace(at, 3, ")");
  return figure.value() + (figure.has_high() ? "~" + figure.high() : "") + " " + figure.unit() +
         " | " + v1::Qualifier_Name(figure.qualifier()).substr(10) + " | " + measure + " | " +
         v1::Aspect_Name(figure.aspect()).substr(7) + " | " + figure.place() + " | " +
         v1::Scope_Name(figure.scope()).substr(6);
}

class RewritePropertyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(analyzer_, Analyzer::Create());
    std::vector<std::filesystem::path> texts = testing::RepositoryTexts();
    if (const auto shared = testing::SharedDir()) {
      for (const auto& path : testing::TextsBelow({*shared / "eval", *shared / "article"})) {
        texts.push_back(path);
      }
    }
    for (const auto& path : texts) texts_.emplace_back(path.stem(), testing::ReadFile(path));
  }

  v1::Article Analyze(const std::string& text) const {
    v1::ArticleInput input;
    input.set_text(text);
    auto article = analyzer_->Analyze(input);
    if (!article.ok()) {
      ADD_FAILURE() << article.status();
      return {};
    }
    EXPECT_EQ(testing::ArticleFault(text, *article), "");
    return *std::move(article);
  }

  Layout LayoutOf(const std::string& text) const {
    return ReadLayout(Normalize(text).text, analyzer_->gazetteer());
  }

  // Analyses every text and what `rewrite` makes of it. At least `floor` of the figures have to be
  // the same, with all their fields; the first of the others are printed.
  void ExpectSameFigures(double floor,
                         const std::function<std::string(const std::string&)>& rewrite) {
    int all = 0, same = 0, printed = 0;
    for (const auto& [name, text] : texts_) {
      const v1::Article before = Analyze(text);
      const v1::Article behind = Analyze(rewrite(text));
      std::map<std::string, int> left;
      for (const v1::Figure& figure : behind.figures()) ++left[Describe(figure)];
      for (const v1::Figure& figure : before.figures()) {
        ++all;
        const std::string described = Describe(figure);
        if (left[described]-- > 0) {
          ++same;
        } else if (++printed <= 20) {
          printf("%s: %s: %s\n", name.c_str(), figure.text().c_str(), described.c_str());
        }
      }
    }
    printf("%d of %d figures are the same\n", same, all);
    EXPECT_GE(same, floor * all);
  }

  std::unique_ptr<Analyzer> analyzer_;
  std::vector<std::pair<std::string, std::string>> texts_;
  Random random_{20200220};
};

TEST_F(RewritePropertyTest, InOtherWidths) {
  ExpectSameFigures(1, [](const std::string& text) { return InOtherWidth(text); });
}

TEST_F(RewritePropertyTest, WithSpacesAroundNumbers) {
  ExpectSameFigures(1, [](const std::string& text) { return SpacedNumbers(text); });
}

TEST_F(RewritePropertyTest, WithTheLineEndsOfOtherSystems) {
  ExpectSameFigures(1, [](const std::string& text) {
    std::string out;
    for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
  });
}

TEST_F(RewritePropertyTest, JoinedIntoWholeParagraphs) {
  ExpectSameFigures(1, [&](const std::string& text) {
    return RewriteParagraphs(LayoutOf(text),
                             [](std::string_view line) { return std::string(line); });
  });
}

TEST_F(RewritePropertyTest, InLinesOfAnyWidth) {
  // Short texts do not show their width; the narrower it is, the more of them are short lines.
  const std::pair<int, double> kFloors[] = {{24, 0.92}, {38, 0.97}, {60, 0.97}, {80, 0.99}};
  for (const auto& [width, floor] : kFloors) {
    SCOPED_TRACE(width);
    ExpectSameFigures(floor, [&, width = width](const std::string& text) {
      return RewriteParagraphs(LayoutOf(text),
                               [&](std::string_view line) { return Wrap(line, width); });
    });
  }
}

TEST_F(RewritePropertyTest, InColumnsThatCutSentences) {
  for (int round = 0; round < 3; ++round) {
    ExpectSameFigures(0.98, [&](const std::string& text) {
      return RewriteParagraphs(LayoutOf(text),
                               [&](std::string_view line) { return CutInColumns(line, random_); });
    });
  }
}

}  // namespace
}  // namespace qushu
