// A service in this process, put together as its program does, and a channel to it.
#ifndef QUSHU_TESTS_SERVICES_RUNNING_SERVER_H_
#define QUSHU_TESTS_SERVICES_RUNNING_SERVER_H_

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/synchronization/notification.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/server/server.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/create_channel.h"
#include "tests/testing/testing.h"

namespace qushu::testing {

// Runs `run(options, wait)` on a thread until the object goes.
class RunningServer {
 public:
  template <typename Options>
  RunningServer(absl::Status (*run)(const Options&, const rpc::WaitFn&), Options options) {
    options.server.address = "127.0.0.1:0";
    options.server.access_log = false;
    thread_ = std::thread([this, run, options] {
      const absl::Status status = run(options, [this](const rpc::Server& server) {
        address_ = server.address();
        started_.Notify();
        stop_.WaitForNotification();
        return absl::OkStatus();
      });
      EXPECT_OK(status);
      if (!started_.HasBeenNotified()) started_.Notify();
    });
    started_.WaitForNotification();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    channel_ = grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments);
  }
  ~RunningServer() {
    stop_.Notify();
    thread_.join();
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // Where another channel may connect to.
  const std::string& address() const { return address_; }

 private:
  absl::Notification started_;
  absl::Notification stop_;
  std::string address_;
  std::thread thread_;
  std::shared_ptr<grpc::Channel> channel_;
};

// Calls a method of a stub and gives its answer or its error with all details.
//   auto article = Call<v1::GetArticleResponse>(*stub, &Stub::GetArticle, request);
template <typename Response, typename Stub, typename Request>
absl::StatusOr<Response> Call(Stub& stub,
                              grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                           Response*),
                              const Request& request) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  return response;
}

// The fields that a status finds fault with, joined by commas.
inline std::string FieldsOf(const absl::Status& status) {
  google::rpc::BadRequest bad;
  if (const auto payload = status.GetPayload(kBadRequestUrl)) {
    bad.ParseFromString(std::string(*payload));
  }
  std::string fields;
  for (const auto& violation : bad.field_violations()) {
    fields += (fields.empty() ? "" : ",") + violation.field();
  }
  return fields;
}

// A value of the status's metadata; empty if it has none.
inline std::string MetadataOf(const absl::Status& status, const std::string& key) {
  google::rpc::ErrorInfo info;
  if (const auto payload = status.GetPayload(kErrorInfoUrl)) {
    info.ParseFromString(std::string(*payload));
  }
  const auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "" : found->second;
}

// An error with this code and reason that finds fault with these fields.
MATCHER_P3(IsFieldError, code, reason, fields, "") {
  const absl::Status& status = GetStatus(arg);
  *result_listener << status.ToString() << ", fields " << FieldsOf(status);
  return status.code() == code && ReasonOf(status) == reason && FieldsOf(status) == fields;
}

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_SERVICES_RUNNING_SERVER_H_
