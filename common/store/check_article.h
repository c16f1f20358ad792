// The part of a store's check that looks at one article: what was read from the text against the
// text, and the rows against what they were made from.
#ifndef QUSHU_COMMON_STORE_CHECK_ARTICLE_H_
#define QUSHU_COMMON_STORE_CHECK_ARTICLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/store/sqlite_db.h"
#include "qushu/v1/article.pb.h"

namespace qushu {

// Called with a reason of sqlite_check.h, the table and what is wrong.
using CheckNote =
    std::function<void(std::string_view reason, std::string_view table, std::string message)>;

// The article's row in `articles`.
struct CheckedRow {
  int64_t number = 0;
  std::string id;  // digits
  int64_t date_rank = 0;
};

// Notes all that is wrong with the article. Errors are those of reading the file.
absl::Status CheckStoredArticle(SqliteDb& db, const CheckedRow& row, const CheckNote& note);

// Notes spans of `article`, which has its source, that do not lead to what was read there.
void CheckSpans(const v1::Article& article, const CheckNote& note);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_CHECK_ARTICLE_H_
