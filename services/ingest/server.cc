#include "services/ingest/server.h"

#include <memory>
#include <utility>

#include "common/analysis/analyzer.h"
#include "common/base/status_macros.h"
#include "common/indicators/catalogue.h"
#include "common/rpc/calls/handler.h"
#include "common/rpc/server/health_monitor.h"
#include "common/rpc/server/program.h"
#include "common/store/sqlite_store.h"
#include "services/ingest/ingest_metrics.h"
#include "services/ingest/ingest_service.h"

namespace qushu::ingest {

ServerOptions DefaultOptions() {
  ServerOptions options;
  options.server.address = rpc::kDefaultIngestAddress;
  options.server.workers = 8;
  // Each waiting call holds its text, which may be of kMaxTextBytes: no more, not in a burst
  // either.
  options.server.max_queued_calls = 32;
  // Above the limit of a text, so that one somewhat too long is told so by its proper error and not
  // by gRPC.
  options.server.max_receive_bytes = 2 * static_cast<int>(kMaxTextBytes);
  return options;
}

absl::Status Check(const ServerOptions& options) {
  QUSHU_RETURN_IF_ERROR(rpc::CheckWithFiles(options.server));
  if (options.db.empty()) return absl::InvalidArgumentError("--db: no path of a store given");
  return Catalogue::FromFile(options.indicators).status();
}

absl::Status RunServer(const ServerOptions& options, const rpc::WaitFn& wait) {
  QUSHU_RETURN_IF_ERROR(rpc::Check(options.server));
  if (options.db.empty()) return absl::InvalidArgumentError("--db: no path of a store given");
  QUSHU_ASSIGN_OR_RETURN(std::shared_ptr<const Catalogue> catalogue,
                         Catalogue::FromFile(options.indicators));
  QUSHU_ASSIGN_OR_RETURN(const std::unique_ptr<Analyzer> analyzer,
                         Analyzer::Create(std::move(catalogue)));
  QUSHU_ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenSqliteStore({.path = options.db}));
  QUSHU_ASSIGN_OR_RETURN(rpc::RuntimeOptions runtime_options, rpc::ForRuntime(options.server));
  rpc::Runtime runtime(std::move(runtime_options));
  IngestMetrics metrics(runtime.metrics().registry());
  const IngestCore core(*analyzer, *store, &metrics);
  Intake intake(core, options.intake);
  IngestServiceImpl service(core, intake, runtime);
  QUSHU_ASSIGN_OR_RETURN(
      const std::unique_ptr<rpc::Server> server,
      rpc::Server::Start(options.server, v1::IngestService::service_full_name(), service, runtime));
  absl::Status status;
  {
    const rpc::HealthMonitor monitor(
        [&] { return store->Ping(); },
        [&](const absl::Status& health) { server->SetServing(health.ok()); });
    status = wait(*server);
  }
  server->Stop();
  return status;
}

}  // namespace qushu::ingest
