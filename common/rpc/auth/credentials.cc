#include "common/rpc/auth/credentials.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "absl/strings/str_cat.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"

namespace qushu::rpc {
namespace {

// Between two looks at the files.
constexpr unsigned kRefreshSeconds = 1;

template <typename T, void (*Free)(T*)>
struct Deleter {
  void operator()(T* object) const { Free(object); }
};
using Certificate = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using File = std::unique_ptr<BIO, Deleter<BIO, BIO_free_all>>;

absl::Status Wrong(const std::string& path, const char* what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}

// No question is asked at a terminal for a key that has a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<Certificate> FirstCertificate(const std::string& path) {
  const File file(BIO_new_file(path.c_str(), "r"));
  if (file == nullptr) return Wrong(path, "cannot be read");
  Certificate certificate(PEM_read_bio_X509(file.get(), nullptr, NoPassphrase, nullptr));
  if (certificate == nullptr) return Wrong(path, "has no certificate in PEM form");
  return certificate;
}

}  // namespace

absl::Status Check(const TlsOptions& options) {
  if (options.cert.empty() != options.key.empty()) {
    return absl::InvalidArgumentError("tls_cert, tls_key: both or none");
  }
  if (!options.enabled()) {
    if (options.client_ca.empty()) return absl::OkStatus();
    return absl::InvalidArgumentError("tls_client_ca: needs tls_cert and tls_key");
  }
  const auto certificate = FirstCertificate(options.cert);
  if (!certificate.ok()) return certificate.status();
  const File file(BIO_new_file(options.key.c_str(), "r"));
  if (file == nullptr) return Wrong(options.key, "cannot be read");
  const Key key(PEM_read_bio_PrivateKey(file.get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr) return Wrong(options.key, "has no key in PEM form without a passphrase");
  if (X509_check_private_key(certificate->get(), key.get()) != 1) {
    return Wrong(options.key, "is not the key of tls_cert");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate->get())) < 0) {
    return Wrong(options.cert, "the certificate is past its time");
  }
  if (options.client_ca.empty()) return absl::OkStatus();
  return FirstCertificate(options.client_ca).status();
}

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const TlsOptions& options) {
  if (!options.enabled()) return grpc::InsecureServerCredentials();
  namespace tls = grpc::experimental;
  tls::TlsServerCredentialsOptions server(std::make_shared<tls::FileWatcherCertificateProvider>(
      options.key, options.cert, options.client_ca, kRefreshSeconds));
  server.watch_identity_key_cert_pairs();
  if (options.client_ca.empty()) {
    server.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  } else {
    server.watch_root_certs();
    server.set_cert_request_type(options.client_cert_optional
                                     ? GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY
                                     : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  }
  return tls::TlsServerCredentials(server);
}

}  // namespace qushu::rpc
