// Calls to the services.
#ifndef QUSHU_SERVICES_CLI_CLIENT_H_
#define QUSHU_SERVICES_CLI_CLIENT_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/calls/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/cli/args.h"

namespace qushu::cli {

// --server, --timeout for each call, and SecurityFlags().
std::vector<Flag> IngestServerFlags();
std::vector<Flag> QueryServerFlags();

// A service and how long a call to it may take.
struct Server {
  std::string address;
  absl::Duration timeout;
  std::shared_ptr<grpc::Channel> channel;
};

// --tls_ca, --cert, --key, --token_file, and --config for a file with all of them.
std::vector<Flag> SecurityFlags();

// The service that --server names, or the environment variable QUSHU_INGEST or QUSHU_QUERY, or the
// configuration file, or the default. Nothing is sent yet. INVALID_ARGUMENT for a --timeout that is
// none, a file that cannot be read, and what OpenChannel() does not take.
absl::StatusOr<Server> IngestServer(const Args& args);
absl::StatusOr<Server> QueryServer(const Args& args);
absl::StatusOr<Server> ServerAt(const std::string& address, absl::Duration timeout,
                                const Args& args);

// One call: Call(server, *stub, &v1::QueryService::Stub::ListFigures, request).
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(const Server& server, Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(server.timeout));
  Response response;
  absl::Status status = rpc::FromGrpcStatus((stub.*method)(&context, request, &response));
  if (!status.ok()) return status;
  return response;
}

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_CLIENT_H_
