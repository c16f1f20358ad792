// Who may do what, through a real server.
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/auth/authenticator.h"
#include "tests/common/rpc/fake_source.h"
#include "tests/common/rpc/test_server.h"
#include "tests/testing/certificates.h"
#include "tests/testing/tokens.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::CertificateAuthority;
using ::qushu::testing::IsError;
using ::qushu::testing::Jwks;
using ::qushu::testing::KeyAndCertificate;
using ::qushu::testing::Sha256Hex;
using ::qushu::testing::SigningKey;
using ::qushu::testing::TempDir;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kReader[] = "reader-token-5a1f";
constexpr char kWriter[] = "writer-token-77c2";

class AuthorizationTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = folder_.path() / name;
    std::ofstream(path + ".new") << content;
    std::filesystem::rename(path + ".new", path);
    return path;
  }
  std::string TokensOf(const std::string& reader) {
    return absl::StrCat("tokens { client: 'reader' sha256: '", Sha256Hex(reader),
                        "' scopes: 'query.read' }\n", "tokens { client: 'writer' sha256: '",
                        Sha256Hex(kWriter), "' scopes: 'ingest.write' }\n");
  }
  ServerOptions Options(const std::string& config) {
    ServerOptions options;
    options.auth_config = Write("auth.txtpb", config);
    return options;
  }
  static std::vector<std::pair<std::string, std::string>> Bearer(const std::string& token) {
    return {{"authorization", "Bearer " + token}};
  }

  TempDir folder_;
};

void ExpectUnauthenticated(const absl::Status& status) {
  EXPECT_THAT(status, IsError(absl::StatusCode::kUnauthenticated, "UNAUTHENTICATED"));
  // The same for all, whatever was wrong.
  EXPECT_EQ(status.message(), "the call has no credentials that the service takes");
}

TEST_F(AuthorizationTest, TokensOpenWhatTheirScopesSay) {
  TestServer server(Options(TokensOf(kReader)));
  const auto stub = server.NewStub();
  EXPECT_OK(CallUnary(*stub, Bearer(kReader)));
  EXPECT_OK(CallUnary(*stub, {{"authorization", absl::StrCat("bEARER ", kReader)}}));
  EXPECT_THAT(CallUnary(*stub, Bearer(kWriter)),
              IsError(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  ExpectUnauthenticated(CallUnary(*stub));
  ExpectUnauthenticated(CallUnary(*stub, Bearer("")));
  ExpectUnauthenticated(CallUnary(*stub, Bearer(absl::StrCat(kReader, "x"))));
  ExpectUnauthenticated(CallUnary(*stub, Bearer(Sha256Hex(kReader))));
  ExpectUnauthenticated(CallUnary(*stub, {{"authorization", kReader}}));
  ExpectUnauthenticated(CallUnary(*stub, {{"authorization", absl::StrCat("Basic ", kReader)}}));
}

TEST_F(AuthorizationTest, StreamsAreAskedTheSame) {
  TestServer server(Options(TokensOf(kReader)));
  const auto stub = server.NewStub();
  const auto watch = [&](const std::string& token) {
    grpc::ClientContext context;
    if (!token.empty()) context.AddMetadata("authorization", "Bearer " + token);
    return FromGrpcStatus(stub->WatchFigures(&context, {})->Finish());
  };
  EXPECT_OK(watch(kReader));
  EXPECT_THAT(watch(kWriter), IsError(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  ExpectUnauthenticated(watch(""));
}

TEST_F(AuthorizationTest, NoLogHasASecret) {
  {
    TestServer server(Options(TokensOf(kReader)));
    const auto stub = server.NewStub();
    EXPECT_OK(CallUnary(*stub, Bearer(kReader)));
    ExpectUnauthenticated(CallUnary(*stub, Bearer("wrong-token-9000")));
    const std::string log = server.log();
    EXPECT_THAT(log, HasSubstr(R"("client":"reader")"));
    EXPECT_THAT(log, HasSubstr(R"("reason":"UNAUTHENTICATED")"));
    EXPECT_THAT(log, Not(HasSubstr(kReader)));
    EXPECT_THAT(log, Not(HasSubstr("wrong-token")));
    EXPECT_THAT(log, Not(HasSubstr(Sha256Hex(kReader))));
  }
  // Nor has what is said of a file where the token itself stands instead of its hash.
  const auto read = Authenticator::FromFile(
      Write("bad.txtpb", absl::StrCat("tokens { client: 'a' sha256: '", kReader, "' }")));
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("tokens of a: sha256"));
  EXPECT_THAT(std::string(read.status().message()), Not(HasSubstr(kReader)));
}

TEST_F(AuthorizationTest, SignedTokens) {
  const SigningKey key(SigningKey::Type::kEc, "k1");
  Write("jwks.json", Jwks(key.PublicJwk()));
  TestServer server(
      Options("jwt { jwks_file: 'jwks.json' issuer: 'https://issuer' audience: 'qushu' }"));
  const auto stub = server.NewStub();
  const auto token = [&](const std::string& scope, int seconds) {
    return key.Sign(absl::StrCat(R"({"iss":"https://issuer","aud":"qushu","sub":"ann","exp":)",
                                 absl::ToUnixSeconds(absl::Now()) + seconds, R"(,"scope":")", scope,
                                 "\"}"));
  };
  const std::string good = token("query.read", 60);
  // The second time its signature is known.
  for (int i = 0; i < 2; ++i) EXPECT_OK(CallUnary(*stub, Bearer(good)));
  EXPECT_THAT(CallUnary(*stub, Bearer(token("ingest.write", 60))),
              IsError(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  ExpectUnauthenticated(CallUnary(*stub, Bearer(token("query.read", -60))));
  ExpectUnauthenticated(CallUnary(*stub, Bearer(good.substr(0, good.size() - 4) + "AAAA")));
  EXPECT_THAT(server.log(), HasSubstr(R"("client":"ann")"));
}

TEST_F(AuthorizationTest, AKnownTokenEndsAtItsTime) {
  const SigningKey key(SigningKey::Type::kEc, "k1");
  Write("jwks.json", Jwks(key.PublicJwk()));
  ASSERT_OK_AND_ASSIGN(
      const auto authenticator,
      Authenticator::FromFile(
          Write("auth.txtpb",
                "jwt { jwks_file: 'jwks.json' issuer: 'i' audience: 'a' leeway_seconds: 1 }")));
  FakeSource source;
  source.metadata["authorization"] =
      "Bearer " + key.Sign(R"({"iss":"i","aud":"a","exp":1000,"scope":"admin"})");
  EXPECT_OK(authenticator->Authenticate(source, absl::FromUnixSeconds(900)));
  EXPECT_OK(authenticator->Authenticate(source, absl::FromUnixSeconds(1000)));
  ExpectUnauthenticated(authenticator->Authenticate(source, absl::FromUnixSeconds(1001)).status());
}

TEST_F(AuthorizationTest, CertificatesByTheirNames) {
  const CertificateAuthority authority;
  const KeyAndCertificate own = authority.Issue({"IP:127.0.0.1"});
  ServerOptions options = Options(
      TokensOf(kReader) + "certificates { name: 'spiffe://example/board' scopes: 'query.read' }\n" +
      "certificates { name: 'loader.example' scopes: 'ingest.write' }\n");
  options.tls = {.cert = Write("cert.pem", own.certificate),
                 .key = Write("key.pem", own.key),
                 .client_ca = Write("ca.pem", authority.certificate()),
                 .client_cert_optional = true};
  TestServer server(options);
  const auto call = [&](const KeyAndCertificate& client,
                        const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
    return CallUnary(*server.NewStub(grpc::SslCredentials(
                         {authority.certificate(), client.key, client.certificate})),
                     metadata);
  };
  EXPECT_OK(call(authority.Issue({"URI:spiffe://example/board"})));
  EXPECT_OK(call(authority.Issue({"DNS:other.example", "URI:spiffe://example/board"})));
  EXPECT_THAT(call(authority.Issue({"DNS:loader.example"})),
              IsError(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  ExpectUnauthenticated(call(authority.Issue({"URI:spiffe://example/board2"})));
  ExpectUnauthenticated(call({}));
  EXPECT_OK(call({}, Bearer(kReader)));
  // A token that does not hold is not made good by a certificate.
  ExpectUnauthenticated(call(authority.Issue({"URI:spiffe://example/board"}), Bearer("something")));
}

TEST_F(AuthorizationTest, AChangedFileCountsForTheNextCalls) {
  TestServer server(Options(TokensOf(kReader)));
  const auto stub = server.NewStub();
  EXPECT_OK(CallUnary(*stub, Bearer(kReader)));
  Write("auth.txtpb", TokensOf("another"));
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (!CallUnary(*stub, Bearer("another")).ok() && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_OK(CallUnary(*stub, Bearer("another")));
  ExpectUnauthenticated(CallUnary(*stub, Bearer(kReader)));
  // One that is at fault changes nothing.
  Write("auth.txtpb", "nonsense");
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_OK(CallUnary(*stub, Bearer("another")));
}

TEST_F(AuthorizationTest, FilesThatAreAtFaultAreRefusedWithThePlace) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"tokens {", "auth.txtpb:1:9"},
      {"unknown: 1", "auth.txtpb:1:8"},
      {"tokens { sha256: '00' }", "one has no client"},
      {"tokens { client: 'a' sha256: '00' scopes: 'admin' }", "tokens of a: sha256"},
      {"certificates { scopes: 'admin' }", "one has no name"},
      {"certificates { name: 'a' scopes: 'root' }", "certificates of a: no scope `root`"},
      {"certificates { name: 'a' }", "certificates of a: no scopes"},
      {"certificates { name: 'a' scopes: 'admin' } certificates { name: 'a' scopes: 'admin' }",
       "stands twice"},
      {"jwt { issuer: 'a' audience: 'b' }", "needs jwks_file"},
      {"jwt { jwks_file: 'none.json' issuer: 'a' audience: 'b' }", "none.json: cannot be read"},
      {"jwt { jwks_file: 'auth.txtpb' issuer: 'a' audience: 'b' }", "no JWKS"},
      {"jwt { jwks_file: 'x' issuer: 'a' audience: 'b' leeway_seconds: 301 }", "0 to 300"},
  };
  for (const auto& [text, message] : cases) {
    const auto read = Authenticator::FromFile(Write("auth.txtpb", text));
    EXPECT_TRUE(absl::IsInvalidArgument(read.status())) << text;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(message)) << text;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(ForRuntime({.auth_config = "/nowhere"}).status()));
}

}  // namespace
}  // namespace qushu::rpc
