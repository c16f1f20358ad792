#include "common/rpc/refusals.h"

#include "common/base/error.h"

namespace qushu::rpc {

absl::Status DeadlineExceeded() {
  return MakeError(absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE,
                   "the call's time was over before it was done");
}

absl::Status Cancelled() {
  return MakeError(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                   "the caller gave the call up");
}

absl::Status InternalError() {
  return MakeError(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                   "a fault of the service");
}

absl::Status Stopping() {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STOPPING,
                   "the service is stopping; try again");
}

absl::Status QueueFull() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                   "more calls wait than the service holds; try again later");
}

absl::Status TooManyStreams() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                   "more streams are open than the service holds; try again later");
}

absl::Status ReaderTooSlow() {
  return MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_WATCHER_TOO_SLOW,
                   "the stream is read too slowly; go on from where it ends");
}

absl::Status Malformed() {
  return MakeError(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ARGUMENT,
      "the request is no message of the method's type, or holds text that is not UTF-8");
}

absl::Status Unauthenticated() {
  return MakeError(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_UNAUTHENTICATED,
                   "the call has no credentials that the service takes");
}

absl::Status PermissionDenied() {
  return MakeError(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED,
                   "the credentials do not allow the method");
}

absl::Status NotBuilt() {
  return MakeError(absl::StatusCode::kUnimplemented, v1::ERROR_REASON_NOT_BUILT,
                   "the method is part of the contract and not built yet");
}

}  // namespace qushu::rpc
