// Lines that many threads write to one file, without any of them waiting for it.
#ifndef QUSHU_COMMON_RPC_OBSERVE_LOG_WRITER_H_
#define QUSHU_COMMON_RPC_OBSERVE_LOG_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace qushu::rpc {

// Collects lines in memory; a thread of its own writes them, at most kInterval later. A call costs
// less than a system call that way, and a reader of the log who stands still stops no call: what
// does not fit into kMaxBytes meanwhile is dropped, and a line says how many were.
//
// Lines go out whole, in pieces that do not mix with those of other processes on the same pipe.
// What a process that is killed wrote in its last kInterval is lost. Safe from many threads.
class LogWriter {
 public:
  static constexpr absl::Duration kInterval = absl::Milliseconds(50);
  static constexpr size_t kMaxBytes = 4 << 20;

  // `fd` is not closed.
  explicit LogWriter(int fd);
  // Writes what is left.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // `line` without its line break.
  void Write(std::string_view line);

 private:
  void Run();

  const int fd_;
  const size_t piece_;  // bytes of one system call
  absl::Mutex mutex_;
  std::string lines_ ABSL_GUARDED_BY(mutex_);
  int64_t dropped_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_LOG_WRITER_H_
