// What a service tells of itself in Prometheus' text format.
//
// Calls are counted under the names that dashboards for gRPC know (go-grpc-prometheus):
//
//   grpc_server_started_total, grpc_server_handled_total, grpc_server_handling_seconds,
//   grpc_server_msg_received_total, grpc_server_msg_sent_total
//
// with the labels grpc_type, grpc_service, grpc_method and, of what was handled, grpc_code. What is
// Qushu's own begins with `qushu_`.
#ifndef QUSHU_COMMON_RPC_OBSERVE_METRICS_H_
#define QUSHU_COMMON_RPC_OBSERVE_METRICS_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "prometheus/collectable.h"
#include "prometheus/registry.h"

namespace prometheus {
class Exposer;
}

namespace qushu::rpc {

// All that a server exports: counters of one's own are registered in registry(), what is computed
// when somebody asks is added with Add(). Safe from many threads.
class Metrics {
 public:
  // With `qushu_build_info`.
  Metrics();

  prometheus::Registry& registry() { return *registry_; }
  // `collectable` outlives the server.
  void Add(std::shared_ptr<prometheus::Collectable> collectable);

  // Everything, as a scrape would give it.
  std::string ToText() const;
  const std::vector<std::shared_ptr<prometheus::Collectable>>& all() const { return all_; }

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  std::vector<std::shared_ptr<prometheus::Collectable>> all_;
};

// Serves `GET /metrics` by HTTP until it goes.
class MetricsServer {
 public:
  // `address` is `HOST:PORT`, port 0 for any free one. UNAVAILABLE if the port cannot be had.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const std::string& address,
                                                              const Metrics& metrics);
  ~MetricsServer();

  int port() const { return port_; }

 private:
  MetricsServer() = default;

  std::unique_ptr<prometheus::Exposer> exposer_;
  int port_ = 0;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_METRICS_H_
