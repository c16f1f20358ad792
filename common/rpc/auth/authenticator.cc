#include "common/rpc/auth/authenticator.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/status_macros.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/config/text_proto.h"

namespace qushu::rpc {
namespace {

constexpr std::string_view kScheme = "bearer ";

absl::StatusOr<Scopes> ParseScopes(const google::protobuf::RepeatedPtrField<std::string>& names,
                                   std::string_view whose) {
  Scopes scopes = 0;
  for (const std::string& name : names) {
    const std::optional<Scopes> scope = ScopeByName(name);
    if (!scope) {
      return absl::InvalidArgumentError(absl::StrCat(
          ToAbsl(whose), ": no scope `", name, "`; there are query.read, ingest.write, admin"));
    }
    scopes |= *scope;
  }
  if (scopes == 0) return absl::InvalidArgumentError(absl::StrCat(ToAbsl(whose), ": no scopes"));
  return scopes;
}

bool IsHash(const std::string& hex) {
  return hex.size() == 2 * SHA256_DIGEST_LENGTH &&
         std::all_of(hex.begin(), hex.end(),
                     [](unsigned char c) { return absl::ascii_isxdigit(c); });
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Authenticator>> Authenticator::FromFile(
    const std::string& path) {
  AuthConfig config;
  QUSHU_RETURN_IF_ERROR(ReadTextProto(path, config));
  const std::shared_ptr<Authenticator> made(new Authenticator());
  absl::Status status = made->AddTokens(config);
  if (status.ok()) status = made->AddCertificates(config);
  if (status.ok() && config.has_jwt()) {
    status = made->AddJwt(config.jwt(), std::filesystem::path(path).parent_path());
  }
  if (!status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", status.message()));
  }
  return made;
}

absl::Status Authenticator::AddTokens(const AuthConfig& config) {
  for (const StaticToken& token : config.tokens()) {
    if (token.client().empty()) return absl::InvalidArgumentError("tokens: one has no client");
    const std::string whose = absl::StrCat("tokens of ", token.client());
    if (!IsHash(token.sha256())) {
      // Not shown: it may be the token itself.
      return absl::InvalidArgumentError(
          absl::StrCat(whose, ": sha256 is not 64 hexadecimal digits"));
    }
    QUSHU_ASSIGN_OR_RETURN(const Scopes scopes, ParseScopes(token.scopes(), whose));
    Token& added = tokens_.emplace_back();
    const std::string bytes = absl::HexStringToBytes(token.sha256());
    std::copy(bytes.begin(), bytes.end(), added.hash.begin());
    added.identity =
        std::make_shared<const Identity>(Identity{.client = token.client(), .scopes = scopes});
  }
  return absl::OkStatus();
}

absl::Status Authenticator::AddCertificates(const AuthConfig& config) {
  for (const ClientCertificate& certificate : config.certificates()) {
    if (certificate.name().empty()) {
      return absl::InvalidArgumentError("certificates: one has no name");
    }
    const std::string whose = absl::StrCat("certificates of ", certificate.name());
    QUSHU_ASSIGN_OR_RETURN(const Scopes scopes, ParseScopes(certificate.scopes(), whose));
    const bool added =
        certificates_
            .emplace(certificate.name(), std::make_shared<const Identity>(Identity{
                                             .client = certificate.name(), .scopes = scopes}))
            .second;
    if (!added) return absl::InvalidArgumentError(absl::StrCat(whose, ": stands twice"));
  }
  return absl::OkStatus();
}

absl::Status Authenticator::AddJwt(const JwtConfig& config, const std::string& folder) {
  if (config.jwks_file().empty() || config.issuer().empty() || config.audience().empty()) {
    return absl::InvalidArgumentError("jwt: needs jwks_file, issuer and audience");
  }
  if (config.leeway_seconds() < 0 || config.leeway_seconds() > 300) {
    return absl::InvalidArgumentError("jwt: leeway_seconds is 0 to 300");
  }
  jwks_file_ = std::filesystem::path(folder) / config.jwks_file();
  QUSHU_ASSIGN_OR_RETURN(std::string jwks, ReadSmallFile(jwks_file_));
  JwtOptions options{
      .jwks = std::move(jwks), .issuer = config.issuer(), .audience = config.audience()};
  if (config.leeway_seconds() != 0) options.leeway = absl::Seconds(config.leeway_seconds());
  auto verifier = JwtVerifier::Create(std::move(options));
  if (!verifier.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("jwt: ", jwks_file_, ": ", verifier.status().message()));
  }
  jwt_ = *std::move(verifier);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const Identity>> Authenticator::Authenticate(
    const CallSource& source, absl::Time now) const {
  if (const auto header = source.Metadata("authorization")) {
    if (!absl::StartsWithIgnoreCase(ToAbsl(*header), ToAbsl(kScheme))) return Unauthenticated();
    return ByToken(header->substr(kScheme.size()), now);
  }
  if (certificates_.empty()) return Unauthenticated();
  for (const std::string& name : source.CertificateNames()) {
    if (const auto found = certificates_.find(name); found != certificates_.end()) {
      return found->second;
    }
  }
  return Unauthenticated();
}

absl::StatusOr<std::shared_ptr<const Identity>> Authenticator::ByToken(std::string_view token,
                                                                       absl::Time now) const {
  Hash hash;
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), hash.data());
  // All of them, each whole: how long it takes says nothing of a token that almost fits.
  const Token* found = nullptr;
  for (const Token& known : tokens_) {
    if (CRYPTO_memcmp(known.hash.data(), hash.data(), hash.size()) == 0) found = &known;
  }
  if (found != nullptr) return found->identity;
  if (jwt_ == nullptr) return Unauthenticated();
  return ByJwt(token, hash, now);
}

absl::StatusOr<std::shared_ptr<const Identity>> Authenticator::ByJwt(std::string_view token,
                                                                     const Hash& hash,
                                                                     absl::Time now) const {
  const std::string key(hash.begin(), hash.end());
  {
    absl::MutexLock lock(&mutex_);
    const auto known = verified_.find(key);
    if (known != verified_.end() && now < known->second.expires) return known->second.identity;
  }
  const absl::StatusOr<JwtClaims> claims = jwt_->Verify(token, now);
  if (!claims.ok()) return Unauthenticated();
  auto identity = std::make_shared<const Identity>(
      Identity{.client = claims->subject, .scopes = claims->scopes});
  absl::MutexLock lock(&mutex_);
  if (verified_.size() >= kMaxVerified) verified_.clear();
  verified_[key] = {.identity = identity, .expires = claims->expires};
  return identity;
}

}  // namespace qushu::rpc
