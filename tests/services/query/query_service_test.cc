// What the query service answers.
#include <functional>
#include <set>
#include <vector>

#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

class QueryAnswersTest : public QueryServiceTest {
 protected:
  // All figures of a list read to its end, by name; `between_pages` runs after each page.
  std::vector<std::string> ReadAll(
      v1::ListFiguresRequest request, int page_size,
      const std::function<void()>& between_pages = [] {}) {
    std::vector<std::string> names;
    request.set_page_size(page_size);
    while (true) {
      const auto page = List(request);
      EXPECT_OK(page);
      if (!page.ok()) return names;
      EXPECT_LE(page->figures_size(), page_size);
      for (const v1::Figure& figure : page->figures()) names.push_back(figure.name());
      if (page->next_page_token().empty()) return names;
      request.set_page_token(page->next_page_token());
      between_pages();
    }
  }
};

TEST_F(QueryAnswersTest, EmptyStore) {
  ASSERT_OK_AND_ASSIGN(const auto articles, List(v1::ListArticlesRequest()));
  EXPECT_EQ(articles.articles_size(), 0);
  EXPECT_EQ(articles.next_page_token(), "");
  ASSERT_OK_AND_ASSIGN(const auto figures, List(v1::ListFiguresRequest()));
  EXPECT_EQ(figures.figures_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto districts, List(v1::ListDistrictsRequest()));
  EXPECT_EQ(districts.districts_size(), 0);
  v1::GetDistrictSummaryRequest summary;
  summary.set_name("districts/410305");
  ASSERT_OK_AND_ASSIGN(const auto answer, Get(summary));
  EXPECT_EQ(answer.summaries_size(), 0);
  EXPECT_EQ(answer.place(), "河南省/洛阳市/涧西区");
}

TEST_F(QueryAnswersTest, ArticleInBothViews) {
  const std::string name = Put(MakeArticle("一", 3, 20));
  v1::GetArticleRequest request;
  request.set_name(name);
  ASSERT_OK_AND_ASSIGN(const auto full, Get(request));
  EXPECT_EQ(full.article().name(), name);
  EXPECT_EQ(full.article().figures_size(), 3);
  EXPECT_EQ(full.article().sections(0).paragraphs_size(), 1);
  EXPECT_EQ(full.article().summaries(0).sentences_size(), 3);
  EXPECT_GT(full.read_revision(), 0);
  request.set_view(v1::ARTICLE_VIEW_BASIC);
  ASSERT_OK_AND_ASSIGN(const auto basic, Get(request));
  EXPECT_EQ(basic.article().publication(), "洛阳日报");
  EXPECT_EQ(basic.article().figure_count(), 3);
  EXPECT_EQ(basic.article().figures_size(), 0);
  EXPECT_EQ(basic.article().sections_size(), 2);
  EXPECT_EQ(basic.article().sections(0).paragraphs_size(), 0);
  EXPECT_EQ(basic.article().source_text(), "");
}

TEST_F(QueryAnswersTest, ArticlesNewestFirstAndPaged) {
  for (int day = 1; day <= 7; ++day) Put(MakeArticle("文" + std::to_string(day), 1, day));
  for (const int page_size : {1, 2, 3, 7, 100}) {
    v1::ListArticlesRequest request;
    request.set_page_size(page_size);
    std::vector<int> days;
    do {
      ASSERT_OK_AND_ASSIGN(const auto page, List(request));
      EXPECT_LE(page.articles_size(), page_size);
      for (const v1::Article& article : page.articles()) {
        days.push_back(article.masthead().publication_date().day());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(days, (std::vector<int>{7, 6, 5, 4, 3, 2, 1})) << page_size;
  }
}

TEST_F(QueryAnswersTest, FullArticlesFillAPageByBytes) {
  for (int day = 1; day <= 5; ++day) {
    v1::Article article = MakeArticle("文" + std::to_string(day), 1, day);
    article.set_source_text(article.source_text() + std::string(900'000, 'x'));
    Put(article);
  }
  v1::ListArticlesRequest request;
  request.set_view(v1::ARTICLE_VIEW_FULL);
  std::vector<int> sizes;
  std::set<std::string> names;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page, List(request));
    EXPECT_LT(page.ByteSizeLong(), 4u << 20);
    sizes.push_back(page.articles_size());
    for (const v1::Article& article : page.articles()) {
      EXPECT_EQ(article.figures_size(), 1);
      EXPECT_TRUE(names.insert(article.name()).second);
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(sizes, (std::vector<int>{2, 2, 1}));
  EXPECT_EQ(names.size(), 5u);
}

TEST_F(QueryAnswersTest, FiguresByEveryPageSize) {
  for (int day = 1; day <= 4; ++day) Put(MakeArticle("文" + std::to_string(day), 5, day));
  const std::vector<std::string> all = ReadAll({}, 1000);
  EXPECT_EQ(all.size(), 20u);
  for (const int page_size : {1, 2, 3, 5, 19, 20}) {
    EXPECT_EQ(ReadAll({}, page_size), all) << page_size;
  }
}

// What was there when the reading began is read once; what comes in may or may not be.
TEST_F(QueryAnswersTest, PagingHoldsWhileArticlesComeIn) {
  for (int day = 5; day <= 8; ++day) Put(MakeArticle("先" + std::to_string(day), 3, day));
  const std::vector<std::string> before = ReadAll({}, 1000);
  for (const int page_size : {1, 2}) {
    int day = 0;
    const std::vector<std::string> read = ReadAll({}, page_size, [&] {
      // In front of, between and behind what is being read.
      ++day;
      Put(MakeArticle("后" + std::to_string(page_size * 1000 + day), 2, day % 28 + 1));
    });
    std::set<std::string> once(read.begin(), read.end());
    EXPECT_EQ(once.size(), read.size()) << "a figure was read twice";
    for (const std::string& name : before) EXPECT_EQ(once.count(name), 1u) << name;
  }
}

TEST_F(QueryAnswersTest, FiguresByEveryFilter) {
  const std::string name = Put(MakeArticle("一", 10, 20));
  Put(MakeArticle("二", 10, 10));
  const auto count = [&](const std::function<void(v1::ListFiguresRequest&)>& fill) {
    v1::ListFiguresRequest request;
    fill(request);
    const auto page = List(request);
    EXPECT_OK(page);
    return page.ok() ? page->figures_size() : -1;
  };
  EXPECT_EQ(count([](auto&) {}), 20);
  EXPECT_EQ(count([](auto& r) { r.set_district("districts/410305"); }), 10);
  EXPECT_EQ(count([](auto& r) { r.set_district("districts/410300"); }), 0);
  EXPECT_EQ(count([](auto& r) {
              r.set_district("districts/410300");
              r.set_include_descendants(true);
            }),
            20);
  EXPECT_EQ(count([&](auto& r) { r.set_article(name); }), 10);
  EXPECT_EQ(count([](auto& r) { r.set_unit("人"); }), 20);
  EXPECT_EQ(count([](auto& r) { r.set_unit("个"); }), 0);
  EXPECT_EQ(count([](auto& r) { r.add_kinds(v1::KIND_COUNT); }), 20);
  EXPECT_EQ(count([](auto& r) { r.add_kinds(v1::KIND_MONEY); }), 0);
  EXPECT_EQ(count([](auto& r) {
              r.add_kinds(v1::KIND_MONEY);
              r.add_kinds(v1::KIND_UNSPECIFIED);
            }),
            20);
  EXPECT_EQ(count([](auto& r) { r.add_aspects(v1::ASPECT_CURRENT); }), 0);
  EXPECT_EQ(count([](auto& r) { r.set_scope(v1::SCOPE_PART); }), 0);
  EXPECT_EQ(count([](auto& r) { r.set_min_value("9"); }), 4);
  EXPECT_EQ(count([](auto& r) {
              r.set_min_value("2.5");
              r.set_max_value("10");
            }),
            16);
  EXPECT_EQ(count([](auto& r) {
              *r.mutable_publication_dates()->mutable_first() = MakeDate(2020, 2, 11);
            }),
            10);
  EXPECT_EQ(
      count([](auto& r) { *r.mutable_as_of_dates()->mutable_first() = MakeDate(2020, 2, 1); }), 0);
  EXPECT_EQ(count([](auto& r) { r.set_measure_contains("居民"); }), 20);
  EXPECT_EQ(count([](auto& r) { r.set_measure_contains("卡口"); }), 0);
  EXPECT_EQ(count([](auto& r) { r.set_measure_contains("%' OR 1=1 --"); }), 0);
}

TEST_F(QueryAnswersTest, DistrictsWithWhatIsStoredOnThem) {
  const std::string name = Put(MakeArticle("一", 3, 20));
  Put(MakeArticle("二", 3, 10));
  ASSERT_OK_AND_ASSIGN(const auto all, List(v1::ListDistrictsRequest()));
  ASSERT_EQ(all.districts_size(), 2);
  EXPECT_EQ(all.districts(0).name(), "districts/410302");
  EXPECT_EQ(all.districts(1).display_name(), "涧西区");
  EXPECT_EQ(all.districts(1).article_count(), 2);
  EXPECT_EQ(all.districts(1).figure_count(), 4);
  EXPECT_EQ(all.districts(1).latest_article_date().day(), 20);

  const auto codes = [&](const std::function<void(v1::ListDistrictsRequest&)>& fill) {
    v1::ListDistrictsRequest request;
    fill(request);
    std::string out;
    do {
      const auto page = List(request);
      EXPECT_OK(page);
      if (!page.ok()) break;
      for (const v1::District& district : page->districts()) out += district.code() + " ";
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return out;
  };
  EXPECT_EQ(codes([](auto& r) { r.set_page_size(1); }), "410302 410305 ");
  EXPECT_EQ(codes([](auto& r) { r.set_parent("districts/410000"); }), "410302 410305 ");
  EXPECT_EQ(codes([](auto& r) { r.set_parent("districts/100000"); }), "410302 410305 ");
  EXPECT_EQ(codes([](auto& r) { r.set_parent("districts/110000"); }), "");
  EXPECT_EQ(codes([](auto& r) { r.set_name_contains("涧"); }), "410305 ");
  EXPECT_EQ(codes([](auto& r) { r.set_name_contains("区"); }), "410302 410305 ");
  EXPECT_EQ(codes([](auto& r) { r.set_name_contains("没有的名字"); }), "");
  EXPECT_EQ(codes([&](auto& r) { r.set_article(name); }), "410302 410305 ");
}

TEST_F(QueryAnswersTest, OneDistrict) {
  v1::GetDistrictRequest request;
  request.set_name("districts/410305");
  ASSERT_OK_AND_ASSIGN(const auto before, Get(request));
  EXPECT_FALSE(before.district().has_article_count());
  Put(MakeArticle("一", 3, 20));
  ASSERT_OK_AND_ASSIGN(const auto after, Get(request));
  EXPECT_EQ(after.district().article_count(), 1);
  EXPECT_EQ(after.district().figure_count(), 2);
  EXPECT_GT(after.read_revision(), before.read_revision());
}

TEST_F(QueryAnswersTest, Summaries) {
  const std::string name = Put(MakeArticle("一", 3, 10));
  Put(MakeArticle("二", 3, 20));
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/410305");
  ASSERT_OK_AND_ASSIGN(const auto both, Get(request));
  ASSERT_EQ(both.summaries_size(), 2);
  EXPECT_EQ(both.summaries(0).summary().headline(), "二");
  EXPECT_FALSE(both.truncated());
  // The weightiest are the last, and stand in reading order.
  ASSERT_EQ(both.summaries(0).summary().sentences_size(), 3);
  EXPECT_EQ(both.summaries(0).summary().sentences(0).text(), "句3");
  request.set_max_articles(1);
  request.set_max_sentences(1);
  ASSERT_OK_AND_ASSIGN(const auto one, Get(request));
  ASSERT_EQ(one.summaries_size(), 1);
  EXPECT_TRUE(one.truncated());
  ASSERT_EQ(one.summaries(0).summary().sentences_size(), 1);
  EXPECT_EQ(one.summaries(0).summary().sentences(0).text(), "句5");
  request.set_article(name);
  ASSERT_OK_AND_ASSIGN(const auto named, Get(request));
  ASSERT_EQ(named.summaries_size(), 1);
  EXPECT_EQ(named.summaries(0).summary().headline(), "一");
  request.Clear();
  request.set_name("districts/410305");
  request.set_max_characters(4);
  request.set_max_sentences(50);
  ASSERT_OK_AND_ASSIGN(const auto few, Get(request));
  EXPECT_EQ(few.summaries(0).summary().sentences_size(), 2);
}

TEST_F(QueryAnswersTest, OffsetsInTheUnitAskedFor) {
  const std::string name = Put(MakeArticle("一", 2, 20));
  Put(MakeArticle("二二", 2, 19));
  const auto begins = [&](v1::OffsetEncoding encoding) {
    v1::ListFiguresRequest request;
    request.set_offset_encoding(encoding);
    const auto page = List(request);
    EXPECT_OK(page);
    std::vector<int64_t> out;
    if (!page.ok()) return out;
    for (const v1::Figure& figure : page->figures()) {
      out.push_back(figure.source_span().begin());
      EXPECT_EQ(figure.normalized_span().begin(), figure.source_span().begin());
    }
    return out;
  };
  // 一😀, line break; 1人, line break. The second article's title is one character longer.
  EXPECT_EQ(begins(v1::OFFSET_ENCODING_UNSPECIFIED), (std::vector<int64_t>{8, 13, 11, 16}));
  EXPECT_EQ(begins(v1::OFFSET_ENCODING_UTF8), (std::vector<int64_t>{8, 13, 11, 16}));
  EXPECT_EQ(begins(v1::OFFSET_ENCODING_UTF16), (std::vector<int64_t>{4, 7, 5, 8}));
  EXPECT_EQ(begins(v1::OFFSET_ENCODING_UTF32), (std::vector<int64_t>{3, 6, 4, 7}));
  v1::GetArticleRequest request;
  request.set_name(name);
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF32);
  ASSERT_OK_AND_ASSIGN(const auto article, Get(request));
  EXPECT_EQ(article.article().figures(1).source_span().begin(), 6);
}

}  // namespace
}  // namespace qushu::query
