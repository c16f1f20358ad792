// A server with two methods that each test fills in, and channels to it.
#ifndef QUSHU_TESTS_COMMON_RPC_TEST_SERVER_H_
#define QUSHU_TESTS_COMMON_RPC_TEST_SERVER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/calls/stream.h"
#include "common/rpc/server/server.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {

class TestServer {
 public:
  using Message = v1::WatchFiguresResponse;

  // Under their names in the query service: GetDistrict runs `unary`, WatchFigures `stream`.
  explicit TestServer(
      ServerOptions options, Handler unary = [](const Call&) { return absl::OkStatus(); },
      StreamHandler<Message> stream = [](const Call&,
                                         StreamWriter<Message>&) { return absl::OkStatus(); }) {
    absl::StatusOr<RuntimeOptions> runtime = ForRuntime(options);
    EXPECT_OK(runtime);
    runtime->log = [this](std::string_view line) {
      absl::MutexLock lock(&mutex_);
      log_ += line;
      log_ += '\n';
    };
    runtime_ = std::make_unique<Runtime>(*std::move(runtime));
    service_.runtime = runtime_.get();
    service_.unary = std::move(unary);
    service_.stream = std::move(stream);
    auto server = Server::Start(options, "qushu.v1.QueryService", service_, *runtime_);
    EXPECT_OK(server);
    server_ = *std::move(server);
  }
  ~TestServer() { server_->Stop(); }

  Server& server() { return *server_; }
  Runtime& runtime() { return *runtime_; }
  std::string log() {
    absl::MutexLock lock(&mutex_);
    return log_;
  }

  // A connection of its own.
  std::unique_ptr<v1::QueryService::Stub> NewStub(
      const std::shared_ptr<grpc::ChannelCredentials>& credentials =
          grpc::InsecureChannelCredentials()) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return v1::QueryService::NewStub(
        grpc::CreateCustomChannel(server_->address(), credentials, arguments));
  }

 private:
  struct Service final : v1::QueryService::CallbackService {
    grpc::ServerUnaryReactor* GetDistrict(grpc::CallbackServerContext* context,
                                          const v1::GetDistrictRequest*,
                                          v1::GetDistrictResponse*) override {
      return Handle(*runtime, *context, "qushu.v1.QueryService/GetDistrict", unary);
    }
    grpc::ServerWriteReactor<Message>* WatchFigures(grpc::CallbackServerContext* context,
                                                    const v1::WatchFiguresRequest*) override {
      return HandleStream<Message>(*runtime, *context, "qushu.v1.QueryService/WatchFigures",
                                   stream);
    }

    Runtime* runtime = nullptr;
    Handler unary;
    StreamHandler<Message> stream;
  };

  absl::Mutex mutex_;
  std::string log_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<Runtime> runtime_;
  Service service_;
  std::unique_ptr<Server> server_;
};

// One call of GetDistrict, with this metadata.
inline absl::Status CallUnary(
    v1::QueryService::Stub& stub,
    const std::vector<std::pair<std::string, std::string>>& metadata = {}) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
  v1::GetDistrictResponse response;
  return FromGrpcStatus(stub.GetDistrict(&context, {}, &response));
}

}  // namespace qushu::rpc

#endif  // QUSHU_TESTS_COMMON_RPC_TEST_SERVER_H_
