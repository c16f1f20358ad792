// What systemd is told of a service of `Type=notify`, by the datagrams of sd_notify(3).
#ifndef QUSHU_COMMON_RPC_SERVER_SERVICE_MANAGER_H_
#define QUSHU_COMMON_RPC_SERVER_SERVICE_MANAGER_H_

#include <string_view>

namespace qushu::rpc {

// Sends `state`, say `READY=1`, to the socket that NOTIFY_SOCKET names; nothing without one.
void TellServiceManager(std::string_view state);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_SERVER_SERVICE_MANAGER_H_
