// The four kinds of gRPC methods.
#ifndef QUSHU_COMMON_RPC_CALLS_CALL_TYPE_H_
#define QUSHU_COMMON_RPC_CALLS_CALL_TYPE_H_

#include <cstdint>

namespace qushu::rpc {

enum class CallType : uint8_t { kUnary, kServerStream, kClientStream, kBidiStream };

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_CALL_TYPE_H_
