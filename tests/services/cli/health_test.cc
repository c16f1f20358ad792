// qushu health against gRPC's own health service.
#include <chrono>
#include <sstream>

#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "services/cli/commands.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::HasSubstr;

struct Result {
  int status;
  std::string out;
  std::string err;
};

Result Qushu(const std::vector<std::string>& words) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Io io{in, out, err};
  const int status = Run(words, io);
  return {status, out.str(), err.str()};
}

class HealthTest : public ::testing::Test {
 protected:
  void SetUp() override {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.RegisterService(&service_);  // a server has to have one
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    address_ = "127.0.0.1:" + std::to_string(port);
  }
  void TearDown() override {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    grpc::EnableDefaultHealthCheckService(false);
  }
  void Set(const std::string& service, bool serving) {
    server_->GetHealthCheckService()->SetServingStatus(service, serving);
  }

  v1::IngestService::Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

TEST_F(HealthTest, TheExitStatusSaysWhetherTheServerServes) {
  Set("", true);
  Result result = Qushu({"health", address_});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "SERVING\n");
  Set("", false);
  result = Qushu({"health", "--server=" + address_});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "NOT_SERVING\n");
}

TEST_F(HealthTest, AsksForOneService) {
  Set("", true);
  Set("qushu.v1.QueryService", false);
  EXPECT_EQ(Qushu({"health", address_, "qushu.v1.QueryService"}).status, 1);
  Set("qushu.v1.QueryService", true);
  EXPECT_EQ(Qushu({"health", "--server", address_, "qushu.v1.QueryService"}).status, 0);
  const Result unknown = Qushu({"health", address_, "没有"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_THAT(unknown.err, HasSubstr("NOT_FOUND"));
}

TEST_F(HealthTest, AServerThatLacksAMethodIsNamed) {
  const Result result = Qushu({"figures", "--server=" + address_});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("UNIMPLEMENTED"));
  EXPECT_THAT(result.err, HasSubstr("does not offer this method"));
}

}  // namespace
}  // namespace qushu::cli
