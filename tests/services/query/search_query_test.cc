#include "services/query/search_query.h"

#include <map>
#include <string>
#include <vector>

#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The parts of `sentence` that are highlighted; empty if it does not fit.
std::vector<std::string> Found(std::string_view query, const std::string& sentence,
                               bool html = false) {
  auto expression = SearchExpression::Parse(query);
  EXPECT_OK(expression) << query;
  if (!expression.ok()) return {};
  const auto fit =
      expression->Match(FoldedText(sentence, {0, static_cast<uint32_t>(sentence.size())}, html));
  EXPECT_TRUE(fit.score == 0 || expression->MayFit(sentence)) << query;
  std::vector<std::string> found;
  for (const Span span : fit.highlights) found.emplace_back(Slice(sentence, span));
  EXPECT_EQ(fit.score > 0, !found.empty());
  return found;
}

int Score(std::string_view query, const std::string& sentence) {
  return SearchExpression::Parse(query)
      ->Match(FoldedText(sentence, {0, static_cast<uint32_t>(sentence.size())}, false))
      .score;
}

TEST(SearchQueryTest, TermsOfAnyLength) {
  const std::string sentence = "全区设置管控卡点459个,安排值守人员1836人。";
  EXPECT_THAT(Found("卡", sentence), ElementsAre("卡"));
  EXPECT_THAT(Found("卡点", sentence), ElementsAre("卡点"));
  EXPECT_THAT(Found("管控卡点 值守", sentence), ElementsAre("管控卡点", "值守"));
  EXPECT_THAT(Found("卡点459", sentence), ElementsAre("卡点459"));
  EXPECT_THAT(Found("卡口", sentence), IsEmpty());
  EXPECT_THAT(Found("卡点 卡口", sentence), IsEmpty());
  EXPECT_THAT(Found("卡口 OR 卡点", sentence), ElementsAre("卡点"));
  EXPECT_THAT(Found("卡点 -值守", sentence), IsEmpty());
  EXPECT_THAT(Found("卡点 -\"值 班\"", sentence), ElementsAre("卡点"));
}

TEST(SearchQueryTest, WhatLacksACharacterCannotFit) {
  const auto may_fit = [](std::string_view query, std::string_view sentence) {
    return SearchExpression::Parse(query)->MayFit(sentence);
  };
  EXPECT_TRUE(may_fit("卡点", "点卡")) << "which Match() finds out";
  EXPECT_FALSE(may_fit("卡点", "卡口"));
  EXPECT_TRUE(may_fit("卡口 OR 卡点", "卡点"));
  EXPECT_FALSE(may_fit("卡点 值守", "卡点"));
  EXPECT_TRUE(may_fit("卡点 -值守", "卡点"));
  EXPECT_FALSE(may_fit("n95口罩", "n95"));
  EXPECT_TRUE(may_fit("n95", "口罩")) << "letters are not looked at";
}

TEST(SearchQueryTest, LettersAndWidths) {
  const std::string sentence = "发放Ｎ95口罩，到达G4368次。";
  EXPECT_THAT(Found("n95", sentence), ElementsAre("Ｎ95"));
  EXPECT_THAT(Found("Ｎ９５口罩", sentence), ElementsAre("Ｎ95口罩"));
  EXPECT_THAT(Found("g43", sentence), ElementsAre("G43")) << "a word by its beginning";
  EXPECT_THAT(Found("368", sentence), IsEmpty()) << "the middle of a word is none";
}

TEST(SearchQueryTest, LineBreaksDoNotCut) {
  EXPECT_THAT(Found("值守", "安排值\n\n守人员"), ElementsAre("值\n\n守"));
  EXPECT_THAT(Found("“值守人员”", "安排值守\n　　人员"), ElementsAre("值守\n　　人员"));
  EXPECT_THAT(Found("值守", "值班。守卫"), IsEmpty());
}

TEST(SearchQueryTest, MarkupDoesNotCutEither) {
  EXPECT_THAT(Found("13例", "新增<span class='n'>13</span>例", true), ElementsAre("13</span>例"));
  EXPECT_THAT(Found("class", "新增<span class='n'>13</span>例", true), IsEmpty());
}

TEST(SearchQueryTest, OverlappingTermsAreOneHighlight) {
  EXPECT_THAT(Found("管控卡 控卡点", "管控卡点"), ElementsAre("管控卡点"));
}

TEST(SearchQueryTest, WhatSaysMoreScoresMore) {
  EXPECT_GT(Score("卡点", "卡点设在路口，卡点有人值守。"),
            Score("卡点", "卡点设在路口，专人值守。"));
  EXPECT_GT(Score("卡点", "设卡点。"), Score("卡点", "设卡点，安排人员值守，并准备了许多物资。"));
}

TEST(SearchQueryTest, ErrorsNameTheColumn) {
  const std::map<std::string, int> cases = {{"", 1},
                                            {"   ", 1},
                                            {"-卡口", 1},
                                            {"卡口 OR", 4},
                                            {"OR 卡口", 1},
                                            {"a OR OR b", 6},
                                            {"\"卡口", 1},
                                            {"卡口 ，，", 4},
                                            {"卡口 OR -值守", 7},
                                            {std::string(257, 'x'), 257},
                                            {"a b c d e f g h i j k l m n o p q", 33},
                                            {"\xFF", 1}};
  for (const auto& [query, column] : cases) {
    const auto parsed = SearchExpression::Parse(query);
    EXPECT_THAT(parsed, IsError(absl::StatusCode::kInvalidArgument, "INVALID_QUERY")) << query;
    EXPECT_EQ(parsed.status().message().rfind("column " + std::to_string(column) + ": ", 0), 0u)
        << query << ": " << parsed.status().message();
  }
}

}  // namespace
}  // namespace qushu::query
