#include "common/rpc/observe/metrics.h"

#include <exception>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/analysis/version.h"
#include "common/rpc/transport/sockets.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/text_serializer.h"

namespace qushu::rpc {

Metrics::Metrics() : registry_(std::make_shared<prometheus::Registry>()) {
  all_.push_back(registry_);
  prometheus::BuildGauge()
      .Name("qushu_build_info")
      .Help("1, with the versions of the program and of its analysis.")
      .Register(*registry_)
      .Add({{"version", QUSHU_VERSION}, {"analyzer", AnalysisVersion()}})
      .Set(1);
}

void Metrics::Add(std::shared_ptr<prometheus::Collectable> collectable) {
  all_.push_back(std::move(collectable));
}

std::string Metrics::ToText() const {
  std::vector<prometheus::MetricFamily> families;
  for (const auto& collectable : all_) {
    std::vector<prometheus::MetricFamily> some = collectable->Collect();
    families.insert(families.end(), std::make_move_iterator(some.begin()),
                    std::make_move_iterator(some.end()));
  }
  return prometheus::TextSerializer().Serialize(families);
}

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(const std::string& address,
                                                                    const Metrics& metrics) {
  std::unique_ptr<MetricsServer> server(new MetricsServer());
  try {
    // A scraper that sends or reads slowly holds a thread no longer than this.
    server->exposer_ = std::make_unique<prometheus::Exposer>(std::vector<std::string>{
        "listening_ports", address, "num_threads", "4", "request_timeout_ms", "5000"});
    for (const auto& collectable : metrics.all()) {
      server->exposer_->RegisterCollectable(collectable);
    }
    const std::vector<int> ports = server->exposer_->GetListeningPorts();
    if (!ports.empty()) server->port_ = ports.front();
  } catch (const std::exception&) {
    server->exposer_ = nullptr;
  }
  if (server->exposer_ == nullptr || server->port_ == 0) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, " for metrics: it is no HOST:PORT with a ",
                     "numeric host, the port is taken, or the address is not of this machine"));
  }
  return server;
}

MetricsServer::~MetricsServer() {
  // Otherwise it looks every two seconds whether it is to end.
  if (port_ != 0) StopReading({.port = port_});
}

}  // namespace qushu::rpc
