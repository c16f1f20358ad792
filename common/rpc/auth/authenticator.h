// Who makes a call: a bearer token or a client certificate, by the file of auth_config.proto.
#ifndef QUSHU_COMMON_RPC_AUTH_AUTHENTICATOR_H_
#define QUSHU_COMMON_RPC_AUTH_AUTHENTICATOR_H_

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/rpc/auth/auth_config.pb.h"
#include "common/rpc/auth/identity.h"
#include "common/rpc/auth/jwt_verifier.h"
#include "common/rpc/calls/call_info.h"

namespace qushu::rpc {

// One state of the file. Safe from many threads.
class Authenticator {
 public:
  // INVALID_ARGUMENT, with the place, for a file that cannot be read, a hash that is none, an
  // unknown scope, a client without a name or scope, or keys that JwtVerifier does not take.
  static absl::StatusOr<std::shared_ptr<const Authenticator>> FromFile(const std::string& path);

  // A token counts where one is there, and a certificate does where none is. UNAUTHENTICATED
  // (UNAUTHENTICATED), which does not say why.
  absl::StatusOr<std::shared_ptr<const Identity>> Authenticate(const CallSource& source,
                                                               absl::Time now) const;

  // The file of keys that belongs to it; empty without one.
  const std::string& jwks_file() const { return jwks_file_; }

 private:
  using Hash = std::array<unsigned char, 32>;
  struct Token {
    Hash hash;
    std::shared_ptr<const Identity> identity;
  };
  struct Verified {
    std::shared_ptr<const Identity> identity;
    absl::Time expires;
  };
  // Tokens whose signature was checked before, by their hash.
  static constexpr size_t kMaxVerified = 4096;

  Authenticator() = default;
  absl::Status AddTokens(const AuthConfig& config);
  absl::Status AddCertificates(const AuthConfig& config);
  absl::Status AddJwt(const JwtConfig& config, const std::string& folder);
  absl::StatusOr<std::shared_ptr<const Identity>> ByToken(std::string_view token,
                                                          absl::Time now) const;
  absl::StatusOr<std::shared_ptr<const Identity>> ByJwt(std::string_view token, const Hash& hash,
                                                        absl::Time now) const;

  std::vector<Token> tokens_;
  std::unordered_map<std::string, std::shared_ptr<const Identity>> certificates_;
  std::string jwks_file_;
  std::unique_ptr<const JwtVerifier> jwt_;
  mutable absl::Mutex mutex_;
  mutable std::unordered_map<std::string, Verified> verified_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_AUTH_AUTHENTICATOR_H_
