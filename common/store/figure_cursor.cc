#include "common/store/figure_cursor.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/figure_bytes.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// Days about which a district has so few figures that they are sorted.
constexpr int64_t kMaxSortedDays = 366;
// Districts that are merged, at most. Of a series only those count that state it: it may be rare.
constexpr int64_t kMaxMerged = 64;

enum Column {
  kRank,
  kArticle,
  kNumber,
  kDistrict,
  kUnit,
  kKind,
  kAspect,
  kScope,
  kValue,
  kAsOf,
  kMeasure,
  kId,
  kIndicator,
  kFigure,
  kSupersededBy
};

// Statements that read out of another table than that of the figures choose rows by that one alone,
// as `k`, before they fetch them. (SQLite's planner is easily led to sort instead: tests watch its
// plans and what pages cost.)
//
// ?1, ?2  behind this date_rank and place   ?3  last date_rank
constexpr char kFetch[] = "CROSS JOIN figures AS f ON f.place = k.place ";
constexpr char kPageOfK[] =
    "AND (k.date_rank, k.place) > (?1, ?2) AND k.date_rank <= ?3 ORDER BY k.date_rank, k.place";

// Of an article those between its first and its last one about the district.
//
// ?4 article of ?2, or 0   ?5 district
const std::string& OfOneDistrict() {
  static const std::string sql = absl::StrCat(
      "SELECT ", kFigureColumns,
      "FROM article_districts AS d CROSS JOIN figures AS f "
      "ON f.place BETWEEN iif(d.article = ?4, ?2 + 1, (d.article << 24) + d.first_figure) "
      "AND (d.article << 24) + d.last_figure AND f.district = d.district "
      "WHERE d.district = ?5 AND (d.date_rank, d.article) >= (?1, ?4) AND d.date_rank <= ?3 "
      "AND d.figure_count > 0 ORDER BY d.date_rank, d.article, f.place");
  return sql;
}

// ?4 district   ?5 indicator   ?6, ?7 first and last as_of, or NULL
const std::string& OfSeries() {
  static const std::string sql =
      absl::StrCat("SELECT ", kFigureColumns, "FROM series_figures AS k ", kFetch,
                   "WHERE k.indicator = ?5 AND k.district = ?4 "
                   "AND (?6 IS NULL OR k.as_of >= ?6) AND (?7 IS NULL OR k.as_of <= ?7) ",
                   kPageOfK);
  return sql;
}

// Of one district about some days. They stand by day, so that those of all the days are gathered
// and sorted, as numbers, before the first is fetched. (SQLite leaves an order within out, unless a
// limit stands there too.)
//
// ?4 district   ?5, ?6 first and last as_of
const std::string& OfDays() {
  static const std::string sql = absl::StrCat(
      "SELECT ", kFigureColumns,
      "FROM (SELECT date_rank, place FROM day_figures AS d WHERE district = ?4 "
      "AND as_of BETWEEN ?5 AND ?6 AND (date_rank, place) > (?1, ?2) AND date_rank <= ?3 "
      "ORDER BY date_rank, place LIMIT -1) AS k ",
      kFetch);
  return sql;
}

// ?4, ?5 first and last district, or NULL   ?6 indicator
const std::string& OfIndicator() {
  static const std::string sql = absl::StrCat(
      "SELECT ", kFigureColumns, "FROM indicator_figures AS k ", kFetch,
      "WHERE k.indicator = ?6 AND (?4 IS NULL OR k.district BETWEEN ?4 AND ?5) ", kPageOfK);
  return sql;
}

// Of all articles of some days. Those that have none of the districts are passed over unread.
//
// ?4, ?5 first and last district, or NULL
std::string OfArticles(std::string_view first_place, std::string_view articles) {
  return absl::StrCat(
      "SELECT ", kFigureColumns, "FROM articles AS a CROSS JOIN figures AS f ON f.place > ",
      ToAbsl(first_place), " AND f.place < (a.number + 1) << 24 WHERE ", ToAbsl(articles),
      "AND (?4 IS NULL OR EXISTS (SELECT 1 FROM article_districts AS d INDEXED BY "
      "article_districts_by_article WHERE d.article = a.number AND d.district BETWEEN ?4 AND ?5)) "
      "AND (?4 IS NULL OR f.district BETWEEN ?4 AND ?5) ORDER BY a.date_rank, a.number, f.place");
}

// ?1, ?2 first and last date_rank
const std::string& OfAll() {
  static const std::string sql =
      OfArticles("a.number << 24", "a.date_rank BETWEEN ?1 AND ?2 AND ?3 IS NULL ");
  return sql;
}

// What is left of a day.
//
// ?1 date_rank   ?2 behind this place   ?3 its article
const std::string& OfDay() {
  static const std::string sql =
      OfArticles("iif(a.number = ?3, ?2, a.number << 24)", "a.date_rank = ?1 AND a.number >= ?3 ");
  return sql;
}

// ?1, ?2 behind and before these places   ?3, ?4 first and last district, or NULL
const std::string& OfArticle() {
  static const std::string sql =
      absl::StrCat("SELECT ", kFigureColumns,
                   "FROM figures AS f WHERE f.place > ?1 AND f.place < ?2 "
                   "AND (?3 IS NULL OR f.district BETWEEN ?3 AND ?4) ORDER BY f.place");
  return sql;
}

// ?1, ?2 first and last code   ?3 most rows   ?4 id of the indicator
constexpr char kDistricts[] =
    "SELECT code FROM districts WHERE code BETWEEN ?1 AND ?2 AND figure_count > 0 LIMIT ?3";
constexpr char kDistrictsOfSeries[] =
    "SELECT code FROM districts AS d WHERE code BETWEEN ?1 AND ?2 AND EXISTS "
    "(SELECT 1 FROM indicator_counts AS i WHERE i.district = d.code AND i.indicator = ?4) LIMIT ?3";

template <typename Enums>
std::optional<uint64_t> Bits(const Enums& values) {
  if (values.empty()) return std::nullopt;
  uint64_t bits = 0;
  for (const auto value : values) {
    if (value >= 0 && value < 63) bits |= uint64_t{1} << value;
  }
  return bits;
}

std::optional<std::string> Key(const std::optional<Decimal>& value) {
  if (!value) return std::nullopt;
  return value->SortKey();
}

std::optional<int64_t> Day(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return ToDayNumber(*date);
}

bool Has(const std::optional<uint64_t>& bits, int64_t value) {
  return !bits || (value >= 0 && value < 63 && ((*bits >> value) & 1) != 0);
}

// Codes of the districts that `sql` gives; absent if there are more than `most`.
absl::StatusOr<std::optional<std::vector<int64_t>>> Codes(Statement rows, int64_t most) {
  std::vector<int64_t> codes;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return codes;
    if (codes.size() == static_cast<size_t>(most)) return std::nullopt;
    codes.push_back(rows.Int(0));
  }
}

}  // namespace

FigureCursor::FigureCursor(const FigureQuery& query)
    : filters_{.unit = query.unit,
               .kinds = Bits(query.kinds),
               .aspects = Bits(query.aspects),
               .scope = query.scope,
               .min_value = Key(query.min_value),
               .max_value = Key(query.max_value),
               .first_as_of = Day(query.as_of.first),
               .last_as_of = Day(query.as_of.last),
               .measure_contains = query.measure_contains,
               .superseded = query.superseded || !query.article.empty()} {
  if (query.last_arrival > 0) filters_.last_arrival = query.last_arrival;
}

absl::StatusOr<FigureCursor> FigureCursor::Open(SqliteDb& db, const FigureQuery& query) {
  FigureCursor cursor(query);
  QUSHU_RETURN_IF_ERROR(cursor.OpenStatements(db, query));
  return cursor;
}

absl::Status FigureCursor::OpenStatements(SqliteDb& db, const FigureQuery& query) {
  const RankRange ranks = RanksIn(query.published);
  QUSHU_ASSIGN_OR_RETURN(const StartKey start, StartOf(db, query.after.article, ranks.first));
  const int64_t number = start.is_after ? query.after.number : 0;
  const int64_t place = PlaceOf(start.article, number);
  std::optional<int64_t> first, last;
  if (auto code = ParseDistrictCode(query.district)) {
    first = *code;
    last = query.include_descendants ? DescendantsOf(*code).last : *code;
  }
  std::optional<int64_t> indicator;
  if (!query.indicator.empty()) {
    Statement find = db.Prepare("SELECT number FROM indicators WHERE id = ?1", query.indicator);
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return absl::OkStatus();
    indicator = find.Int(0);
  }
  if (!query.article.empty()) {
    Statement find = db.Prepare("SELECT number, date_rank FROM articles WHERE id = ?1",
                                Blob{IdBytes(query.article)});
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return absl::OkStatus();
    const int64_t article = find.Int(0);
    const int64_t rank = find.Int(1);
    if (rank < ranks.first || rank > ranks.last) return absl::OkStatus();
    const auto here = std::tie(rank, article);
    const auto begin = std::tie(start.rank, start.article);
    if (here < begin) return absl::OkStatus();
    filters_.indicator = indicator;
    statements_.push_back(db.Prepare(OfArticle(), here == begin ? place : PlaceOf(article, 0),
                                     PlaceOf(article + 1, 0), first, last));
    return absl::OkStatus();
  }

  const std::optional<int64_t> first_day = filters_.first_as_of;
  const std::optional<int64_t> last_day = filters_.last_as_of;
  const bool few_days = first_day && last_day && *last_day - *first_day < kMaxSortedDays;
  const auto rows_of = [&](int64_t code) {
    if (indicator) {
      return db.Prepare(OfSeries(), start.rank, place, ranks.last, code, *indicator, first_day,
                        last_day);
    }
    if (few_days) {
      return db.Prepare(OfDays(), start.rank, place, ranks.last, code, *first_day, *last_day);
    }
    return db.Prepare(OfOneDistrict(), start.rank, place, ranks.last, start.article, code);
  };
  const auto of_district = [&](int64_t code) { statements_.push_back(rows_of(code)); };
  if (first && first == last) {
    of_district(*first);
    return absl::OkStatus();
  }
  if (first) {
    QUSHU_ASSIGN_OR_RETURN(const auto codes,
                           Codes(indicator ? db.Prepare(kDistrictsOfSeries, *first, *last,
                                                        kMaxMerged + 1, query.indicator)
                                           : db.Prepare(kDistricts, *first, *last, kMaxMerged + 1),
                                 kMaxMerged));
    if (codes) {
      for (const int64_t code : *codes) of_district(code);
      return absl::OkStatus();
    }
  }
  if (indicator) {
    statements_.push_back(
        db.Prepare(OfIndicator(), start.rank, place, ranks.last, first, last, *indicator));
    return absl::OkStatus();
  }
  // SQLite finds no middle of a day by the number of a row.
  if (start.is_after) {
    statements_.push_back(db.Prepare(OfDay(), start.rank, place, start.article, first, last));
  }
  statements_.push_back(db.Prepare(OfAll(), start.rank + (start.is_after ? 1 : 0), ranks.last,
                                   std::optional<int64_t>(), first, last));
  return absl::OkStatus();
}

bool FigureCursor::Head::operator>(const Head& other) const {
  return std::tie(rank, article, number) > std::tie(other.rank, other.article, other.number);
}

absl::Status FigureCursor::Advance(size_t i) {
  Statement& rows = statements_[i];
  QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
  if (row) heads_.push({rows.Int(kRank), rows.Int(kArticle), rows.Int(kNumber), i});
  return absl::OkStatus();
}

absl::StatusOr<bool> FigureCursor::Next() {
  if (statements_.size() == 1) {
    row_ = &statements_.front();
    return statements_.front().Next();
  }
  if (!started_) {
    started_ = true;
    for (size_t i = 0; i < statements_.size(); ++i) QUSHU_RETURN_IF_ERROR(Advance(i));
  } else if (!heads_.empty()) {
    heads_.pop();
    QUSHU_RETURN_IF_ERROR(Advance(current_));
  }
  if (heads_.empty()) return false;
  current_ = heads_.top().statement;
  row_ = &statements_[current_];
  return true;
}

bool FigureCursor::Fits() const {
  const Statement& row = *row_;
  if (filters_.last_arrival && row.Int(kArticle) > *filters_.last_arrival) return false;
  // What was corrected by an article that is left out itself was not corrected yet.
  if (const int64_t by = row.Int(kSupersededBy);
      by != 0 && !filters_.superseded && by <= filters_.last_arrival.value_or(INT64_MAX)) {
    return false;
  }
  if (filters_.indicator && row.Int(kIndicator) != *filters_.indicator) return false;
  if (filters_.scope != 0 && row.Int(kScope) != filters_.scope) return false;
  if (filters_.kinds && !Has(filters_.kinds, row.Int(kKind))) return false;
  if (filters_.aspects && !Has(filters_.aspects, row.Int(kAspect))) return false;
  if (!filters_.unit.empty() && row.Bytes(kUnit) != filters_.unit) return false;
  if (filters_.min_value && row.Bytes(kValue) < *filters_.min_value) return false;
  if (filters_.max_value && row.Bytes(kValue) > *filters_.max_value) return false;
  if (filters_.first_as_of || filters_.last_as_of) {
    if (row.IsNull(kAsOf)) return false;
    if (filters_.first_as_of && row.Int(kAsOf) < *filters_.first_as_of) return false;
    if (filters_.last_as_of && row.Int(kAsOf) > *filters_.last_as_of) return false;
  }
  return row.Bytes(kMeasure).find(filters_.measure_contains) != std::string_view::npos;
}

FigureKey FigureCursor::key() const {
  return {.article = {publication_date(), IdDigits(row_->Bytes(kId)), row_->Int(kArticle)},
          .number = static_cast<int>(row_->Int(kNumber))};
}
std::optional<Date> FigureCursor::publication_date() const { return DateOfRank(row_->Int(kRank)); }
std::optional<Date> FigureCursor::as_of() const {
  if (row_->IsNull(kAsOf)) return std::nullopt;
  return FromDayNumber(static_cast<int>(row_->Int(kAsOf)));
}
std::string_view FigureCursor::value_key() const { return row_->Bytes(kValue); }
int FigureCursor::district() const { return static_cast<int>(row_->Int(kDistrict)); }

absl::StatusOr<v1::Figure> FigureCursor::Read() const {
  v1::Figure figure;
  QUSHU_RETURN_IF_ERROR(ReadFigureRow(*row_, figure));
  NameFigure(IdDigits(row_->Bytes(kId)), static_cast<int>(row_->Int(kNumber)), row_->Int(kRank),
             figure);
  return figure;
}

int64_t FigureCursor::arrival() const { return row_->Int(kArticle); }

absl::StatusOr<size_t> FigureCursor::AppendTo(std::string& list, uint64_t left_out) const {
  const Statement& row = *row_;
  const std::string article = IdDigits(row.Bytes(kId));
  StoredFigure figure{.article = article,
                      .number = static_cast<int>(row.Int(kNumber)),
                      .date_rank = row.Int(kRank),
                      .district = row.Int(kDistrict),
                      .unit = row.Bytes(kUnit),
                      .kind = row.Int(kKind),
                      .aspect = row.Int(kAspect),
                      .scope = row.Int(kScope),
                      .as_of = {},
                      .measure = row.Bytes(kMeasure),
                      .rest = row.Bytes(kFigure)};
  if (!row.IsNull(kAsOf)) figure.as_of = row.Int(kAsOf);
  const auto bytes = AppendFigure(figure, left_out, list);
  if (!bytes) return SqliteError(SQLITE_CORRUPT);
  return *bytes;
}

absl::Status ReadFigureRow(const Statement& row, v1::Figure& figure) {
  QUSHU_RETURN_IF_ERROR(ParseColumn(row.Bytes(kFigure), figure));
  const int64_t district = row.Int(kDistrict);
  if (district != 0) figure.set_district(absl::StrCat("districts/", district));
  const std::string_view unit = row.Bytes(kUnit);
  figure.set_unit(unit.data(), unit.size());
  figure.set_kind(static_cast<v1::Kind>(row.Int(kKind)));
  figure.set_aspect(static_cast<v1::Aspect>(row.Int(kAspect)));
  figure.set_scope(static_cast<v1::Scope>(row.Int(kScope)));
  if (!row.IsNull(kAsOf)) {
    ToProto(FromDayNumber(static_cast<int>(row.Int(kAsOf))), *figure.mutable_as_of());
  }
  const std::string_view measure = row.Bytes(kMeasure);
  figure.set_measure(measure.data(), measure.size());
  return absl::OkStatus();
}

}  // namespace qushu
