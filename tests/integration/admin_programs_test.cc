// `qushu-admin` beside services that are at work.
#include <signal.h>

#include <atomic>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "tests/integration/process.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::Process;
using ::qushu::testing::Service;
using ::testing::HasSubstr;

class AdminProgramsTest : public ::testing::Test {
 protected:
  std::filesystem::path Db() const { return dir_.path() / "qushu.db"; }

  // What `qushu-admin` ends with; its output and errors are kept.
  int Admin(std::vector<std::string> arguments) {
    Process process("qushu-admin", arguments, dir_.path());
    const int status = process.Wait(absl::Seconds(60));
    out_ = process.Output();
    err_ = process.Errors();
    return status;
  }

  testing::TempDir dir_;
  std::string out_;
  std::string err_;
};

// Articles stored without a pause while the object lives.
class Writing {
 public:
  explicit Writing(Service& ingest) {
    for (int w = 0; w < 2; ++w) {
      threads_.emplace_back([this, w, &ingest] {
        const auto stub = v1::IngestService::NewStub(ingest.channel());
        for (int i = 0; !stop_; ++i) {
          grpc::ClientContext context;
          v1::IngestArticleRequest request;
          request.mutable_article()->set_text("2020年2月20日\n涧西区\n涧西区设立卡口" +
                                              std::to_string(2 * i + w + 1) + "个。\n");
          v1::IngestArticleResponse response;
          if (stub->IngestArticle(&context, request, &response).ok()) {
            ++stored_;
          } else {
            ++failed_;
            absl::SleepFor(absl::Milliseconds(5));
          }
        }
      });
    }
  }
  ~Writing() { Stop(); }
  void Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  void WaitFor(int stored) const {
    const absl::Time end = absl::Now() + absl::Seconds(60);
    while (stored_ < stored && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
  }
  int stored() const { return stored_; }
  int failed() const { return failed_; }

 private:
  std::atomic<bool> stop_ = false;
  std::atomic<int> stored_ = 0;
  std::atomic<int> failed_ = 0;
  std::vector<std::thread> threads_;
};

TEST_F(AdminProgramsTest, ChecksAndCopiesWhileItIsWritten) {
  Service ingest("qushu-ingest", Db(), dir_.path(), {"--access_log=false"});
  Writing writing(ingest);
  writing.WaitFor(50);
  for (int round = 0; round < 5; ++round) {
    const std::string copy = dir_.path() / ("copy" + std::to_string(round) + ".db");
    const int before = writing.stored();
    ASSERT_EQ(Admin({"backup", "--db=" + Db().string(), copy}), 0) << err_;
    EXPECT_EQ(Admin({"check", "--db=" + Db().string()}), 0) << out_ << err_;
    ASSERT_EQ(Admin({"check", "--db=" + copy}), 0) << out_ << err_;
    // What was acknowledged when it began is in it.
    const int articles = std::stoi(out_.substr(out_.find(' ')));
    EXPECT_GE(articles, before);
    writing.WaitFor(before + 20);
  }
  writing.Stop();
  EXPECT_EQ(writing.failed(), 0);
}

TEST_F(AdminProgramsTest, DoesNotReplaceAStoreThatAServiceHasOpen) {
  const std::string copy = dir_.path() / "copy.db";
  for (const char* program : {"qushu-ingest", "qushu-query"}) {
    Service service(program, Db(), dir_.path());
    if (program == std::string("qushu-ingest")) {
      ASSERT_EQ(Admin({"backup", "--db=" + Db().string(), copy}), 0) << err_;
    } else {
      // It opens the store by itself a moment after it began to listen.
      absl::SleepFor(absl::Seconds(1));
    }
    EXPECT_EQ(Admin({"restore", "--force", "--db=" + Db().string(), copy}), 1);
    EXPECT_THAT(err_, HasSubstr("the store is in use; stop the services"));
    service.process().Signal(SIGTERM);
    EXPECT_EQ(service.process().Wait(), 0);
  }
  EXPECT_EQ(Admin({"restore", "--force", "--db=" + Db().string(), copy}), 0) << err_;
  Service again("qushu-ingest", Db(), dir_.path());
  Writing writing(again);
  writing.WaitFor(1);
  writing.Stop();
  EXPECT_GE(writing.stored(), 1);
  EXPECT_EQ(Admin({"check", "--db=" + Db().string()}), 0) << out_ << err_;
}

TEST_F(AdminProgramsTest, VacuumWhileItIsWritten) {
  Service ingest("qushu-ingest", Db(), dir_.path(), {"--access_log=false"});
  Writing writing(ingest);
  writing.WaitFor(50);
  EXPECT_EQ(Admin({"vacuum", "--db=" + Db().string()}), 0) << err_;
  writing.WaitFor(writing.stored() + 20);
  writing.Stop();
  EXPECT_EQ(writing.failed(), 0);
  EXPECT_EQ(Admin({"check", "--db=" + Db().string()}), 0) << out_ << err_;
}

}  // namespace
}  // namespace qushu
