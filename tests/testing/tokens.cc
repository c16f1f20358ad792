#include "tests/testing/tokens.h"

#include <cjose/cjose.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace qushu::testing {
namespace {

std::string Base64(std::string_view bytes) {
  return absl::WebSafeBase64Escape(absl::string_view(bytes.data(), bytes.size()));
}

cjose_jwk_t* NewKey(SigningKey::Type type) {
  cjose_err error;
  const uint8_t exponent[] = {1, 0, 1};
  switch (type) {
    case SigningKey::Type::kRsa:
      return cjose_jwk_create_RSA_random(2048, exponent, sizeof(exponent), &error);
    case SigningKey::Type::kRsa1024:
      return cjose_jwk_create_RSA_random(1024, exponent, sizeof(exponent), &error);
    case SigningKey::Type::kEc:
      return cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error);
  }
  return nullptr;
}

}  // namespace

SigningKey::SigningKey(Type type, std::string_view id)
    : rsa_(type != Type::kEc), id_(id), key_(NewKey(type)) {
  cjose_err error;
  if (!id_.empty()) cjose_jwk_set_kid(key_, id_.data(), id_.size(), &error);
}

SigningKey::~SigningKey() { cjose_jwk_release(key_); }

std::string SigningKey::Jwk(bool with_private) const {
  cjose_err error;
  char* json = cjose_jwk_to_json(key_, with_private, &error);
  std::string out = json;
  cjose_get_dealloc()(json);
  return out;
}

std::string SigningKey::Sign(const std::string& claims, std::string_view kid) const {
  cjose_err error;
  cjose_header_t* header = cjose_header_new(&error);
  cjose_header_set(header, CJOSE_HDR_ALG, rsa_ ? "RS256" : "ES256", &error);
  if (!kid.empty()) cjose_header_set(header, CJOSE_HDR_KID, std::string(kid).c_str(), &error);
  cjose_jws_t* jws = cjose_jws_sign(key_, header, reinterpret_cast<const uint8_t*>(claims.data()),
                                    claims.size(), &error);
  const char* token = nullptr;
  cjose_jws_export(jws, &token, &error);
  std::string out = token;
  cjose_jws_release(jws);
  cjose_header_release(header);
  return out;
}

std::string Jwks(const std::string& keys) { return absl::StrCat("{\"keys\":[", keys, "]}"); }

std::string RawToken(std::string_view header, std::string_view claims, std::string_view signature) {
  return absl::StrCat(Base64(header), ".", Base64(claims), ".", Base64(signature));
}

std::string HmacToken(std::string_view header, std::string_view claims, std::string_view secret) {
  const std::string signed_part = absl::StrCat(Base64(header), ".", Base64(claims));
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size(), mac, &size);
  return absl::StrCat(signed_part, ".", Base64({reinterpret_cast<const char*>(mac), size}));
}

std::string Sha256Hex(std::string_view text) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  return absl::BytesToHexString({reinterpret_cast<const char*>(hash), sizeof(hash)});
}

}  // namespace qushu::testing
