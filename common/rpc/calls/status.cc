#include "common/rpc/calls/status.h"

#include <iterator>
#include <string>

#include "absl/strings/cord.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace qushu::rpc {
namespace {

v1::ErrorReason ReasonForCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return v1::ERROR_REASON_INVALID_ARGUMENT;
    case absl::StatusCode::kUnavailable:
      return v1::ERROR_REASON_STORE_UNAVAILABLE;
    case absl::StatusCode::kUnimplemented:
      return v1::ERROR_REASON_NOT_BUILT;
    case absl::StatusCode::kDeadlineExceeded:
      return v1::ERROR_REASON_DEADLINE;
    case absl::StatusCode::kCancelled:
      return v1::ERROR_REASON_CANCELLED;
    case absl::StatusCode::kResourceExhausted:
      return v1::ERROR_REASON_OVERLOADED;
    default:
      return v1::ERROR_REASON_INTERNAL;
  }
}

std::string ShortAscii(std::string_view message) {
  std::string out(message.substr(0, kMaxMessageBytes));
  for (char& c : out) {
    // `%` would travel as three bytes, and control characters too.
    if (c < 0x20 || c > 0x7E || c == '%') c = '?';
  }
  return out;
}

// Removes the last detail of the given kind, or one of its parts; false if there is none left.
bool DropOneViolation(google::rpc::Status& details, int& dropped) {
  for (google::protobuf::Any& any : *details.mutable_details()) {
    google::rpc::BadRequest bad;
    if (any.type_url() != kBadRequestUrl || !any.UnpackTo(&bad)) continue;
    if (bad.field_violations_size() <= 1) return false;
    bad.mutable_field_violations()->RemoveLast();
    ++dropped;
    any.PackFrom(bad);
    return true;
  }
  return false;
}

bool DropOtherDetail(google::rpc::Status& details) {
  for (int i = details.details_size() - 1; i >= 0; --i) {
    const std::string& url = details.details(i).type_url();
    if (url == kErrorInfoUrl || url == kBadRequestUrl) continue;
    details.mutable_details()->DeleteSubrange(i, 1);
    return true;
  }
  return false;
}

void Shrink(google::rpc::Status& details, google::rpc::ErrorInfo& info) {
  const auto put_info = [&] { details.mutable_details(0)->PackFrom(info); };
  int dropped = 0;
  while (details.ByteSizeLong() > kMaxDetailsBytes && DropOneViolation(details, dropped)) {
  }
  if (dropped > 0) {
    std::string& left_out = (*info.mutable_metadata())["violations_left_out"];
    int before = 0;
    if (!left_out.empty()) before = std::atoi(left_out.c_str());
    left_out = std::to_string(before + dropped);
    put_info();
  }
  while (details.ByteSizeLong() > kMaxDetailsBytes && DropOtherDetail(details)) {
  }
  if (details.ByteSizeLong() > kMaxDetailsBytes) {
    info.clear_metadata();
    put_info();
  }
  // A single violation can be this long only if somebody built it without MakeError().
  if (details.ByteSizeLong() > kMaxDetailsBytes) {
    details.mutable_details()->DeleteSubrange(1, details.details_size() - 1);
  }
  if (details.ByteSizeLong() > kMaxDetailsBytes) {
    info.set_reason(ReasonName(v1::ERROR_REASON_INTERNAL));
    info.set_domain(kErrorDomain);
    put_info();
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(ShortAscii(ToStd(status.message())));
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload(kErrorInfoUrl);
  if (!payload || !info.ParseFromString(std::string(*payload))) {
    info.Clear();
    info.set_reason(ReasonName(ReasonForCode(status.code())));
    info.set_domain(kErrorDomain);
  }
  details.add_details()->PackFrom(info);
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    if (ToStd(url) == kErrorInfoUrl) return;
    google::protobuf::Any* any = details.add_details();
    any->set_type_url(std::string(ToStd(url)));
    any->set_value(std::string(value));
  });
  if (details.ByteSizeLong() > kMaxDetailsBytes) Shrink(details, info);
  return {static_cast<grpc::StatusCode>(details.code()), details.message(),
          details.SerializeAsString()};
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status out(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& any : details.details()) {
      out.SetPayload(any.type_url(), absl::Cord(any.value()));
    }
  }
  return out;
}

std::string CodeName(grpc::StatusCode code) {
  static constexpr const char* kNames[] = {"OK",
                                           "CANCELLED",
                                           "UNKNOWN",
                                           "INVALID_ARGUMENT",
                                           "DEADLINE_EXCEEDED",
                                           "NOT_FOUND",
                                           "ALREADY_EXISTS",
                                           "PERMISSION_DENIED",
                                           "RESOURCE_EXHAUSTED",
                                           "FAILED_PRECONDITION",
                                           "ABORTED",
                                           "OUT_OF_RANGE",
                                           "UNIMPLEMENTED",
                                           "INTERNAL",
                                           "UNAVAILABLE",
                                           "DATA_LOSS",
                                           "UNAUTHENTICATED"};
  const auto index = static_cast<size_t>(code);
  return index < std::size(kNames) ? kNames[index] : std::to_string(static_cast<int>(code));
}

}  // namespace qushu::rpc
