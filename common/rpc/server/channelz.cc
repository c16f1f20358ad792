#include "common/rpc/server/channelz.h"

#include <grpc/grpc.h>
#include <grpc/support/alloc.h>

#include <memory>
#include <string>

#include "common/base/error.h"
#include "common/rpc/calls/grpc_call.h"
#include "common/rpc/calls/refusals.h"
#include "common/rpc/calls/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "grpcpp/ext/channelz_service_plugin.h"

namespace qushu::rpc {
namespace {

using google::protobuf::Message;

// The messages have no header in Debian, but their descriptors are in the library of gRPC's own
// service, which some linkers leave out where nothing is asked of it.
[[maybe_unused]] void (*const volatile kKeepMessages)() =
    &grpc::channelz::experimental::InitChannelzService;

intptr_t Number(const Message& request, const char* field) {
  const auto* descriptor = request.GetDescriptor()->FindFieldByName(field);
  return static_cast<intptr_t>(request.GetReflection()->GetInt64(request, descriptor));
}

struct Row {
  const char* method;  // `service/method`
  const char* message;
  // JSON of the answer, to be freed; null where there is no such object.
  char* (*ask)(const Message& request);
};

constexpr Row kTable[] = {
    {"grpc.channelz.v1.Channelz/GetTopChannels", "GetTopChannels",
     [](const Message& request) {
       return grpc_channelz_get_top_channels(Number(request, "start_channel_id"));
     }},
    {"grpc.channelz.v1.Channelz/GetServers", "GetServers",
     [](const Message& request) {
       return grpc_channelz_get_servers(Number(request, "start_server_id"));
     }},
    {"grpc.channelz.v1.Channelz/GetServer", "GetServer",
     [](const Message& request) { return grpc_channelz_get_server(Number(request, "server_id")); }},
    {"grpc.channelz.v1.Channelz/GetServerSockets", "GetServerSockets",
     [](const Message& request) {
       return grpc_channelz_get_server_sockets(Number(request, "server_id"),
                                               Number(request, "start_socket_id"),
                                               Number(request, "max_results"));
     }},
    {"grpc.channelz.v1.Channelz/GetChannel", "GetChannel",
     [](const Message& request) {
       return grpc_channelz_get_channel(Number(request, "channel_id"));
     }},
    {"grpc.channelz.v1.Channelz/GetSubchannel", "GetSubchannel",
     [](const Message& request) {
       return grpc_channelz_get_subchannel(Number(request, "subchannel_id"));
     }},
    {"grpc.channelz.v1.Channelz/GetSocket", "GetSocket",
     [](const Message& request) { return grpc_channelz_get_socket(Number(request, "socket_id")); }},
};

std::unique_ptr<Message> New(const std::string& name) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
          "grpc.channelz.v1." + name);
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(descriptor)->New());
}

absl::Status Answer(const Row& row, const grpc::ByteBuffer& asked, grpc::ByteBuffer& answer) {
  const std::unique_ptr<Message> request = New(std::string(row.message) + "Request");
  if (!Parse(asked, *request)) return Malformed();
  const std::unique_ptr<char, decltype(&gpr_free)> json(row.ask(*request), &gpr_free);
  if (json == nullptr) {
    return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_SERVICE_NOT_FOUND,
                     "no such server, channel or socket");
  }
  const std::unique_ptr<Message> response = New(std::string(row.message) + "Response");
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!google::protobuf::util::JsonStringToMessage(json.get(), response.get(), options).ok()) {
    return InternalError();
  }
  Serialize(*response, answer);
  return absl::OkStatus();
}

// One call beside services of gRPC's callback API.
class Reactor final : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(Runtime& runtime, grpc::GenericCallbackServerContext& context, const Row& row)
      : runtime_(runtime), context_(context), row_(row) {
    const absl::Status admitted = Admit(runtime_, context_, row_.method, CallType::kUnary, ticket_);
    if (admitted.ok()) {
      StartRead(&request_);
    } else {
      End(admitted);
    }
  }

 private:
  void End(const absl::Status& status) { Finish(Conclude(runtime_, context_, ticket_, status)); }
  void OnReadDone(bool ok) override {
    if (!ok) return End(Malformed());
    const absl::Status status = Answer(row_, request_, response_);
    if (!status.ok()) return End(status);
    StartWriteAndFinish(&response_, grpc::WriteOptions(),
                        Conclude(runtime_, context_, ticket_, status));
  }
  void OnDone() override { DeleteAndRelease(this, runtime_, ticket_); }

  Runtime& runtime_;
  grpc::GenericCallbackServerContext& context_;
  const Row& row_;
  Ticket ticket_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

}  // namespace

void AddChannelz(ByteMethods& methods) {
  for (const Row& row : kTable) {
    methods.Add({.name = row.method,
                 .type = CallType::kUnary,
                 .unary = [&row](Place place, const Call&, const grpc::ByteBuffer& request,
                                 grpc::ByteBuffer& response) -> std::optional<absl::Status> {
                   if (place == Place::kTransport) return std::nullopt;
                   return Answer(row, request, response);
                 }});
  }
}

grpc::ServerGenericBidiReactor* ChannelzReactorFor(grpc::GenericCallbackServerContext& context,
                                                   Runtime& runtime) {
  for (const Row& row : kTable) {
    if (context.method() == "/" + std::string(row.method)) {
      return new Reactor(runtime, context, row);
    }
  }
  return nullptr;
}

}  // namespace qushu::rpc
