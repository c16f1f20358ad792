// Streams both ways in which every request has one answer, in the order of the requests, while many
// are under way at once.
//
// The reactor reads ahead up to the handler's window, and no further: requests that are not
// answered and answers that the client does not read hold up reading, and with it, by gRPC's flow
// control, the client. It has no thread of its own: the handler hands the work on and answers from
// anywhere.
//
//   return rpc::HandleOrderedStream<v1::IngestArticlesRequest, v1::IngestArticlesResponse>(
//       runtime_, *context, "qushu.v1.IngestService/IngestArticles",
//       [this](auto& answers) { return std::make_unique<ArticleStream>(intake_, answers); });
//
// The stream ends when the client has ended its side and all is answered; with the status of
// End(); with UNAVAILABLE (STOPPING) once the runtime drains and what was read is answered; or when
// the client goes, or its deadline comes. The server sets no deadline of its own.
#ifndef QUSHU_COMMON_RPC_CALLS_ORDERED_STREAM_H_
#define QUSHU_COMMON_RPC_CALLS_ORDERED_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/calls/grpc_call.h"
#include "common/rpc/calls/handler.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"

namespace qushu::rpc {

// Where a handler answers, from any thread. `index` counts the requests of the stream, from 0; each
// gets one of the two, and none may be touched behind the last one of them.
template <typename Response>
class Answers {
 public:
  virtual ~Answers() = default;
  virtual void Answer(uint64_t index, Response response) = 0;
  // Ends the stream with `status`, an error, once all requests before this one are answered.
  virtual void End(uint64_t index, absl::Status status) = 0;
  // The client is gone: answers are of no use.
  virtual bool cancelled() const = 0;
};

// What a service does with a stream. Its methods are called on the transport's threads, one at a
// time, and do not wait.
template <typename Request, typename Response>
class OrderedHandler {
 public:
  virtual ~OrderedHandler() = default;
  // Most requests that are read and whose answer is not written.
  virtual size_t window() const = 0;
  // Whether a request may be read now; if not, `resume` is called once, later, from anywhere.
  virtual bool MayRead(std::function<void()> resume) = 0;
  // A request was read after all, or none will come.
  virtual void OnRequest(uint64_t index, Request request) = 0;
};

template <typename Request, typename Response>
using OrderedHandlerFactory =
    std::function<std::unique_ptr<OrderedHandler<Request, Response>>(Answers<Response>& answers)>;

template <typename Request, typename Response>
grpc::ServerBidiReactor<Request, Response>* HandleOrderedStream(
    Runtime& runtime, grpc::CallbackServerContext& context, std::string_view method,
    const OrderedHandlerFactory<Request, Response>& make);

}  // namespace qushu::rpc

#include "common/rpc/calls/ordered_stream_impl.h"

#endif  // QUSHU_COMMON_RPC_CALLS_ORDERED_STREAM_H_
