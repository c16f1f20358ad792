#include "common/rpc/requests/request.h"

#include <openssl/sha.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "common/base/absl_compat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/error_details.pb.h"

namespace qushu::rpc {

void FieldErrors::Add(v1::ErrorReason reason, std::string_view field, std::string_view message) {
  Add(InvalidField(reason, field, message));
}

void FieldErrors::Add(const absl::Status& status) {
  if (status.ok()) return;
  if (first_.ok()) first_ = status;
  google::rpc::ErrorInfo info;
  if (const auto payload = status.GetPayload(kErrorInfoUrl);
      payload && info.ParseFromString(std::string(*payload))) {
    for (const auto& [key, value] : info.metadata()) details_.metadata.emplace_back(key, value);
  }
  google::rpc::BadRequest bad;
  if (const auto payload = status.GetPayload(kBadRequestUrl);
      payload && bad.ParseFromString(std::string(*payload))) {
    for (const auto& violation : bad.field_violations()) {
      details_.violations.push_back({violation.field(), violation.description()});
    }
  }
}

absl::Status FieldErrors::ToStatus() const {
  if (first_.ok() || details_.violations.size() <= 1) return first_;
  v1::ErrorReason reason = v1::ERROR_REASON_INVALID_ARGUMENT;
  v1::ErrorReason_Parse("ERROR_REASON_" + ReasonOf(first_), &reason);
  return MakeError(first_.code(), reason, ToStd(first_.message()), details_);
}

int PageSize(int32_t requested, int default_size, int max_size, FieldErrors& errors) {
  if (requested < 0) {
    errors.Add(v1::ERROR_REASON_INVALID_PAGE_SIZE, "page_size", "the page size is negative");
    return default_size;
  }
  return requested == 0 ? default_size : std::min<int>(requested, max_size);
}

int Limit(int32_t requested, int default_value, int max_value, std::string_view field,
          FieldErrors& errors) {
  if (requested < 0) {
    errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, field, "the limit is negative");
    return default_value;
  }
  return requested == 0 ? default_value : std::min<int>(requested, max_value);
}

void CheckEnum(bool valid, std::string_view field, FieldErrors& errors) {
  if (valid) return;
  errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, field, "this service does not know the value");
}

std::string RequestHash(const google::protobuf::Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&out);
  }
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return {reinterpret_cast<const char*>(digest), sizeof(digest)};
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) {
      return false;
    }
  }
  return true;
}

}  // namespace qushu::rpc
