// Answers that are kept, asked for as callers do.
#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

// As every caller may expect who was told that his article is stored.
TEST_F(QueryServiceTest, WhatIsStoredIsInTheVeryNextAnswer) {
  v1::ListFiguresRequest figures;
  figures.set_district("districts/410305");
  figures.set_page_size(1000);
  v1::GetDistrictRequest district;
  district.set_name("districts/410305");
  v1::ListArticlesRequest articles;
  articles.set_page_size(500);
  for (int i = 1; i <= 40; ++i) {
    Put(MakeArticle("文" + std::to_string(i), 2, 20));
    for (int again = 0; again < 3; ++again) {
      ASSERT_OK_AND_ASSIGN(const auto listed, List(figures));
      EXPECT_EQ(listed.figures_size(), i);
      EXPECT_EQ(listed.read_revision(), i);
      ASSERT_OK_AND_ASSIGN(const auto got, Get(district));
      EXPECT_EQ(got.district().article_count(), i);
      EXPECT_EQ(got.read_revision(), i);
      ASSERT_OK_AND_ASSIGN(const auto all, List(articles));
      EXPECT_EQ(all.articles_size(), i);
    }
  }
}

TEST_F(QueryServiceTest, KeptAnswersAreThoseOfTheirRequest) {
  Put(MakeArticle("甲", 4, 20));
  for (int again = 0; again < 2; ++again) {
    for (const char* code : {"410305", "410302", "410303"}) {
      v1::GetDistrictRequest request;
      request.set_name(std::string("districts/") + code);
      ASSERT_OK_AND_ASSIGN(const auto got, Get(request));
      EXPECT_EQ(got.district().code(), code);
    }
    v1::ListFiguresRequest request;
    request.set_district("districts/410305");
    ASSERT_OK_AND_ASSIGN(const auto full, List(request));
    request.set_view(v1::FIGURE_VIEW_BASIC);
    ASSERT_OK_AND_ASSIGN(const auto basic, List(request));
    EXPECT_TRUE(full.figures(0).has_source_span());
    EXPECT_FALSE(basic.figures(0).has_source_span());
  }
}

}  // namespace
}  // namespace qushu::query
