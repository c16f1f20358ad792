#include "common/rpc/calls/refusals.h"

#include <string_view>

#include "absl/strings/cord.h"
#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"

namespace qushu::rpc {
namespace {

// A call of the services takes some milliseconds: by then there is room, or there is a crowd.
constexpr absl::Duration kRetryOverloaded = absl::Milliseconds(200);

absl::Status WithRetryInfo(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo info;
  const absl::Duration whole = absl::Floor(delay, absl::Seconds(1));
  info.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(whole));
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay - whole)));
  status.SetPayload("type.googleapis.com/google.rpc.RetryInfo",
                    absl::Cord(info.SerializeAsString()));
  return status;
}

absl::Status Overloaded(std::string_view message) {
  return WithRetryInfo(
      MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED, message),
      kRetryOverloaded);
}

}  // namespace

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
  return Overloaded("more calls wait than the service holds; try again later");
}

absl::Status TooManyCalls() {
  return Overloaded("more calls are under way than the service holds; try again later");
}

absl::Status TooManyStreams() {
  return Overloaded("more streams are open than the service holds; try again later");
}

absl::Status ClientLimit(absl::Duration retry_after) {
  return WithRetryInfo(
      MakeError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_CLIENT_LIMIT,
                "the client makes more calls, or holds more streams, than one may"),
      retry_after);
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

}  // namespace qushu::rpc
