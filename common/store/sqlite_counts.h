// The counters of an SQLite store, for the articles that answers take in.
#ifndef QUSHU_COMMON_STORE_SQLITE_COUNTS_H_
#define QUSHU_COMMON_STORE_SQLITE_COUNTS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_db.h"

namespace qushu {

// ?1 code   ?2 articles   ?3 figures   ?4 date_rank of the newest
inline constexpr char kCountDistrict[] =
    "INSERT INTO districts (code, article_count, figure_count, newest_rank) "
    "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (code) DO UPDATE SET "
    "article_count = article_count + ?2, figure_count = figure_count + ?3, "
    "newest_rank = min(newest_rank, ?4)";
// ?1 id of the series   ?2 district   ?3 figures
inline constexpr char kCountIndicator[] =
    "INSERT INTO indicator_counts VALUES (?1, ?2, ?3) ON CONFLICT (district, indicator) "
    "DO UPDATE SET figure_count = figure_count + ?3";

// What one article adds to the counters.
struct ArticleCounts {
  std::vector<DistrictRow> districts;
  std::vector<IndicatorRow> indicators;
};

// Of an article whose rows are in the tables.
absl::StatusOr<ArticleCounts> ReadCounts(SqliteDb& db, int64_t number);

absl::Status CountArticle(SqliteDb& db, const ArticleCounts& counts, int64_t date_rank);
// Once the article's rows are gone, or it is superseded: what is left tells the newest day.
absl::Status UncountArticle(SqliteDb& db, const ArticleCounts& counts);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_COUNTS_H_
