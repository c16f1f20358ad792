// Signed tokens for tests, good ones and bad ones.
#ifndef QUSHU_TESTS_TESTING_TOKENS_H_
#define QUSHU_TESTS_TESTING_TOKENS_H_

#include <string>
#include <string_view>

struct _cjose_jwk_int;

namespace qushu::testing {

// A new key that signs tokens.
class SigningKey {
 public:
  enum class Type { kRsa, kRsa1024, kEc };

  SigningKey(Type type, std::string_view id);
  ~SigningKey();
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  // Its public half as a member of a JWKS' `keys`, and all of it.
  std::string PublicJwk() const { return Jwk(false); }
  std::string PrivateJwk() const { return Jwk(true); }

  // A token with these claims, a JSON object. The header has `alg`, and `kid` where it is not
  // empty.
  std::string Sign(const std::string& claims, std::string_view kid) const;
  std::string Sign(const std::string& claims) const { return Sign(claims, id_); }

 private:
  std::string Jwk(bool with_private) const;

  const bool rsa_;
  const std::string id_;
  _cjose_jwk_int* key_;
};

// `{"keys":[...]}` of these members, joined by commas.
std::string Jwks(const std::string& keys);

// A token of this header and these claims, both JSON, with these bytes as its signature.
std::string RawToken(std::string_view header, std::string_view claims, std::string_view signature);

// The same, signed by HMAC-SHA-256 with `secret`: how a token is forged whose checker takes a
// public key for a shared one.
std::string HmacToken(std::string_view header, std::string_view claims, std::string_view secret);

// Hexadecimal SHA-256.
std::string Sha256Hex(std::string_view text);

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_TOKENS_H_
