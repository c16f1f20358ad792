// Signed tokens of RFC 7519, checked against the public keys of a JWKS.
#ifndef QUSHU_COMMON_RPC_AUTH_JWT_VERIFIER_H_
#define QUSHU_COMMON_RPC_AUTH_JWT_VERIFIER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/auth/scopes.h"

struct _cjose_jwk_int;

namespace qushu::rpc {

struct JwtOptions {
  std::string jwks;  // the JSON
  std::string issuer;
  std::string audience;
  absl::Duration leeway = absl::Seconds(30);
};

// What a token says that holds.
struct JwtClaims {
  std::string subject;
  Scopes scopes = 0;
  absl::Time expires;  // leeway included
};

// Safe from many threads.
class JwtVerifier {
 public:
  // INVALID_ARGUMENT if the JWKS is none, has no key that is of use, or one that is not safe: a
  // private or symmetric one, or RSA of less than 2048 bits.
  static absl::StatusOr<std::unique_ptr<JwtVerifier>> Create(JwtOptions options);
  ~JwtVerifier();

  // Any error says no more than that the token does not hold.
  //
  // The algorithm is RS256 or ES256, and it is the one of the key that `kid` names (or, without
  // one, of the only key there is for it), whatever else the header says: a token cannot choose how
  // it is checked.
  absl::StatusOr<JwtClaims> Verify(std::string_view token, absl::Time now) const;

 private:
  struct Key {
    std::string id;  // empty: it has none
    bool rsa;        // else EC
    struct Release {
      void operator()(_cjose_jwk_int* key) const;
    };
    std::unique_ptr<_cjose_jwk_int, Release> key;
  };

  explicit JwtVerifier(JwtOptions options) : options_(std::move(options)) {}
  const Key* KeyFor(bool rsa, const char* id) const;
  absl::StatusOr<JwtClaims> CheckClaims(std::string_view json, absl::Time now) const;

  const JwtOptions options_;
  std::vector<Key> keys_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_AUTH_JWT_VERIFIER_H_
