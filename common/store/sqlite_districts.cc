#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/store/article_rows.h"
#include "common/store/figure_cursor.h"
#include "common/store/sqlite_queries.h"

namespace qushu {
namespace {

// A district that nothing but a superseded text reports on counts nothing.
//
// ?1, ?2: first and last code. ?3: article, NULL for any. ?4: most rows.
constexpr std::string_view kInRange =
    "SELECT code, article_count, figure_count, newest_rank FROM districts "
    "WHERE code BETWEEN ?1 AND ?2 AND ?3 IS NULL ORDER BY code LIMIT ?4";
constexpr std::string_view kOfArticle =
    "SELECT a.district, coalesce(d.article_count, 0), coalesce(d.figure_count, 0), "
    "coalesce(d.newest_rank, 2147483647) "
    "FROM article_districts AS a INDEXED BY article_districts_by_article "
    "LEFT JOIN districts AS d ON d.code = a.district "
    "WHERE a.article = (SELECT number FROM articles WHERE id = ?3) AND a.district BETWEEN ?1 AND "
    "?2 ORDER BY a.district LIMIT ?4";

DistrictStats StatsOf(const Statement& row) {
  return {.code = std::to_string(row.Int(0)),
          .article_count = row.Int(1),
          .figure_count = row.Int(2),
          .latest = DateOfRank(row.Int(3))};
}

// Adds the districts from `first` to `last` to the page, until one more than the limit is there.
absl::Status AddRange(SqliteDb& db, const DistrictQuery& query, int first, int last,
                      DistrictPage& page) {
  const std::string article = IdBytes(query.article);
  std::optional<Blob> of;
  if (!query.article.empty()) of = Blob{article};
  const int64_t room = int64_t{query.limit} + 1 - static_cast<int64_t>(page.districts.size());
  Statement rows = db.Prepare(of ? kOfArticle : kInRange, first, last, of, room);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return absl::OkStatus();
    page.districts.push_back(StatsOf(rows));
  }
}

// The key figures that the row of a summary leaves out: columns as below.
absl::Status AddKeyFigures(SqliteDb& db, const Statement& row, v1::DistrictSummary& summary) {
  static const std::string kOne =
      absl::StrCat("SELECT ", kFigureColumns, "FROM figures AS f WHERE f.place = ?1");
  const auto numbers = FigureNumbers(row.Bytes(2));
  if (!numbers) return SqliteError(SQLITE_CORRUPT);
  for (const int number : *numbers) {
    Statement figure = db.Prepare(kOne, PlaceOf(row.Int(4), number));
    QUSHU_ASSIGN_OR_RETURN(const bool found, figure.Next());
    if (!found) return SqliteError(SQLITE_CORRUPT);
    QUSHU_RETURN_IF_ERROR(ReadFigureRow(figure, *summary.add_key_figures()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DistrictPage> ReadDistricts(SqliteDb& db, const DistrictQuery& query,
                                           int64_t revision) {
  DistrictPage page;
  page.revision = revision;
  DistrictRange range{100000, 999999};
  if (auto parent = ParseDistrictCode(query.parent)) {
    range = DescendantsOf(*parent);
    ++range.first;
  }
  if (auto after = ParseDistrictCode(query.after_code)) {
    range.first = std::max(range.first, *after + 1);
  }
  if (query.codes.empty()) {
    QUSHU_RETURN_IF_ERROR(AddRange(db, query, range.first, range.last, page));
  } else {
    std::vector<int> codes;
    for (const std::string& code : query.codes) codes.push_back(*ParseDistrictCode(code));
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    for (const int code : codes) {
      if (page.districts.size() > static_cast<size_t>(query.limit)) break;
      if (code < range.first || code > range.last) continue;
      QUSHU_RETURN_IF_ERROR(AddRange(db, query, code, code, page));
    }
  }
  if (page.districts.size() > static_cast<size_t>(query.limit)) {
    page.more = true;
    page.districts.pop_back();
  }
  return page;
}

absl::StatusOr<SummaryPage> ReadSummaries(SqliteDb& db, const SummaryQuery& query,
                                          int64_t revision) {
  SummaryPage page;
  page.revision = revision;
  RankRange ranks = RanksIn(query.published);
  const int district = *ParseDistrictCode(query.district);
  const std::string article = IdBytes(query.article);
  std::optional<Blob> of;
  if (!query.article.empty()) {
    of = Blob{article};
    // Its date leads to its place among the summaries of the district.
    Statement find = db.Prepare("SELECT date_rank FROM articles WHERE id = ?1", *of);
    QUSHU_ASSIGN_OR_RETURN(const bool found, find.Next());
    if (!found) return page;
    ranks = {std::max(ranks.first, find.Int(0)), std::min(ranks.last, find.Int(0))};
  }
  Statement rows = db.Prepare(
      "SELECT d.date_rank, s.id, s.figures, s.summary, d.article "
      "FROM article_districts AS d CROSS JOIN summaries AS s "
      "ON s.place BETWEEN d.article << 24 AND ((d.article + 1) << 24) - 1 "
      "AND s.district = d.district "
      "WHERE d.district = ?1 AND d.date_rank BETWEEN ?2 AND ?3 "
      "AND iif(?4 IS NULL, s.superseded_by = 0, s.id = ?4) "
      "ORDER BY d.date_rank, d.article, s.place LIMIT ?5",
      district, ranks.first, ranks.last, of, int64_t{query.limit} + 1);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, rows.Next());
    if (!row) return page;
    if (page.summaries.size() == static_cast<size_t>(query.limit)) {
      page.more = true;
      return page;
    }
    v1::ArticleSummary& summary = page.summaries.emplace_back();
    summary.set_article(ArticleName(IdDigits(rows.Bytes(1))));
    if (auto date = DateOfRank(rows.Int(0))) ToProto(*date, *summary.mutable_publication_date());
    QUSHU_RETURN_IF_ERROR(ParseColumn(rows.Bytes(3), *summary.mutable_summary()));
    QUSHU_RETURN_IF_ERROR(AddKeyFigures(db, rows, *summary.mutable_summary()));
  }
}

}  // namespace qushu
