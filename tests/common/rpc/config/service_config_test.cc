// The service config that is published beside the schemas for clients to load.
#include "grpcpp/support/validate_service_config.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

std::string ServiceConfig() {
  return testing::ReadFile(testing::SourceDir() / "proto/qushu/v1/service_config.json");
}

TEST(ServiceConfigTest, GrpcTakesIt) {
  EXPECT_EQ(grpc::experimental::ValidateServiceConfigJSON(ServiceConfig()), "");
  EXPECT_NE(grpc::experimental::ValidateServiceConfigJSON(R"({"methodConfig":[{"name":[3]}]})"), "")
      << "the check finds nothing";
}

TEST(ServiceConfigTest, RetriesBothServicesAndSetsNoTimeout) {
  const std::string config = ServiceConfig();
  for (const char* word : {"qushu.v1.IngestService", "qushu.v1.QueryService", "UNAVAILABLE"}) {
    EXPECT_NE(config.find(word), std::string::npos) << word;
  }
  // gRPC 1.51 lets it fire more than a second early, and does not tell the server.
  EXPECT_EQ(config.find("timeout"), std::string::npos);
}

}  // namespace
}  // namespace qushu::rpc
