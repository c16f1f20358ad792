// qushu health: whether a service serves, for probes and scripts.
#include <ostream>

#include "absl/synchronization/notification.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "services/cli/article_flags.h"
#include "services/cli/client.h"
#include "services/cli/commands.h"
#include "services/cli/errors.h"

namespace qushu::cli {
namespace {

using google::protobuf::Int32Value;
using google::protobuf::StringValue;

// grpc.health.v1.Health without its schema, which not every distribution packages: the request is a
// message of one string, the answer one of one enumeration, and so are these on the wire.
class HealthStub {
 public:
  explicit HealthStub(std::shared_ptr<grpc::Channel> channel) : stub_(std::move(channel)) {}

  grpc::Status Check(grpc::ClientContext* context, const StringValue& request,
                     Int32Value* response) {
    grpc::Status result;
    absl::Notification done;
    stub_.UnaryCall(context, "/grpc.health.v1.Health/Check", {}, &request, response,
                    [&result, &done](grpc::Status status) {
                      result = std::move(status);
                      done.Notify();
                    });
    done.WaitForNotification();
    return result;
  }

 private:
  grpc::TemplatedGenericStub<StringValue, Int32Value> stub_;
};

constexpr int kServing = 1;

std::string StatusName(int status) {
  switch (status) {
    case kServing:
      return "SERVING";
    case 2:
      return "NOT_SERVING";
    case 3:
      return "SERVICE_UNKNOWN";
    default:
      return "UNKNOWN";
  }
}

std::vector<Flag> HealthFlags() {
  std::vector<Flag> flags = {{.name = "server",
                              .value = "HOST:PORT",
                              .help = "where the service is, instead of the first argument"},
                             {.name = "timeout",
                              .value = "TIME",
                              .help = "most time for the answer: 500ms, 5s",
                              .default_value = "5s"}};
  for (Flag& flag : SecurityFlags()) flags.push_back(std::move(flag));
  return flags;
}

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
  const absl::StatusOr<Server> reached =
      ServerAt(named ? args.Get("server") : words[0], *timeout, args);
  if (!reached.ok()) return PrintFlagError("health", reached.status(), io.err);
  const Server& server = *reached;
  StringValue request;
  if (words.size() > service_at) request.set_value(words[service_at]);
  HealthStub stub(server.channel);
  const auto response = Call(server, stub, &HealthStub::Check, request);
  if (!response.ok()) {
    PrintError(server.address, response.status(), io.err);
    return kFailed;
  }
  io.out << StatusName(response->value()) << '\n';
  return response->value() == kServing ? kDone : kFailed;
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
      .flags = HealthFlags(),
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
