// Statuses on the wire and back.
//
// gRPC sends a status in the trailers of a call: the message percent-encoded, the details as
// base64, and a client drops everything, the code included, where the trailers take more than 8 KB.
// So both are cut here to what always fits, whatever the handler put in.
#ifndef QUSHU_COMMON_RPC_CALLS_STATUS_H_
#define QUSHU_COMMON_RPC_CALLS_STATUS_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace qushu::rpc {

// Bytes of a message on the wire; a longer one is cut. Bytes outside printable ASCII become `?`.
inline constexpr size_t kMaxMessageBytes = 300;
// Bytes of the serialised google.rpc.Status. What is over is left out in this order: field
// violations from the last, details other than ErrorInfo and BadRequest, metadata of ErrorInfo.
// Code, reason and domain always arrive.
inline constexpr size_t kMaxDetailsBytes = 3500;

// The same status for gRPC: code, message, and every payload of `status` as a detail of the
// google.rpc.Status beside it. A status without ErrorInfo gets one whose reason follows from its
// code.
grpc::Status ToGrpcStatus(const absl::Status& status);

// What a client received, with its details as payloads: ReasonOf() works on it. A status that
// gRPC made itself (no connection, deadline) has no payload.
absl::Status FromGrpcStatus(const grpc::Status& status);

// `INVALID_ARGUMENT` for grpc::StatusCode::INVALID_ARGUMENT; the number for an unknown code.
std::string CodeName(grpc::StatusCode code);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_CALLS_STATUS_H_
