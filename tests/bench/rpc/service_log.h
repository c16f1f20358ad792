// What a service says of its calls in its log.
#ifndef QUSHU_TESTS_BENCH_RPC_SERVICE_LOG_H_
#define QUSHU_TESTS_BENCH_RPC_SERVICE_LOG_H_

#include <istream>
#include <string_view>

#include "absl/time/time.h"

namespace qushu::bench {

// The 99th percentile of how long the service had the calls of a method that it answered with OK,
// from when it took them up until it gave their answers to gRPC, in microseconds, of those that
// ended after `begin`. What clients see has in it how long calls and answers wait for the clients
// themselves. Not a number where there is none.
double ServiceP99(std::istream& log, std::string_view method, absl::Time begin);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_RPC_SERVICE_LOG_H_
