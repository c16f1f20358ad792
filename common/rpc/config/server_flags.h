// The flags that both services have.
#ifndef QUSHU_COMMON_RPC_CONFIG_SERVER_FLAGS_H_
#define QUSHU_COMMON_RPC_CONFIG_SERVER_FLAGS_H_

#include "common/rpc/server/server.h"

namespace qushu::rpc {

// `defaults` with every flag that was given on the command line. A flag that was not given leaves
// the default of the service.
ServerOptions ServerOptionsFromFlags(const ServerOptions& defaults);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CONFIG_SERVER_FLAGS_H_
