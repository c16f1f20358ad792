#include "common/store/article_rows.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "common/base/decimal.h"
#include "common/store/search_terms.h"

namespace qushu {
namespace {

FigureRow DivideFigure(v1::Figure& figure, int number) {
  FigureRow row;
  row.district = ParseDistrictName(figure.district()).value_or(0);
  row.number = number;
  row.indicator = figure.indicator();
  row.unit = figure.unit();
  row.measure = figure.measure();
  row.value = Decimal::Parse(figure.value()).value_or(Decimal()).SortKey();
  if (auto day = FromProto(figure.has_as_of(), figure.as_of())) row.as_of = ToDayNumber(*day);
  row.kind = figure.kind();
  row.aspect = figure.aspect();
  row.scope = figure.scope();
  figure.clear_name();
  figure.clear_article();
  figure.clear_publication_date();
  row.figure = figure.SerializeAsString();
  return row;
}

std::string BasicOf(const v1::Article& article) {
  v1::Article basic;
  basic.set_publication(article.publication());
  basic.set_page(article.page());
  basic.set_source_uri(article.source_uri());
  if (article.has_masthead()) *basic.mutable_masthead() = article.masthead();
  for (const v1::Section& section : article.sections()) {
    v1::Section& added = *basic.add_sections();
    added = section;
    added.clear_paragraphs();
  }
  basic.set_analyzer_version(article.analyzer_version());
  basic.set_figure_count(article.figures_size());
  basic.set_source_encoding(article.source_encoding());
  basic.set_content_type(article.content_type());
  return basic.SerializeAsString();
}

// Takes them out of the article.
std::string AnalysisOf(v1::Article& article) {
  v1::Article analysis;
  analysis.mutable_sections()->Swap(article.mutable_sections());
  analysis.mutable_summaries()->Swap(article.mutable_summaries());
  analysis.mutable_paragraphs()->Swap(article.mutable_paragraphs());
  analysis.mutable_findings()->Swap(article.mutable_findings());
  return analysis.SerializeAsString();
}

}  // namespace

int64_t DateRank(const std::optional<Date>& date) {
  return date ? -static_cast<int64_t>(ToDayNumber(*date)) : kUndatedRank;
}

std::optional<Date> DateOfRank(int64_t rank) {
  if (rank == kUndatedRank) return std::nullopt;
  return FromDayNumber(static_cast<int>(-rank));
}

RankRange RanksIn(const DateWindow& window) {
  RankRange range{std::numeric_limits<int32_t>::min(), kUndatedRank};
  if (window.last) range.first = DateRank(window.last);
  if (window.first) {
    range.last = DateRank(window.first);
  } else if (window.last) {
    range.last = kUndatedRank - 1;
  }
  return range;
}

std::optional<Date> FromProto(bool present, const v1::Date& date) {
  if (!present) return std::nullopt;
  return Date{date.year(), date.month(), date.day()};
}

void ToProto(const Date& date, v1::Date& out) {
  out.set_year(date.year);
  out.set_month(date.month);
  out.set_day(date.day);
}

size_t ArticleRows::Bytes() const {
  size_t bytes = sizeof(*this) + source_text.size() + source_bytes.size() + normalized_text.size() +
                 basic.size() + analysis.size() + terms.size() +
                 indicators.size() * sizeof(IndicatorRow) + districts.size() * sizeof(DistrictRow);
  for (const FigureRow& row : figures) bytes += sizeof(row) + row.figure.size();
  for (const SummaryRow& row : summaries) bytes += sizeof(row) + row.summary.size();
  return bytes;
}

ArticleRows DivideArticle(v1::Article article) {
  ArticleRows rows;
  rows.date_rank = DateRank(
      FromProto(article.masthead().has_publication_date(), article.masthead().publication_date()));
  rows.basic = BasicOf(article);
  std::map<int, int> figures_of;
  for (const v1::Section& section : article.sections()) {
    figures_of[ParseDistrictName(section.district()).value_or(0)];
  }
  rows.summaries.reserve(article.summaries_size());
  for (int i = 0; i < article.summaries_size(); ++i) {
    const v1::DistrictSummary& summary = article.summaries(i);
    const int district = ParseDistrictName(summary.district()).value_or(0);
    figures_of[district];
    if (district != 0) rows.summaries.push_back({district, i, summary.SerializeAsString()});
  }
  rows.figures.reserve(article.figures_size());
  for (int i = 0; i < article.figures_size(); ++i) {
    rows.figures.push_back(DivideFigure(*article.mutable_figures(i), i + 1));
    ++figures_of[rows.figures.back().district];
  }
  std::sort(rows.figures.begin(), rows.figures.end(), [](const FigureRow& a, const FigureRow& b) {
    return std::tie(a.district, a.number) < std::tie(b.district, b.number);
  });
  for (const auto& [district, count] : figures_of) {
    if (district != 0) rows.districts.push_back({district, count});
  }
  std::map<std::pair<int, std::string_view>, int> counts;
  for (const FigureRow& row : rows.figures) {
    if (row.indicator.empty()) continue;
    ++counts[{row.district, row.indicator}];
    ++counts[{-1, row.indicator}];
  }
  rows.indicators.reserve(counts.size());
  for (const auto& [key, count] : counts) {
    rows.indicators.push_back({key.first, std::string(key.second), count});
  }
  rows.terms = SearchTerms(article.normalized_text());
  rows.analysis = AnalysisOf(article);
  rows.publication = std::move(*article.mutable_publication());
  rows.source_text = std::move(*article.mutable_source_text());
  rows.source_bytes = std::move(*article.mutable_source_bytes());
  rows.normalized_text = std::move(*article.mutable_normalized_text());
  return rows;
}

void NameFigure(std::string_view article, int number, int64_t date_rank, v1::Figure& figure) {
  figure.set_name(FigureName(article, number));
  figure.set_article(ArticleName(article));
  if (auto date = DateOfRank(date_rank)) ToProto(*date, *figure.mutable_publication_date());
}

}  // namespace qushu
