#include "common/rpc/server/server.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/observe/log.h"
#include "common/rpc/server/channelz.h"
#include "common/rpc/transport/sockets.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server_builder.h"

namespace qushu::rpc {
namespace {

// Clients may send keepalive pings this often, also while no call is under way: a client that waits
// for news on a quiet connection would otherwise be cut off for pinging too much.
constexpr int kMinPingIntervalMs = 10'000;

// For a new connection to say that it speaks TLS and HTTP/2.
constexpr int kHandshakeMs = 20'000;

// For the last answers to arrive, once no call is under way.
constexpr absl::Duration kLastAnswers = absl::Seconds(1);

// For gRPC to notice that connections were closed.
constexpr absl::Duration kCloseGrace = absl::Milliseconds(100);

// For gRPC, which takes at most INT_MAX.
int Milliseconds(absl::Duration duration) {
  return static_cast<int>(
      std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, std::numeric_limits<int>::max()));
}

bool IsUnix(const std::string& address) { return absl::StartsWith(address, "unix:"); }

// `/path` of `unix:/path` and `unix:///path`, else nothing.
std::string PathOf(const std::string& address) {
  if (!IsUnix(address)) return "";
  const std::string path = address.substr(5);
  return absl::StartsWith(path, "//") ? path.substr(2) : path;
}

}  // namespace

absl::StatusOr<RuntimeOptions> ForRuntime(const ServerOptions& options) {
  RuntimeOptions runtime{.workers = options.workers,
                         .max_queued_calls = static_cast<size_t>(options.max_queued_calls),
                         .max_burst_calls = static_cast<size_t>(options.max_burst_calls),
                         .max_call_time = options.max_call_time,
                         .limits = options.limits,
                         .slow_call = options.slow_call,
                         .log = options.access_log ? StderrSink() : nullptr};
  if (!options.auth_config.empty()) {
    auto auth = ReloadingAuthenticator::Open(options.auth_config, [](const absl::Status& outcome) {
      Log(outcome.ok() ? LogLevel::kInfo : LogLevel::kError,
          outcome.ok() ? "auth_config was read again"
                       : absl::StrCat("auth_config stays as it was: ", outcome.message()));
    });
    if (!auth.ok()) return auth.status();
    runtime.auth = *std::move(auth);
  }
  return runtime;
}

absl::Status CheckWithFiles(const ServerOptions& options) {
  if (absl::Status status = Check(options); !status.ok()) return status;
  if (options.auth_config.empty()) return absl::OkStatus();
  return Authenticator::FromFile(options.auth_config).status();
}

absl::Status Check(const ServerOptions& options) {
  if (options.workers < 1 || options.workers > 1024) {
    return absl::InvalidArgumentError("workers: 1 to 1024");
  }
  if (options.max_queued_calls < 1 || options.max_burst_calls < 0) {
    return absl::InvalidArgumentError("max_queued_calls: 1 or more; max_burst_calls: 0 or more");
  }
  if (options.max_call_time <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("max_call_time: more than 0");
  }
  if (options.drain_delay < absl::ZeroDuration() || options.stop_grace < absl::ZeroDuration()) {
    return absl::InvalidArgumentError("drain_delay, stop_grace: 0 or more");
  }
  if (options.keepalive_time < absl::ZeroDuration() ||
      options.keepalive_timeout <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("keepalive_time: 0 or more, keepalive_timeout: more than 0");
  }
  const Limits& limits = options.limits;
  if (limits.max_calls < 0 || limits.max_calls_per_method < 0 || limits.max_calls_per_client < 0 ||
      limits.max_quick_calls < 0 || limits.max_streams < 0 || limits.max_streams_per_client < 0 ||
      !(limits.calls_per_second >= 0) || options.max_transport_mib < 0) {
    return absl::InvalidArgumentError(
        "max_calls, max_calls_per_method, max_calls_per_client, max_quick_calls, max_streams, "
        "max_streams_per_client, "
        "max_calls_per_second, max_transport_mib: 0 or more");
  }
  if (options.max_receive_bytes < 1 || options.max_calls_per_connection < 1) {
    return absl::InvalidArgumentError("max_request_bytes, max_calls_per_connection: 1 or more");
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
  // A setting of the process that every builder reads.
  grpc::EnableDefaultHealthCheckService(true);
  std::unique_ptr<Server> server(new Server(options, service_name, runtime));
  std::vector<std::string> names = {service_name, kHealthServiceName};
  if (options.channelz) names.emplace_back(kChannelzServiceName);
  server->reflection_ =
      std::make_unique<ReflectionService>(std::move(names), options.channelz ? &runtime : nullptr);
  grpc::ServerBuilder builder;
  builder.RegisterService(&service);
  builder.RegisterCallbackGenericService(server->reflection_.get());
  if (absl::Status status = server->Listen(builder); !status.ok()) return status;
  return server;
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::string& service_name,
                                                      ByteMethods methods, Runtime& runtime) {
  if (absl::Status status = Check(options); !status.ok()) return status;
  grpc::EnableDefaultHealthCheckService(false);
  std::unique_ptr<Server> server(new Server(options, service_name, runtime));
  server->methods_ = std::move(methods);
  server->health_.AddTo(server->methods_);
  if (options.channelz) AddChannelz(server->methods_);
  AddReflection(server->methods_);
  server->transport_ = std::make_unique<Transport>(server->methods_, runtime);
  grpc::ServerBuilder builder;
  server->transport_->AddTo(builder);
  if (absl::Status status = server->Listen(builder); !status.ok()) return status;
  server->transport_->Start();
  return server;
}

absl::Status Server::Listen(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options_.max_receive_bytes);
  // With it on, two servers share a port without a word, each with half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kMinPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  // Who vanished without a word, a machine that lost its network say, would have his connection,
  // his watches and their places for two hours.
  if (options_.keepalive_time > absl::ZeroDuration()) {
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, Milliseconds(options_.keepalive_time));
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                               Milliseconds(options_.keepalive_timeout));
    // Also a watch that has no news is asked again and again.
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  }
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  // A message is unpacked before its size is looked at: one of some kilobytes could take all
  // memory.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, options_.channelz ? 1 : 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options_.max_calls_per_connection);
  if (options_.max_transport_mib > 0) {
    grpc::ResourceQuota quota("transport");
    quota.Resize(static_cast<size_t>(options_.max_transport_mib) << 20);
    builder.SetResourceQuota(quota);
  }
  int port = 0;
  builder.AddListeningPort(options_.address, MakeServerCredentials(options_.tls), &port);
  server_ = builder.BuildAndStart();
  if (server_ == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", options_.address,
                     ": the port is taken, or the address is not one of this machine"));
  }
  SetServing(false);
  if (!options_.metrics_address.empty()) {
    auto metrics = MetricsServer::Start(options_.metrics_address, runtime_.metrics());
    if (!metrics.ok()) return metrics.status();
    metrics_ = *std::move(metrics);
  }
  if (IsUnix(options_.address)) {
    address_ = options_.address;
  } else {
    port_ = port;
    address_ = absl::StrCat(options_.address.substr(0, options_.address.rfind(':')), ":", port);
  }
  return absl::OkStatus();
}

Server::~Server() {
  if (server_ != nullptr) Shutdown(absl::Now());
}

void Server::Shutdown(absl::Time deadline) {
  server_->Shutdown(absl::ToChronoTime(deadline));
  if (transport_ != nullptr) transport_->Join();
  server_->Wait();
}

void Server::SetServing(bool serving) {
  if (transport_ != nullptr) {
    health_.Set("", serving);
    health_.Set(service_name_, serving);
    transport_->TellWatchers();
  } else if (auto* health = server_->GetHealthCheckService(); health != nullptr) {
    health->SetServingStatus("", serving);
    health->SetServingStatus(service_name_, serving);
  }
}

void Server::Stop() {
  if (transport_ != nullptr) {
    health_.Shutdown();
    transport_->TellWatchers();
  } else if (auto* health = server_->GetHealthCheckService(); health != nullptr) {
    health->Shutdown();
  }
  if (options_.drain_delay > absl::ZeroDuration()) absl::SleepFor(options_.drain_delay);
  // Not by grpc::Server::Shutdown() alone: it cancels calls that come in meanwhile, and it waits
  // for health watchers, which never end by themselves, and for idle clients to acknowledge, which
  // C++ and Python ones do in 5 to 10 s.
  const Endpoint endpoint{.port = port_, .path = PathOf(address_)};
  // While a long call still goes on, others are to find another replica, not this one.
  StopListening(endpoint);
  runtime_.Drain(options_.stop_grace);
  CloseSockets(endpoint, kLastAnswers);
  Shutdown(absl::Now() + kCloseGrace);
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
