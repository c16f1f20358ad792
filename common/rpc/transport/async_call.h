// One call of Transport, from waiting for it to its end; used again for the next.
#ifndef QUSHU_COMMON_RPC_TRANSPORT_ASYNC_CALL_H_
#define QUSHU_COMMON_RPC_TRANSPORT_ASYNC_CALL_H_

#include <array>
#include <atomic>
#include <list>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/transport/byte_methods.h"
#include "common/rpc/transport/transport.h"
#include "grpcpp/alarm.h"
#include "grpcpp/generic/async_generic_service.h"

namespace qushu::rpc {

// What the completion queue gives back: a call, and what happened to it.
class AsyncCall final : private StreamWriter<grpc::ByteBuffer> {
 public:
  enum Step { kArrived, kRead, kWritten, kHeld, kFinished, kDone };
  struct Tag {
    AsyncCall* call;  // null: watchers are to be told
    Step step;
  };

  explicit AsyncCall(Transport& transport) : transport_(transport) {}

  // On the transport's thread: wait for a call; something happened; watched things may have
  // changed.
  void Await();
  void Proceed(Step step, bool ok);
  void LookAgain();
  // Answers a call that is ready, or hands it on.
  void TakeTurn();
  // Ends a call whose message has been waited for too long; false if there is time left.
  bool GiveUp(absl::Time now, bool draining);

 private:
  void Arrive();
  void Read();
  void Receive(bool ok);
  void Serve(Place place);
  void ServeOnThread();
  void Reply(bool ok);
  void EndIfDone();
  // Ends with `status`, of one who may not be served now: see RefusalPacer.
  void Refuse(const absl::Status& status);

  // From the thread that serves the call, as its last act: the transport may use the object again
  // at once.
  void Finish(const absl::Status& status);

  absl::Status Write(const grpc::ByteBuffer& message, absl::Duration patience) override;
  absl::Status Sleep(absl::Duration duration) override;
  absl::Status Check() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool gone() const { return gone_.load(std::memory_order_relaxed); }

  Transport& transport_;
  std::array<Tag, 6> tags_{{{this, kArrived},
                            {this, kRead},
                            {this, kWritten},
                            {this, kHeld},
                            {this, kFinished},
                            {this, kDone}}};

  std::optional<grpc::GenericServerContext> context_;
  std::optional<grpc::GenericServerAsyncReaderWriter> stream_;
  const ByteMethod* method_ = nullptr;
  Ticket ticket_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  absl::Time awaited_;  // since when the message under way is
  // Its place among those of the transport whose messages are waited for, or have come, or for
  // that.
  std::list<AsyncCall*> place_{this};
  const std::list<AsyncCall*>::iterator at_ = place_.begin();
  std::string last_;  // message that a watcher was sent

  // Of the transport's thread.
  bool reading_ = false;
  bool given_up_ = false;   // finished while it was read
  bool finishing_ = false;  // a watch that was told its end
  absl::Status refusal_;    // that is held back
  std::optional<grpc::Alarm> held_;
  bool finished_ = false;
  bool done_ = false;

  mutable absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<bool> gone_ = false;  // set under mutex_
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_TRANSPORT_ASYNC_CALL_H_
