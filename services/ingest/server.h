// The ingest service as a program: analysis, store and server put together.
#ifndef QUSHU_SERVICES_INGEST_SERVER_H_
#define QUSHU_SERVICES_INGEST_SERVER_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server/server.h"
#include "services/ingest/article_stream.h"

namespace qushu::ingest {

struct ServerOptions {
  rpc::ServerOptions server;
  std::string indicators = {};  // a user's own table of series; empty: the built-in catalogue
  IntakeLimits intake = {};     // of streams
  std::string db;               // path of the store's file; made where it is missing
};

// Options with the defaults of this service: its address, more threads than cores since most of
// them wait for the disk (the store puts what waits together into one transaction), and room for
// the largest text in a request.
ServerOptions DefaultOptions();

// Whether the options and the files that they name are right, as far as can be told without
// serving.
absl::Status Check(const ServerOptions& options);

// Opens the store, serves until `wait` returns, then stops in order.
//
// Errors: those of OpenSqliteStore(), of rpc::Server::Start() and of `wait`; INVALID_ARGUMENT for
// no `db`.
absl::Status RunServer(const ServerOptions& options, const rpc::WaitFn& wait);

}  // namespace qushu::ingest

#endif  // QUSHU_SERVICES_INGEST_SERVER_H_
