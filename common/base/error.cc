#include "common/base/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/strip.h"
#include "common/base/absl_compat.h"
#include "common/base/utf8.h"
#include "google/rpc/error_details.pb.h"

namespace qushu {
namespace {

constexpr size_t kMaxViolations = 10;
constexpr size_t kMaxValueBytes = 200;

std::string Cut(std::string_view value) {
  // Details travel as protobuf strings, which have to be valid UTF-8 whatever the caller sent.
  value = value.substr(0, ValidPrefix(value));
  if (value.size() <= kMaxValueBytes) return std::string(value);
  size_t end = kMaxValueBytes;
  while (end > 0 && IsContinuation(value[end])) --end;
  return std::string(value.substr(0, end)) + "…";
}

}  // namespace

std::string ReasonName(v1::ErrorReason reason) {
  return std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_"));
}

absl::Status MakeError(absl::StatusCode code, v1::ErrorReason reason, std::string_view message,
                       ErrorDetails details) {
  absl::Status status(code, ToAbsl(message));
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonName(reason));
  info.set_domain(kErrorDomain);
  for (auto& [key, value] : details.metadata) (*info.mutable_metadata())[key] = Cut(value);
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : details.violations) {
    if (static_cast<size_t>(bad.field_violations_size()) == kMaxViolations) {
      (*info.mutable_metadata())["violations_left_out"] =
          std::to_string(details.violations.size() - kMaxViolations);
      break;
    }
    auto* added = bad.add_field_violations();
    added->set_field(Cut(violation.field));
    added->set_description(Cut(violation.description));
  }
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  if (bad.field_violations_size() > 0) {
    status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  }
  return status;
}

absl::Status InvalidField(v1::ErrorReason reason, std::string_view field,
                          std::string_view message) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, message,
                   {.violations = {{std::string(field), std::string(message)}}, .metadata = {}});
}

std::string ReasonOf(const absl::Status& status) {
  auto payload = status.GetPayload(kErrorInfoUrl);
  google::rpc::ErrorInfo info;
  if (!payload || !info.ParseFromString(std::string(*payload))) return "";
  return info.reason();
}

}  // namespace qushu
