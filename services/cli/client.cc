#include "services/cli/client.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/config/text_proto.h"
#include "common/rpc/server/program.h"
#include "services/cli/channel.h"
#include "services/cli/client_config.pb.h"

namespace qushu::cli {
namespace {

std::string FromEnvironment(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

std::vector<Flag> ServerFlags(const char* variable, const char* address) {
  std::vector<Flag> flags = {{.name = "server",
                              .value = "HOST:PORT",
                              .help = std::string("where the service is; without it $") + variable,
                              .default_value = address},
                             {.name = "timeout",
                              .value = "TIME",
                              .help = "most time that one call may take: 500ms, 30s, 2m",
                              .default_value = "30s"}};
  for (Flag& flag : SecurityFlags()) flags.push_back(std::move(flag));
  return flags;
}

// The file that is asked for, or the usual one if there is one.
absl::StatusOr<ClientConfig> ReadConfig(const Args& args) {
  ClientConfig config;
  std::string path = args.Get("config");
  if (path.empty()) path = FromEnvironment("QUSHU_CONFIG");
  if (path.empty()) {
    const std::string home = FromEnvironment("HOME");
    path = home.empty() ? "" : home + "/.config/qushu.txtpb";
    std::error_code error;
    if (path.empty() || !std::filesystem::exists(path, error)) return config;
  }
  QUSHU_RETURN_IF_ERROR(rpc::ReadTextProto(path, config));
  return config;
}

// The flag, else the environment, else the file.
std::string Setting(const Args& args, const char* flag, const char* variable,
                    const std::string& in_file) {
  if (args.Has(flag)) return args.Get(flag);
  std::string value = FromEnvironment(variable);
  return value.empty() ? in_file : value;
}

absl::StatusOr<Server> FromArgs(const Args& args, const char* variable,
                                const std::string& (ClientConfig::*address)() const) {
  QUSHU_ASSIGN_OR_RETURN(const absl::Duration timeout, args.GetDuration("timeout"));
  QUSHU_ASSIGN_OR_RETURN(const ClientConfig config, ReadConfig(args));
  std::string server = Setting(args, "server", variable, (config.*address)());
  if (server.empty()) server = args.Get("server");
  return ServerAt(server, timeout, args);
}

}  // namespace

std::vector<Flag> SecurityFlags() {
  return {{.name = "tls_ca",
           .value = "FILE",
           .help = "certificates (PEM) that sign the service's, or `system`; without it, or "
                   "$QUSHU_TLS_CA, calls are not encrypted"},
          {.name = "cert", .value = "FILE", .help = "certificate of your own; else $QUSHU_CERT"},
          {.name = "key", .value = "FILE", .help = "the key of --cert; else $QUSHU_KEY"},
          {.name = "token_file",
           .value = "FILE",
           .help = "bearer token to say who asks; else $QUSHU_TOKEN_FILE"},
          {.name = "config",
           .value = "FILE",
           .help = "these settings and addresses, as services/cli/client_config.proto has them; "
                   "else $QUSHU_CONFIG or ~/.config/qushu.txtpb"}};
}

std::vector<Flag> IngestServerFlags() {
  return ServerFlags("QUSHU_INGEST", rpc::kDefaultIngestAddress);
}
std::vector<Flag> QueryServerFlags() {
  return ServerFlags("QUSHU_QUERY", rpc::kDefaultQueryAddress);
}

absl::StatusOr<Server> IngestServer(const Args& args) {
  return FromArgs(args, "QUSHU_INGEST", &ClientConfig::ingest);
}
absl::StatusOr<Server> QueryServer(const Args& args) {
  return FromArgs(args, "QUSHU_QUERY", &ClientConfig::query);
}

absl::StatusOr<Server> ServerAt(const std::string& address, absl::Duration timeout,
                                const Args& args) {
  QUSHU_ASSIGN_OR_RETURN(const ClientConfig config, ReadConfig(args));
  const Security security = {
      .tls_ca = Setting(args, "tls_ca", "QUSHU_TLS_CA", config.tls_ca()),
      .cert = Setting(args, "cert", "QUSHU_CERT", config.cert()),
      .key = Setting(args, "key", "QUSHU_KEY", config.key()),
      .token_file = Setting(args, "token_file", "QUSHU_TOKEN_FILE", config.token_file())};
  QUSHU_ASSIGN_OR_RETURN(auto channel, OpenChannel(address, security));
  return Server{address, timeout, std::move(channel)};
}

}  // namespace qushu::cli
