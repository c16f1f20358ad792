// ListFigures with filters, orders and views, through the service.
#include <string>
#include <vector>

#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;
using ::testing::ElementsAre;

class QueryFiguresTest : public QueryServiceTest {
 protected:
  // The values of a list read to its end.
  std::vector<std::string> Values(const std::string& filter, const std::string& order = "",
                                  int page_size = 2) {
    std::vector<std::string> values;
    v1::ListFiguresRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(page_size);
    while (true) {
      const auto page = List(request);
      EXPECT_OK(page);
      if (!page.ok()) return values;
      EXPECT_LE(page->figures_size(), page_size);
      for (const v1::Figure& figure : page->figures()) values.push_back(figure.value());
      if (page->next_page_token().empty()) return values;
      request.set_page_token(page->next_page_token());
    }
  }
};

TEST_F(QueryFiguresTest, FilteredPages) {
  Put(MakeArticle("一", 6, 20));
  Put(MakeArticle("二", 5, 21));
  EXPECT_THAT(Values("value >= 4"), ElementsAre("4", "5", "4", "5", "6"));
  EXPECT_THAT(Values("value >= 4 AND publication_date = 2020-02-21"), ElementsAre("4", "5"));
  EXPECT_THAT(Values("value = 1 OR value = 6"), ElementsAre("1", "1", "6"));
  EXPECT_THAT(Values("measure:居民 -district = 410305"), ElementsAre("2", "4", "2", "4", "6"));
  EXPECT_THAT(Values("value > 100"), ElementsAre());
  EXPECT_THAT(Values("居民", "", 1000), ::testing::SizeIs(11));
}

TEST_F(QueryFiguresTest, AnOrderOfItsOwn) {
  Put(MakeArticle("一", 3, 20));
  Put(MakeArticle("二", 3, 21));
  for (const int page_size : {1, 2, 3, 100}) {
    EXPECT_THAT(Values("", "value desc", page_size), ElementsAre("3", "3", "2", "2", "1", "1"));
    EXPECT_THAT(Values("value != 2", "publication_date, value", page_size),
                ElementsAre("1", "3", "1", "3"));
  }
}

TEST_F(QueryFiguresTest, SortedPagesStayRightWhileArticlesArrive) {
  Put(MakeArticle("一", 4, 20));
  v1::ListFiguresRequest request;
  request.set_order_by("value");
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const auto first, List(request));
  Put(MakeArticle("二", 1, 21));  // a value that belongs on the first page
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, List(request));
  ASSERT_EQ(second.figures_size(), 2);
  EXPECT_EQ(second.figures(0).value(), "3");
  EXPECT_EQ(second.figures(1).value(), "4");
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(QueryFiguresTest, BasicLeavesOutTheWords) {
  Put(MakeArticle("一", 1, 20));
  v1::ListFiguresRequest request;
  request.set_view(v1::FIGURE_VIEW_BASIC);
  ASSERT_OK_AND_ASSIGN(const auto basic, List(request));
  EXPECT_EQ(basic.figures(0).value(), "1");
  EXPECT_FALSE(basic.figures(0).has_source_span());
}

// Figures are read into messages only for a filter, an order or another encoding.
TEST_F(QueryFiguresTest, AreTheSameWithAFilterThatAllFit) {
  for (int day = 1; day < 20; ++day) Put(MakeArticle(std::to_string(day) + "日", day, day));
  for (const v1::FigureView view : {v1::FIGURE_VIEW_FULL, v1::FIGURE_VIEW_BASIC}) {
    v1::ListFiguresRequest request;
    request.set_page_size(7);
    request.set_view(view);
    v1::ListFiguresRequest filtered = request;
    filtered.set_filter("value > 0");
    size_t figures = 0;
    do {
      ASSERT_OK_AND_ASSIGN(auto page, List(request));
      ASSERT_OK_AND_ASSIGN(auto other, List(filtered));
      figures += static_cast<size_t>(page.figures_size());
      request.set_page_token(page.next_page_token());
      filtered.set_page_token(other.next_page_token());
      EXPECT_EQ(page.next_page_token().empty(), other.next_page_token().empty());
      page.clear_next_page_token();
      other.clear_next_page_token();
      EXPECT_EQ(page.SerializeAsString(), other.SerializeAsString());
    } while (!request.page_token().empty());
    EXPECT_EQ(figures, 190u);
  }
}

TEST_F(QueryFiguresTest, WhatCannotBeReadIsNamed) {
  v1::ListFiguresRequest request;
  request.set_filter("colour = 红");
  EXPECT_THAT(List(request), IsError(absl::StatusCode::kInvalidArgument, "INVALID_FILTER"));
  request.set_filter(std::string(6000, 'x'));
  EXPECT_THAT(List(request), IsError(absl::StatusCode::kInvalidArgument, "INVALID_FILTER"));
  request.set_filter("");
  request.set_order_by("measure");
  EXPECT_THAT(List(request), IsError(absl::StatusCode::kInvalidArgument, "INVALID_ORDER_BY"));
  request.set_order_by("");
  request.set_indicator("checkpoint");
  EXPECT_THAT(List(request), IsError(absl::StatusCode::kNotFound, "INDICATOR_NOT_FOUND"));
}

TEST_F(QueryFiguresTest, ATokenBelongsToItsFilter) {
  Put(MakeArticle("一", 4, 20));
  v1::ListFiguresRequest request;
  request.set_filter("value > 1");
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const auto page, List(request));
  request.set_page_token(page.next_page_token());
  request.set_filter("value > 2");
  EXPECT_THAT(List(request), IsError(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_MISMATCH"));
}

}  // namespace
}  // namespace qushu::query
