// Metadata of calls. gRPC C++ 1.51 aborts the process when a metadata value holds anything but
// printable ASCII (only keys that end in `-bin` may carry bytes), so every write goes through here.
#ifndef QUSHU_COMMON_RPC_CALLS_METADATA_H_
#define QUSHU_COMMON_RPC_CALLS_METADATA_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "grpcpp/server_context.h"

namespace qushu::rpc {

inline constexpr char kRequestIdKey[] = "x-request-id";

// Whether gRPC takes this pair: a key of lower-case letters, digits, `-`, `_` and `.`, and a value
// of printable ASCII. Keys that end in `-bin` take any value; `grpc-` keys are gRPC's own.
bool IsLegalMetadata(std::string_view key, std::string_view value);

// Adds a trailer. INVALID_ARGUMENT, and nothing added, for an illegal pair.
absl::Status AddTrailer(grpc::ServerContextBase& context, std::string_view key,
                        std::string_view value);

// What the caller sent as `x-request-id`, if it is 1 to 64 characters of letters, digits, `-`, `_`,
// `.`, `:`; otherwise a new one of 32 hexadecimal digits.
std::string RequestIdOrNew(std::optional<std::string_view> sent);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_METADATA_H_
