// An article on its way into the store, as backends get it.
#ifndef QUSHU_COMMON_STORE_PENDING_PUT_H_
#define QUSHU_COMMON_STORE_PENDING_PUT_H_

#include <string>

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

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_PENDING_PUT_H_
