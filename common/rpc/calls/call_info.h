// A call as the runtime sees it, whichever transport brought it.
#ifndef QUSHU_COMMON_RPC_CALLS_CALL_INFO_H_
#define QUSHU_COMMON_RPC_CALLS_CALL_INFO_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/base/work_log.h"
#include "common/rpc/auth/identity.h"
#include "common/rpc/calls/call_type.h"
#include "common/rpc/observe/method_table.h"

namespace qushu::rpc {

// What a transport knows of a call when its headers are there. Asked by Runtime::Admit() alone, on
// the thread that calls it; nothing is asked that the runtime's configuration has no use for.
class CallSource {
 public:
  virtual ~CallSource() = default;
  // The first value of a key in lower case, as it came; it lives as long as the source.
  virtual std::optional<std::string_view> Metadata(std::string_view key) const = 0;
  // `ipv4:127.0.0.1:40022`, in gRPC's form.
  virtual std::string Peer() const = 0;
  // The subject alternative names of the client's certificate, `spiffe://...` or `host.example`;
  // empty where the connection has none that was verified.
  virtual std::vector<std::string> CertificateNames() const = 0;
  // Infinite where the client set none.
  virtual absl::Time Deadline() const = 0;
};

// One call from Runtime::Admit() to Runtime::Release(): the transport makes it and keeps it, the
// runtime fills it in.
struct Ticket {
  Method* method = nullptr;  // since Admit(), whatever it said
  std::string request_id;
  std::string trace_id;                      // of the caller's `traceparent`; empty without one
  std::string peer;                          // empty where nothing needs it
  std::shared_ptr<const Identity> identity;  // null where nobody is asked
  absl::Time start;
  // The client's, or the server's own maximum where that is earlier (it is none for streams).
  absl::Time deadline = absl::InfiniteFuture();
  WorkLog work{absl::InfiniteDuration()};  // of a unary call, for the log if it is slow
  bool admitted = false;                   // holds a place until Release()
  bool counted_by_client = false;

  std::string_view client() const {
    return identity == nullptr ? std::string_view() : std::string_view(identity->client);
  }

  // Of a stream: a message that came, or went. Those of a unary call count by themselves.
  void CountReceived() const { method->counts.Received(); }
  void CountSent() const { method->counts.Sent(); }
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_CALL_INFO_H_
