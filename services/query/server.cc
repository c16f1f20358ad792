#include "services/query/server.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "common/indicators/catalogue.h"
#include "common/rpc/requests/page_token.h"
#include "common/rpc/server/health_monitor.h"
#include "common/rpc/server/program.h"
#include "common/rpc/transport/answer_cache.h"
#include "common/store/sqlite_store.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "services/query/pending_store.h"
#include "services/query/query_service.h"

namespace qushu::query {

ServerOptions DefaultOptions() {
  ServerOptions options;
  options.server.address = rpc::kDefaultQueryAddress;
  options.server.workers = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, 16);
  // So many that those who are answered wait hardly longer when five times as many ask: see
  // qushu-rpc-bench --overload.
  options.server.max_queued_calls = 32;
  options.server.max_burst_calls = 256;
  return options;
}

absl::Status Check(const ServerOptions& options) {
  QUSHU_RETURN_IF_ERROR(rpc::CheckWithFiles(options.server));
  if (options.db.empty()) return absl::InvalidArgumentError("--db: no path of a store given");
  if (!options.page_token_key_file.empty()) {
    QUSHU_RETURN_IF_ERROR(rpc::PageTokenCodec::FromKeyFile(options.page_token_key_file).status());
  }
  return Catalogue::FromFile(options.indicators).status();
}

absl::Status RunServer(const ServerOptions& options, const rpc::WaitFn& wait) {
  QUSHU_RETURN_IF_ERROR(rpc::Check(options.server));
  if (options.db.empty()) return absl::InvalidArgumentError("--db: no path of a store given");
  rpc::PageTokenCodec tokens;
  if (!options.page_token_key_file.empty()) {
    QUSHU_ASSIGN_OR_RETURN(tokens, rpc::PageTokenCodec::FromKeyFile(options.page_token_key_file));
  }
  QUSHU_ASSIGN_OR_RETURN(const std::unique_ptr<Gazetteer> gazetteer, Gazetteer::Create());
  QUSHU_ASSIGN_OR_RETURN(const std::unique_ptr<const Catalogue> catalogue,
                         Catalogue::FromFile(options.indicators));
  PendingStore store([&] { return OpenSqliteStore({.path = options.db, .read_only = true}); });
  QueryCore core(*gazetteer, *catalogue, tokens, store);
  QUSHU_ASSIGN_OR_RETURN(rpc::RuntimeOptions runtime_options, rpc::ForRuntime(options.server));
  rpc::Runtime runtime(std::move(runtime_options));
  rpc::AnswerCache answers(
      static_cast<size_t>(std::max<int64_t>(0, options.answer_cache_bytes)),
      [&] { return store.Revision(); }, runtime.metrics());
  rpc::ByteMethods methods = MethodsOf(core);
  if (options.answer_cache_bytes > 0) {
    methods.ChangeUnary([&](rpc::ByteMethod method) { return answers.Keep(std::move(method)); });
  }
  QUSHU_ASSIGN_OR_RETURN(const std::unique_ptr<rpc::Server> server,
                         rpc::Server::Start(options.server, v1::QueryService::service_full_name(),
                                            std::move(methods), runtime));
  absl::Status status;
  {
    const rpc::HealthMonitor monitor(
        [&] { return store.OpenOrPing(); },
        [&](const absl::Status& health) { server->SetServing(health.ok()); });
    status = wait(*server);
  }
  server->Stop();
  return status;
}

}  // namespace qushu::query
