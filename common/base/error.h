// Errors with the details that cross the wire: a stable reason, the fields at fault, and metadata.
// A status made here carries google.rpc.ErrorInfo and google.rpc.BadRequest as payloads;
// common/rpc turns them into the trailers of a call, the command line into a line for people.
#ifndef QUSHU_COMMON_BASE_ERROR_H_
#define QUSHU_COMMON_BASE_ERROR_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "qushu/v1/errors.pb.h"

namespace qushu {

inline constexpr char kErrorDomain[] = "qushu.v1";

struct FieldViolation {
  std::string field;        // path in the request: `article.text`
  std::string description;  // one English sentence; may quote the input
};

struct ErrorDetails {
  std::vector<FieldViolation> violations;                     // the first 10 are sent
  std::vector<std::pair<std::string, std::string>> metadata;  // values are cut at 200 bytes
};

// `message` is short ASCII English without any of the user's text: it travels percent-encoded in a
// header of limited size.
absl::Status MakeError(absl::StatusCode code, v1::ErrorReason reason, std::string_view message,
                       ErrorDetails details = {});

// Shorthand for INVALID_ARGUMENT with one field at fault.
absl::Status InvalidField(v1::ErrorReason reason, std::string_view field, std::string_view message);

// The reason a status carries, without its prefix: `EMPTY_TEXT`; empty if it carries none.
std::string ReasonOf(const absl::Status& status);

// `EMPTY_TEXT` for ERROR_REASON_EMPTY_TEXT.
std::string ReasonName(v1::ErrorReason reason);

// The type URLs under which the payloads are kept.
inline constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
inline constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_ERROR_H_
