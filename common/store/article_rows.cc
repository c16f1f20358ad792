#include "common/store/article_rows.h"

#include <algorithm>
#include <map>

#include "common/base/decimal.h"
#include "common/store/corrections.h"
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
  figure.clear_district();
  figure.clear_unit();
  figure.clear_measure();
  figure.clear_as_of();
  figure.clear_kind();
  figure.clear_aspect();
  figure.clear_scope();
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
  if (article.has_hints()) *basic.mutable_hints() = article.hints();
  return basic.SerializeAsString();
}

// Takes them out of the article. Of a summary that has a row of its own only the district is kept.
std::string AnalysisOf(v1::Article& article) {
  v1::Article analysis;
  analysis.mutable_sections()->Swap(article.mutable_sections());
  for (v1::DistrictSummary& summary : *article.mutable_summaries()) {
    if (ParseDistrictName(summary.district())) {
      analysis.add_summaries()->set_district(summary.district());
    } else {
      analysis.add_summaries()->Swap(&summary);
    }
  }
  analysis.mutable_paragraphs()->Swap(article.mutable_paragraphs());
  analysis.mutable_findings()->Swap(article.mutable_findings());
  return analysis.SerializeAsString();
}

// The numbers of the figures that are the summary's key figures, ascending; empty if one is none of
// them, is of another district, or stands out of the order of the text.
std::string NumbersOfKeyFigures(const v1::DistrictSummary& summary, const v1::Article& article) {
  std::string numbers;
  auto last = article.figures().begin();
  for (const v1::Figure& key : summary.key_figures()) {
    if (key.district() != summary.district()) return "";
    const auto& figures = article.figures();
    // In the order of the text.
    auto found = std::lower_bound(figures.begin(), figures.end(), key,
                                  [](const v1::Figure& a, const v1::Figure& b) {
                                    return a.source_span().begin() < b.source_span().begin();
                                  });
    const std::string bytes = key.SerializeAsString();
    while (found != figures.end() && found->SerializeAsString() != bytes) {
      if (found->source_span().begin() != key.source_span().begin()) return "";
      ++found;
    }
    if (found == figures.end() || (!numbers.empty() && found <= last)) return "";
    last = found;
    for (auto number = static_cast<uint32_t>(found - figures.begin() + 1);; number >>= 7) {
      numbers += static_cast<char>((number & 0x7F) | (number > 0x7F ? 0x80 : 0));
      if (number <= 0x7F) break;
    }
  }
  return numbers;
}

SummaryRow DivideSummary(const v1::DistrictSummary& summary, int district, int position,
                         const v1::Article& article) {
  SummaryRow row{.district = district,
                 .position = position,
                 .figures = NumbersOfKeyFigures(summary, article),
                 .summary = {}};
  if (row.figures.empty()) {
    row.summary = summary.SerializeAsString();
    return row;
  }
  v1::DistrictSummary bare;
  bare.set_district(summary.district());
  bare.set_place(summary.place());
  bare.set_headline(summary.headline());
  *bare.mutable_sentences() = summary.sentences();
  row.summary = bare.SerializeAsString();
  return row;
}

}  // namespace

std::optional<std::vector<int>> FigureNumbers(std::string_view figures) {
  std::vector<int> numbers;
  uint32_t number = 0;
  int shift = 0;
  for (const char c : figures) {
    if (shift > 28) return std::nullopt;
    number |= static_cast<uint32_t>(c & 0x7F) << shift;
    shift += 7;
    if ((c & 0x80) != 0) continue;
    numbers.push_back(static_cast<int>(number));
    number = 0;
    shift = 0;
  }
  if (shift != 0) return std::nullopt;
  return numbers;
}

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

int64_t SourceOf(std::string_view publication, int64_t date_rank, const v1::Article& basic,
                 int district) {
  for (const v1::Section& section : basic.sections()) {
    if (const auto code = ParseDistrictName(section.district())) {
      district = *code;
      break;
    }
  }
  return SourceKey(publication, date_rank, basic.page(), district);
}

size_t ArticleRows::Bytes() const {
  size_t bytes = sizeof(*this) + source_text.size() + source_bytes.size() + normalized_text.size() +
                 basic.size() + analysis.size() + terms.size() + sketch.size() +
                 indicators.size() * sizeof(IndicatorRow) + districts.size() * sizeof(DistrictRow);
  for (const FigureRow& row : figures) bytes += sizeof(row) + row.figure.size();
  for (const SummaryRow& row : summaries)
    bytes += sizeof(row) + row.figures.size() + row.summary.size();
  return bytes;
}

ArticleRows DivideArticle(v1::Article article) {
  ArticleRows rows;
  rows.date_rank = DateRank(
      FromProto(article.masthead().has_publication_date(), article.masthead().publication_date()));
  rows.basic = BasicOf(article);
  std::map<int, DistrictRow> figures_of;
  for (const v1::Section& section : article.sections()) {
    figures_of[ParseDistrictName(section.district()).value_or(0)];
  }
  rows.summaries.reserve(article.summaries_size());
  for (int i = 0; i < article.summaries_size(); ++i) {
    const v1::DistrictSummary& summary = article.summaries(i);
    const int district = ParseDistrictName(summary.district()).value_or(0);
    figures_of[district];
    if (district != 0) rows.summaries.push_back(DivideSummary(summary, district, i, article));
  }
  rows.figures.reserve(article.figures_size());
  int first_district = 0;
  std::string lines;
  for (int i = 0; i < article.figures_size(); ++i) {
    rows.figures.push_back(DivideFigure(*article.mutable_figures(i), i + 1));
    const FigureRow& row = rows.figures.back();
    DistrictRow& of = figures_of[row.district];
    if (of.figure_count++ == 0) of.first_figure = row.number;
    of.last_figure = row.number;
    if (first_district == 0) first_district = row.district;
    lines += FigureLine(row.district, row.value, row.unit);
  }
  rows.source = SourceOf(article.publication(), rows.date_rank, article, first_district);
  rows.sketch = SketchArticle(article.normalized_text(), lines);
  for (auto& [district, of] : figures_of) {
    of.district = district;
    if (district != 0) rows.districts.push_back(of);
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

bool SameReading(const ArticleRows& a, const ArticleRows& b) {
  const auto basic = [](const ArticleRows& rows) {
    v1::Article article;
    article.ParseFromString(rows.basic);
    article.clear_analyzer_version();
    article.clear_hints();
    return article.SerializeAsString();
  };
  return a.date_rank == b.date_rank && a.publication == b.publication &&
         a.normalized_text == b.normalized_text && a.analysis == b.analysis &&
         a.figures == b.figures && a.summaries == b.summaries && basic(a) == basic(b);
}

void NameFigure(std::string_view article, int number, int64_t date_rank, v1::Figure& figure) {
  figure.set_name(FigureName(article, number));
  figure.set_article(ArticleName(article));
  if (auto date = DateOfRank(date_rank)) ToProto(*date, *figure.mutable_publication_date());
}

}  // namespace qushu
