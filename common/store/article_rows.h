// How an article is divided into rows, alike for every backend.
//
// What filters and orders need stands in columns; the rest is protobuf. Names, revision,
// create_time and the article's own fields of a figure are left out: they are put back when a row
// is read.
#ifndef QUSHU_COMMON_STORE_ARTICLE_ROWS_H_
#define QUSHU_COMMON_STORE_ARTICLE_ROWS_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/date.h"
#include "common/store/store.h"
#include "qushu/v1/article.pb.h"
#include "qushu/v1/figure.pb.h"
#include "qushu/v1/summary.pb.h"

namespace qushu {

// Days in the order of the answers: the newest first, undated last. Minus the day number.
inline constexpr int64_t kUndatedRank = std::numeric_limits<int32_t>::max();
int64_t DateRank(const std::optional<Date>& date);
std::optional<Date> DateOfRank(int64_t rank);

// The ranks that a window takes in, both included. A window without ends takes in the undated too.
struct RankRange {
  int64_t first = 0;
  int64_t last = 0;
};
RankRange RanksIn(const DateWindow& window);

std::optional<Date> FromProto(bool present, const v1::Date& date);
void ToProto(const Date& date, v1::Date& out);

struct FigureRow {
  int district = 0;  // code; 0 for none
  int number = 0;    // in the article, from 1
  std::string indicator;
  std::string unit;
  std::string measure;
  std::string value;             // Decimal::SortKey()
  std::optional<int64_t> as_of;  // day number
  int kind = 0;
  int aspect = 0;
  int scope = 0;
  std::string figure;  // v1::Figure, without what stands in the other members but the indicator

  bool operator==(const FigureRow&) const = default;
};

struct SummaryRow {
  int district = 0;
  int position = 0;     // among the article's summaries
  std::string figures;  // numbers of its key figures, where `summary` leaves them out
  std::string summary;  // v1::DistrictSummary

  bool operator==(const SummaryRow&) const = default;
};

// A district that an article reports on: with a section, a summary or a figure.
struct DistrictRow {
  int district = 0;
  int figure_count = 0;
  int first_figure = 0;  // their numbers in the article; 0 for none
  int last_figure = 0;

  bool operator==(const DistrictRow&) const = default;
};

// Figures of one series about one district; district -1 stands for all of them.
struct IndicatorRow {
  int district = 0;
  std::string indicator;
  int figure_count = 0;

  bool operator==(const IndicatorRow&) const = default;
};

struct ArticleRows {
  int64_t date_rank = 0;
  std::string publication;
  std::string source_text;
  std::string source_bytes;  // empty: those of source_text
  std::string normalized_text;
  std::string basic;                     // v1::Article as ARTICLE_VIEW_BASIC shows it
  std::string analysis;                  // v1::Article with what else is kept of it
  std::vector<FigureRow> figures;        // by number
  std::vector<SummaryRow> summaries;     // of districts with a code
  std::vector<DistrictRow> districts;    // by code
  std::vector<IndicatorRow> indicators;  // by district, then indicator
  std::string terms;                     // SearchTerms() of the text
  int64_t source = 0;                    // SourceKey()
  std::string sketch;                    // SketchArticle()

  // About what it takes in memory.
  size_t Bytes() const;
};

ArticleRows DivideArticle(v1::Article article);

// SourceKey() of an article whose v1::Article without figures is `basic`; `district` is the first
// that one of its figures is about, 0 for none.
int64_t SourceOf(std::string_view publication, int64_t date_rank, const v1::Article& basic,
                 int district);

// Whether they are alike but for the version of the analysis and the hints in `basic`.
bool SameReading(const ArticleRows& a, const ArticleRows& b);

// The numbers in SummaryRow::figures; absent if the bytes are none.
std::optional<std::vector<int>> FigureNumbers(std::string_view figures);

// The figure as lists give it.
void NameFigure(std::string_view article, int number, int64_t date_rank, v1::Figure& figure);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_ARTICLE_ROWS_H_
