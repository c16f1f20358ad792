#include "common/rpc/server.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server_builder.h"

namespace qushu::rpc {
namespace {

// Clients may send keepalive pings this often, also while no call is under way: a client that waits
// for news on a quiet connection would otherwise be cut off for pinging too much.
constexpr int kMinPingIntervalMs = 10'000;

// For connections to close in order, once no call is under way.
constexpr absl::Duration kCloseGrace = absl::Milliseconds(100);

bool IsUnix(const std::string& address) { return absl::StartsWith(address, "unix:"); }

}  // namespace

RuntimeOptions ForRuntime(const ServerOptions& options) {
  return {.workers = options.workers,
          .max_queued_calls = static_cast<size_t>(options.max_queued_calls),
          .max_call_time = options.max_call_time,
          .log = options.access_log ? StderrSink() : nullptr};
}

absl::Status Check(const ServerOptions& options) {
  if (options.workers < 1 || options.workers > 1024) {
    return absl::InvalidArgumentError("workers: 1 to 1024");
  }
  if (options.max_queued_calls < 1)
    return absl::InvalidArgumentError("max_queued_calls: 1 or more");
  if (options.max_call_time <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("max_call_time: more than 0");
  }
  if (options.drain_delay < absl::ZeroDuration() || options.stop_grace < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("drain_delay, stop_grace: 0 or more");
  }
  if (absl::Status status = Check(options.tls); !status.ok()) return status;
  if (!IsLoopback(options.address) && !options.tls.enabled() && !options.insecure_any_address) {
    return absl::InvalidArgumentError(absl::StrCat(
        options.address, " can be reached from other machines, and calls are not encrypted: give ",
        "--tls_cert and --tls_key, or --insecure_any_address to allow it"));
  }
  return absl::OkStatus();
}

bool IsLoopback(const std::string& address) {
  if (IsUnix(address)) return true;
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return false;
  const std::string host = address.substr(0, colon);
  if (host == "localhost" || host == "[::1]") return true;
  // Numbers only: a name may begin with `127.` and be anywhere.
  in_addr ipv4;
  return inet_pton(AF_INET, host.c_str(), &ipv4) == 1 && ntohl(ipv4.s_addr) >> 24 == 127;
}

Server::Server(const ServerOptions& options, std::string service_name, Runtime& runtime)
    : options_(options), service_name_(std::move(service_name)), runtime_(runtime) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::string& service_name,
                                                      grpc::Service& service, Runtime& runtime) {
  if (absl::Status status = Check(options); !status.ok()) return status;
  // Both are settings of the process that every builder reads.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  std::unique_ptr<Server> server(new Server(options, service_name, runtime));
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  builder.SetMaxReceiveMessageSize(options.max_receive_bytes);
  // With it on, two servers share a port without a word, each with half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  int port = 0;
  builder.AddListeningPort(options.address, MakeServerCredentials(options.tls), &port);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options.address,
                     ": the port is taken, or the address is not one of this machine"));
  }
  server->SetServing(false);
  if (!options.metrics_address.empty()) {
    auto metrics = MetricsServer::Start(options.metrics_address, runtime.metrics());
    if (!metrics.ok()) return metrics.status();
    server->metrics_ = *std::move(metrics);
  }
  if (IsUnix(options.address)) {
    server->address_ = options.address;
  } else {
    server->port_ = port;
    server->address_ =
        absl::StrCat(options.address.substr(0, options.address.rfind(':')), ":", port);
  }
  return server;
}

Server::~Server() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
}

void Server::SetServing(bool serving) {
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  if (health == nullptr) return;
  health->SetServingStatus("", serving);
  health->SetServingStatus(service_name_, serving);
}

void Server::Stop() {
  if (auto* health = server_->GetHealthCheckService(); health != nullptr) health->Shutdown();
  if (options_.drain_delay > absl::ZeroDuration()) absl::SleepFor(options_.drain_delay);
  // Not by grpc::Server::Shutdown() alone: it also waits for health watchers, which never end by
  // themselves, and for idle clients to acknowledge, which C++ and Python ones do in 5 to 10 s.
  runtime_.Drain(options_.stop_grace);
  server_->Shutdown(absl::ToChronoTime(absl::Now() + kCloseGrace));
  server_->Wait();
}

absl::Status WritePortFile(const std::string& path, int port) {
  const std::string temporary = absl::StrCat(path, ".", getpid());
  {
    std::ofstream out(temporary);
    out << port << "\n";
    if (!out.flush()) return absl::UnavailableError(absl::StrCat("cannot write ", temporary));
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    std::remove(temporary.c_str());
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

}  // namespace qushu::rpc
