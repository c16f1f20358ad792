#include "common/rpc/transport/sockets.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

// A listening socket of 127.0.0.1, or of `path`, and connections to it.
class Listener {
 public:
  explicit Listener(const std::string& path = "") : family_(path.empty() ? AF_INET : AF_UNIX) {
    if (path.empty()) {
      auto& ipv4 = reinterpret_cast<sockaddr_in&>(address_);
      ipv4.sin_family = AF_INET;
      ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      size_ = sizeof(ipv4);
    } else {
      auto& local = reinterpret_cast<sockaddr_un&>(address_);
      local.sun_family = AF_UNIX;
      std::strncpy(local.sun_path, path.c_str(), sizeof(local.sun_path) - 1);
      size_ = sizeof(local);
    }
    fd_ = socket(family_, SOCK_STREAM, 0);
    EXPECT_EQ(bind(fd_, any(), size_), 0);
    EXPECT_EQ(listen(fd_, 8), 0);
    if (path.empty()) getsockname(fd_, any(), &size_);
    endpoint_ = {.port = path.empty() ? port() : 0, .path = path};
  }
  ~Listener() { close(fd_); }

  const Endpoint& endpoint() const { return endpoint_; }
  int port() const { return ntohs(reinterpret_cast<const sockaddr_in&>(address_).sin_port); }
  // A connection, or -1.
  int Connect() {
    const int fd = socket(family_, SOCK_STREAM, 0);
    if (connect(fd, any(), size_) == 0) return fd;
    close(fd);
    return -1;
  }
  int Accept() { return accept(fd_, nullptr, nullptr); }

 private:
  sockaddr* any() { return reinterpret_cast<sockaddr*>(&address_); }

  const int family_;
  sockaddr_storage address_{};
  socklen_t size_ = 0;
  int fd_ = -1;
  Endpoint endpoint_;
};

// All that comes until the other end closes.
size_t ReadAll(int fd) {
  char buffer[4096];
  size_t all = 0;
  for (ssize_t n = 0; (n = read(fd, buffer, sizeof(buffer))) > 0;) all += n;
  return all;
}

TEST(SocketsTest, NobodyConnectsAnyMoreAndOthersAreLeftAlone) {
  for (const bool local : {false, true}) {
    const testing::TempDir dir;
    Listener listener(local ? (dir.path() / "s").string() : "");
    Listener other(local ? (dir.path() / "t").string() : "");
    const int mine = listener.Connect();
    const int theirs = other.Connect();
    const int accepted = listener.Accept();
    const int other_accepted = other.Accept();
    CloseSockets(listener.endpoint(), absl::Seconds(20));
    EXPECT_EQ(ReadAll(mine), 0);
    EXPECT_EQ(listener.Connect(), -1);
    EXPECT_EQ(write(other_accepted, "hello", 5), 5);
    char buffer[8];
    EXPECT_EQ(read(theirs, buffer, sizeof(buffer)), 5);
    const int late = other.Connect();
    EXPECT_GE(late, 0);
    for (const int fd : {mine, theirs, accepted, other_accepted, late}) close(fd);
  }
}

TEST(SocketsTest, WhatWasWrittenArrivesFirst) {
  Listener listener;
  const int client = listener.Connect();
  const int accepted = listener.Accept();
  // More than the client has room for before it reads.
  const std::string answer(64 << 10, 'a');
  size_t written = 0;
  for (ssize_t n = 0; (n = send(accepted, answer.data(), answer.size(), MSG_DONTWAIT)) > 0;) {
    written += n;
  }
  // The client is in the middle of asking for more, which nobody will read: a socket closed with
  // that in it would take its answers with it.
  EXPECT_EQ(write(client, "more", 4), 4);
  size_t arrived = 0;
  std::thread reader([&] {
    absl::SleepFor(absl::Milliseconds(50));
    arrived = ReadAll(client);
  });
  CloseSockets(listener.endpoint(), absl::Seconds(20));
  close(accepted);
  reader.join();
  EXPECT_EQ(arrived, written);
  close(client);
}

TEST(SocketsTest, WhoDoesNotReadIsNotWaitedForLong) {
  Listener listener;
  const int client = listener.Connect();
  const int accepted = listener.Accept();
  const std::string answer(64 << 10, 'a');
  while (send(accepted, answer.data(), answer.size(), MSG_DONTWAIT) > 0) {
  }
  const absl::Time start = absl::Now();
  CloseSockets(listener.endpoint(), absl::Milliseconds(100));
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(100));
  EXPECT_LT(send(accepted, "x", 1, MSG_NOSIGNAL), 0);
  close(client);
  close(accepted);
}

}  // namespace
}  // namespace qushu::rpc
