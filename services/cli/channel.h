// A connection to a service: encrypted, and saying who asks.
#ifndef QUSHU_SERVICES_CLI_CHANNEL_H_
#define QUSHU_SERVICES_CLI_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"

namespace qushu::cli {

// All empty: neither.
struct Security {
  // PEM file with the certificates that sign the server's, or `system` for those that the machine
  // trusts.
  std::string tls_ca = {};
  // PEM files with a certificate of one's own and its key.
  std::string cert = {};
  std::string key = {};
  // File with a bearer token; space around it is left out.
  std::string token_file = {};
};

// Connects, and waits for it a second at most; no call is sent yet. Calls are tried again by the
// policy of proto/qushu/v1/service_config.json, once only where the connection was refused, and
// carry the token and a W3C `traceparent`: that of the environment (TRACEPARENT), else one for this
// run of the program.
//
// INVALID_ARGUMENT for a file that cannot be read, a certificate without its key or the other way
// round, and a token that would leave the machine unencrypted.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& address,
                                                           const Security& security);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_CHANNEL_H_
