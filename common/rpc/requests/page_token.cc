#include "common/rpc/requests/page_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "absl/strings/escaping.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/rpc/requests/request.h"

namespace qushu::rpc {
namespace {

constexpr int kPageTokenVersion = 1;
constexpr size_t kMinKeyBytes = 16;
constexpr size_t kChecksumBytes = 16;
constexpr size_t kHashBytes = 16;
// Longer than any token made here: its strings are short.
constexpr size_t kMaxTokenBytes = 1024;

std::string HashWithoutPaging(const google::protobuf::Message& request) {
  std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : {"page_size", "page_token"}) {
    const auto* field = copy->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  return RequestHash(*copy).substr(0, kHashBytes);
}

absl::Status Invalid() {
  return InvalidField(v1::ERROR_REASON_INVALID_PAGE_TOKEN, "page_token",
                      "the page token was not made by this service, or is damaged");
}

}  // namespace

PageTokenCodec::PageTokenCodec() : key_(32, '\0') {
  // OpenSSL's generator fails only where the system has no randomness at all; the tokens then
  // still find damage.
  [[maybe_unused]] const int ok =
      RAND_bytes(reinterpret_cast<unsigned char*>(key_.data()), static_cast<int>(key_.size()));
}

absl::StatusOr<PageTokenCodec> PageTokenCodec::FromKeyFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (in) bytes << in.rdbuf();
  std::string key = std::move(bytes).str();
  if (!in || key.size() < kMinKeyBytes) {
    return absl::InvalidArgumentError(path + ": cannot be read, or is shorter than 16 bytes");
  }
  return PageTokenCodec(std::move(key));
}

std::string PageTokenCodec::Checksum(std::string_view bytes) const {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), kChecksumBytes};
}

std::string PageTokenCodec::Encode(std::string_view method,
                                   const google::protobuf::Message& request,
                                   const PagePosition& position) const {
  PageToken token;
  token.set_version(kPageTokenVersion);
  token.set_method(std::string(method));
  token.set_request_hash(HashWithoutPaging(request));
  *token.mutable_position() = position;
  std::string bytes = token.SerializeAsString();
  bytes += Checksum(bytes);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<std::optional<PagePosition>> PageTokenCodec::Decode(
    std::string_view method, const google::protobuf::Message& request,
    std::string_view token) const {
  if (token.empty()) return std::nullopt;
  std::string bytes;
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) ||
      bytes.size() <= kChecksumBytes) {
    return Invalid();
  }
  const std::string checksum = bytes.substr(bytes.size() - kChecksumBytes);
  bytes.resize(bytes.size() - kChecksumBytes);
  if (CRYPTO_memcmp(checksum.data(), Checksum(bytes).data(), kChecksumBytes) != 0) {
    return Invalid();
  }
  PageToken parsed;
  if (!parsed.ParseFromString(bytes) || parsed.version() != kPageTokenVersion) return Invalid();
  if (parsed.method() != method || parsed.request_hash() != HashWithoutPaging(request)) {
    return InvalidField(v1::ERROR_REASON_PAGE_TOKEN_MISMATCH, "page_token",
                        "the page token belongs to a request with other arguments");
  }
  return parsed.position();
}

}  // namespace qushu::rpc
