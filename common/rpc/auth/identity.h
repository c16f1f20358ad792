// Who makes a call.
#ifndef QUSHU_COMMON_RPC_AUTH_IDENTITY_H_
#define QUSHU_COMMON_RPC_AUTH_IDENTITY_H_

#include <string>

#include "common/rpc/auth/scopes.h"

namespace qushu::rpc {

struct Identity {
  std::string client;  // for logs and limits; no secret
  Scopes scopes = 0;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_AUTH_IDENTITY_H_
