// What goes into a store, and the answer to it.
#ifndef QUSHU_COMMON_STORE_PUT_H_
#define QUSHU_COMMON_STORE_PUT_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "qushu/v1/article.pb.h"

namespace qushu {

struct PutRequest {
  v1::Article article = {};
  std::string request_id = {};    // empty: none
  std::string request_hash = {};  // stands for the request
};

struct PutResult {
  std::string article = {};  // id
  int64_t revision = 0;
  bool already_stored = false;
  std::string supersedes = {};  // id of the article that it corrects; empty: none
};

// A stored article that was read anew.
struct RereadRequest {
  v1::Article stored = {};  // as Store::GetArticle() gave it
  v1::Article reread = {};  // of the same source
};

struct DeleteRequest {
  std::string article = {};  // id
  std::string etag = {};     // of the article; empty: any
  absl::Time purge_time = absl::InfiniteFuture();
};

struct DeleteResult {
  int64_t revision = 0;  // in which it disappeared; 0 if it never was there
  absl::Time purge_time = absl::InfinitePast();
  bool deleted = false;  // by this call
};

using PutDone = std::function<void(absl::StatusOr<PutResult> result)>;

// When an article becomes durable: as soon as the store is free, together with what waits then; or
// soon: it may wait for others, so that a transaction is well used, about as long as a transaction
// takes.
enum class PutTime { kNow, kSoon };

}  // namespace qushu

#endif  // QUSHU_COMMON_STORE_PUT_H_
