// How calls arrive and are answered where they are many: gRPC's asynchronous API, one completion
// queue, one thread.
//
// That thread reads and writes all connections, and runs methods that take microseconds
// (Place::kTransport) by itself: handing a call to another thread and back costs as much as
// answering it. Methods that may wait or work for long go to the worker pool, streams have a thread
// each. A second thread on the queue, or any service of another kind on the same grpc::Server
// (gRPC's own health and reflection are such), would make every call cost half as much again.
//
// All that has arrived is read before calls are answered, so that those who wait are known, and
// not left unseen in the sockets of a thousand connections: StandingLimit says how many they may
// be.
//
// Every call passes the gates of the runtime: Admit() once its headers are there, Conclude() with
// its status, Release() when gRPC is done with it.
#ifndef QUSHU_COMMON_RPC_TRANSPORT_TRANSPORT_H_
#define QUSHU_COMMON_RPC_TRANSPORT_TRANSPORT_H_

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/calls/runtime.h"
#include "common/rpc/limits/standing_limit.h"
#include "common/rpc/transport/byte_methods.h"
#include "grpcpp/alarm.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/server_builder.h"

namespace qushu::rpc {

class AsyncCall;

class Transport {
 public:
  // Both outlive the object. A method that is not in the table is UNIMPLEMENTED.
  Transport(const ByteMethods& methods, Runtime& runtime);
  // Join() was called, or Start() was not.
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // Before the server is built.
  void AddTo(grpc::ServerBuilder& builder);
  // Once it is: calls are answered from here on.
  void Start();
  // After grpc::Server::Shutdown(): waits until the last call has ended.
  void Join();

  // What callers watch may have changed. From any thread.
  void TellWatchers();

 private:
  friend class AsyncCall;

  void Run();
  void Handle(void* event, bool ok);
  void ServeReady();
  // For AsyncCall, on the transport's thread.
  void AwaitCall();
  void GiveUpSilent();
  void LookLater() ABSL_LOCKS_EXCLUDED(mutex_);
  void Began() ABSL_LOCKS_EXCLUDED(mutex_);
  void Ended(AsyncCall* call) ABSL_LOCKS_EXCLUDED(mutex_);

  const ByteMethods& methods_;
  Runtime& runtime_;
  grpc::AsyncGenericService service_;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::thread thread_;
  // Of the transport's thread.
  std::vector<std::unique_ptr<AsyncCall>> idle_;  // to be used again
  absl::flat_hash_set<AsyncCall*> watching_;
  std::list<AsyncCall*> awaited_;  // whose messages are, those that began to be first in front
  std::list<AsyncCall*> ready_;    // whose messages have come, in their order
  StandingLimit crowd_;            // of those

  absl::Mutex mutex_;
  int under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<grpc::Alarm> look_ ABSL_GUARDED_BY(mutex_);  // for those who send nothing
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_TRANSPORT_TRANSPORT_H_
