// The reads of an SQLite store, each inside a read transaction of `db` that the caller began.
// `revision` is the one of that transaction. See Store for what they answer.
#ifndef QUSHU_COMMON_STORE_SQLITE_QUERIES_H_
#define QUSHU_COMMON_STORE_SQLITE_QUERIES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/store/sqlite_db.h"
#include "common/store/store.h"

namespace qushu {

// Absent: no such article. `id` is the 32 digits.
absl::StatusOr<std::optional<v1::Article>> ReadArticle(SqliteDb& db, std::string_view id);
absl::StatusOr<std::optional<std::string>> ReadSource(SqliteDb& db, std::string_view id);
// By id.
absl::StatusOr<std::map<std::string, std::string>> ReadSketches(
    SqliteDb& db, const std::vector<std::string>& ids);

absl::StatusOr<ArticlePage> ReadArticles(SqliteDb& db, const ArticleQuery& query, int64_t revision);
absl::StatusOr<ArrivalPage> ReadArrivals(SqliteDb& db, const ArrivalQuery& query);
absl::StatusOr<FigurePage> ReadFigures(SqliteDb& db, const FigureQuery& query, int64_t revision);
absl::StatusOr<FigureScan> VisitFigures(SqliteDb& db, const FigureQuery& query, VisitFigureFn visit,
                                        int64_t revision);
absl::StatusOr<DistrictPage> ReadDistricts(SqliteDb& db, const DistrictQuery& query,
                                           int64_t revision);
absl::StatusOr<SummaryPage> ReadSummaries(SqliteDb& db, const SummaryQuery& query,
                                          int64_t revision);
absl::StatusOr<IndicatorPage> ReadIndicators(SqliteDb& db, const IndicatorQuery& query,
                                             int64_t revision);
absl::StatusOr<RevisionPage> ReadRevisions(SqliteDb& db, int64_t after, int limit, bool superseded,
                                           int64_t revision);
absl::StatusOr<FoundPage> FindArticles(SqliteDb& db, const SearchQuery& query, int64_t revision);

// The `place` of what has a number in an article: of all articles in the order in which they came.
// A text is too short for more of them.
inline constexpr int kPlaceBits = 24;
constexpr int64_t PlaceOf(int64_t article, int64_t number) {
  return (article << kPlaceBits) + number;
}

// Row of article_terms for an article: the newest publication first.
int64_t TermsRow(int64_t date_rank, int64_t article_number);

// Between the digits of an article's id and the bytes that stand in columns. Digits that are no id
// give bytes that no article has.
std::string IdBytes(std::string_view digits);
std::string IdDigits(std::string_view bytes);

// Where a page begins: behind the key, and not before the window. Compared as the columns
// (date_rank, article). Behind an article that is gone its day begins again.
struct StartKey {
  int64_t rank = 0;
  int64_t article = 0;    // articles.number
  bool is_after = false;  // stands at `after` itself, not at the window's beginning
};
absl::StatusOr<StartKey> StartOf(SqliteDb& db, const ArticleKey& after, int64_t first_rank);

// A protobuf out of a column; DATA_LOSS STORE_DAMAGED if it is none.
absl::Status ParseColumn(std::string_view bytes, google::protobuf::MessageLite& message);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_QUERIES_H_
