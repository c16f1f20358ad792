// Files that configure a service.
#ifndef QUSHU_COMMON_RPC_CONFIG_TEXT_PROTO_H_
#define QUSHU_COMMON_RPC_CONFIG_TEXT_PROTO_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"

namespace qushu::rpc {

// The whole file. INVALID_ARGUMENT, with its path, if it cannot be read or has more than 1 MiB.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path);

// Reads the text format of `message`. INVALID_ARGUMENT with path, line, column and what is wrong.
absl::Status ReadTextProto(const std::string& path, google::protobuf::Message& message);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CONFIG_TEXT_PROTO_H_
