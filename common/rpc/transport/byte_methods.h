// The methods of a service as functions from bytes to bytes, by name: what Transport serves.
//
//   ByteMethods methods;
//   methods.AddUnary("qushu.v1.QueryService/GetDistrict", core, &QueryCore::GetDistrict);
//   methods.AddStream("qushu.v1.QueryService/WatchFigures", core, &QueryCore::WatchFigures);
#ifndef QUSHU_COMMON_RPC_TRANSPORT_BYTE_METHODS_H_
#define QUSHU_COMMON_RPC_TRANSPORT_BYTE_METHODS_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/calls/handler.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/stream.h"
#include "google/protobuf/message_lite.h"
#include "grpcpp/support/byte_buffer.h"

namespace qushu::rpc {

// Where a unary method runs.
enum class Place {
  // On the one thread that reads and writes all connections: all calls wait meanwhile. For what
  // takes some microseconds and waits for nothing.
  kTransport,
  // On a thread of the worker pool.
  kPool,
};

// A method that gets the bytes of a message and gives those of another. Absent: not at this place,
// which only kTransport may be told; then it is asked again on the pool.
using UnaryMethod = std::function<std::optional<absl::Status>(
    Place place, const Call& call, const grpc::ByteBuffer& request, grpc::ByteBuffer& response)>;
// A method that answers with a stream, on a thread of its own.
using StreamMethod = std::function<absl::Status(const Call& call, const grpc::ByteBuffer& request,
                                                StreamWriter<grpc::ByteBuffer>& writer)>;
// What a caller watches: the message as it is now. Asked on the transport's thread, when the call
// begins and at every Transport::TellWatchers(); the caller is sent what differs from the last.
using WatchedMethod = std::function<absl::StatusOr<std::string>(const grpc::ByteBuffer& request)>;

struct ByteMethod {
  std::string name;  // `qushu.v1.QueryService/GetDistrict`
  CallType type = CallType::kUnary;
  // Passes by the runtime's gates, as what keeps a server running has to: health.
  bool ungated = false;
  // One of these is set, by the type; of a bidirectional stream `unary` answers each message, on
  // the transport's thread.
  UnaryMethod unary{};
  StreamMethod stream{};
  WatchedMethod watched{};
};

class ByteMethods {
 public:
  void Add(ByteMethod method);

  // `method` of a core, as they all are: (call, request, response). It runs on the pool, or, if
  // `quick` says of the request that it takes microseconds, on the transport's thread. A response
  // that is a std::string has the bytes of the message.
  template <typename Core, typename Request, typename Response>
  void AddUnary(std::string name, const Core& core,
                absl::Status (Core::*method)(const Call&, const Request&, Response&) const,
                bool (*quick)(const std::type_identity_t<Request>&) = nullptr);
  template <typename Core, typename Request, typename Response>
  void AddStream(std::string name, const Core& core,
                 absl::Status (Core::*method)(const Call&, const Request&, StreamWriter<Response>&)
                     const);

  // Puts what `change` makes of it in the place of each unary method.
  void ChangeUnary(const std::function<ByteMethod(ByteMethod)>& change);

  // By the path of a call, `/qushu.v1.QueryService/GetDistrict`; null if there is none. The method
  // lives as long as the table.
  const ByteMethod* Find(std::string_view path) const;
  // The services of the methods, each once.
  std::vector<std::string> Services() const;

 private:
  std::map<std::string, ByteMethod, std::less<>> methods_;  // by name
};

// Between messages and their bytes.
bool Parse(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message);
void Serialize(const google::protobuf::MessageLite& message, grpc::ByteBuffer& bytes);
grpc::ByteBuffer ToByteBuffer(std::string_view bytes);
// Of what is serialized already.
inline void Serialize(std::string_view message, grpc::ByteBuffer& bytes) {
  bytes = ToByteBuffer(message);
}
std::string BytesOf(const grpc::ByteBuffer& buffer);
void AppendBytes(const grpc::ByteBuffer& buffer, std::string& out);

// Implementation below.

namespace internal {

// Writes messages into a stream of bytes.
template <typename Response>
class MessageWriter final : public StreamWriter<Response> {
 public:
  explicit MessageWriter(StreamWriter<grpc::ByteBuffer>& bytes) : bytes_(bytes) {}

  absl::Status Write(const Response& response, absl::Duration patience) override {
    grpc::ByteBuffer buffer;
    Serialize(response, buffer);
    return bytes_.Write(buffer, patience);
  }
  absl::Status Sleep(absl::Duration duration) override { return bytes_.Sleep(duration); }

 private:
  StreamWriter<grpc::ByteBuffer>& bytes_;
};

}  // namespace internal

template <typename Core, typename Request, typename Response>
void ByteMethods::AddUnary(std::string name, const Core& core,
                           absl::Status (Core::*method)(const Call&, const Request&, Response&)
                               const,
                           bool (*quick)(const std::type_identity_t<Request>&)) {
  Add({.name = std::move(name),
       .type = CallType::kUnary,
       .unary = [&core, method, quick](Place place, const Call& call, const grpc::ByteBuffer& bytes,
                                       grpc::ByteBuffer& answer) -> std::optional<absl::Status> {
         if (place == Place::kTransport && quick == nullptr) return std::nullopt;
         Request request;
         if (!Parse(bytes, request)) return Malformed();
         if (place == Place::kTransport && !quick(request)) return std::nullopt;
         Response response;
         absl::Status status = (core.*method)(call, request, response);
         if (status.ok()) Serialize(response, answer);
         return status;
       }});
}

template <typename Core, typename Request, typename Response>
void ByteMethods::AddStream(std::string name, const Core& core,
                            absl::Status (Core::*method)(const Call&, const Request&,
                                                         StreamWriter<Response>&) const) {
  Add({.name = std::move(name),
       .type = CallType::kServerStream,
       .stream = [&core, method](const Call& call, const grpc::ByteBuffer& bytes,
                                 StreamWriter<grpc::ByteBuffer>& writer) {
         Request request;
         if (!Parse(bytes, request)) return Malformed();
         internal::MessageWriter<Response> messages(writer);
         return (core.*method)(call, request, messages);
       }});
}

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_TRANSPORT_BYTE_METHODS_H_
