#include "tests/integration/faulty_service.h"

#include "absl/time/clock.h"
#include "common/store/sqlite_store.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace qushu::testing {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;

std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  if (!details.ParseFromString(status.error_details()) || details.details_size() == 0 ||
      !details.details(0).UnpackTo(&info)) {
    return "";
  }
  return info.reason();
}

bool Becomes(Service& service, const std::string& name, bool serving, absl::Duration patience) {
  const auto stub = Health::NewStub(service.channel());
  const absl::Time end = absl::Now() + patience;
  while (absl::Now() < end) {
    grpc::ClientContext context;
    HealthCheckRequest request;
    request.set_service(name);
    HealthCheckResponse response;
    const grpc::Status status = stub->Check(&context, request, &response);
    if (status.ok() && (response.status() == HealthCheckResponse::SERVING) == serving) return true;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return false;
}

std::string FaultTest::Text(int i, int kilobytes) {
  std::string text = "2020年2月20日\n涧西区\n";
  const size_t bytes = static_cast<size_t>(kilobytes) * 1000;
  for (int k = 1; text.size() < bytes || k == 1; ++k) {
    text += "涧西区第" + std::to_string(i) + "次设立卡口" + std::to_string(k) + "个。\n";
  }
  return text;
}

grpc::Status FaultTest::Send(Service& ingest, int i, int kilobytes) {
  const auto stub = v1::IngestService::NewStub(ingest.channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::IngestArticleRequest request;
  request.mutable_article()->set_text(Text(i, kilobytes));
  v1::IngestArticleResponse response;
  const grpc::Status status = stub->IngestArticle(&context, request, &response);
  if (status.ok()) {
    acknowledged_[response.name()] = i;
    texts_[response.name()] = request.article().text();
  }
  return status;
}

int FaultTest::Run(const std::string& program, const std::vector<std::string>& arguments) {
  Process process(program, arguments, Folder());
  const int status = process.Wait(absl::Seconds(120));
  out_ = process.Output();
  err_ = process.Errors();
  return status;
}

int FaultTest::Admin(std::vector<std::string> arguments) { return Run("qushu-admin", arguments); }

void FaultTest::ExpectWhole(const std::filesystem::path& db) {
  EXPECT_EQ(Admin({"check", "--db=" + db.string()}), 0) << out_ << err_;
  ASSERT_OK_AND_ASSIGN(const auto store, OpenSqliteStore({.path = db.string(), .read_only = true}));
  for (const auto& [name, text] : texts_) {
    const auto article = store->GetArticle(name.substr(name.find('/') + 1), nullptr);
    ASSERT_OK(article) << name;
    EXPECT_EQ(article->source_text(), text);
  }
}

}  // namespace qushu::testing
