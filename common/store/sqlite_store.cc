#include "common/store/sqlite_store.h"

#include "common/base/error.h"

namespace qushu {

absl::StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const SqliteOptions& /*options*/) {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                   "the store cannot be opened");
}

}  // namespace qushu
