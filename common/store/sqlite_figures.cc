#include <functional>
#include <queue>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// Parameters of all statements below; every one has ?18, so that all can be bound:
// ?1, ?2, ?3  behind this date_rank, article, number   ?4  last date_rank     ?5  most rows
// ?6 article   ?7, ?8 first and last district   ?9 unit   ?10 bits of kinds   ?11 bits of aspects
// ?12 scope   ?13, ?14 first and last value   ?15, ?16 first and last as_of
// ?17 indicator   ?18 part of the measure
// Filters that are not set are NULL.
//
// A statement reads in the order of the answer out of one index, and stops at its limit. Those that
// read out of another index than the table itself choose rows by that index alone, as `k`, before
// they fetch them. (SQLite's planner is easily led to sort instead: a test watches what pages
// cost.) A division with those below it is read district by district and merged, unless they are so
// many that they make up much of the store.
constexpr int64_t kMaxMerged = 64;

constexpr char kColumns[] = "SELECT f.date_rank, f.article, f.number, f.figure ";
constexpr char kFetch[] =
    "CROSS JOIN figures AS f ON f.district = k.district AND f.date_rank = k.date_rank "
    "AND f.article = k.article AND f.number = k.number ";
constexpr char kFilters[] =
    "AND (?9 IS NULL OR f.unit = ?9) "
    "AND (?10 IS NULL OR (1 << f.kind) & ?10) "
    "AND (?11 IS NULL OR (1 << f.aspect) & ?11) "
    "AND (?12 IS NULL OR f.scope = ?12) "
    "AND (?13 IS NULL OR f.value >= ?13) AND (?14 IS NULL OR f.value <= ?14) "
    "AND (?15 IS NULL OR f.as_of >= ?15) AND (?16 IS NULL OR f.as_of <= ?16) "
    "AND (?18 IS NULL OR instr(f.measure, ?18)) ";
constexpr char kPageOfF[] =
    "AND (f.date_rank, f.article, f.number) > (?1, ?2, ?3) AND f.date_rank <= ?4 "
    "ORDER BY f.date_rank, f.article, f.number LIMIT ?5";
constexpr char kPageOfK[] =
    "AND (k.date_rank, k.article, k.number) > (?1, ?2, ?3) AND k.date_rank <= ?4 "
    "ORDER BY k.date_rank, k.article, k.number LIMIT ?5";

enum Column { kRank, kArticle, kNumber, kFigure };

std::string OfOneDistrict() {
  return absl::StrCat(kColumns, "FROM figures AS f WHERE f.district = ?7 ", kFilters, kPageOfF);
}

std::string OfSeries() {
  return absl::StrCat(kColumns, "FROM figures AS k INDEXED BY figures_by_series ", kFetch,
                      "WHERE k.indicator = ?17 AND k.indicator <> '' AND k.district = ?7 ",
                      kFilters, kPageOfK);
}

std::string OfArticle() {
  return absl::StrCat(kColumns, "FROM figures AS k INDEXED BY figures_by_date ", kFetch,
                      "WHERE k.date_rank = ?4 AND k.article = ?6 AND k.number > ?3 "
                      "AND (?7 IS NULL OR k.district BETWEEN ?7 AND ?8) "
                      "AND (?17 IS NULL OR f.indicator = ?17) ",
                      kFilters, "ORDER BY k.number LIMIT ?5");
}

std::string OfIndicator() {
  return absl::StrCat(kColumns, "FROM figures AS k INDEXED BY figures_by_indicator ", kFetch,
                      "WHERE k.indicator = ?17 AND k.indicator <> '' "
                      "AND (?7 IS NULL OR k.district BETWEEN ?7 AND ?8) ",
                      kFilters, kPageOfK);
}

std::string OfAll() {
  return absl::StrCat(kColumns, "FROM figures AS k INDEXED BY figures_by_date ", kFetch,
                      "WHERE (?7 IS NULL OR k.district BETWEEN ?7 AND ?8) ", kFilters, kPageOfK);
}

template <typename Enums>
std::optional<int64_t> Bits(const Enums& values) {
  if (values.empty()) return std::nullopt;
  int64_t bits = 0;
  for (const auto value : values) {
    if (value >= 0 && value < 63) bits |= int64_t{1} << value;
  }
  return bits;
}

std::optional<std::string_view> IfSet(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<std::string> Key(const std::optional<Decimal>& value) {
  if (!value) return std::nullopt;
  return value->SortKey();
}

std::optional<int64_t> Day(const std::optional<Date>& date) {
  if (!date) return std::nullopt;
  return ToDayNumber(*date);
}

// Where the statement reads, and which one it is.
struct Path {
  std::string_view sql;
  StartKey start;
  int64_t number = 0;
  int64_t last_rank = 0;
  std::string article;  // bytes
  std::optional<int64_t> first_district;
  std::optional<int64_t> last_district;
  bool article_only = false;

  bool one_district() const { return first_district && first_district == last_district; }
};

std::string_view SqlFor(const FigureQuery& query, const Path& path) {
  static const std::string kOfArticle = OfArticle();
  static const std::string kOfSeries = OfSeries();
  static const std::string kOfIndicator = OfIndicator();
  static const std::string kOfOneDistrict = OfOneDistrict();
  static const std::string kOfAll = OfAll();
  if (path.article_only) return kOfArticle;
  if (query.indicator.empty()) return path.one_district() ? kOfOneDistrict : kOfAll;
  return path.one_district() ? kOfSeries : kOfIndicator;
}

// Narrows `path` to one article; false if the page is empty.
absl::StatusOr<bool> NarrowToArticle(SqliteDb& db, const FigureQuery& query, RankRange ranks,
                                     Path& path) {
  path.article = IdBytes(query.article);
  Statement find = db.Prepare("SELECT date_rank FROM articles WHERE id = ?1", Blob{path.article});
  QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
  if (!found || find.Int(0) < ranks.first || find.Int(0) > ranks.last) return false;
  path.last_rank = find.Int(0);
  const auto here = std::tie(path.last_rank, path.article);
  const auto start = std::tie(path.start.rank, path.start.article);
  if (here < start) return false;
  if (here != start) path.number = 0;
  path.article_only = true;
  return true;
}

// Absent if the page is empty.
absl::StatusOr<std::optional<Path>> ChoosePath(SqliteDb& db, const FigureQuery& query) {
  const RankRange ranks = RanksIn(query.published);
  Path path;
  path.start = StartOf(query.after.article, ranks.first);
  path.number = path.start.is_after ? query.after.number : 0;
  path.last_rank = ranks.last;
  if (auto code = ParseDistrictCode(query.district)) {
    path.first_district = *code;
    path.last_district = query.include_descendants ? DescendantsOf(*code).last : *code;
  }
  if (!query.article.empty()) {
    QUSHU_ASSIGN_OR_RETURN(const bool any, NarrowToArticle(db, query, ranks, path));
    if (!any) return std::nullopt;
  }
  path.sql = SqlFor(query, path);
  return path;
}

Statement Select(SqliteDb& db, const FigureQuery& query, const Path& path, int64_t limit) {
  std::optional<int64_t> scope;
  if (query.scope != v1::SCOPE_UNSPECIFIED) scope = query.scope;
  return db.Prepare(path.sql, path.start.rank, Blob{path.start.article}, path.number,
                    path.last_rank, limit, Blob{path.article}, path.first_district,
                    path.last_district, IfSet(query.unit), Bits(query.kinds), Bits(query.aspects),
                    scope, Key(query.min_value), Key(query.max_value), Day(query.as_of.first),
                    Day(query.as_of.last), IfSet(query.indicator), IfSet(query.measure_contains));
}

// The rows of one statement or of several, merged in the order of the answer.
class FigureRows {
 public:
  void Add(Statement statement) { statements_.push_back(std::move(statement)); }

  // The statement that stands at the next row, until the next call; null at the end.
  absl::StatusOr<const Statement*> Next() {
    if (!started_) {
      started_ = true;
      for (size_t i = 0; i < statements_.size(); ++i) QUSHU_RETURN_IF_ERROR(Advance(i));
    } else if (!heads_.empty()) {
      const size_t taken = heads_.top().statement;
      heads_.pop();
      QUSHU_RETURN_IF_ERROR(Advance(taken));
    }
    return heads_.empty() ? nullptr : &statements_[heads_.top().statement];
  }

 private:
  struct Head {
    int64_t rank = 0;
    std::string article;
    int64_t number = 0;
    size_t statement = 0;

    bool operator>(const Head& other) const {
      return std::tie(rank, article, number) > std::tie(other.rank, other.article, other.number);
    }
  };

  absl::Status Advance(size_t i) {
    Statement& rows = statements_[i];
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (row) {
      heads_.push({rows.Int(kRank), std::string(rows.Bytes(kArticle)), rows.Int(kNumber), i});
    }
    return absl::OkStatus();
  }

  std::vector<Statement> statements_;
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads_;
  bool started_ = false;
};

// The districts of `path` that have figures; absent if they are too many to be merged.
absl::StatusOr<std::optional<std::vector<int64_t>>> DistrictsToMerge(SqliteDb& db,
                                                                     const Path& path) {
  std::vector<int64_t> codes;
  if (!path.first_district || path.article_only || path.one_district()) return std::nullopt;
  Statement rows = db.Prepare(
      "SELECT code FROM districts WHERE code BETWEEN ?1 AND ?2 AND figure_count > 0 LIMIT ?3",
      path.first_district, path.last_district, kMaxMerged + 1);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return codes;
    if (codes.size() == static_cast<size_t>(kMaxMerged)) return std::nullopt;
    codes.push_back(rows.Int(0));
  }
}

absl::StatusOr<FigureRows> OpenRows(SqliteDb& db, const FigureQuery& query, Path path,
                                    int64_t limit) {
  FigureRows rows;
  QUSHU_ASSIGN_OR_RETURN(const auto districts, DistrictsToMerge(db, path));
  if (!districts) {
    rows.Add(Select(db, query, path, limit));
    return rows;
  }
  for (const int64_t code : *districts) {
    path.first_district = path.last_district = code;
    path.sql = SqlFor(query, path);
    rows.Add(Select(db, query, path, limit));
  }
  return rows;
}

}  // namespace

absl::StatusOr<FigurePage> ReadFigures(SqliteDb& db, const FigureQuery& query, int64_t revision) {
  FigurePage page;
  page.revision = revision;
  QUSHU_ASSIGN_OR_RETURN(const auto path, ChoosePath(db, query));
  if (!path) return page;
  // One row more tells whether there is a next page.
  QUSHU_ASSIGN_OR_RETURN(FigureRows rows, OpenRows(db, query, *path, int64_t{query.limit} + 1));
  size_t bytes = 0;
  FigureKey last;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const Statement* row, rows.Next());
    if (row == nullptr) return page;
    if (page.figures.size() < static_cast<size_t>(query.limit)) {
      v1::Figure figure;
      QUSHU_RETURN_IF_ERROR(ParseColumn(row->Bytes(kFigure), figure));
      const std::string article = IdDigits(row->Bytes(kArticle));
      const int number = static_cast<int>(row->Int(kNumber));
      NameFigure(article, number, row->Int(kRank), figure);
      bytes += figure.ByteSizeLong();
      if (page.figures.empty() || bytes <= query.max_bytes) {
        last = {{DateOfRank(row->Int(kRank)), article}, number};
        page.figures.push_back(std::move(figure));
        continue;
      }
    }
    page.next = last;
    return page;
  }
}

}  // namespace qushu
