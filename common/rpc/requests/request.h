// Checks of request fields that several methods share.
#ifndef QUSHU_COMMON_RPC_REQUESTS_REQUEST_H_
#define QUSHU_COMMON_RPC_REQUESTS_REQUEST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/base/error.h"
#include "google/protobuf/message.h"

namespace qushu::rpc {

// Collects what is wrong with a request, so that the caller hears of all of it at once.
//
//   FieldErrors errors;
//   query.limit = PageSize(request.page_size(), 100, 1000, errors);
//   CheckEnum(v1::Scope_IsValid(request.scope()), "scope", errors);
//   QUSHU_RETURN_IF_ERROR(errors.ToStatus());
class FieldErrors {
 public:
  // `message` is ASCII English and does not quote the request.
  void Add(v1::ErrorReason reason, std::string_view field, std::string_view message);
  // Adds the violations and metadata of `status`, an error made by MakeError(); OK adds nothing.
  // An error other than INVALID_ARGUMENT decides the code, unless a field was at fault before.
  void Add(const absl::Status& status);
  // OK if nothing was added; else the first error, with the violations of all.
  absl::Status ToStatus() const;

 private:
  absl::Status first_;
  ErrorDetails details_;
};

// The number of rows of a page: `default_size` for 0, never more than `max_size`. Adds
// INVALID_PAGE_SIZE for a negative one.
int PageSize(int32_t requested, int default_size, int max_size, FieldErrors& errors);

// The same for any other limit, with INVALID_ARGUMENT and the field's name.
int Limit(int32_t requested, int default_value, int max_value, std::string_view field,
          FieldErrors& errors);

// Adds INVALID_ARGUMENT for an enum value that this service does not know.
void CheckEnum(bool valid, std::string_view field, FieldErrors& errors);

// SHA-256 of the deterministic serialisation: 32 bytes, the same for equal messages.
std::string RequestHash(const google::protobuf::Message& request);

// Whether `text` is a UUID in its usual form, of 36 characters in either case.
bool IsUuid(std::string_view text);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_REQUESTS_REQUEST_H_
