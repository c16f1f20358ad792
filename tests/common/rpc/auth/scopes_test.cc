// The table of methods and scopes against the published services.
#include "common/rpc/auth/scopes.h"

#include <string>

#include "google/protobuf/descriptor.h"
#include "qushu/v1/ingest_service.pb.h"
#include "qushu/v1/query_service.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

TEST(ScopesTest, EveryMethodHasItsScope) {
  const google::protobuf::FileDescriptor* const files[] = {
      v1::IngestArticleRequest::descriptor()->file(), v1::ListFiguresRequest::descriptor()->file()};
  int methods = 0;
  for (const auto* file : files) {
    for (int i = 0; i < file->service_count(); ++i) {
      const auto* service = file->service(i);
      for (int j = 0; j < service->method_count(); ++j, ++methods) {
        const std::string name = service->full_name() + "/" + service->method(j)->name();
        EXPECT_TRUE(HasRequiredScope(name)) << name;
        EXPECT_EQ(RequiredScope(name) == kQueryRead, service->name() == "QueryService") << name;
      }
    }
  }
  EXPECT_GT(methods, 15);
}

TEST(ScopesTest, WhatIsNotInTheTableIsForAdmins) {
  EXPECT_EQ(RequiredScope("grpc.channelz.v1.Channelz/GetServers"), kAdmin);
  EXPECT_EQ(RequiredScope(""), kAdmin);
  EXPECT_EQ(RequiredScope("qushu.v1.QueryService/GetArticle "), kAdmin);
}

TEST(ScopesTest, Names) {
  EXPECT_EQ(ScopeByName("query.read"), kQueryRead);
  EXPECT_EQ(ScopeByName("ingest.write"), kIngestWrite);
  EXPECT_EQ(ScopeByName("admin"), kAdmin);
  EXPECT_FALSE(ScopeByName("Admin"));
  EXPECT_FALSE(ScopeByName(""));
}

}  // namespace
}  // namespace qushu::rpc
