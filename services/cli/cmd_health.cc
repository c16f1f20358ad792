// qushu health: whether a service serves, for probes and scripts.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"

namespace qushu::cli {
namespace {

using grpc::health::v1::Health;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

int RunHealth(const Args& args, Io& io) {
  auto timeout = args.GetDuration("timeout");
  const bool named = args.Has("server");
  const auto& words = args.arguments();
  const size_t service_at = named ? 0 : 1;
  if (!timeout.ok() || (!named && words.empty()) || words.size() > service_at + 1) {
    PrintWrongUsage("health",
                    timeout.ok() ? "needs HOST:PORT, and takes one SERVICE behind it"
                                 : std::string(timeout.status().message()),
                    io.err);
    return kWrongUsage;
  }
  const Server server = ServerAt(named ? args.Get("server") : words[0], *timeout);
  HealthCheckRequest request;
  if (words.size() > service_at) request.set_service(words[service_at]);
  const auto stub = Health::NewStub(server.channel);
  const auto response = Call(server, *stub, &Health::Stub::Check, request);
  if (!response.ok()) {
    PrintError(server.address, response.status(), io.err);
    return kFailed;
  }
  io.out << HealthCheckResponse::ServingStatus_Name(response->status()) << '\n';
  return response->status() == HealthCheckResponse::SERVING ? kDone : kFailed;
}

}  // namespace

const Command& HealthCommand() {
  static const Command command = {
      .name = "health",
      .arguments = "HOST:PORT [SERVICE]",
      .summary = "Asks a service whether it serves; exit status 0 only when it does",
      .details =
          "SERVICE is qushu.v1.IngestService or qushu.v1.QueryService; without it the\n"
          "server as a whole is asked. The answer is printed: SERVING or NOT_SERVING.",
      .flags = {{.name = "server",
                 .value = "HOST:PORT",
                 .help = "where the service is, instead of the first argument"},
                {.name = "timeout",
                 .value = "TIME",
                 .help = "most time for the answer: 500ms, 5s",
                 .default_value = "5s"}},
      .examples = {{"qushu health 127.0.0.1:7401",
                    "prints SERVING while the ingest service serves"},
                   {"qushu health 127.0.0.1:7402 qushu.v1.QueryService",
                    "asks for one service of the server"}},
      .min_arguments = 0,
      .max_arguments = 2,
      .run = RunHealth};
  return command;
}

}  // namespace qushu::cli
