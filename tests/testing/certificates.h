// Certificates for tests, made on the spot.
#ifndef QUSHU_TESTS_TESTING_CERTIFICATES_H_
#define QUSHU_TESTS_TESTING_CERTIFICATES_H_

#include <memory>
#include <string>
#include <vector>

#include "openssl/types.h"

namespace qushu::testing {

struct KeyAndCertificate {
  std::string key;  // PEM
  std::string certificate;
};

// Signs certificates. Keys are of the curve P-256.
class CertificateAuthority {
 public:
  CertificateAuthority();
  ~CertificateAuthority();

  const std::string& certificate() const { return pem_; }
  // A new key, and a certificate of these alternative names, as OpenSSL writes them: `DNS:a`,
  // `IP:127.0.0.1`, `URI:spiffe://b`. Good from an hour ago for `valid_seconds` from now.
  KeyAndCertificate Issue(const std::vector<std::string>& names, long valid_seconds = 3600) const;

 private:
  EVP_PKEY* key_;
  X509* certificate_;
  std::string pem_;
};

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_CERTIFICATES_H_
