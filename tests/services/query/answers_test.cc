#include "services/query/answers.h"

#include "tests/testing/testing.h"

namespace qushu::query {
namespace {

v1::DistrictSummary Summary(const std::vector<std::pair<std::string, int>>& sentences) {
  v1::DistrictSummary summary;
  for (const auto& [text, rank] : sentences) {
    v1::Sentence& sentence = *summary.add_sentences();
    sentence.set_text(text);
    sentence.set_rank(rank);
  }
  return summary;
}

std::string Joined(const v1::DistrictSummary& summary) {
  std::string out;
  for (const v1::Sentence& sentence : summary.sentences()) out += sentence.text() + "|";
  return out;
}

TEST(ShortenTest, KeepsTheWeightiestInReadingOrder) {
  v1::DistrictSummary summary = Summary({{"一", 3}, {"二", 1}, {"三", 4}, {"四", 2}});
  Shorten(2, 0, summary);
  EXPECT_EQ(Joined(summary), "二|四|");
}

TEST(ShortenTest, WithoutRanksKeepsTheFirst) {
  v1::DistrictSummary summary = Summary({{"一", 0}, {"二", 0}, {"三", 0}});
  Shorten(2, 0, summary);
  EXPECT_EQ(Joined(summary), "一|二|");
}

TEST(ShortenTest, CountsCodePoints) {
  v1::DistrictSummary summary = Summary({{"一二三", 1}, {"四五", 2}, {"六", 3}});
  Shorten(50, 5, summary);
  EXPECT_EQ(Joined(summary), "一二三|四五|");
  Shorten(50, 4, summary);
  EXPECT_EQ(Joined(summary), "一二三|");
}

TEST(ShortenTest, KeepsOneHoweverLong) {
  v1::DistrictSummary summary = Summary({{"一二三", 1}, {"四", 2}});
  Shorten(50, 1, summary);
  EXPECT_EQ(Joined(summary), "一二三|");
}

TEST(ShortenTest, EmptyStaysEmpty) {
  v1::DistrictSummary summary;
  Shorten(3, 10, summary);
  EXPECT_EQ(summary.sentences_size(), 0);
}

TEST(IdInNameTest, IsTheSecondSegment) {
  EXPECT_EQ(IdInName("articles/abc"), "abc");
  EXPECT_EQ(IdInName("articles/abc/figures/3"), "abc");
  EXPECT_EQ(IdInName("abc"), "");
  EXPECT_EQ(IdInName(""), "");
}

TEST(DistrictTest, FollowsTheTable) {
  ASSERT_OK_AND_ASSIGN(const auto gazetteer, Gazetteer::Create());
  const v1::District county = ToProto(*gazetteer, gazetteer->ByCode(410305));
  EXPECT_EQ(county.name(), "districts/410305");
  EXPECT_EQ(county.display_name(), "涧西区");
  EXPECT_EQ(county.path(), "河南省/洛阳市/涧西区");
  EXPECT_EQ(county.level(), v1::DISTRICT_LEVEL_COUNTY);
  EXPECT_EQ(county.parent(), "districts/410300");
  EXPECT_FALSE(county.has_valid_until_year());
  EXPECT_FALSE(county.has_article_count());
  const v1::District province = ToProto(*gazetteer, gazetteer->ByCode(410000));
  EXPECT_EQ(province.level(), v1::DISTRICT_LEVEL_PROVINCE);
  EXPECT_EQ(province.parent(), "");
}

}  // namespace
}  // namespace qushu::query
