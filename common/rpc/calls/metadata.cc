#include "common/rpc/calls/metadata.h"

#include <algorithm>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/absl_compat.h"

namespace qushu::rpc {
namespace {

constexpr size_t kMaxRequestIdBytes = 64;

bool IsRequestIdChar(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ||
         c == ':';
}

std::string NewRequestId() {
  thread_local std::mt19937_64 generator{(static_cast<uint64_t>(std::random_device{}()) << 32) ^
                                         std::random_device{}()};
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  id.reserve(32);
  for (int half = 0; half < 2; ++half) {
    uint64_t bits = generator();
    for (int i = 0; i < 16; ++i, bits >>= 4) id += kHex[bits & 15];
  }
  return id;
}

}  // namespace

bool IsLegalMetadata(std::string_view key, std::string_view value) {
  const auto legal_key_char = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  if (key.empty() || !std::all_of(key.begin(), key.end(), legal_key_char)) return false;
  if (absl::StartsWith(ToAbsl(key), "grpc-")) return false;
  if (absl::EndsWith(ToAbsl(key), "-bin")) return true;
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

absl::Status AddTrailer(grpc::ServerContextBase& context, std::string_view key,
                        std::string_view value) {
  if (!IsLegalMetadata(key, value)) {
    return absl::InvalidArgumentError("metadata key or value that gRPC does not take");
  }
  context.AddTrailingMetadata(std::string(key), std::string(value));
  return absl::OkStatus();
}

std::string RequestIdOrNew(std::optional<std::string_view> sent) {
  if (sent && !sent->empty() && sent->size() <= kMaxRequestIdBytes &&
      std::all_of(sent->begin(), sent->end(), IsRequestIdChar)) {
    return std::string(*sent);
  }
  return NewRequestId();
}

}  // namespace qushu::rpc
