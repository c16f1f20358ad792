// TLS between a real server and real channels.
#include "common/rpc/auth/credentials.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/time/clock.h"
#include "tests/common/rpc/test_server.h"
#include "tests/testing/certificates.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::CertificateAuthority;
using ::qushu::testing::KeyAndCertificate;
using ::qushu::testing::TempDir;
using ::testing::HasSubstr;

std::shared_ptr<grpc::ChannelCredentials> Trusting(const std::string& root,
                                                   const KeyAndCertificate& own = {}) {
  return grpc::SslCredentials(
      {.pem_root_certs = root, .pem_private_key = own.key, .pem_cert_chain = own.certificate});
}

class CredentialsTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = folder_.path() / name;
    std::ofstream(path) << content;
    return path;
  }

  // Key and certificate of a server, replaced at once: their folder is a symbolic link.
  void Install(const KeyAndCertificate& pair) {
    const std::filesystem::path target = folder_.path() / std::to_string(++installed_);
    std::filesystem::create_directory(target);
    std::ofstream(target / "cert.pem") << pair.certificate;
    std::ofstream(target / "key.pem") << pair.key;
    std::filesystem::create_directory_symlink(target, folder_.path() / "next");
    std::filesystem::rename(folder_.path() / "next", folder_.path() / "current");
  }

  ServerOptions Options() {
    ServerOptions options;
    options.tls.cert = folder_.path() / "current" / "cert.pem";
    options.tls.key = folder_.path() / "current" / "key.pem";
    return options;
  }

  TempDir folder_;
  int installed_ = 0;
  CertificateAuthority authority_;
  CertificateAuthority other_;
};

TEST_F(CredentialsTest, AChannelThatTrustsTheServerIsServedAndNoOther) {
  Install(authority_.Issue({"DNS:localhost", "IP:127.0.0.1"}));
  TestServer server(Options());
  EXPECT_OK(CallUnary(*server.NewStub(Trusting(authority_.certificate()))));
  EXPECT_TRUE(absl::IsUnavailable(CallUnary(*server.NewStub(Trusting(other_.certificate())))));
  EXPECT_TRUE(absl::IsUnavailable(CallUnary(*server.NewStub())));
}

TEST_F(CredentialsTest, TheNameHasToBeTheServers) {
  Install(authority_.Issue({"DNS:elsewhere.example"}));
  TestServer server(Options());
  EXPECT_TRUE(absl::IsUnavailable(CallUnary(*server.NewStub(Trusting(authority_.certificate())))));
}

TEST_F(CredentialsTest, ClientsShowCertificatesOfTheAuthority) {
  Install(authority_.Issue({"IP:127.0.0.1"}));
  ServerOptions options = Options();
  options.tls.client_ca = Write("client_ca.pem", other_.certificate());
  TestServer server(options);
  const auto call = [&](const KeyAndCertificate& own) {
    return CallUnary(*server.NewStub(Trusting(authority_.certificate(), own)));
  };
  EXPECT_OK(call(other_.Issue({"DNS:client"})));
  EXPECT_TRUE(absl::IsUnavailable(call({})));
  EXPECT_TRUE(absl::IsUnavailable(call(authority_.Issue({"DNS:client"}))));
  EXPECT_TRUE(absl::IsUnavailable(call(other_.Issue({"DNS:client"}, -60))));
}

TEST_F(CredentialsTest, AnOptionalCertificateIsStillVerified) {
  Install(authority_.Issue({"IP:127.0.0.1"}));
  ServerOptions options = Options();
  options.tls.client_ca = Write("client_ca.pem", other_.certificate());
  options.tls.client_cert_optional = true;
  TestServer server(options);
  const auto call = [&](const KeyAndCertificate& own) {
    return CallUnary(*server.NewStub(Trusting(authority_.certificate(), own)));
  };
  EXPECT_OK(call({}));
  EXPECT_OK(call(other_.Issue({"DNS:client"})));
  EXPECT_TRUE(absl::IsUnavailable(call(authority_.Issue({"DNS:client"}))));
}

TEST_F(CredentialsTest, ANewCertificateIsTakenUpWithoutAFailedCall) {
  Install(authority_.Issue({"IP:127.0.0.1"}));
  TestServer server(Options());
  const std::string both = authority_.certificate() + other_.certificate();
  std::atomic<bool> stop = false;
  std::atomic<int> calls = 0;
  // One keeps its connection, one makes a new one for every call.
  std::thread same([&] {
    const auto stub = server.NewStub(Trusting(both));
    for (; !stop; ++calls) EXPECT_OK(CallUnary(*stub));
  });
  std::thread anew([&] {
    for (; !stop; ++calls) EXPECT_OK(CallUnary(*server.NewStub(Trusting(both))));
  });
  absl::SleepFor(absl::Milliseconds(300));
  Install(other_.Issue({"IP:127.0.0.1"}));
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  absl::Status with_the_new;
  do {
    absl::SleepFor(absl::Milliseconds(50));
    with_the_new = CallUnary(*server.NewStub(Trusting(other_.certificate())));
  } while (!with_the_new.ok() && absl::Now() < patience);
  EXPECT_OK(with_the_new);
  EXPECT_TRUE(absl::IsUnavailable(CallUnary(*server.NewStub(Trusting(authority_.certificate())))));
  stop = true;
  same.join();
  anew.join();
  EXPECT_GT(calls, 10);
}

TEST_F(CredentialsTest, FilesThatDoNotFitAreRefusedAtTheStart) {
  const KeyAndCertificate good = authority_.Issue({"IP:127.0.0.1"});
  const std::string cert = Write("cert.pem", good.certificate);
  const std::string key = Write("key.pem", good.key);
  const std::string other_key = Write("other.pem", authority_.Issue({"DNS:a"}).key);
  const std::string empty = Write("empty.pem", "");
  const KeyAndCertificate late = authority_.Issue({"DNS:a"}, -60);
  const struct {
    TlsOptions options;
    const char* message;
  } cases[] = {
      {{.cert = cert}, "both or none"},
      {{.key = key}, "both or none"},
      {{.client_ca = cert}, "needs tls_cert"},
      {{.cert = cert + "x", .key = key}, "cert.pemx: cannot be read"},
      {{.cert = empty, .key = key}, "empty.pem: has no certificate"},
      {{.cert = cert, .key = cert}, "cert.pem: has no key"},
      {{.cert = cert, .key = other_key}, "other.pem: is not the key of tls_cert"},
      {{.cert = cert, .key = key, .client_ca = key}, "key.pem: has no certificate"},
      {{.cert = Write("late.pem", late.certificate), .key = Write("late_key.pem", late.key)},
       "past its time"},
  };
  for (const auto& [options, message] : cases) {
    const absl::Status status = Check(options);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  }
  EXPECT_OK(Check(TlsOptions{.cert = cert, .key = key, .client_ca = cert}));
}

TEST_F(CredentialsTest, AnyAddressMayBeUsedWithTls) {
  Install(authority_.Issue({"IP:127.0.0.1"}));
  ServerOptions options = Options();
  options.address = "0.0.0.0:0";
  EXPECT_OK(Check(options));
  options.tls = {};
  EXPECT_TRUE(absl::IsInvalidArgument(Check(options)));
}

}  // namespace
}  // namespace qushu::rpc
