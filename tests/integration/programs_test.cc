// The services as programs: how they start, what they say of themselves, and how they end.
#include <signal.h>
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/integration/process.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;
using ::qushu::testing::Process;
using ::qushu::testing::Service;
using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(30);
constexpr char kIngestName[] = "qushu.v1.IngestService";
constexpr char kQueryName[] = "qushu.v1.QueryService";

HealthCheckResponse::ServingStatus HealthOf(Service& service, const std::string& name) {
  const auto stub = Health::NewStub(service.channel());
  grpc::ClientContext context;
  HealthCheckRequest request;
  request.set_service(name);
  HealthCheckResponse response;
  const grpc::Status status = stub->Check(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.status();
}

bool BecomesServing(Service& service, const std::string& name) {
  const absl::Time end = absl::Now() + kPatience;
  while (HealthOf(service, name) != HealthCheckResponse::SERVING) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return true;
}

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details_size() == 0 ||
      !details.details(0).UnpackTo(&info)) {
    return "";
  }
  return info.reason();
}

class ProgramsTest : public ::testing::Test {
 protected:
  std::filesystem::path Db() const { return dir_.path() / "qushu.db"; }

  // Runs a program to its end.
  int Run(const std::string& program, const std::vector<std::string>& arguments) {
    ended_.emplace(program, arguments, dir_.path());
    return ended_->Wait();
  }

  testing::TempDir dir_;
  std::optional<Process> ended_;
};

TEST_F(ProgramsTest, HelpAndVersion) {
  for (const char* program : {"qushu-ingest", "qushu-query"}) {
    EXPECT_EQ(Run(program, {"--help"}), 0);
    for (const char* flag : {"--address", "--db", "--port_file", "--stop_grace"}) {
      EXPECT_THAT(ended_->Output(), HasSubstr(flag));
    }
    EXPECT_EQ(Run(program, {"--version"}), 0);
    EXPECT_THAT(ended_->Output(), HasSubstr(std::string(program) + " 0."));
  }
}

TEST_F(ProgramsTest, BadCommandLinesAreRefused) {
  for (const char* program : {"qushu-ingest", "qushu-query"}) {
    EXPECT_EQ(Run(program, {"--no_such_flag"}), 1);
    EXPECT_THAT(ended_->Errors(), HasSubstr("no_such_flag"));
    EXPECT_EQ(Run(program, {"--db=" + Db().string(), "further"}), 1);
    EXPECT_EQ(Run(program, {}), 1);
    EXPECT_THAT(ended_->Errors(), HasSubstr("--db"));
    EXPECT_EQ(Run(program, {"--db=" + Db().string(), "--address=0.0.0.0:0"}), 1);
    EXPECT_THAT(ended_->Errors(), HasSubstr("--insecure_any_address"));
    EXPECT_EQ(Run(program, {"--db=" + Db().string(), "--workers=-1"}), 1);
    EXPECT_THAT(ended_->Errors(), HasSubstr("workers"));
  }
  EXPECT_EQ(Run("qushu-ingest", {"--db=/no/such/folder/x.db", "--address=127.0.0.1:0"}), 1);
  EXPECT_EQ(Run("qushu-query", {"--db=" + Db().string(), "--page_token_key_file=/no/such"}), 1);
}

TEST_F(ProgramsTest, SaysWhereItListens) {
  Service service("qushu-ingest", Db(), dir_.path());
  const absl::Time end = absl::Now() + kPatience;
  while (service.process().Output().empty() && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_EQ(service.process().Output(), "listening on " + service.address() + "\n");
}

TEST_F(ProgramsTest, TakenPortEndsTheSecond) {
  Service first("qushu-ingest", Db(), dir_.path());
  EXPECT_EQ(Run("qushu-query", {"--db=" + Db().string(), "--address=" + first.address()}), 1);
  EXPECT_THAT(ended_->Errors(), HasSubstr("cannot listen on " + first.address()));
  EXPECT_TRUE(BecomesServing(first, ""));
}

TEST_F(ProgramsTest, HealthByServiceName) {
  Service ingest("qushu-ingest", Db(), dir_.path());
  EXPECT_TRUE(BecomesServing(ingest, ""));
  EXPECT_TRUE(BecomesServing(ingest, kIngestName));
  const auto stub = Health::NewStub(ingest.channel());
  grpc::ClientContext context;
  HealthCheckRequest request;
  request.set_service(kQueryName);
  HealthCheckResponse response;
  EXPECT_EQ(stub->Check(&context, request, &response).error_code(), grpc::StatusCode::NOT_FOUND);
}

// Of v1 or v1alpha, whose messages are alike.
template <typename Reflection, typename Request, typename Response>
void ExpectReflection(Service& service, const std::string& name) {
  const auto stub = Reflection::NewStub(service.channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  const auto stream = stub->ServerReflectionInfo(&context);
  Request request;
  request.set_list_services("");
  ASSERT_TRUE(stream->Write(request));
  Response response;
  ASSERT_TRUE(stream->Read(&response));
  std::set<std::string> names;
  for (const auto& listed : response.list_services_response().service()) {
    names.insert(listed.name());
  }
  EXPECT_EQ(names.count(name), 1u);
  EXPECT_EQ(names.count("grpc.health.v1.Health"), 1u);
  request.set_file_containing_symbol(name);
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_GT(response.file_descriptor_response().file_descriptor_proto_size(), 0);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ProgramsTest, ReflectionListsTheServices) {
  namespace latest = grpc::reflection::v1;
  namespace alpha = grpc::reflection::v1alpha;
  for (const auto& [program, name] :
       {std::pair("qushu-ingest", kIngestName), std::pair("qushu-query", kQueryName)}) {
    Service service(program, Db(), dir_.path());
    ExpectReflection<latest::ServerReflection, latest::ServerReflectionRequest,
                     latest::ServerReflectionResponse>(service, name);
    ExpectReflection<alpha::ServerReflection, alpha::ServerReflectionRequest,
                     alpha::ServerReflectionResponse>(service, name);
  }
}

TEST_F(ProgramsTest, QueryWaitsForTheStore) {
  Service query("qushu-query", Db(), dir_.path());
  EXPECT_EQ(HealthOf(query, ""), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(HealthOf(query, kQueryName), HealthCheckResponse::NOT_SERVING);
  const auto stub = v1::QueryService::NewStub(query.channel());
  {
    grpc::ClientContext context;
    v1::ListArticlesResponse response;
    const grpc::Status status = stub->ListArticles(&context, {}, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
    EXPECT_EQ(ReasonOf(status), "STORE_UNAVAILABLE");
  }
  Service ingest("qushu-ingest", Db(), dir_.path());
  EXPECT_TRUE(BecomesServing(query, kQueryName));
  EXPECT_EQ(HealthOf(query, ""), HealthCheckResponse::SERVING);
  grpc::ClientContext context;
  v1::ListArticlesResponse response;
  const grpc::Status status = stub->ListArticles(&context, {}, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(ProgramsTest, EndsWithZeroOnEitherSignal) {
  for (const int number : {SIGTERM, SIGINT}) {
    Service service("qushu-query", Db(), dir_.path());
    service.process().Signal(number);
    EXPECT_EQ(service.process().Wait(), 0) << service.process().Errors();
  }
}

TEST_F(ProgramsTest, ReportsNotServingBeforeItRefuses) {
  Service service("qushu-ingest", Db(), dir_.path(), {"--drain_delay=2s"});
  ASSERT_TRUE(BecomesServing(service, kIngestName));
  service.process().Signal(SIGTERM);
  const absl::Time end = absl::Now() + kPatience;
  while (HealthOf(service, kIngestName) == HealthCheckResponse::SERVING && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(HealthOf(service, ""), HealthCheckResponse::NOT_SERVING);
  // Calls are still taken while load balancers look away.
  const auto stub = v1::IngestService::NewStub(service.channel());
  grpc::ClientContext context;
  v1::IngestArticleRequest request;
  request.mutable_article()->set_text("涧西区设立卡口120个。");
  v1::IngestArticleResponse response;
  EXPECT_TRUE(stub->IngestArticle(&context, request, &response).ok());
  EXPECT_EQ(service.process().Wait(), 0);
}

TEST_F(ProgramsTest, CallsUnderWayFinishWhenItIsToldToStop) {
  Service service("qushu-ingest", Db(), dir_.path());
  ASSERT_TRUE(BecomesServing(service, kIngestName));
  // Whoever holds the lock of the store keeps the call waiting.
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Db().c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  std::atomic<bool> answered = false;
  grpc::Status status;
  std::thread caller([&] {
    const auto stub = v1::IngestService::NewStub(service.channel());
    grpc::ClientContext context;
    v1::IngestArticleRequest request;
    request.mutable_article()->set_text("涧西区设立卡口120个。");
    v1::IngestArticleResponse response;
    status = stub->IngestArticle(&context, request, &response);
    answered = true;
  });
  absl::SleepFor(absl::Milliseconds(500));
  EXPECT_FALSE(answered);
  service.process().Signal(SIGTERM);
  absl::SleepFor(absl::Milliseconds(500));
  EXPECT_FALSE(answered);
  EXPECT_TRUE(service.process().Running());
  EXPECT_EQ(sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(db);
  caller.join();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(service.process().Wait(), 0);
}

// A watcher's stream never ends by itself.
TEST_F(ProgramsTest, HealthWatcherIsToldAndDoesNotKeepItRunning) {
  Service service("qushu-ingest", Db(), dir_.path());
  ASSERT_TRUE(BecomesServing(service, kIngestName));
  const auto stub = Health::NewStub(service.channel());
  grpc::ClientContext context;
  HealthCheckRequest request;
  request.set_service(kIngestName);
  const auto watch = stub->Watch(&context, request);
  HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::SERVING);
  service.process().Signal(SIGTERM);
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), HealthCheckResponse::NOT_SERVING);
  EXPECT_EQ(service.process().Wait(absl::Seconds(10)), 0);
}

TEST_F(ProgramsTest, EveryCallIsALineOfTheLog) {
  Service service("qushu-query", Db(), dir_.path());
  const auto stub = v1::QueryService::NewStub(service.channel());
  grpc::ClientContext context;
  context.AddMetadata("x-request-id", "request-1");
  v1::GetDistrictRequest request;
  request.set_name("districts/涧西区");
  v1::GetDistrictResponse response;
  EXPECT_FALSE(stub->GetDistrict(&context, request, &response).ok());
  // Lines are written soon, not at once.
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  std::string log;
  while (log.find("request-1") == std::string::npos && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(10));
    log = service.process().Errors();
  }
  EXPECT_THAT(log, HasSubstr("\"method\":\"qushu.v1.QueryService/GetDistrict\","
                             "\"code\":\"INVALID_ARGUMENT\",\"reason\":\"INVALID_NAME\""));
  EXPECT_THAT(log, HasSubstr("\"request_id\":\"request-1\"}\n"));
  EXPECT_EQ(context.GetServerTrailingMetadata().count("x-request-id"), 1u);
}

TEST_F(ProgramsTest, ASlowCallIsLoggedWithThePlansOfItsStatements) {
  Service ingest("qushu-ingest", Db(), dir_.path());
  // Slow is what takes longer than this: all calls that reach the store.
  Service query("qushu-query", Db(), dir_.path(), {"--slow_call=1ns", "--log_level=warning"});
  ASSERT_TRUE(BecomesServing(query, kQueryName));
  const auto stub = v1::QueryService::NewStub(query.channel());
  v1::ListFiguresRequest request;
  request.set_district("districts/410305");
  request.set_measure_contains("居民");
  grpc::ClientContext context;
  v1::ListFiguresResponse response;
  ASSERT_TRUE(stub->ListFigures(&context, request, &response).ok());
  const absl::Time end = absl::Now() + kPatience;
  while (!absl::StrContains(query.process().Errors(), "ListFigures") && absl::Now() < end) {
    absl::SleepFor(absl::Milliseconds(5));
  }
  const std::string log = query.process().Errors();
  EXPECT_THAT(log, HasSubstr("\"slow\":true"));
  EXPECT_THAT(log, HasSubstr("\"plan\":\"SEARCH d USING PRIMARY KEY (district=? AND"));
  EXPECT_THAT(log, HasSubstr("\"sql\":\"SELECT f.date_rank"));
  EXPECT_THAT(log, ::testing::Not(HasSubstr("居民"))) << "what was asked for is the caller's";
}

TEST_F(ProgramsTest, PageTokensOutliveARestartWithAKeyFile) {
  const std::string key = dir_.path() / "key";
  std::ofstream(key) << "0123456789abcdef";
  Service ingest("qushu-ingest", Db(), dir_.path());
  const auto writer = v1::IngestService::NewStub(ingest.channel());
  for (int i = 0; i < 3; ++i) {
    grpc::ClientContext context;
    v1::IngestArticleRequest request;
    request.mutable_article()->set_text("涧西区设立卡口12" + std::to_string(i) + "个。");
    v1::IngestArticleResponse response;
    ASSERT_TRUE(writer->IngestArticle(&context, request, &response).ok());
  }
  v1::ListArticlesRequest request;
  request.set_page_size(2);
  for (const int articles : {2, 1}) {
    Service query("qushu-query", Db(), dir_.path(), {"--page_token_key_file=" + key});
    ASSERT_TRUE(BecomesServing(query, kQueryName));
    const auto reader = v1::QueryService::NewStub(query.channel());
    grpc::ClientContext context;
    v1::ListArticlesResponse response;
    const grpc::Status status = reader->ListArticles(&context, request, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.articles_size(), articles);
    request.set_page_token(response.next_page_token());
  }
  EXPECT_EQ(request.page_token(), "");
}

}  // namespace
}  // namespace qushu
