#include "common/rpc/server/health_monitor.h"

#include <optional>
#include <utility>

namespace qushu::rpc {

HealthMonitor::HealthMonitor(std::function<absl::Status()> probe,
                             std::function<void(const absl::Status&)> report, Options options)
    : thread_([this, probe = std::move(probe), report = std::move(report), options] {
        std::optional<bool> told;
        do {
          const absl::Status status = probe();
          if (told != status.ok()) {
            told = status.ok();
            report(status);
          }
        } while (!stop_.WaitForNotificationWithTimeout(*told ? options.while_ok
                                                             : options.while_failing));
      }) {}

HealthMonitor::~HealthMonitor() {
  stop_.Notify();
  thread_.join();
}

}  // namespace qushu::rpc
