// What the bench asks of the query service: requests that differ from call to call, made from what
// the store holds.
#ifndef QUSHU_TESTS_BENCH_RPC_WORKLOAD_H_
#define QUSHU_TESTS_BENCH_RPC_WORKLOAD_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "qushu/v1/query_service.grpc.pb.h"

namespace qushu::bench {

struct Workload {
  std::string name;                   // `GetDistrict`, or with what is special about it
  std::string method;                 // `/qushu.v1.QueryService/GetDistrict`
  bool point_query = false;           // has to reach the rate that is asked for
  std::vector<std::string> requests;  // serialised
  std::vector<std::string> answers;   // serialised, of the same places
};

// Those whose name and kind are wanted; at most `most` requests each, chosen at random from a fixed
// seed.
using WantedFn = std::function<bool(const std::string& name, bool point_query)>;
absl::StatusOr<std::vector<Workload>> MakeWorkloads(v1::QueryService::Stub& stub, int most,
                                                    const WantedFn& wanted);

}  // namespace qushu::bench

#endif  // QUSHU_TESTS_BENCH_RPC_WORKLOAD_H_
