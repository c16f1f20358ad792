// Page tokens: opaque to the caller, bound to the request that they came from.
//
// A token is the web-safe base64 of a PageToken and a keyed checksum of it. It carries no
// authority, only a position; the checksum finds damage and keeps callers from building on the
// format. The key is random for each process unless one is given: give all replicas of a service
// the same, so that a list begun at one goes on at another, and survives a restart.
#ifndef QUSHU_COMMON_RPC_REQUESTS_PAGE_TOKEN_H_
#define QUSHU_COMMON_RPC_REQUESTS_PAGE_TOKEN_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/requests/page_token.pb.h"
#include "google/protobuf/message.h"

namespace qushu::rpc {

// Safe from many threads.
class PageTokenCodec {
 public:
  // A random key, good for this object.
  PageTokenCodec();
  // 16 bytes or more, the same wherever tokens shall be exchanged.
  explicit PageTokenCodec(std::string key) : key_(std::move(key)) {}
  // The bytes of a file; INVALID_ARGUMENT if it cannot be read or is shorter than 16 bytes.
  static absl::StatusOr<PageTokenCodec> FromKeyFile(const std::string& path);

  // The token of the page behind `position`. `request` is the list request as it came.
  std::string Encode(std::string_view method, const google::protobuf::Message& request,
                     const PagePosition& position) const;

  // The position in `token`; absent for an empty token, which asks for the first page.
  //
  // Errors:
  //   INVALID_ARGUMENT  INVALID_PAGE_TOKEN: not made by Encode() with this key, or damaged
  //                     PAGE_TOKEN_MISMATCH: made for another method or another request
  absl::StatusOr<std::optional<PagePosition>> Decode(std::string_view method,
                                                     const google::protobuf::Message& request,
                                                     std::string_view token) const;

 private:
  std::string Checksum(std::string_view bytes) const;

  std::string key_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_REQUESTS_PAGE_TOKEN_H_
