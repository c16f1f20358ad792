// Health and reflection as methods of Transport. gRPC's own would make its server poll with more
// threads, and every call cost half as much again; its reflection (which knows v1alpha alone) does
// so to every server of a program that it is linked into.
#ifndef QUSHU_COMMON_RPC_SERVER_STANDARD_SERVICES_H_
#define QUSHU_COMMON_RPC_SERVER_STANDARD_SERVICES_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/calls/runtime.h"
#include "common/rpc/transport/byte_methods.h"
#include "grpcpp/generic/async_generic_service.h"

namespace qushu::rpc {

// grpc.health.v1.Health: which services serve. A service that was never set is unknown. Safe from
// many threads.
class Health {
 public:
  void Set(const std::string& service, bool serving);
  // All that are known do not serve from here on, whatever is set.
  void Shutdown();

  // Check and Watch; the object outlives the table.
  void AddTo(ByteMethods& methods) const;

 private:
  std::optional<bool> Serving(const std::string& service) const;

  mutable absl::Mutex mutex_;
  std::map<std::string, bool> services_ ABSL_GUARDED_BY(mutex_);
  bool shut_down_ ABSL_GUARDED_BY(mutex_) = false;
};

inline constexpr char kHealthServiceName[] = "grpc.health.v1.Health";

// grpc.reflection.v1 and v1alpha, on the services that are in the table by now and these two.
void AddReflection(ByteMethods& methods);

// The answer to a serialised ServerReflectionRequest; absent if it is none.
std::optional<std::string> AnswerReflection(std::string_view request,
                                            const std::vector<std::string>& services);

// The same two beside services of gRPC's callback API, on the services of these names; and channelz
// behind the gates of `channelz`, where that is not null.
class ReflectionService final : public grpc::CallbackGenericService {
 public:
  explicit ReflectionService(std::vector<std::string> services, Runtime* channelz = nullptr);
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

 private:
  std::vector<std::string> services_;
  Runtime* const channelz_;
};

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_SERVER_STANDARD_SERVICES_H_
