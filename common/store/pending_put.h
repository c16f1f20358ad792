// An article on its way into the store, checked and divided into rows: what takes time and needs no
// store is done.
#ifndef QUSHU_COMMON_STORE_PENDING_PUT_H_
#define QUSHU_COMMON_STORE_PENDING_PUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/store/article_rows.h"
#include "common/store/put.h"

namespace qushu {

struct PendingPut {
  std::string id;  // the 32 digits
  ArticleRows rows;
  std::string request_id;
  std::string request_hash;
  PutTime time = PutTime::kNow;
  PutDone done;
};

// Without `time` and `done`. The errors are those of Store::PutArticle() that concern the article.
absl::StatusOr<PendingPut> PreparePut(PutRequest request);

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_PENDING_PUT_H_
