// A gRPC server with what both services need around their methods: health, reflection, bounds,
// and an orderly end.
#ifndef QUSHU_COMMON_RPC_SERVER_SERVER_H_
#define QUSHU_COMMON_RPC_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/auth/credentials.h"
#include "common/rpc/calls/handler.h"
#include "common/rpc/limits/limits.h"
#include "common/rpc/observe/metrics.h"
#include "common/rpc/server/standard_services.h"
#include "common/rpc/transport/byte_methods.h"
#include "common/rpc/transport/transport.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace qushu::rpc {

struct ServerOptions {
  // `HOST:PORT`, port 0 for any free one, or `unix:/path`.
  std::string address = "127.0.0.1:0";
  // Without it, an address other than a loopback one needs `tls`.
  bool insecure_any_address = false;
  TlsOptions tls{};
  // File of auth_config.proto: who may do what; empty: everybody everything.
  std::string auth_config{};
  // File that the port is written to, empty for none.
  std::string port_file{};
  // Threads that run handlers, and calls that may wait for one.
  int workers = 4;
  int max_queued_calls = 128;
  // As many where they come in a burst of short ones, if that is more.
  int max_burst_calls = 0;
  // Longest time that a call may take.
  absl::Duration max_call_time = absl::Seconds(60);
  // Largest request.
  int max_receive_bytes = 4 << 20;
  Limits limits = {.max_calls = 2000,
                   .max_calls_per_method = 1000,
                   .max_calls_per_client = 500,
                   .max_quick_calls = 64,
                   .max_streams = 64,
                   .max_streams_per_client = 32,
                   .calls_per_second = 0};
  // Calls that one connection may have under way; more wait at the client.
  int max_calls_per_connection = 1000;
  // Memory of the transport, for what was received and not taken up yet; past it, it reads less.
  // 0: as it takes.
  int max_transport_mib = 0;
  // A connection on which nothing came for so long is asked whether its client is still there, and
  // closed, with its calls, if there is no answer within the second. 0: gRPC's 2 hours.
  absl::Duration keepalive_time = absl::Minutes(1);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // Between NOT_SERVING and the refusal of new calls: time for load balancers to notice.
  absl::Duration drain_delay = absl::ZeroDuration();
  // How long calls under way may still take when the server stops; then they are cancelled.
  absl::Duration stop_grace = absl::Seconds(20);
  // `HOST:PORT` of Prometheus' metrics by HTTP, empty for none.
  std::string metrics_address{};
  // Answers grpc.channelz.v1, to callers with the scope `admin`.
  bool channelz = false;
  // A call that takes longer, streams aside, is logged as slow; 0: none is.
  absl::Duration slow_call = absl::Seconds(1);
  // A JSON line a call on standard error.
  bool access_log = true;
};

// What a runtime takes of the options. The errors of Authenticator::FromFile().
absl::StatusOr<RuntimeOptions> ForRuntime(const ServerOptions& options);

// Check(), and the file of `auth_config`.
absl::Status CheckWithFiles(const ServerOptions& options);

// INVALID_ARGUMENT if an option is out of its range, a file of `tls` is at fault, or the address is
// not a loopback one and neither encrypted nor asked for.
absl::Status Check(const ServerOptions& options);

// Safe from many threads.
class Server {
 public:
  // Listens and answers. `service`, whose calls run in `runtime`, is reported by health under
  // `service_name`: NOT_SERVING, as is the server as a whole (""), until SetServing(true). Both
  // outlive the server.
  //
  // Errors: those of Check(), and
  //   UNAVAILABLE  a port is taken, or an address is not of this machine
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::string& service_name,
                                                       grpc::Service& service, Runtime& runtime);
  // The same for methods that Transport serves: for many short calls.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::string& service_name,
                                                       ByteMethods methods, Runtime& runtime);
  // Stops at once if Stop() was not called: calls under way are cancelled.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // `127.0.0.1:7401`, with the port that was chosen: what clients dial.
  const std::string& address() const { return address_; }
  int port() const { return port_; }
  // Of the metrics; 0 where there are none.
  int metrics_port() const { return metrics_ == nullptr ? 0 : metrics_->port(); }

  void SetServing(bool serving);

  // Reports NOT_SERVING, waits `drain_delay`, refuses new calls with UNAVAILABLE (STOPPING), lets
  // those under way finish within `stop_grace`, closes the connections, which cancels what is left,
  // and returns when the last call has ended. Clients with the published retry policy lose no call.
  void Stop();

 private:
  Server(const ServerOptions& options, std::string service_name, Runtime& runtime);
  absl::Status Listen(grpc::ServerBuilder& builder);
  void Shutdown(absl::Time deadline);

  const ServerOptions options_;
  const std::string service_name_;
  Runtime& runtime_;
  std::string address_;
  int port_ = 0;
  std::unique_ptr<MetricsServer> metrics_;
  std::unique_ptr<ReflectionService> reflection_;  // beside a service of the callback API
  Health health_;                                  // these three without one
  ByteMethods methods_;
  std::unique_ptr<Transport> transport_;
  std::unique_ptr<grpc::Server> server_;
};

// Called once a service answers; it stops in order when this returns, and fails with its error.
using WaitFn = std::function<absl::Status(const Server& server)>;

// Writes `port` and a line break to `path`, so that a reader finds the whole of it or no file.
absl::Status WritePortFile(const std::string& path, int port);

// Whether `address` can be reached from this machine only.
bool IsLoopback(const std::string& address);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_SERVER_SERVER_H_
