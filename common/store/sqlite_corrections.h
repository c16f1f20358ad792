// The versions of a text in an SQLite store: which article a new one corrects, and what of it
// answers take in. Inside a transaction of the writer; rows of articles concerned are in the
// tables.
#ifndef QUSHU_COMMON_STORE_SQLITE_CORRECTIONS_H_
#define QUSHU_COMMON_STORE_SQLITE_CORRECTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/article_rows.h"
#include "common/store/sqlite_db.h"

namespace qushu {

// The next revision of the store.
absl::StatusOr<int64_t> NextRevision(SqliteDb& db);

// Notes that the article of these 16 bytes leaves the answers in the revision that the store is at.
// `replaced_by` are those of the article that is there instead: another, or itself where it was
// read anew; empty for none.
absl::Status NoteDeparture(SqliteDb& db, std::string_view id, std::string_view replaced_by);

// A version of a text.
struct TextVersion {
  int64_t number = 0;  // articles.number
  std::string id;      // 16 bytes
};

// The article that one with these rows would correct. Of those of the same source the newest
// thousand are compared.
absl::StatusOr<std::optional<TextVersion>> FindCorrected(SqliteDb& db, const ArticleRows& rows);

// Puts `later`, which was stored in `revision`, in the place of `earlier`, the newest version.
absl::Status AddCorrection(SqliteDb& db, const TextVersion& earlier, const TextVersion& later,
                           int64_t revision);

// The one that `number` corrects, and is stored.
absl::StatusOr<std::optional<TextVersion>> CorrectedBy(SqliteDb& db, int64_t number);

// Gives an article that was brought back its old place among the versions.
absl::Status RejoinVersions(SqliteDb& db, const TextVersion& article);

// Says which article stands in the place of `number`; 0: none does, and it is in all answers. It
// appears there in a revision of its own.
absl::Status SetSupersededBy(SqliteDb& db, int64_t number, int64_t superseded_by);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_SQLITE_CORRECTIONS_H_
