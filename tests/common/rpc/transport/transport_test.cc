// What Transport does beside what it does as the callback API does it (handler_test.cc and
// stream_test.cc run on both): calls on its own thread, health, reflection, odd callers.
#include "common/rpc/transport/transport.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/rpc/calls/status.h"
#include "common/rpc/server/server.h"
#include "common/rpc/server/standard_services.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

constexpr absl::Duration kPatience = absl::Seconds(20);

// Names that begin with `districts/1` are looked up on the transport's thread.
class TestCore {
 public:
  absl::Status GetDistrict(const Call&, const v1::GetDistrictRequest& request,
                           v1::GetDistrictResponse& response) const {
    response.mutable_district()->set_name(request.name());
    const bool same = std::this_thread::get_id() == transport_thread_;
    response.mutable_district()->set_display_name(same ? "transport" : "pool");
    if (request.name() == "districts/100000") transport_thread_ = std::this_thread::get_id();
    return absl::OkStatus();
  }
  static bool IsQuick(const v1::GetDistrictRequest& request) {
    return request.name().rfind("districts/1", 0) == 0;
  }

 private:
  mutable std::atomic<std::thread::id> transport_thread_{};
};

class TransportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ByteMethods methods;
    methods.AddUnary("qushu.v1.QueryService/GetDistrict", core_, &TestCore::GetDistrict,
                     &TestCore::IsQuick);
    ASSERT_OK_AND_ASSIGN(server_,
                         Server::Start({}, "qushu.v1.QueryService", std::move(methods), runtime_));
    channel_ = grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials());
    stub_ = v1::QueryService::NewStub(channel_);
  }

  std::string WhereServed(const std::string& name) {
    grpc::ClientContext context;
    v1::GetDistrictRequest request;
    request.set_name(name);
    v1::GetDistrictResponse response;
    EXPECT_OK(FromGrpcStatus(stub_->GetDistrict(&context, request, &response)));
    EXPECT_EQ(response.district().name(), name);
    return response.district().display_name();
  }

  // One call of any method with any bytes.
  grpc::Status CallRaw(const std::string& path, const std::string& request,
                       std::string* response = nullptr) {
    grpc::GenericStub stub(channel_);
    grpc::CompletionQueue queue;
    grpc::ClientContext context;
    grpc::Status status;
    grpc::ByteBuffer answer;
    const auto call = stub.PrepareUnaryCall(&context, path, ToByteBuffer(request), &queue);
    call->StartCall();
    call->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (response != nullptr && status.ok()) *response = BytesOf(answer);
    return status;
  }

  standard::HealthCheckResponse::ServingStatus Health(const std::string& service) {
    standard::HealthCheckRequest request;
    request.set_service(service);
    standard::HealthCheckResponse response;
    std::string bytes;
    const grpc::Status status =
        CallRaw("/grpc.health.v1.Health/Check", request.SerializeAsString(), &bytes);
    if (!status.ok()) return standard::HealthCheckResponse::UNKNOWN;
    EXPECT_TRUE(response.ParseFromString(bytes));
    return response.status();
  }

  TestCore core_;
  Runtime runtime_{2, 16, absl::Seconds(60), nullptr};
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
};

TEST_F(TransportTest, QuickCallsStayOnItsThreadAndOthersDoNot) {
  WhereServed("districts/100000");
  EXPECT_EQ(WhereServed("districts/110000"), "transport");
  EXPECT_EQ(WhereServed("districts/410305"), "pool");
  EXPECT_EQ(WhereServed("districts/120000"), "transport");
}

TEST_F(TransportTest, ManyCallsOfManyCallersAreAllAnswered) {
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < 500; ++i) {
        // Some on the pool; it holds 16 at a time, and eight callers wait for their own.
        WhereServed("districts/" + std::to_string(caller % 2 + 1) + std::to_string(i));
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
}

TEST_F(TransportTest, UnknownMethodsAreUnimplemented) {
  for (const char* path : {"/qushu.v1.QueryService/Nothing", "/no.such/Service", "/", "/x"}) {
    EXPECT_EQ(CallRaw(path, "").error_code(), grpc::StatusCode::UNIMPLEMENTED) << path;
  }
}

TEST_F(TransportTest, BytesThatAreNoMessageAreRefused) {
  for (const std::string& bytes : {std::string("\xff\xff\xff"), std::string("\x0a\x02\xc3\x28")}) {
    EXPECT_THAT(FromGrpcStatus(CallRaw("/qushu.v1.QueryService/GetDistrict", bytes)),
                IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  }
  EXPECT_EQ(WhereServed("districts/410305"), "pool");
}

// A caller that sends headers, and nothing then, does not stop the others or the end.
TEST_F(TransportTest, CallersThatSendNothingHoldNothingUp) {
  grpc::GenericStub stub(channel_);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::GenericClientAsyncReaderWriter>> calls;
  grpc::CompletionQueue queue;
  for (int i = 0; i < 200; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    calls.push_back(
        stub.PrepareCall(contexts.back().get(), "/qushu.v1.QueryService/GetDistrict", &queue));
    calls.back()->StartCall(nullptr);
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok));
  }
  EXPECT_EQ(WhereServed("districts/410305"), "pool");
  for (int i = 0; i < 100; ++i) contexts[i]->TryCancel();
  EXPECT_EQ(WhereServed("districts/410305"), "pool");
  server_.reset();
  grpc::Status status;
  for (auto& call : calls) {
    call->Finish(&status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok));
    EXPECT_FALSE(status.ok());
  }
}

// Whoever began a call and sends no message has his place for ten seconds, and while the server
// stops for one; then he is told why it ends.
TEST_F(TransportTest, CallersThatSendNothingAreGivenUp) {
  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  const auto await = [&queue] {
    void* tag = nullptr;
    bool ok = false;
    EXPECT_TRUE(queue.Next(&tag, &ok));
  };
  const auto begin = [&](grpc::ClientContext& own) {
    auto call = stub.PrepareCall(&own, "/qushu.v1.QueryService/GetDistrict", &queue);
    call->StartCall(nullptr);
    await();
    return call;
  };
  const auto expect_end = [&](grpc::GenericClientAsyncReaderWriter& call, absl::StatusCode code,
                              const char* reason) {
    grpc::Status status;
    call.Finish(&status, nullptr);
    await();
    EXPECT_THAT(FromGrpcStatus(status), IsError(code, reason));
  };
  const absl::Time start = absl::Now();
  const auto call = begin(context);
  expect_end(*call, absl::StatusCode::kDeadlineExceeded, "DEADLINE");
  EXPECT_GT(absl::Now() - start, absl::Seconds(9));
  EXPECT_LT(absl::Now() - start, kPatience);
  EXPECT_EQ(WhereServed("districts/410305"), "pool");

  grpc::ClientContext last;
  const auto at_the_end = begin(last);
  EXPECT_EQ(WhereServed("districts/410305"), "pool");
  const absl::Time stop = absl::Now();
  server_->Stop();
  EXPECT_LT(absl::Now() - stop, absl::Seconds(5));
  expect_end(*at_the_end, absl::StatusCode::kUnavailable, "STOPPING");
}

TEST_F(TransportTest, HealthIsToldPerServiceAndWatched) {
  using Answer = standard::HealthCheckResponse;
  EXPECT_EQ(Health(""), Answer::NOT_SERVING);
  EXPECT_EQ(Health("no.such.Service"), Answer::UNKNOWN);
  EXPECT_EQ(CallRaw("/grpc.health.v1.Health/Check", "\x0a\x01x").error_code(),
            grpc::StatusCode::NOT_FOUND);

  grpc::GenericStub stub(channel_);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  void* tag = nullptr;
  bool ok = false;
  const auto watch = stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  watch->StartCall(nullptr);
  queue.Next(&tag, &ok);
  watch->WriteLast(ToByteBuffer(""), grpc::WriteOptions(), nullptr);
  queue.Next(&tag, &ok);
  const auto next = [&] {
    grpc::ByteBuffer bytes;
    Answer answer;
    watch->Read(&bytes, nullptr);
    queue.Next(&tag, &ok);
    EXPECT_TRUE(ok);
    EXPECT_TRUE(Parse(bytes, answer));
    return answer.status();
  };
  EXPECT_EQ(next(), Answer::NOT_SERVING);
  server_->SetServing(true);
  EXPECT_EQ(next(), Answer::SERVING);
  EXPECT_EQ(Health("qushu.v1.QueryService"), Answer::SERVING);
  server_->SetServing(true);  // no news
  std::thread stop([&] { server_->Stop(); });
  EXPECT_EQ(next(), Answer::NOT_SERVING);
  stop.join();
  grpc::Status status;
  watch->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  EXPECT_FALSE(status.ok());
}

TEST(ReflectionTest, AnswersWhatIsAsked) {
  const auto ask = [](const standard::ServerReflectionRequest& request) {
    standard::ServerReflectionResponse answer;
    const auto bytes = AnswerReflection(request.SerializeAsString(), {"a.B", "c.D"});
    EXPECT_TRUE(bytes.has_value() && answer.ParseFromString(*bytes));
    return answer;
  };
  standard::ServerReflectionRequest request;
  request.set_list_services("");
  std::vector<std::string> names;
  const auto listed = ask(request);
  for (const auto& service : listed.list_services_response().service()) {
    names.push_back(service.name());
  }
  EXPECT_THAT(names, ElementsAre("a.B", "c.D"));

  request.set_file_containing_symbol("qushu.v1.QueryService.ListFigures");
  names.clear();
  const auto files = ask(request);
  for (const std::string& bytes : files.file_descriptor_response().file_descriptor_proto()) {
    google::protobuf::FileDescriptorProto file;
    EXPECT_TRUE(file.ParseFromString(bytes));
    names.push_back(file.name());
  }
  EXPECT_EQ(names.at(0), "qushu/v1/query_service.proto");
  EXPECT_THAT(names, IsSupersetOf({"qushu/v1/figure.proto", "qushu/v1/span.proto"}));

  request.set_file_by_filename("qushu/v1/span.proto");
  EXPECT_EQ(ask(request).file_descriptor_response().file_descriptor_proto_size(), 1);
  request.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
  EXPECT_EQ(ask(request).all_extension_numbers_response().base_type_name(),
            "google.protobuf.FieldOptions");
  request.set_file_by_filename("no/such.proto");
  EXPECT_EQ(ask(request).error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  request.mutable_file_containing_extension()->set_containing_type("no.Such");
  EXPECT_EQ(ask(request).error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ask({}).error_response().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_FALSE(AnswerReflection("\xff", {}).has_value());
}

}  // namespace
}  // namespace qushu::rpc
