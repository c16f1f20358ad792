// grpc.channelz.v1.Channelz: what gRPC knows of the server's own connections and calls, for those
// who look for a fault. Behind the gates of the runtime, with the scope `admin`: it has the
// addresses of all clients. gRPC's own service would pass by them, and make every call of Transport
// cost more.
#ifndef QUSHU_COMMON_RPC_SERVER_CHANNELZ_H_
#define QUSHU_COMMON_RPC_SERVER_CHANNELZ_H_

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/calls/runtime.h"
#include "common/rpc/transport/byte_methods.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/support/byte_buffer.h"

namespace qushu::rpc {

inline constexpr char kChannelzServiceName[] = "grpc.channelz.v1.Channelz";

// Its methods for Transport, on the pool.
void AddChannelz(ByteMethods& methods);

// A reactor that answers a call of one of its methods, by the path of the call; null for another
// method.
grpc::ServerGenericBidiReactor* ChannelzReactorFor(grpc::GenericCallbackServerContext& context,
                                                   Runtime& runtime);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_SERVER_CHANNELZ_H_
