// Calls made of a server as fast as it answers, a fixed number of them in flight.
#ifndef QUSHU_TESTS_BENCH_RPC_LOAD_H_
#define QUSHU_TESTS_BENCH_RPC_LOAD_H_

#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"

namespace qushu::bench {

struct LoadOptions {
  std::string address;
  std::string method;  // `/qushu.v1.QueryService/GetDistrict`
  int channels = 2;    // 0: one for each call in flight
  int in_flight = 64;
  absl::Duration warm_up = absl::Milliseconds(500);
  absl::Duration measured = absl::Seconds(2);
  absl::Duration wait_refused = absl::ZeroDuration();  // after RESOURCE_EXHAUSTED
  absl::Duration deadline = absl::Seconds(30);         // of a call
  // Each of those in flight is one call, and there is no other: a burst. Without a warm-up.
  bool once = false;
  pid_t server = 0;
};

struct LoadResult {
  absl::Time begin;  // of what was measured
  double seconds = 0;
  double server_cpu_seconds = 0;
  double client_cpu_seconds = 0;         // of this process
  int64_t calls = 0;                     // answered, by any status
  int64_t bytes = 0;                     // of the answers
  std::map<std::string, int64_t> codes;  // how they ended
  std::vector<float> latencies;          // of those that ended with OK, in microseconds, sorted

  double rate() const { return static_cast<double>(calls) / seconds; }
  double cpu_us() const { return server_cpu_seconds * 1e6 / static_cast<double>(calls); }
  double latency_us(double quantile) const;
  int64_t ok() const;
};

// Sends `requests` over and over, in their order.
LoadResult RunLoad(const LoadOptions& options, const std::vector<grpc::ByteBuffer>& requests);

// Seconds of processor time that a process took until now.
double CpuSeconds(pid_t process);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_RPC_LOAD_H_
