// SearchPassages through the service.
#include <string>
#include <vector>

#include "tests/services/query/stored_articles.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsError;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class QuerySearchTest : public QueryServiceTest {
 protected:
  // An article whose text is `sentences`, a section of `code` each, or none where it is empty.
  std::string PutText(const std::vector<std::pair<std::string, std::string>>& sentences, int day) {
    v1::Article article;
    std::string text;
    *article.mutable_masthead()->mutable_publication_date() = MakeDate(2020, 2, day);
    for (const auto& [code, sentence] : sentences) {
      v1::Paragraph* paragraph;
      if (code.empty()) {
        paragraph = article.add_paragraphs();
      } else {
        v1::Section& section = *article.add_sections();
        section.set_district("districts/" + code);
        section.set_place(code);
        paragraph = section.add_paragraphs();
      }
      v1::Span& span = *paragraph->add_sentence_spans();
      span.set_begin(static_cast<int64_t>(text.size()));
      text += sentence;
      span.set_end(static_cast<int64_t>(text.size()));
      text += "\n";
    }
    article.set_source_text(text);
    article.set_normalized_text(text);
    return Put(article);
  }

  std::vector<std::string> Found(v1::SearchPassagesRequest request, int page_size = 2) {
    std::vector<std::string> found;
    request.set_page_size(page_size);
    while (true) {
      const auto page = testing::Call(*stub_, &Stub::SearchPassages, request);
      EXPECT_OK(page);
      if (!page.ok()) return found;
      EXPECT_LE(page->passages_size(), page_size);
      for (const auto& passage : page->passages()) found.push_back(passage.sentence().text());
      if (page->next_page_token().empty()) return found;
      request.set_page_token(page->next_page_token());
    }
  }
  static v1::SearchPassagesRequest Ask(const std::string& query, v1::SearchOrder order) {
    v1::SearchPassagesRequest request;
    request.set_query(query);
    request.set_order(order);
    return request;
  }
};

TEST_F(QuerySearchTest, RanksAndPages) {
  PutText({{"410305", "设立卡口,又设卡口。"}, {"410302", "设置卡点。"}}, 20);
  PutText({{"410305", "在路口设立卡口,安排人员轮班值守。"}, {"", "卡口。"}}, 21);
  for (const int page_size : {1, 2, 10}) {
    EXPECT_THAT(Found(Ask("卡口", v1::SEARCH_ORDER_RELEVANCE), page_size),
                ElementsAre("设立卡口,又设卡口。", "卡口。", "在路口设立卡口,安排人员轮班值守。"));
    EXPECT_THAT(Found(Ask("卡口", v1::SEARCH_ORDER_NEWEST), page_size),
                ElementsAre("在路口设立卡口,安排人员轮班值守。", "卡口。", "设立卡口,又设卡口。"));
  }
}

TEST_F(QuerySearchTest, ManyArticlesOfOneDayPageByPage) {
  std::vector<std::string> all;
  for (int i = 0; i < 40; ++i) {
    all.push_back("第" + std::to_string(i) + "处卡口。");
    PutText({{"410305", all.back()}}, 20);
  }
  for (const int page_size : {3, 17}) {
    EXPECT_THAT(Found(Ask("卡口", v1::SEARCH_ORDER_NEWEST), page_size),
                ::testing::UnorderedElementsAreArray(all));
  }
}

TEST_F(QuerySearchTest, HighlightsAreSpansOfTheSource) {
  const std::string name = PutText({{"410305", "😀设立卡口。"}}, 20);
  v1::SearchPassagesRequest request = Ask("卡口", v1::SEARCH_ORDER_RELEVANCE);
  request.set_offset_encoding(v1::OFFSET_ENCODING_UTF32);
  ASSERT_OK_AND_ASSIGN(const auto page, testing::Call(*stub_, &Stub::SearchPassages, request));
  ASSERT_EQ(page.passages_size(), 1);
  const v1::Passage& passage = page.passages(0);
  EXPECT_EQ(passage.sentence().article(), name);
  EXPECT_EQ(passage.district(), "districts/410305");
  EXPECT_EQ(passage.publication_date().day(), 20);
  ASSERT_EQ(passage.highlights_size(), 1);
  EXPECT_EQ(passage.highlights(0).begin(), 3);
  EXPECT_EQ(passage.highlights(0).end(), 5);
  EXPECT_GT(page.read_revision(), 0);
}

TEST_F(QuerySearchTest, DistrictsAndDates) {
  PutText({{"410305", "甲卡口。"}, {"410302", "乙卡口。"}}, 20);
  PutText({{"420102", "丙卡口。"}}, 21);
  v1::SearchPassagesRequest request = Ask("卡口", v1::SEARCH_ORDER_NEWEST);
  request.set_district("districts/410302");
  EXPECT_THAT(Found(request), ElementsAre("乙卡口。"));
  request.set_district("districts/410300");
  EXPECT_THAT(Found(request), ElementsAre());
  request.set_include_descendants(true);
  EXPECT_THAT(Found(request), UnorderedElementsAre("甲卡口。", "乙卡口。"));
  request.clear_district();
  *request.mutable_publication_dates()->mutable_first() = MakeDate(2020, 2, 21);
  EXPECT_THAT(Found(request), ElementsAre("丙卡口。"));
}

TEST_F(QuerySearchTest, Errors) {
  const auto call = [&](const v1::SearchPassagesRequest& request) {
    return testing::Call(*stub_, &Stub::SearchPassages, request);
  };
  EXPECT_THAT(call({}), IsError(absl::StatusCode::kInvalidArgument, "INVALID_QUERY"));
  EXPECT_THAT(call(Ask("，", v1::SEARCH_ORDER_NEWEST)),
              IsError(absl::StatusCode::kInvalidArgument, "INVALID_QUERY"));
  auto request = Ask("卡口", v1::SEARCH_ORDER_NEWEST);
  request.set_page_token("x");
  EXPECT_THAT(call(request), IsError(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN"));
  request.clear_page_token();
  request.set_district("districts/999999");
  EXPECT_THAT(call(request), IsError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND"));
}

}  // namespace
}  // namespace qushu::query
