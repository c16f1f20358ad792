#include "tests/common/store/store_conformance.h"

#include <utility>

namespace qushu {

void StoreConformance::SetUp() {
  backend_ = GetParam()();
  ASSERT_OK_AND_ASSIGN(store_, backend_->Open(/*read_only=*/false));
}

std::string StoreConformance::Put(const v1::Article& article) {
  auto result = store().PutArticle(article);
  EXPECT_OK(result);
  return result.ok() ? result->article : "";
}

v1::Date ProtoDate(std::string_view date) {
  v1::Date proto;
  const Date parsed = ParseDate(date).value();
  proto.set_year(parsed.year);
  proto.set_month(parsed.month);
  proto.set_day(parsed.day);
  return proto;
}

ArticleBuilder::ArticleBuilder(std::string_view text, std::string_view date) {
  article_.set_source_text(std::string(text));
  article_.set_normalized_text(std::string(text));
  article_.set_analyzer_version("test");
  if (!date.empty()) {
    *article_.mutable_masthead()->mutable_publication_date() = ProtoDate(date);
  }
}

ArticleBuilder& ArticleBuilder::Publication(std::string_view publication, std::string_view page) {
  article_.set_publication(std::string(publication));
  article_.set_page(std::string(page));
  return *this;
}

ArticleBuilder& ArticleBuilder::Section(std::string_view code, std::string_view headline) {
  v1::Section& section = *article_.add_sections();
  if (!code.empty()) section.set_district("districts/" + std::string(code));
  section.set_headline(std::string(headline));
  section.add_paragraphs()->set_run_in_head("党建引领。");
  return *this;
}

ArticleBuilder& ArticleBuilder::Summary(std::string_view code, std::string_view sentence) {
  v1::DistrictSummary& summary = *article_.add_summaries();
  if (!code.empty()) summary.set_district("districts/" + std::string(code));
  summary.add_sentences()->set_text(std::string(sentence));
  return *this;
}

v1::Figure& ArticleBuilder::Figure(std::string_view code, std::string_view value,
                                   std::string_view unit) {
  v1::Figure& figure = *article_.add_figures();
  if (!code.empty()) figure.set_district("districts/" + std::string(code));
  figure.set_value(std::string(value));
  figure.set_unit(std::string(unit));
  figure.set_kind(v1::KIND_COUNT);
  figure.set_aspect(v1::ASPECT_NONE);
  figure.set_scope(v1::SCOPE_WHOLE);
  return figure;
}

v1::Article WithoutStoreFields(v1::Article article) {
  article.clear_name();
  article.clear_create_time();
  article.clear_revision();
  article.clear_etag();
  article.clear_figure_count();
  article.clear_supersedes();
  article.clear_superseded_by();
  return article;
}

std::vector<v1::Figure> AllFigures(Store& store, FigureQuery query, int page_size) {
  std::vector<v1::Figure> all;
  query.limit = page_size;
  while (true) {
    auto page = store.ListFigures(query);
    EXPECT_OK(page);
    if (!page.ok()) return all;
    EXPECT_LE(page->figures.size(), static_cast<size_t>(page_size));
    for (v1::Figure& figure : page->figures) all.push_back(std::move(figure));
    if (!page->next) return all;
    EXPECT_FALSE(page->figures.empty());
    if (page->figures.empty()) return all;
    query.after = *page->next;
  }
}

std::vector<std::string> AllArticleNames(Store& store, ArticleQuery query, int page_size) {
  std::vector<std::string> all;
  query.limit = page_size;
  while (true) {
    auto page = store.ListArticles(query);
    EXPECT_OK(page);
    if (!page.ok()) return all;
    EXPECT_LE(page->articles.size(), static_cast<size_t>(page_size));
    for (const v1::Article& article : page->articles) all.push_back(article.name());
    if (!page->next) return all;
    EXPECT_FALSE(page->articles.empty());
    if (page->articles.empty()) return all;
    query.after = *page->next;
  }
}

}  // namespace qushu
