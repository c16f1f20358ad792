// What was acknowledged is there, whatever happens to the ingest service; and readers are not
// disturbed.
#include <signal.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/integration/process.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::Service;

std::string Text(int number) {
  return "洛阳日报\n2020年2月20日 星期四\n\n涧西区\n涧西区设立卡口" + std::to_string(number) +
         "个,排查居民3.5万人。\n";
}

grpc::Status Ingest(v1::IngestService::Stub& stub, const std::string& text, std::string* name) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  v1::IngestArticleRequest request;
  request.mutable_article()->set_text(text);
  v1::IngestArticleResponse response;
  const grpc::Status status = stub.IngestArticle(&context, request, &response);
  *name = response.name();
  return status;
}

// The source of a stored article; waits while the query service opens the store.
std::string Source(v1::QueryService::Stub& stub, const std::string& name) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (true) {
    grpc::ClientContext context;
    v1::GetArticleRequest request;
    request.set_name(name);
    v1::GetArticleResponse response;
    const grpc::Status status = stub.GetArticle(&context, request, &response);
    if (status.ok()) return response.article().source_text();
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE || absl::Now() > end) {
      return "error: " + status.error_message();
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
}

class DurabilityTest : public ::testing::Test {
 protected:
  std::filesystem::path Db() const { return dir_.path() / "qushu.db"; }

  testing::TempDir dir_;
};

TEST_F(DurabilityTest, AcknowledgedArticleIsThereAfterAKill) {
  std::string name;
  {
    Service ingest("qushu-ingest", Db(), dir_.path());
    const auto stub = v1::IngestService::NewStub(ingest.channel());
    const grpc::Status status = Ingest(*stub, Text(1), &name);
    ASSERT_TRUE(status.ok()) << status.error_message();
    ingest.process().Signal(SIGKILL);
    EXPECT_EQ(ingest.process().Wait(), 128 + SIGKILL);
  }
  Service query("qushu-query", Db(), dir_.path());
  const auto reader = v1::QueryService::NewStub(query.channel());
  EXPECT_EQ(Source(*reader, name), Text(1));

  Service again("qushu-ingest", Db(), dir_.path());
  const auto stub = v1::IngestService::NewStub(again.channel());
  std::string second;
  ASSERT_TRUE(Ingest(*stub, Text(2), &second).ok());
  EXPECT_EQ(Source(*reader, name), Text(1));
  EXPECT_EQ(Source(*reader, second), Text(2));
}

// Killed again and again while several clients write.
TEST_F(DurabilityTest, KilledWhileWriting) {
  std::set<std::string> acknowledged;
  std::mutex mutex;
  int number = 0;
  for (int round = 0; round < 3; ++round) {
    Service ingest("qushu-ingest", Db(), dir_.path(), {"--access_log=false"});
    std::atomic<bool> killed = false;
    std::vector<std::thread> writers;
    for (int w = 0; w < 4; ++w) {
      writers.emplace_back([&, first = number + w] {
        const auto stub = v1::IngestService::NewStub(ingest.channel());
        for (int i = first; !killed; i += 4) {
          std::string name;
          if (!Ingest(*stub, Text(i + 1), &name).ok()) return;
          const std::lock_guard lock(mutex);
          acknowledged.insert(name);
        }
      });
    }
    absl::SleepFor(absl::Milliseconds(300));
    ingest.process().Signal(SIGKILL);
    ingest.process().Wait();
    killed = true;
    for (std::thread& writer : writers) writer.join();
    number += 100'000;
  }
  EXPECT_GT(acknowledged.size(), 10u);
  // The write-ahead log of the killed writer is all that holds the last of them.
  Service query("qushu-query", Db(), dir_.path(), {"--access_log=false"});
  const auto reader = v1::QueryService::NewStub(query.channel());
  for (const std::string& name : acknowledged) {
    EXPECT_EQ(Source(*reader, name).substr(0, 12), "洛阳日报") << name;
  }
}

TEST_F(DurabilityTest, ReadsWhileItIsWritten) {
  Service ingest("qushu-ingest", Db(), dir_.path(), {"--access_log=false"});
  Service query("qushu-query", Db(), dir_.path(), {"--access_log=false"});
  const auto writer = v1::IngestService::NewStub(ingest.channel());
  const auto reader = v1::QueryService::NewStub(query.channel());
  std::atomic<bool> done = false;
  std::atomic<int> reads = 0;
  std::string first;
  ASSERT_TRUE(Ingest(*writer, Text(1), &first).ok());
  ASSERT_EQ(Source(*reader, first), Text(1));
  std::thread reading([&] {
    int64_t last_revision = 0;
    while (!done) {
      grpc::ClientContext context;
      v1::ListFiguresRequest request;
      request.set_page_size(1000);
      v1::ListFiguresResponse response;
      const grpc::Status status = reader->ListFigures(&context, request, &response);
      ASSERT_TRUE(status.ok()) << status.error_message();
      EXPECT_GE(response.read_revision(), last_revision);
      last_revision = response.read_revision();
      // Whole articles only.
      std::map<std::string, int> of_article;
      for (const v1::Figure& figure : response.figures()) ++of_article[figure.article()];
      const auto in_one = of_article.empty() ? 0 : of_article.begin()->second;
      if (response.next_page_token().empty()) {
        for (const auto& [article, count] : of_article) EXPECT_EQ(count, in_one) << article;
      }
      ++reads;
    }
  });
  for (int i = 2; i < 60; ++i) {
    std::string name;
    const grpc::Status status = Ingest(*writer, Text(i), &name);
    EXPECT_TRUE(status.ok()) << status.error_message();
    // What was acknowledged is seen by whoever asks next.
    EXPECT_EQ(Source(*reader, name), Text(i));
  }
  done = true;
  reading.join();
  EXPECT_GT(reads, 0);
}

}  // namespace
}  // namespace qushu
