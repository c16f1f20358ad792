// Calls to the services.
#ifndef QUSHU_SERVICES_CLI_CLIENT_H_
#define QUSHU_SERVICES_CLI_CLIENT_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/status.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/cli/args.h"

namespace qushu::cli {

// --server, and --timeout for each call.
std::vector<Flag> IngestServerFlags();
std::vector<Flag> QueryServerFlags();

// A service and how long a call to it may take.
struct Server {
  std::string address;
  absl::Duration timeout;
  std::shared_ptr<grpc::Channel> channel;
};

// The service that --server names, or the environment variable QUSHU_INGEST or QUSHU_QUERY, or the
// default. Nothing is sent yet. Fails only for a --timeout that is none.
absl::StatusOr<Server> IngestServer(const Args& args);
absl::StatusOr<Server> QueryServer(const Args& args);
Server ServerAt(const std::string& address, absl::Duration timeout);

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
