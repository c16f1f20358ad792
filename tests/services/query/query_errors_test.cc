// What the query service refuses, and that it goes on.
#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

using ::qushu::testing::Call;
using ::qushu::testing::IsError;
using ::qushu::testing::IsFieldError;
using ::qushu::testing::MetadataOf;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;
constexpr char kNoSuchArticle[] = "articles/00000000000000000000000000000000";

class QueryErrorsTest : public QueryServiceTest {};

TEST_F(QueryErrorsTest, NegativePageSize) {
  v1::ListFiguresRequest figures;
  figures.set_page_size(-1);
  EXPECT_THAT(List(figures), IsFieldError(kInvalidArgument, "INVALID_PAGE_SIZE", "page_size"));
  v1::ListArticlesRequest articles;
  articles.set_page_size(-2147483648);
  EXPECT_THAT(List(articles), IsFieldError(kInvalidArgument, "INVALID_PAGE_SIZE", "page_size"));
  v1::ListDistrictsRequest districts;
  districts.set_page_size(-1);
  EXPECT_THAT(List(districts), IsFieldError(kInvalidArgument, "INVALID_PAGE_SIZE", "page_size"));
}

TEST_F(QueryErrorsTest, BadPageTokens) {
  Put(MakeArticle("一", 3, 20));
  v1::ListFiguresRequest request;
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const auto page, List(request));
  for (const std::string& bad : {std::string("x"), std::string("涧西区"),
                                 page.next_page_token() + "A", std::string(5000, 'A')}) {
    request.set_page_token(bad);
    EXPECT_THAT(List(request), IsFieldError(kInvalidArgument, "INVALID_PAGE_TOKEN", "page_token"));
  }
  request.set_page_token(page.next_page_token());
  EXPECT_OK(List(request));
  request.set_unit("个");
  EXPECT_THAT(List(request), IsFieldError(kInvalidArgument, "PAGE_TOKEN_MISMATCH", "page_token"));
  v1::ListArticlesRequest other_method;
  other_method.set_page_token(page.next_page_token());
  EXPECT_THAT(List(other_method),
              IsFieldError(kInvalidArgument, "PAGE_TOKEN_MISMATCH", "page_token"));
}

TEST_F(QueryErrorsTest, Ranges) {
  v1::ListFiguresRequest request;
  *request.mutable_publication_dates()->mutable_first() = MakeDate(2020, 2, 20);
  *request.mutable_publication_dates()->mutable_last() = MakeDate(2020, 2, 19);
  EXPECT_THAT(List(request),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "publication_dates"));
  request.Clear();
  *request.mutable_as_of_dates()->mutable_first() = MakeDate(2020, 2, 30);
  EXPECT_THAT(List(request),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "as_of_dates.first"));
  request.Clear();
  request.set_min_value("10");
  request.set_max_value("9.99");
  EXPECT_THAT(List(request), IsFieldError(kInvalidArgument, "INVALID_VALUE_RANGE", "max_value"));
  request.set_min_value("十");
  EXPECT_THAT(List(request), IsFieldError(kInvalidArgument, "INVALID_VALUE_RANGE", "min_value"));
  v1::ListArticlesRequest articles;
  *articles.mutable_publication_dates()->mutable_last() = MakeDate(10000, 1, 1);
  EXPECT_THAT(List(articles),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "publication_dates.last"));
}

TEST_F(QueryErrorsTest, NamesAndDistricts) {
  v1::GetDistrictRequest district;
  district.set_name("districts/999999");
  EXPECT_THAT(Get(district), IsFieldError(kNotFound, "DISTRICT_NOT_FOUND", "name"));
  district.set_name("districts/涧西区");
  const auto by_name = Get(district);
  EXPECT_THAT(by_name, IsFieldError(kInvalidArgument, "INVALID_NAME", "name"));
  EXPECT_EQ(MetadataOf(by_name.status(), "use"), "districts/410305");
  v1::ListFiguresRequest figures;
  figures.set_district("districts/999999");
  EXPECT_THAT(List(figures), IsFieldError(kNotFound, "DISTRICT_NOT_FOUND", "district"));
  v1::ListDistrictsRequest districts;
  districts.set_parent("410000");
  EXPECT_THAT(List(districts), IsFieldError(kInvalidArgument, "INVALID_NAME", "parent"));
  v1::GetArticleRequest article;
  article.set_name("articles/1");
  EXPECT_THAT(Get(article), IsFieldError(kInvalidArgument, "INVALID_NAME", "name"));
}

TEST_F(QueryErrorsTest, ArticlesThatAreNotThere) {
  v1::GetArticleRequest article;
  article.set_name(kNoSuchArticle);
  EXPECT_THAT(Get(article), IsError(kNotFound, "ARTICLE_NOT_FOUND"));
  v1::ListFiguresRequest figures;
  figures.set_article(kNoSuchArticle);
  EXPECT_THAT(List(figures), IsError(kNotFound, "ARTICLE_NOT_FOUND"));
  v1::ListDistrictsRequest districts;
  districts.set_article(kNoSuchArticle);
  EXPECT_THAT(List(districts), IsError(kNotFound, "ARTICLE_NOT_FOUND"));
  v1::GetDistrictSummaryRequest summary;
  summary.set_name("districts/410305");
  summary.set_article(kNoSuchArticle);
  EXPECT_THAT(Get(summary), IsError(kNotFound, "ARTICLE_NOT_FOUND"));
}

TEST_F(QueryErrorsTest, EnumsAndLimits) {
  v1::ListFiguresRequest figures;
  figures.add_kinds(static_cast<v1::Kind>(99));
  figures.add_aspects(static_cast<v1::Aspect>(-1));
  figures.set_scope(static_cast<v1::Scope>(7));
  figures.set_offset_encoding(static_cast<v1::OffsetEncoding>(7));
  EXPECT_THAT(List(figures), IsFieldError(kInvalidArgument, "INVALID_ARGUMENT",
                                          "kinds,aspects,scope,offset_encoding"));
  v1::GetDistrictSummaryRequest summary;
  summary.set_name("districts/410305");
  summary.set_max_sentences(-1);
  summary.set_max_characters(-1);
  summary.set_max_articles(-1);
  EXPECT_THAT(Get(summary), IsFieldError(kInvalidArgument, "INVALID_ARGUMENT",
                                         "max_sentences,max_characters,max_articles"));
}

TEST_F(QueryErrorsTest, AllThatIsWrongIsNamed) {
  v1::ListFiguresRequest request;
  request.set_page_size(-1);
  request.set_page_token("x");
  request.set_district("涧西区");
  request.set_article("x");
  request.set_min_value("x");
  EXPECT_THAT(List(request), IsFieldError(kInvalidArgument, "INVALID_PAGE_SIZE",
                                          "page_size,district,article,min_value,page_token"));
}

TEST_F(QueryErrorsTest, LongChineseArgumentsKeepTheirError) {
  std::string name = "districts/";
  for (int i = 0; i < 30000; ++i) name += "涧";
  v1::GetDistrictRequest district;
  district.set_name(name);
  v1::ListFiguresRequest good;
  for (int i = 0; i < 50; ++i) {
    EXPECT_THAT(Get(district), IsFieldError(kInvalidArgument, "INVALID_NAME", "name"));
    EXPECT_OK(List(good));
  }
  good.set_measure_contains(name);
  EXPECT_OK(List(good));
}

}  // namespace
}  // namespace qushu::query
