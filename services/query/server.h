// The query service as a program: store, tables and server put together.
#ifndef QUSHU_SERVICES_QUERY_SERVER_H_
#define QUSHU_SERVICES_QUERY_SERVER_H_

#include <string>

#include "absl/status/status.h"
#include "common/rpc/server/server.h"

namespace qushu::query {

struct ServerOptions {
  rpc::ServerOptions server;
  std::string indicators = {};      // a user's own table of series; empty: the built-in catalogue
  std::string db;                   // path of the store's file, opened read-only
  std::string page_token_key_file;  // empty: a random key
  int64_t answer_cache_bytes = int64_t{64} << 20;  // answers kept to be given again; 0: none
};

// Options with the defaults of this service: its address, and a thread a core, since answers come
// out of memory.
ServerOptions DefaultOptions();

// Whether the options and the files that they name are right, as far as can be told without
// serving.
absl::Status Check(const ServerOptions& options);

// Serves until `wait` returns, then stops in order. A store that is not there yet is waited for:
// until the ingest service has made it, calls are UNAVAILABLE (STORE_UNAVAILABLE) and health is
// NOT_SERVING.
//
// Errors: INVALID_ARGUMENT for no `db` or a bad key file; those of rpc::Server::Start() and of
// `wait`.
absl::Status RunServer(const ServerOptions& options, const rpc::WaitFn& wait);

}  // namespace qushu::query

#endif  // QUSHU_SERVICES_QUERY_SERVER_H_
