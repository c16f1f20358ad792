#include "common/rpc/transport/sockets.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/time/clock.h"

namespace qushu::rpc {
namespace {

// How often connections are looked at whose clients are slow.
constexpr absl::Duration kLook = absl::Milliseconds(2);

// A client that still writes does so more often.
constexpr absl::Duration kQuiet = absl::Milliseconds(20);

bool IsOf(int fd, const Endpoint& endpoint) {
  union {
    sockaddr any;
    sockaddr_in ipv4;
    sockaddr_in6 ipv6;
    sockaddr_un local;
  } name{};
  socklen_t size = sizeof(name);
  if (getsockname(fd, &name.any, &size) != 0) return false;
  switch (name.any.sa_family) {
    case AF_INET:
      return endpoint.port != 0 && ntohs(name.ipv4.sin_port) == endpoint.port;
    case AF_INET6:
      return endpoint.port != 0 && ntohs(name.ipv6.sin6_port) == endpoint.port;
    case AF_UNIX:
      return endpoint.port == 0 && size > offsetof(sockaddr_un, sun_path) &&
             endpoint.path == name.local.sun_path;
    default:
      return false;
  }
}

bool Listens(int fd) {
  int listens = 0;
  socklen_t size = sizeof(listens);
  return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0;
}

struct Sockets {
  std::vector<int> listening;
  std::vector<int> connected;
};

Sockets Find(const Endpoint& endpoint) {
  Sockets found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const int fd = std::atoi(entry.path().filename().c_str());
    if (IsOf(fd, endpoint)) (Listens(fd) ? found.listening : found.connected).push_back(fd);
  }
  return found;
}

// Puts a socket that does nothing in the place of a listening one: its owner keeps the number, and
// is not told of an error, as it would be by shutdown().
void Replace(int listening, int family) {
  const int idle = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (idle < 0) return;
  dup3(idle, listening, O_CLOEXEC);
  close(idle);
}

bool AllArrived(int fd) {
  int left = 0;
  return ioctl(fd, SIOCOUTQ, &left) != 0 || left == 0;
}

// Whether the client sends nothing any more. What reaches a connection that is closed is answered
// by a reset, and whoever is writing then takes the connection for broken, without a look at the
// last answers that have arrived.
bool IsQuiet(int fd) {
  tcp_info info{};
  socklen_t size = sizeof(info);
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return true;  // a local one
  return absl::Milliseconds(info.tcpi_last_data_recv) >= kQuiet;
}

}  // namespace

void StopListening(const Endpoint& endpoint) {
  for (const int fd : Find(endpoint).listening) Replace(fd, endpoint.port == 0 ? AF_UNIX : AF_INET);
}

void CloseSockets(const Endpoint& endpoint, absl::Duration patience) {
  StopListening(endpoint);
  const absl::Time until = absl::Now() + patience;
  while (true) {
    // Looked for each time: a number may be another's by now, and a connection may have come in
    // last.
    const bool late = absl::Now() >= until;
    bool waiting = false;
    for (const int fd : Find(endpoint).connected) {
      if (late || (AllArrived(fd) && IsQuiet(fd))) {
        shutdown(fd, SHUT_RDWR);
      } else {
        waiting = true;
      }
    }
    if (!waiting) return;
    absl::SleepFor(kLook);
  }
}

void StopReading(const Endpoint& endpoint) {
  const Sockets found = Find(endpoint);
  for (const int fd : found.listening) shutdown(fd, SHUT_RD);
  for (const int fd : found.connected) shutdown(fd, SHUT_RD);
}

}  // namespace qushu::rpc
