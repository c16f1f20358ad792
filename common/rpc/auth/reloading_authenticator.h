// The authenticator as its files are now.
#ifndef QUSHU_COMMON_RPC_AUTH_RELOADING_AUTHENTICATOR_H_
#define QUSHU_COMMON_RPC_AUTH_RELOADING_AUTHENTICATOR_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/rpc/auth/authenticator.h"

namespace qushu::rpc {

// Looks at the files every `interval` and reads them when they change: the next call is judged by
// the new ones. A file that is at fault changes nothing, and `report` hears of it. Safe from many
// threads.
class ReloadingAuthenticator {
 public:
  using Report = std::function<void(const absl::Status& outcome)>;

  // The errors of Authenticator::FromFile().
  static absl::StatusOr<std::unique_ptr<ReloadingAuthenticator>> Open(
      const std::string& path, Report report, absl::Duration interval = absl::Seconds(1));
  ~ReloadingAuthenticator();

  std::shared_ptr<const Authenticator> current() const;

 private:
  ReloadingAuthenticator(std::string path, Report report, absl::Duration interval,
                         std::shared_ptr<const Authenticator> first);
  void Watch();
  std::string Fingerprint() const;

  const std::string path_;
  const Report report_;
  const absl::Duration interval_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Authenticator> current_ ABSL_GUARDED_BY(mutex_);
  std::string fingerprint_;  // of what was read last; the thread's alone
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_AUTH_RELOADING_AUTHENTICATOR_H_
