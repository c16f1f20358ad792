#include "common/rpc/auth/jwt_verifier.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/testing/testing.h"
#include "tests/testing/tokens.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::HmacToken;
using ::qushu::testing::Jwks;
using ::qushu::testing::RawToken;
using ::qushu::testing::SigningKey;
using ::testing::HasSubstr;

constexpr int64_t kNow = 1'600'000'000;
const absl::Time kTime = absl::FromUnixSeconds(kNow);

// Claims that hold, with `more` behind them: of a name that stands twice the first counts.
std::string Claims(const std::string& before = "") {
  return absl::StrCat("{", before, R"("iss":"https://issuer","aud":"qushu","sub":"ann","exp":)",
                      kNow + 60, R"(,"scope":"openid query.read"})");
}

class JwtVerifierTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    rsa_ = new SigningKey(SigningKey::Type::kRsa, "r1");
    ec_ = new SigningKey(SigningKey::Type::kEc, "e1");
  }
  static void TearDownTestSuite() {
    delete rsa_;
    delete ec_;
  }

  static absl::StatusOr<std::unique_ptr<JwtVerifier>> Create(const std::string& jwks) {
    return JwtVerifier::Create({.jwks = jwks, .issuer = "https://issuer", .audience = "qushu"});
  }
  void SetUp() override {
    auto verifier = Create(Jwks(rsa_->PublicJwk() + "," + ec_->PublicJwk()));
    ASSERT_OK(verifier);
    verifier_ = *std::move(verifier);
  }
  bool Holds(const std::string& token) const { return verifier_->Verify(token, kTime).ok(); }
  bool ClaimsHold(const std::string& claims) const { return Holds(ec_->Sign(claims)); }

  static SigningKey* rsa_;
  static SigningKey* ec_;
  std::unique_ptr<JwtVerifier> verifier_;
};

SigningKey* JwtVerifierTest::rsa_ = nullptr;
SigningKey* JwtVerifierTest::ec_ = nullptr;

TEST_F(JwtVerifierTest, GoodTokensOfBothAlgorithmsHold) {
  for (const SigningKey* key : {rsa_, ec_}) {
    ASSERT_OK_AND_ASSIGN(const JwtClaims claims, verifier_->Verify(key->Sign(Claims()), kTime));
    EXPECT_EQ(claims.subject, "ann");
    EXPECT_EQ(claims.scopes, kQueryRead);
    EXPECT_EQ(claims.expires, absl::FromUnixSeconds(kNow + 90));
  }
  // Without `kid`, by the one key that there is for the algorithm.
  EXPECT_TRUE(Holds(rsa_->Sign(Claims(), "")));
}

TEST_F(JwtVerifierTest, ScopesMayBeAnArray) {
  const std::string claims =
      absl::StrCat(R"({"iss":"https://issuer","aud":["other","qushu"],"exp":)", kNow + 1,
                   R"(,"scp":["ingest.write","admin",7,"root"]})");
  ASSERT_OK_AND_ASSIGN(const JwtClaims read, verifier_->Verify(ec_->Sign(claims), kTime));
  EXPECT_EQ(read.scopes, kIngestWrite | kAdmin);
}

TEST_F(JwtVerifierTest, TimesAreChecked) {
  const auto with = [](const std::string& times) {
    return R"({"iss":"https://issuer","aud":"qushu","scope":"admin")" + times + "}";
  };
  const auto at = [](int64_t seconds) { return std::to_string(kNow + seconds); };
  EXPECT_TRUE(ClaimsHold(with(",\"exp\":" + at(-29))));
  EXPECT_FALSE(ClaimsHold(with(",\"exp\":" + at(-30))));
  EXPECT_FALSE(ClaimsHold(with("")));
  EXPECT_FALSE(ClaimsHold(with(",\"exp\":\"" + at(60) + "\"")));
  EXPECT_FALSE(ClaimsHold(with(",\"exp\":-1e308")));
  EXPECT_TRUE(ClaimsHold(with(",\"exp\":1e308")));
  EXPECT_TRUE(ClaimsHold(with(",\"exp\":" + at(60) + ",\"nbf\":" + at(30))));
  EXPECT_FALSE(ClaimsHold(with(",\"exp\":" + at(60) + ",\"nbf\":" + at(31))));
  EXPECT_FALSE(ClaimsHold(with(",\"exp\":" + at(60) + ",\"nbf\":null")));
}

TEST_F(JwtVerifierTest, IssuerAndAudienceAreChecked) {
  EXPECT_FALSE(ClaimsHold(Claims(R"("iss":"https://issuer/",)")));
  EXPECT_FALSE(ClaimsHold(Claims(R"("iss":["https://issuer"],)")));
  EXPECT_FALSE(ClaimsHold(Claims(R"("aud":"qushu2",)")));
  EXPECT_FALSE(ClaimsHold(Claims(R"("aud":[],)")));
  EXPECT_FALSE(ClaimsHold(Claims(R"("aud":[["qushu"]],)")));
  EXPECT_FALSE(ClaimsHold("[]"));
  EXPECT_FALSE(ClaimsHold("nonsense"));
  EXPECT_FALSE(ClaimsHold(std::string(5000, '[')));
}

TEST_F(JwtVerifierTest, ATokenDoesNotChooseHowItIsChecked) {
  // No signature asked for, in several spellings.
  for (const char* none : {"none", "None", "NONE", "nOnE", ""}) {
    const std::string header = absl::StrCat(R"({"alg":")", none, R"(","kid":"r1"})");
    EXPECT_FALSE(Holds(RawToken(header, Claims(), ""))) << none;
    EXPECT_FALSE(Holds(RawToken(header, Claims(), "x"))) << none;
  }
  // Signed by HMAC with what everybody knows: the public key.
  for (const std::string& secret : {rsa_->PublicJwk(), ec_->PublicJwk(), std::string()}) {
    EXPECT_FALSE(Holds(HmacToken(R"({"alg":"HS256","kid":"r1"})", Claims(), secret)));
    EXPECT_FALSE(Holds(HmacToken(R"({"alg":"RS256","kid":"r1"})", Claims(), secret)));
  }
  // Another algorithm, or the key of the other one.
  EXPECT_FALSE(Holds(RawToken(R"({"alg":"RS512","kid":"r1"})", Claims(), "x")));
  EXPECT_FALSE(Holds(ec_->Sign(Claims(), "r1")));
  EXPECT_FALSE(Holds(rsa_->Sign(Claims(), "e1")));
  EXPECT_FALSE(Holds(rsa_->Sign(Claims(), "r2")));
  // A key that the token brings along, and an extension that is not understood.
  const SigningKey own(SigningKey::Type::kEc, "own");
  EXPECT_FALSE(Holds(own.Sign(Claims(), "e1")));
  EXPECT_FALSE(Holds(
      RawToken(absl::StrCat(R"({"alg":"ES256","jwk":)", own.PublicJwk(), "}"), Claims(), "x")));
}

TEST_F(JwtVerifierTest, ChangedTokensDoNotHold) {
  const std::string good = ec_->Sign(Claims());
  EXPECT_TRUE(Holds(good));
  for (size_t i = 0; i < good.size(); i += 7) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Holds(changed)) << i;
  }
  for (const char* odd : {"", ".", "..", "...", "a.b.c", "\xff\xff.x.y"}) EXPECT_FALSE(Holds(odd));
  EXPECT_FALSE(Holds(good + "."));
  EXPECT_FALSE(Holds(std::string(9000, 'a')));
}

TEST_F(JwtVerifierTest, KeysThatAreNotSafeAreRefused) {
  const auto message = [](const std::string& jwks) {
    return std::string(Create(jwks).status().message());
  };
  EXPECT_THAT(message("{}"), HasSubstr("no JWKS"));
  EXPECT_THAT(message("["), HasSubstr("no JWKS"));
  EXPECT_THAT(message(Jwks("")), HasSubstr("no key"));
  EXPECT_THAT(message(Jwks("7")), HasSubstr("is no object"));
  EXPECT_THAT(message(Jwks(R"({"kty":"oct","k":"AAAA"})")), HasSubstr("is symmetric"));
  EXPECT_THAT(message(Jwks(ec_->PrivateJwk())), HasSubstr("is private"));
  EXPECT_THAT(message(Jwks(R"({"kty":"EC","crv":"P-256"})")), HasSubstr("cannot be read"));
  const SigningKey weak(SigningKey::Type::kRsa1024, "w");
  EXPECT_THAT(message(Jwks(weak.PublicJwk())), HasSubstr("2048 bits"));
  EXPECT_THAT(message(Jwks(R"({"kty":"OKP","crv":"Ed25519","x":"AA"})")), HasSubstr("no key"));
}

}  // namespace
}  // namespace qushu::rpc
