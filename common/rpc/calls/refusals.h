// The errors that calls end with before, beside or instead of what their handlers say.
#ifndef QUSHU_COMMON_RPC_CALLS_REFUSALS_H_
#define QUSHU_COMMON_RPC_CALLS_REFUSALS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace qushu::rpc {

absl::Status DeadlineExceeded();  // DEADLINE_EXCEEDED (DEADLINE)
absl::Status Cancelled();         // CANCELLED (CANCELLED)
absl::Status InternalError();     // INTERNAL (INTERNAL)
absl::Status Stopping();          // UNAVAILABLE (STOPPING)

// RESOURCE_EXHAUSTED (OVERLOADED), with a RetryInfo.
absl::Status QueueFull();
absl::Status TooManyCalls();
absl::Status TooManyStreams();
// RESOURCE_EXHAUSTED (CLIENT_LIMIT), with a RetryInfo of this delay.
absl::Status ClientLimit(absl::Duration retry_after);

absl::Status ReaderTooSlow();     // RESOURCE_EXHAUSTED (WATCHER_TOO_SLOW)
absl::Status Malformed();         // INVALID_ARGUMENT (INVALID_ARGUMENT): no message of its type
absl::Status Unauthenticated();   // UNAUTHENTICATED (UNAUTHENTICATED)
absl::Status PermissionDenied();  // PERMISSION_DENIED (PERMISSION_DENIED)

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_REFUSALS_H_
