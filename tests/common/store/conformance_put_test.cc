// Storing and getting articles.
#include <string>

#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

v1::Article FullArticle() {
  ArticleBuilder builder("洛阳日报\n瀍河区 设立卡口62个。", "2020-02-20");
  builder.Publication("洛阳日报").Section("410304", "老城小巷").Section("410304", "续");
  builder.Section("", "高新区").Summary("410304", "设立卡口62个。").Summary("", "高新区复工。");
  v1::Figure& figure = builder.Figure("410304", "62.50");
  figure.set_text("62.5个");
  figure.set_high("81");
  figure.set_measure("卡口、卡点");
  figure.set_indicator("checkpoints");
  figure.set_sentence("设立卡口62个。");
  *figure.mutable_as_of() = ProtoDate("2020-02-19");
  figure.mutable_source_span()->set_begin(3);
  figure.add_candidates()->set_place("河南省/洛阳市");
  builder.Figure("", "3", "人").set_place("意大利");
  builder.Figure("410302", "-1", "");
  v1::Article article = builder;
  article.set_page("03");
  article.set_source_encoding("GB18030");
  article.set_content_type("text/html");
  article.set_source_bytes(std::string("\xC2\xE5\0\xFF", 4));
  article.set_source_uri("文件/页面.txt");
  article.set_normalized_text("规范化的文本");
  article.mutable_masthead()->set_title("标题");
  article.mutable_masthead()->add_credits()->set_person("张三");
  article.add_findings()->set_reason("SUM_DIFFERS");
  return article;
}

TEST_P(StoreConformance, GivesBackWhatWentIn) {
  const v1::Article article = FullArticle();
  ASSERT_OK_AND_ASSIGN(PutResult put, store().PutArticle(article));
  EXPECT_EQ(put.article, ArticleId(article.source_text()));
  EXPECT_EQ(put.revision, 1);
  EXPECT_FALSE(put.already_stored);

  int64_t revision = 0;
  ASSERT_OK_AND_ASSIGN(v1::Article got, store().GetArticle(put.article, &revision));
  EXPECT_EQ(revision, 1);
  EXPECT_EQ(got.name(), "articles/" + put.article);
  EXPECT_EQ(got.revision(), 1);
  EXPECT_EQ(got.figure_count(), 3);
  EXPECT_GT(got.create_time().seconds(), 1'700'000'000);
  EXPECT_THAT(WithoutStoreFields(got), EqualsProto(article));
  ASSERT_OK_AND_ASSIGN(std::string source, store().GetSource(put.article));
  EXPECT_EQ(source, article.source_text());
}

TEST_P(StoreConformance, SameTextIsStoredOnce) {
  Put(ArticleBuilder("甲", "2020-01-01"));
  ASSERT_OK_AND_ASSIGN(PutResult first, store().PutArticle(ArticleBuilder("乙", "2020-01-02")));
  Put(ArticleBuilder("丙", "2020-01-03"));
  ArticleBuilder other("乙", "2021-01-02");
  other.Figure("410305", "1");
  ASSERT_OK_AND_ASSIGN(PutResult again, store().PutArticle(other));
  EXPECT_TRUE(again.already_stored);
  EXPECT_EQ(again.article, first.article);
  EXPECT_EQ(again.revision, 2);
  int64_t revision = 0;
  ASSERT_OK_AND_ASSIGN(v1::Article got, store().GetArticle(first.article, &revision));
  EXPECT_EQ(revision, 3);
  EXPECT_EQ(got.masthead().publication_date().year(), 2020);
  EXPECT_EQ(got.figures_size(), 0);
}

TEST_P(StoreConformance, AnswersARequestIdAgain) {
  ArticleBuilder article("甲", "2020-01-01");
  ASSERT_OK_AND_ASSIGN(PutResult first, store().PutArticle(article, "请求-1", "hash\0one"));
  EXPECT_FALSE(first.already_stored);
  Put(ArticleBuilder("乙"));
  ASSERT_OK_AND_ASSIGN(PutResult replay, store().PutArticle(article, "请求-1", "hash\0one"));
  EXPECT_FALSE(replay.already_stored);
  EXPECT_EQ(replay.article, first.article);
  EXPECT_EQ(replay.revision, first.revision);
  // Another id for the same text is another request, and is remembered as it was answered.
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK_AND_ASSIGN(PutResult other, store().PutArticle(article, "2", "hash"));
    EXPECT_TRUE(other.already_stored);
  }
}

TEST_P(StoreConformance, RefusesAReusedRequestId) {
  ASSERT_OK(store().PutArticle(ArticleBuilder("甲"), "1", "a"));
  ArticleBuilder other("乙");
  EXPECT_THAT(store().PutArticle(other, "1", "b"),
              IsError(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(store().GetArticle(ArticleId("乙"), nullptr),
              IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
}

TEST_P(StoreConformance, DoesNotFindWhatIsNotThere) {
  Put(ArticleBuilder("甲"));
  for (std::string id : {std::string(ArticleId("乙")), std::string(), std::string("甲"),
                         std::string(32, 'G'), ArticleId("甲") + "0", std::string(32, '\0')}) {
    EXPECT_THAT(store().GetArticle(id, nullptr),
                IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
    EXPECT_THAT(store().GetSource(id), IsError(absl::StatusCode::kNotFound, "ARTICLE_NOT_FOUND"));
  }
}

TEST_P(StoreConformance, RefusesWhatCannotBeRead) {
  EXPECT_THAT(store().PutArticle(v1::Article()),
              IsError(absl::StatusCode::kInvalidArgument, "EMPTY_TEXT"));
  ArticleBuilder district("甲");
  district.Figure("41030", "1");
  EXPECT_THAT(store().PutArticle(district),
              IsError(absl::StatusCode::kInvalidArgument, "INVALID_NAME"));
  for (const char* value :
       {"", "一", "1e5", "0x10", "1,000", "1234567890123456789012345678901234567"}) {
    ArticleBuilder article("甲");
    article.Figure("410305", value);
    EXPECT_THAT(store().PutArticle(article),
                IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"))
        << value;
  }
  ArticleBuilder date("甲");
  date.Figure("410305", "1").mutable_as_of()->set_year(2020);
  EXPECT_THAT(store().PutArticle(date),
              IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  ASSERT_OK_AND_ASSIGN(ArticlePage page, store().ListArticles({.limit = 1}));
  EXPECT_EQ(page.revision, 0);
  EXPECT_TRUE(page.articles.empty());
}

TEST_P(StoreConformance, TakesLargeArticles) {
  std::string text(16 << 20, 'x');
  text.replace(100, 3, "瀍");
  text[200] = '\0';
  const std::string id = Put(ArticleBuilder(text, "2020-02-20"));
  ASSERT_OK_AND_ASSIGN(v1::Article got, store().GetArticle(id, nullptr));
  EXPECT_TRUE(got.source_text() == text);
  EXPECT_TRUE(got.normalized_text() == text);
  ASSERT_OK_AND_ASSIGN(std::string source, store().GetSource(id));
  EXPECT_TRUE(source == text);
}

TEST_P(StoreConformance, TakesManyFigures) {
  ArticleBuilder builder(std::string(100'000, '8'), "2020-02-20");
  for (int i = 0; i < 2000; ++i) {
    v1::Figure& figure = builder.Figure(std::to_string(410300 + i % 15), std::to_string(i * 7));
    figure.set_sentence("共有这么多个卡口，第" + std::to_string(i) + "个数。");
    figure.set_indicator(i % 2 == 0 ? "checkpoints" : "");
  }
  const v1::Article& article = builder;
  const std::string id = Put(article);
  ASSERT_OK_AND_ASSIGN(v1::Article got, store().GetArticle(id, nullptr));
  EXPECT_THAT(WithoutStoreFields(got), EqualsProto(article));
  FigureQuery query;
  query.article = id;
  const auto figures = AllFigures(store(), query, 333);
  ASSERT_EQ(figures.size(), 2000u);
  for (int i = 0; i < 2000; ++i) {
    EXPECT_EQ(figures[i].name(), FigureName(id, i + 1));
    EXPECT_EQ(figures[i].value(), std::to_string(i * 7));
  }
}

}  // namespace
}  // namespace qushu
