// TLS of a server: its certificate, and whose certificates it takes from clients.
#ifndef QUSHU_COMMON_RPC_AUTH_CREDENTIALS_H_
#define QUSHU_COMMON_RPC_AUTH_CREDENTIALS_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/security/server_credentials.h"

namespace qushu::rpc {

// Paths of PEM files. They are read again every second: a connection made after a change gets the
// new ones, those that are open stay. Certificate and key have to change at once, by a folder that
// is a symbolic link (as Kubernetes mounts secrets) or a rename of it.
struct TlsOptions {
  std::string cert = {};  // the certificate, then those that signed it; empty: no TLS
  std::string key = {};
  // Certificates that sign those of clients; empty: clients are asked for none.
  std::string client_ca = {};
  // With `client_ca`: whether a client without a certificate may connect. It has to show who it is
  // by a token then.
  bool client_cert_optional = false;

  bool enabled() const { return !cert.empty(); }
};

// INVALID_ARGUMENT, with the file, where one is missing, cannot be read or is none of its kind, if
// the key is of another certificate, or if the certificate is past its time.
absl::Status Check(const TlsOptions& options);

// Those of `options`, which Check() took; without TLS, insecure ones.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const TlsOptions& options);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_AUTH_CREDENTIALS_H_
