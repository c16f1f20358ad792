// The yardstick: a server that does nothing but answer bytes that it has ready, in the way that
// costs least with gRPC C++: asynchronous, one completion queue, one thread, raw messages.
#ifndef QUSHU_TESTS_BENCH_RPC_NOOP_SERVER_H_
#define QUSHU_TESTS_BENCH_RPC_NOOP_SERVER_H_

#include <string>
#include <vector>

#include "grpcpp/support/byte_buffer.h"

namespace qushu::bench {

inline constexpr char kNoopMethod[] = "/qushu.v1.QueryService/GetDistrict";

// Answers every call of kNoopMethod with the next of `answers`, from the first again behind the
// last. Writes its port to `port_file`, and runs until the process is killed.
void ServeNoop(const std::vector<grpc::ByteBuffer>& answers, const std::string& port_file);

// Messages in a file, each behind its length.
void WriteMessages(const std::string& path, const std::vector<std::string>& messages);
std::vector<grpc::ByteBuffer> ReadMessages(const std::string& path);

grpc::ByteBuffer ToByteBuffer(const std::string& bytes);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_RPC_NOOP_SERVER_H_
