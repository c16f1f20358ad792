// Keeps the health service true to the store.
#ifndef QUSHU_COMMON_RPC_SERVER_HEALTH_MONITOR_H_
#define QUSHU_COMMON_RPC_SERVER_HEALTH_MONITOR_H_

#include <functional>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace qushu::rpc {

// Asks `probe` again and again on a thread of its own and tells `report` whenever the answer
// changes between OK and not OK; the first answer is always told.
class HealthMonitor {
 public:
  struct Options {
    absl::Duration while_failing = absl::Milliseconds(200);  // between two probes
    absl::Duration while_ok = absl::Seconds(5);
  };

  HealthMonitor(std::function<absl::Status()> probe,
                std::function<void(const absl::Status&)> report, Options options);
  HealthMonitor(std::function<absl::Status()> probe,
                std::function<void(const absl::Status&)> report)
      : HealthMonitor(std::move(probe), std::move(report), Options{}) {}
  // Waits for a probe under way.
  ~HealthMonitor();

 private:
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_SERVER_HEALTH_MONITOR_H_
