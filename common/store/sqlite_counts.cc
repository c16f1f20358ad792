#include "common/store/sqlite_counts.h"

#include <map>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/store/sqlite_queries.h"

namespace qushu {

absl::StatusOr<ArticleCounts> ReadCounts(SqliteDb& db, int64_t number) {
  ArticleCounts counts;
  Statement districts = db.Prepare(
      "SELECT district, figure_count FROM article_districts INDEXED BY "
      "article_districts_by_article WHERE article = ?1 ORDER BY district",
      number);
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, districts.Next());
    if (!row) break;
    counts.districts.push_back(
        {static_cast<int>(districts.Int(0)), static_cast<int>(districts.Int(1))});
  }
  Statement figures = db.Prepare(
      "SELECT f.district, i.id FROM figures AS f "
      "CROSS JOIN indicators AS i ON i.number = f.indicator WHERE f.place > ?1 AND f.place < ?2",
      PlaceOf(number, 0), PlaceOf(number + 1, 0));
  std::map<std::pair<int, std::string>, int> indicators;
  while (true) {
    QUSHU_ASSIGN_OR_RETURN(const bool row, figures.Next());
    if (!row) break;
    const std::string indicator(figures.Bytes(1));
    ++indicators[{static_cast<int>(figures.Int(0)), indicator}];
    ++indicators[{-1, indicator}];
  }
  for (const auto& [key, count] : indicators) {
    counts.indicators.push_back({key.first, key.second, count});
  }
  return counts;
}

absl::Status CountArticle(SqliteDb& db, const ArticleCounts& counts, int64_t date_rank) {
  for (const DistrictRow& row : counts.districts) {
    QUSHU_RETURN_IF_ERROR(
        db.Prepare(kCountDistrict, row.district, 1, row.figure_count, date_rank).Run());
  }
  for (const IndicatorRow& row : counts.indicators) {
    QUSHU_RETURN_IF_ERROR(
        db.Prepare(kCountIndicator, row.indicator, row.district, row.figure_count).Run());
  }
  return absl::OkStatus();
}

absl::Status UncountArticle(SqliteDb& db, const ArticleCounts& counts) {
  for (const DistrictRow& row : counts.districts) {
    QUSHU_RETURN_IF_ERROR(
        db.Prepare("UPDATE districts SET article_count = article_count - 1, "
                   "figure_count = figure_count - ?2, newest_rank = coalesce((SELECT d.date_rank "
                   "FROM article_districts AS d CROSS JOIN articles AS a ON a.number = d.article "
                   "WHERE d.district = code AND a.superseded_by = 0 "
                   "ORDER BY d.date_rank LIMIT 1), newest_rank) WHERE code = ?1",
                   row.district, row.figure_count)
            .Run());
    QUSHU_RETURN_IF_ERROR(
        db.Prepare("DELETE FROM districts WHERE code = ?1 AND article_count = 0", row.district)
            .Run());
  }
  for (const IndicatorRow& row : counts.indicators) {
    QUSHU_RETURN_IF_ERROR(db.Prepare("UPDATE indicator_counts SET figure_count = figure_count - ?3 "
                                     "WHERE district = ?1 AND indicator = ?2",
                                     row.district, row.indicator, row.figure_count)
                              .Run());
    QUSHU_RETURN_IF_ERROR(db.Prepare("DELETE FROM indicator_counts WHERE district = ?1 AND "
                                     "indicator = ?2 AND figure_count = 0",
                                     row.district, row.indicator)
                              .Run());
  }
  return absl::OkStatus();
}

}  // namespace qushu
