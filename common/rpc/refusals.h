// The errors that calls end with before, beside or instead of what their handlers say.
#ifndef QUSHU_COMMON_RPC_REFUSALS_H_
#define QUSHU_COMMON_RPC_REFUSALS_H_

#include "absl/status/status.h"

namespace qushu::rpc {

absl::Status DeadlineExceeded();  // DEADLINE_EXCEEDED (DEADLINE)
absl::Status Cancelled();         // CANCELLED (CANCELLED)
absl::Status InternalError();     // INTERNAL (INTERNAL)
absl::Status Stopping();          // UNAVAILABLE (STOPPING)
absl::Status QueueFull();         // RESOURCE_EXHAUSTED (OVERLOADED)
absl::Status TooManyStreams();    // RESOURCE_EXHAUSTED (OVERLOADED)
absl::Status ReaderTooSlow();     // RESOURCE_EXHAUSTED (WATCHER_TOO_SLOW)
absl::Status Malformed();         // INVALID_ARGUMENT (INVALID_ARGUMENT): no message of its type
absl::Status Unauthenticated();   // UNAUTHENTICATED (UNAUTHENTICATED)
absl::Status PermissionDenied();  // PERMISSION_DENIED (PERMISSION_DENIED)
absl::Status NotBuilt();          // UNIMPLEMENTED (NOT_BUILT)

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_REFUSALS_H_
