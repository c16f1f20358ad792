// The query service over a real store that holds articles made by hand.
#ifndef QUSHU_TESTS_SERVICES_QUERY_STORED_ARTICLES_H_
#define QUSHU_TESTS_SERVICES_QUERY_STORED_ARTICLES_H_

#include <memory>
#include <optional>
#include <string>

#include "common/store/sqlite_store.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/query/server.h"
#include "tests/services/running_server.h"

namespace qushu::query {

inline v1::Date MakeDate(int year, int month, int day) {
  v1::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// An article about 涧西区 (410305) and 老城区 (410302) with `figures` figures: their values are 1,
// 2, ..., odd ones about the first district, even ones about the second. Its text begins with
// `title`, an emoji and a line for each figure, where the figure's spans point.
inline v1::Article MakeArticle(const std::string& title, int figures, int day) {
  v1::Article article;
  std::string text = title + "😀\n";
  article.set_publication("洛阳日报");
  *article.mutable_masthead()->mutable_publication_date() = MakeDate(2020, 2, day);
  for (const char* code : {"410305", "410302"}) {
    v1::Section& section = *article.add_sections();
    section.set_district(std::string("districts/") + code);
    section.set_headline(title);
    section.add_paragraphs()->set_run_in_head("头");
    v1::DistrictSummary& summary = *article.add_summaries();
    summary.set_district(section.district());
    summary.set_headline(title);
    for (int i = 1; i <= 5; ++i) {
      v1::Sentence& sentence = *summary.add_sentences();
      sentence.set_text("句" + std::to_string(i));
      sentence.set_rank(6 - i);
    }
  }
  for (int i = 1; i <= figures; ++i) {
    v1::Figure& figure = *article.add_figures();
    figure.set_text(std::to_string(i) + "人");
    figure.mutable_source_span()->set_begin(static_cast<int64_t>(text.size()));
    figure.mutable_source_span()->set_end(static_cast<int64_t>(text.size() + figure.text().size()));
    *figure.mutable_normalized_span() = figure.source_span();
    text += figure.text() + "\n";
    figure.set_value(std::to_string(i));
    figure.set_qualifier(v1::QUALIFIER_EXACT);
    figure.set_unit("人");
    figure.set_kind(v1::KIND_COUNT);
    figure.set_aspect(v1::ASPECT_NEW);
    figure.set_scope(v1::SCOPE_WHOLE);
    figure.set_measure("居民");
    figure.set_district(i % 2 == 1 ? "districts/410305" : "districts/410302");
  }
  article.set_source_text(text);
  article.set_normalized_text(text);
  article.set_figure_count(figures);
  return article;
}

class QueryServiceTest : public ::testing::Test {
 protected:
  using Stub = v1::QueryService::Stub;

  void SetUp() override {
    const std::string path = dir_.path() / "store.db";
    auto store = OpenSqliteStore({.path = path});
    ASSERT_OK(store);
    writer_ = *std::move(store);
    ServerOptions options = DefaultOptions();
    options.db = path;
    server_.emplace(&RunServer, options);
    stub_ = v1::QueryService::NewStub(server_->channel());
    // The service opens the store in the background.
    const absl::Time patience = absl::Now() + absl::Seconds(20);
    while (!List(v1::ListArticlesRequest()).ok() && absl::Now() < patience)
      absl::SleepFor(absl::Milliseconds(5));
    ASSERT_OK(List(v1::ListArticlesRequest()));
  }

  std::string Put(const v1::Article& article) {
    const auto put = writer_->PutArticle(article);
    EXPECT_OK(put);
    return put.ok() ? "articles/" + put->article : "";
  }

  absl::StatusOr<v1::ListArticlesResponse> List(const v1::ListArticlesRequest& request) {
    return testing::Call(*stub_, &Stub::ListArticles, request);
  }
  absl::StatusOr<v1::ListFiguresResponse> List(const v1::ListFiguresRequest& request) {
    return testing::Call(*stub_, &Stub::ListFigures, request);
  }
  absl::StatusOr<v1::ListDistrictsResponse> List(const v1::ListDistrictsRequest& request) {
    return testing::Call(*stub_, &Stub::ListDistricts, request);
  }
  absl::StatusOr<v1::GetArticleResponse> Get(const v1::GetArticleRequest& request) {
    return testing::Call(*stub_, &Stub::GetArticle, request);
  }
  absl::StatusOr<v1::GetDistrictResponse> Get(const v1::GetDistrictRequest& request) {
    return testing::Call(*stub_, &Stub::GetDistrict, request);
  }
  absl::StatusOr<v1::GetDistrictSummaryResponse> Get(const v1::GetDistrictSummaryRequest& request) {
    return testing::Call(*stub_, &Stub::GetDistrictSummary, request);
  }

  absl::StatusOr<v1::ListIndicatorsResponse> List(const v1::ListIndicatorsRequest& request) {
    return testing::Call(*stub_, &Stub::ListIndicators, request);
  }
  absl::StatusOr<v1::CompareDistrictsResponse> Get(const v1::CompareDistrictsRequest& request) {
    return testing::Call(*stub_, &Stub::CompareDistricts, request);
  }
  absl::StatusOr<v1::GetFigureSeriesResponse> Get(const v1::GetFigureSeriesRequest& request) {
    return testing::Call(*stub_, &Stub::GetFigureSeries, request);
  }

  testing::TempDir dir_;
  std::unique_ptr<Store> writer_;
  std::optional<testing::RunningServer> server_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace qushu::query

#endif  // QUSHU_TESTS_SERVICES_QUERY_STORED_ARTICLES_H_
