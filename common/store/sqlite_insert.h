// The rows of a group of new articles, on their way into the tables inside one transaction.
//
// Rows are inserted in the order of their keys: those that fall on one page of the file come one
// after another, and full-text search takes its rows in ascending order only without a flush
// between them. Counters are added up first.
#ifndef QUSHU_COMMON_STORE_SQLITE_INSERT_H_
#define QUSHU_COMMON_STORE_SQLITE_INSERT_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_db.h"

namespace qushu {

class GroupInsert {
 public:
  explicit GroupInsert(SqliteDb& db) : db_(db) {}

  // Inserts the article itself; its other rows wait for Finish(). `id` are the 16 bytes; both it
  // and `rows` outlive the object. `now` are microseconds since 1970.
  // Its number.
  absl::StatusOr<int64_t> Add(std::string_view id, const ArticleRows& rows, int64_t revision,
                              int64_t now);
  // Gives a stored article new rows in the same way, in the place of `old`, which are removed but
  // for those of the article itself; full-text search has no words of it unless SameTerms(). One
  // that is superseded is counted nowhere.
  absl::Status Replace(int64_t number, std::string_view id, const ArticleRows& old,
                       const ArticleRows& rows, int64_t revision, int64_t superseded_by);
  static bool SameTerms(const ArticleRows& old, const ArticleRows& rows);
  // All rows are there; others may be added.
  absl::Status Finish();

 private:
  struct Added {
    int64_t number = 0;
    std::string_view id;
    const ArticleRows* rows = nullptr;
    bool terms = true;
    int64_t superseded_by = 0;
  };
  // Of a series, which gets one where it has none.
  absl::StatusOr<int64_t> NumberOf(std::string_view indicator);
  absl::Status InsertTerms();
  absl::Status InsertFigures();
  absl::Status InsertDistricts();
  absl::Status InsertSummaries();
  absl::Status CountDistricts();
  absl::Status CountIndicators();

  SqliteDb& db_;
  std::vector<Added> added_;
  std::map<std::string, int64_t, std::less<>> indicators_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_INSERT_H_
