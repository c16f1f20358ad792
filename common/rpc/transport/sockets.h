// The end of a server's connections, by the operating system's means.
//
// grpc::Server::Shutdown() tells clients to go, and from that moment cancels every call that
// reaches it before they have heard: each ends as CANCELLED at a client who did nothing wrong, and
// who must not try it again. A connection that is closed makes the same calls UNAVAILABLE, which
// clients do try again.
#ifndef QUSHU_COMMON_RPC_TRANSPORT_SOCKETS_H_
#define QUSHU_COMMON_RPC_TRANSPORT_SOCKETS_H_

#include <string>

#include "absl/time/time.h"

namespace qushu::rpc {

// Where a server of this process listens: a port of any family or, if it is 0, a socket's path.
struct Endpoint {
  int port = 0;
  std::string path{};
};

// Takes no further connections: who tries finds nobody, and goes on to the next address.
void StopListening(const Endpoint& endpoint);

// StopListening(), and closes those of `endpoint` as soon as all that was written to
// them has arrived and their clients write no more, at the latest after `patience`. Meanwhile their
// calls may still be answered. The server that owns them notices as if clients had closed them; it
// is to be shut down next.
void CloseSockets(const Endpoint& endpoint, absl::Duration patience);

// Ends what comes in, connections too, so that whoever waits for it is told at once; what is being
// written still goes out. For a server that looks only now and then whether it is to stop.
void StopReading(const Endpoint& endpoint);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_TRANSPORT_SOCKETS_H_
