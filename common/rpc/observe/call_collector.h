// The calls of a runtime as metrics.
#ifndef QUSHU_COMMON_RPC_OBSERVE_CALL_COLLECTOR_H_
#define QUSHU_COMMON_RPC_OBSERVE_CALL_COLLECTOR_H_

#include <functional>
#include <vector>

#include "common/rpc/observe/method_table.h"
#include "prometheus/collectable.h"

namespace qushu::rpc {

// How busy a runtime is at the moment.
struct Load {
  int calls = 0;      // under way, streams too
  int streams = 0;    // under way
  size_t queued = 0;  // calls that wait for a thread
  bool draining = false;
};

class CallCollector final : public prometheus::Collectable {
 public:
  // `methods` outlives the object.
  CallCollector(const MethodTable& methods, std::function<Load()> load)
      : methods_(methods), load_(std::move(load)) {}

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const MethodTable& methods_;
  const std::function<Load()> load_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_CALL_COLLECTOR_H_
