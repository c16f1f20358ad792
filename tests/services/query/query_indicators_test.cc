// Series, comparisons and what is known of them, through the service.
#include <set>
#include <string>

#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;

class QueryIndicatorsTest : public QueryServiceTest {
 protected:
  struct Stated {
    std::string code;
    std::string value;
    std::string indicator = "checkpoints";
    v1::Aspect aspect = v1::ASPECT_NONE;
  };

  // An article of a day in February 2020 whose figures are stated for that day.
  static v1::Article Article(int day, const std::vector<Stated>& stated) {
    v1::Article article = MakeArticle(std::to_string(day), static_cast<int>(stated.size()), day);
    for (int i = 0; i < article.figures_size(); ++i) {
      v1::Figure& figure = *article.mutable_figures(i);
      const Stated& one = stated[static_cast<size_t>(i)];
      figure.set_district("districts/" + one.code);
      figure.set_value(one.value);
      figure.set_unit("个");
      figure.set_indicator(one.indicator);
      figure.set_indicator_match(v1::INDICATOR_MATCH_SAME);
      figure.set_aspect(one.aspect);
      *figure.mutable_as_of() = MakeDate(2020, 2, day);
    }
    return article;
  }
};

TEST_F(QueryIndicatorsTest, ListsWhatOccurs) {
  Put(Article(20, {{"410305", "727"}, {"410302", "459"}, {"410302", "46", "volunteers"}}));
  v1::ListIndicatorsRequest request;
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(auto page, List(request));
  ASSERT_EQ(page.indicators_size(), 1);
  EXPECT_EQ(page.indicators(0).id(), "checkpoints");
  EXPECT_EQ(page.indicators(0).figure_count(), 2);
  EXPECT_EQ(page.indicators(0).display_name(), "管控卡口（卡点）");
  EXPECT_GT(page.indicators(0).wordings_size(), 2);
  EXPECT_GT(page.read_revision(), 0);
  request.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(page, List(request));
  EXPECT_EQ(page.indicators(0).id(), "volunteers");
  EXPECT_EQ(page.next_page_token(), "");

  v1::ListIndicatorsRequest of_district;
  of_district.set_district("districts/410305");
  ASSERT_OK_AND_ASSIGN(page, List(of_district));
  ASSERT_EQ(page.indicators_size(), 1);
  EXPECT_EQ(page.indicators(0).figure_count(), 1);

  v1::ListIndicatorsRequest everything;
  everything.set_include_unused(true);
  everything.set_domain("epidemic");
  ASSERT_OK_AND_ASSIGN(page, List(everything));
  EXPECT_GT(page.indicators_size(), 20);
}

TEST_F(QueryIndicatorsTest, ComparesWhatTwoDistrictsShare) {
  const std::string name =
      Put(Article(20, {{"410305", "727"}, {"410302", "459"}, {"410302", "46", "volunteers"}}));
  v1::CompareDistrictsRequest request;
  request.add_districts("districts/410302");
  request.add_districts("districts/410305");
  ASSERT_OK_AND_ASSIGN(const auto answer, Get(request));
  ASSERT_EQ(answer.rows_size(), 1);
  EXPECT_EQ(answer.rows(0).indicator().id(), "checkpoints");
  ASSERT_EQ(answer.rows(0).cells_size(), 2);
  EXPECT_EQ(answer.rows(0).cells(0).district(), "districts/410302");
  const v1::Figure& figure = answer.rows(0).cells(0).figures(0).figure();
  EXPECT_EQ(figure.value(), "459");
  EXPECT_EQ(figure.article(), name);
  EXPECT_GT(figure.source_span().end(), figure.source_span().begin());
  EXPECT_GT(answer.read_revision(), 0);

  request.add_indicators("volunteers");
  ASSERT_OK_AND_ASSIGN(const auto one, Get(request));
  ASSERT_EQ(one.rows_size(), 1) << "a series that was asked for is given, be it of one district";
  EXPECT_EQ(one.rows(0).cells_size(), 1);
}

TEST_F(QueryIndicatorsTest, FollowsASeries) {
  Put(Article(20, {{"410305", "10", "confirmed_cases", v1::ASPECT_CUMULATIVE}}));
  Put(Article(21, {{"410305", "12", "confirmed_cases", v1::ASPECT_CUMULATIVE}}));
  Put(Article(22, {{"410305", "11", "confirmed_cases", v1::ASPECT_CUMULATIVE}}));
  v1::GetFigureSeriesRequest request;
  request.set_district("districts/410305");
  request.set_indicator("confirmed_cases");
  ASSERT_OK_AND_ASSIGN(const auto all, Get(request));
  ASSERT_EQ(all.series_size(), 1);
  EXPECT_EQ(all.series(0).points_size(), 3);
  ASSERT_EQ(all.series(0).findings_size(), 1);
  EXPECT_EQ(all.series(0).findings(0).reason(), "SERIES_FALL");
  EXPECT_EQ(all.indicator().figure_count(), 3);
  *request.mutable_as_known_on() = MakeDate(2020, 2, 21);
  ASSERT_OK_AND_ASSIGN(const auto earlier, Get(request));
  EXPECT_EQ(earlier.series(0).points_size(), 2);
}

TEST_F(QueryIndicatorsTest, AStoryOfSeveralPapersIsCountedOnce) {
  const auto article = [&](const std::string& words, const std::string& paper, int day,
                           const std::string& value) {
    v1::Article put = Article(day, {{"410305", value}, {"410305", "8368", "volunteers"}});
    put.set_publication(paper);
    put.set_source_text(words + paper + value);
    put.set_normalized_text(put.source_text());
    for (v1::Figure& figure : *put.mutable_figures()) {
      figure.mutable_source_span()->Clear();
      *figure.mutable_as_of() = MakeDate(2020, 2, 19);
    }
    return Put(put);
  };
  const std::string words = "全区设立卡口和排查人员的各项工作按照市里的统一部署有序开展";
  const std::string second = article(words, "洛阳晚报", 21, "727");
  const std::string first = article(words, "洛阳日报", 20, "727");
  const std::string misprinted = article(words, "河南日报", 21, "777");
  const std::string other =
      article("出口和路口昼夜都有人看守车辆逐一登记在册", "大河报", 21, "727");

  v1::GetFigureSeriesRequest request;
  request.set_district("districts/410305");
  request.set_indicator("checkpoints");
  ASSERT_OK_AND_ASSIGN(const auto series, Get(request));
  ASSERT_EQ(series.series_size(), 1);
  ASSERT_EQ(series.series(0).points_size(), 1);
  const v1::SeriesPoint& point = series.series(0).points(0);
  std::set<std::string> stated;
  for (const v1::Figure& figure : point.revisions()) stated.insert(figure.article());
  EXPECT_EQ(stated, (std::set<std::string>{first, misprinted, other}));
  ASSERT_EQ(point.also_reported_by_size(), 1);
  EXPECT_EQ(point.also_reported_by(0), second);

  v1::CompareDistrictsRequest compare;
  compare.add_districts("districts/410305");
  compare.add_indicators("volunteers");
  ASSERT_OK_AND_ASSIGN(const auto rows, Get(compare));
  const auto& figures = rows.rows(0).cells(0).figures();
  ASSERT_EQ(figures.size(), 1);
  EXPECT_FALSE(figures[0].disputed());
}

TEST_F(QueryIndicatorsTest, NothingStoredIsNoError) {
  v1::CompareDistrictsRequest compare;
  compare.add_districts("districts/410305");
  ASSERT_OK_AND_ASSIGN(const auto rows, Get(compare));
  EXPECT_EQ(rows.rows_size(), 0);
  v1::GetFigureSeriesRequest series;
  series.set_district("districts/410305");
  series.set_indicator("checkpoints");
  ASSERT_OK_AND_ASSIGN(const auto points, Get(series));
  EXPECT_EQ(points.series_size(), 0);
}

TEST_F(QueryIndicatorsTest, Errors) {
  v1::CompareDistrictsRequest compare;
  EXPECT_THAT(Get(compare), IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  compare.add_districts("districts/410305");
  compare.add_districts("districts/410305");
  EXPECT_THAT(Get(compare), IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  compare.mutable_districts()->RemoveLast();
  compare.add_indicators("chekpoints");
  EXPECT_THAT(Get(compare), IsError(absl::StatusCode::kNotFound, "INDICATOR_NOT_FOUND"));
  for (int i = 0; i < 101; ++i) compare.add_districts("districts/410302");
  EXPECT_THAT(Get(compare), IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  v1::GetFigureSeriesRequest series;
  EXPECT_THAT(Get(series), IsError(absl::StatusCode::kInvalidArgument, "INVALID_NAME"));
  series.set_district("districts/410305");
  EXPECT_THAT(Get(series), IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
}

}  // namespace
}  // namespace qushu::query
