#include "services/cli/client.h"

#include <cstdlib>

#include "common/rpc/program.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

extern "C" const char qushu_service_config_json[], qushu_service_config_json_end[];

namespace qushu::cli {
namespace {

// The services bound their answers; a stored article with its source may still take this much.
constexpr int kMaxAnswerBytes = 64 << 20;

std::vector<Flag> ServerFlags(const char* variable, const char* address) {
  return {{.name = "server",
           .value = "HOST:PORT",
           .help = std::string("where the service is; without it $") + variable,
           .default_value = address},
          {.name = "timeout",
           .value = "TIME",
           .help = "most time that one call may take: 500ms, 30s, 2m",
           .default_value = "30s"}};
}

absl::StatusOr<Server> FromArgs(const Args& args, const char* variable) {
  auto timeout = args.GetDuration("timeout");
  if (!timeout.ok()) return timeout.status();
  const char* set = std::getenv(variable);
  const bool from_environment = !args.Has("server") && set != nullptr && *set != '\0';
  return ServerAt(from_environment ? set : args.Get("server"), *timeout);
}

}  // namespace

std::vector<Flag> IngestServerFlags() {
  return ServerFlags("QUSHU_INGEST", rpc::kDefaultIngestAddress);
}
std::vector<Flag> QueryServerFlags() {
  return ServerFlags("QUSHU_QUERY", rpc::kDefaultQueryAddress);
}

absl::StatusOr<Server> IngestServer(const Args& args) { return FromArgs(args, "QUSHU_INGEST"); }
absl::StatusOr<Server> QueryServer(const Args& args) { return FromArgs(args, "QUSHU_QUERY"); }

Server ServerAt(const std::string& address, absl::Duration timeout) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(
      std::string(qushu_service_config_json, qushu_service_config_json_end));
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  return {address, timeout,
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)};
}

}  // namespace qushu::cli
