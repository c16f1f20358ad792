// An article on its way into the store, checked and divided into rows: what takes time and needs no
// store is done.
#ifndef QUSHU_COMMON_STORE_PENDING_PUT_H_
#define QUSHU_COMMON_STORE_PENDING_PUT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/store/article_rows.h"
#include "common/store/put.h"

namespace qushu {

// What a stored article has now, in place of which other rows shall stand.
struct Replaced {
  int64_t revision = 0;
  ArticleRows rows;
  bool same = false;  // as SameReading() says
};

struct PendingPut {
  std::string id;  // the 32 digits
  ArticleRows rows;
  std::optional<Replaced> replaced = {};  // absent for an article that is new
  std::string request_id;
  std::string request_hash;
  PutTime time = PutTime::kNow;
  PutDone done;

  // About what it takes in memory.
  size_t Bytes() const { return rows.Bytes() + (replaced ? replaced->rows.Bytes() : 0); }
};

// Without `time` and `done`. The errors are those of Store::PutArticle() that concern the article.
absl::StatusOr<PendingPut> PreparePut(PutRequest request);

// The article keeps name and create_time. Its result has a new revision, or `already_stored` where
// it is read as before: then its version and hints alone are written. Revision 0: the article is
// not any more what `stored` says, and nothing was written.
//
// The errors are those of PreparePut(); INTERNAL if the source is another.
absl::StatusOr<PendingPut> PrepareReread(RereadRequest request);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_PENDING_PUT_H_
