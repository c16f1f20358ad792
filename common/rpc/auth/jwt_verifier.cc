#include "common/rpc/auth/jwt_verifier.h"

#include <cjose/cjose.h>

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/absl_compat.h"
#include "rapidjson/document.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace qushu::rpc {
namespace {

constexpr size_t kMaxTokenBytes = 8 << 10;
constexpr size_t kMinRsaBits = 2048;

absl::Status DoesNotHold() { return absl::UnauthenticatedError("the token does not hold"); }

struct ReleaseJws {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};

std::string_view StringOf(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd() || !found->value.IsString()) return {};
  return {found->value.GetString(), found->value.GetStringLength()};
}

std::string ToJson(const rapidjson::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

// A date of a claim, in seconds, if it is one.
std::optional<absl::Time> TimeOf(const rapidjson::Value& claims, const char* name) {
  const auto found = claims.FindMember(name);
  if (found == claims.MemberEnd() || !found->value.IsNumber()) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(found->value.GetDouble());
}

bool HasAudience(const rapidjson::Value& claims, std::string_view wanted) {
  const auto found = claims.FindMember("aud");
  if (found == claims.MemberEnd()) return false;
  if (found->value.IsString()) return StringOf(claims, "aud") == wanted;
  if (!found->value.IsArray()) return false;
  for (const rapidjson::Value& one : found->value.GetArray()) {
    if (one.IsString() && std::string_view(one.GetString(), one.GetStringLength()) == wanted) {
      return true;
    }
  }
  return false;
}

// Words that are no scope of ours are somebody else's.
Scopes ScopesOf(const rapidjson::Value& claims) {
  Scopes scopes = 0;
  for (absl::string_view word : absl::StrSplit(ToAbsl(StringOf(claims, "scope")), ' ')) {
    scopes |= ScopeByName(ToStd(word)).value_or(0);
  }
  const auto array = claims.FindMember("scp");
  if (array == claims.MemberEnd() || !array->value.IsArray()) return scopes;
  for (const rapidjson::Value& one : array->value.GetArray()) {
    if (one.IsString()) scopes |= ScopeByName(one.GetString()).value_or(0);
  }
  return scopes;
}

}  // namespace

void JwtVerifier::Key::Release::operator()(_cjose_jwk_int* released) const {
  cjose_jwk_release(released);
}

JwtVerifier::~JwtVerifier() = default;

absl::StatusOr<std::unique_ptr<JwtVerifier>> JwtVerifier::Create(JwtOptions options) {
  rapidjson::Document document;
  document.Parse(options.jwks.data(), options.jwks.size());
  if (document.HasParseError() || !document.IsObject() || !document.HasMember("keys") ||
      !document["keys"].IsArray()) {
    return absl::InvalidArgumentError("no JWKS: an object with an array `keys`");
  }
  std::unique_ptr<JwtVerifier> verifier(new JwtVerifier(std::move(options)));
  int number = 0;
  for (const rapidjson::Value& jwk : document["keys"].GetArray()) {
    const auto wrong = [&](const char* what) {
      return absl::InvalidArgumentError(absl::StrCat("key ", number, " of the JWKS ", what));
    };
    ++number;
    if (!jwk.IsObject()) return wrong("is no object");
    const std::string_view type = StringOf(jwk, "kty");
    if (type == "oct") return wrong("is symmetric");
    if (jwk.HasMember("d")) return wrong("is private");
    const bool rsa = type == "RSA";
    const std::string_view use = StringOf(jwk, "use");
    const std::string_view algorithm = StringOf(jwk, "alg");
    // Others may stand beside those that are of use here.
    if (!rsa && (type != "EC" || StringOf(jwk, "crv") != "P-256")) continue;
    if (!use.empty() && use != "sig") continue;
    if (!algorithm.empty() && algorithm != (rsa ? "RS256" : "ES256")) continue;
    const std::string json = ToJson(jwk);
    cjose_err error;
    Key key{.id = std::string(StringOf(jwk, "kid")), .rsa = rsa, .key = nullptr};
    key.key.reset(cjose_jwk_import(json.data(), json.size(), &error));
    if (key.key == nullptr) return wrong("cannot be read");
    if (rsa && cjose_jwk_get_keysize(key.key.get(), &error) < kMinRsaBits) {
      return wrong("has less than 2048 bits");
    }
    verifier->keys_.push_back(std::move(key));
  }
  if (verifier->keys_.empty()) {
    return absl::InvalidArgumentError("the JWKS has no key for RS256 or ES256");
  }
  return verifier;
}

const JwtVerifier::Key* JwtVerifier::KeyFor(bool rsa, const char* id) const {
  const Key* found = nullptr;
  for (const Key& key : keys_) {
    if (key.rsa != rsa || (id != nullptr && key.id != id)) continue;
    if (found != nullptr) return nullptr;  // which one is meant cannot be told
    found = &key;
  }
  return found;
}

absl::StatusOr<JwtClaims> JwtVerifier::Verify(std::string_view token, absl::Time now) const {
  if (token.size() > kMaxTokenBytes) return DoesNotHold();
  cjose_err error;
  const std::unique_ptr<cjose_jws_t, ReleaseJws> jws(
      cjose_jws_import(token.data(), token.size(), &error));
  if (jws == nullptr) return DoesNotHold();
  cjose_header_t* header = cjose_jws_get_protected(jws.get());
  const char* algorithm = cjose_header_get(header, CJOSE_HDR_ALG, &error);
  if (algorithm == nullptr) return DoesNotHold();
  const bool rsa = std::string_view(algorithm) == "RS256";
  if (!rsa && std::string_view(algorithm) != "ES256") return DoesNotHold();
  // Extensions that have to be understood are not.
  char* critical = cjose_header_get_raw(header, "crit", &error);
  if (critical != nullptr) {
    cjose_get_dealloc()(critical);
    return DoesNotHold();
  }
  const Key* key = KeyFor(rsa, cjose_header_get(header, CJOSE_HDR_KID, &error));
  if (key == nullptr || !cjose_jws_verify(jws.get(), key->key.get(), &error)) return DoesNotHold();
  uint8_t* payload = nullptr;
  size_t size = 0;
  if (!cjose_jws_get_plaintext(jws.get(), &payload, &size, &error)) return DoesNotHold();
  return CheckClaims({reinterpret_cast<const char*>(payload), size}, now);
}

absl::StatusOr<JwtClaims> JwtVerifier::CheckClaims(std::string_view json, absl::Time now) const {
  rapidjson::Document claims;
  claims.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size());
  if (claims.HasParseError() || !claims.IsObject()) return DoesNotHold();
  const std::optional<absl::Time> expires = TimeOf(claims, "exp");
  if (!expires || now >= *expires + options_.leeway) return DoesNotHold();
  if (claims.HasMember("nbf")) {
    const std::optional<absl::Time> begins = TimeOf(claims, "nbf");
    if (!begins || now + options_.leeway < *begins) return DoesNotHold();
  }
  if (StringOf(claims, "iss") != options_.issuer) return DoesNotHold();
  if (!HasAudience(claims, options_.audience)) return DoesNotHold();
  return JwtClaims{.subject = std::string(StringOf(claims, "sub")),
                   .scopes = ScopesOf(claims),
                   .expires = *expires + options_.leeway};
}

}  // namespace qushu::rpc
