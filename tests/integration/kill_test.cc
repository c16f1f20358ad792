// `kill -9` of the ingest service at random moments while several clients send articles, one by one
// and in streams: what was acknowledged is there and whole, what was not is whole or absent, and
// `qushu-admin check` finds nothing.
//
// A few rounds; for many, and other moments:
//
//   QUSHU_KILL_ROUNDS=300 QUSHU_KILL_SEED=7 tests/run --no-install kill_test
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/gazetteer/gazetteer.h"
#include "common/store/sqlite_store.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "tests/integration/process.h"
#include "tests/testing/synthetic/synthetic_pages.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::Process;
using ::qushu::testing::Service;
using ::qushu::testing::SyntheticPages;

constexpr int kClients = 4;
constexpr int kShortRounds = 6;
// A store that has grown to this gives way to a new one: a check takes time for every article.
constexpr size_t kMostArticles = 1000;

int FromEnvironment(const char* variable, int otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr || *value == '\0' ? otherwise : std::atoi(value);
}

struct Acknowledged {
  uint64_t page = 0;
  int figures = 0;
};

// What clients sent and were told, over the life of one store. Safe from many threads.
class Ledger {
 public:
  void Sent(const std::string& id) {
    const std::lock_guard lock(mutex_);
    sent_.insert(id);
  }
  void Stored(uint64_t page, const v1::IngestArticleResponse& response) {
    const std::lock_guard lock(mutex_);
    acknowledged_[response.name().substr(std::string_view("articles/").size())] = {
        page, response.figure_count()};
  }
  void Failed(uint64_t page) {
    const std::lock_guard lock(mutex_);
    open_.push_back(page);
  }
  // Pages whose answer never came, which are sent again.
  std::vector<uint64_t> TakeOpen() {
    const std::lock_guard lock(mutex_);
    return std::exchange(open_, {});
  }

  // Of the time when no client is at work.
  const std::set<std::string>& sent() const { return sent_; }
  const std::map<std::string, Acknowledged>& acknowledged() const { return acknowledged_; }

 private:
  std::mutex mutex_;
  std::set<std::string> sent_;  // ids
  std::map<std::string, Acknowledged> acknowledged_;
  std::vector<uint64_t> open_;
};

class KillTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(gazetteer_, Gazetteer::Create());
    seed_ = FromEnvironment("QUSHU_KILL_SEED", 1);
    random_.seed(static_cast<uint32_t>(seed_));
    pages_ = std::make_unique<SyntheticPages>(*gazetteer_, seed_);
  }

  std::filesystem::path Db() const {
    return dir_.path() / ("store" + std::to_string(store_number_) + ".db");
  }
  absl::Duration UpTo(int milliseconds) {
    return absl::Microseconds(std::uniform_int_distribution<>(0, milliseconds * 1000)(random_));
  }

  // The request of a page, the same each time that it is sent.
  v1::IngestArticleRequest Request(uint64_t page) const {
    v1::IngestArticleRequest request;
    *request.mutable_article() = pages_->Page(page);
    if (page % 2 == 0) {
      request.set_request_id(absl::StrFormat("%08x-0000-4000-8000-%012x", store_number_, page));
    }
    return request;
  }

  // The page that a client sends next: one of `again` while there are any.
  uint64_t NextPage(std::vector<uint64_t>& again) {
    if (again.empty()) return next_page_++;
    const uint64_t page = again.back();
    again.pop_back();
    return page;
  }

  // A client that sends one page after another until the service is gone.
  void SendOneByOne(const std::shared_ptr<grpc::Channel>& channel, std::vector<uint64_t> again) {
    const auto stub = v1::IngestService::NewStub(channel);
    while (true) {
      const uint64_t page = NextPage(again);
      const v1::IngestArticleRequest request = Request(page);
      ledger_->Sent(ArticleId(request.article().text()));
      grpc::ClientContext context;
      context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
      v1::IngestArticleResponse response;
      const grpc::Status status = stub->IngestArticle(&context, request, &response);
      if (!status.ok()) {
        EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
        ledger_->Failed(page);
        for (const uint64_t left : again) ledger_->Failed(left);
        return;
      }
      ledger_->Stored(page, response);
    }
  }

  // A client that sends pages in a stream, without waiting for answers, until the service is gone.
  void SendInAStream(const std::shared_ptr<grpc::Channel>& channel, std::vector<uint64_t> again) {
    const auto stub = v1::IngestService::NewStub(channel);
    grpc::ClientContext context;
    const auto stream = stub->IngestArticles(&context);
    std::mutex mutex;
    std::deque<uint64_t> sent;  // and not answered
    std::thread reading([&] {
      v1::IngestArticlesResponse response;
      while (stream->Read(&response)) {
        uint64_t page = 0;
        {
          const std::lock_guard lock(mutex);
          ASSERT_FALSE(sent.empty());
          page = sent.front();
          sent.pop_front();
        }
        ASSERT_EQ(response.sequence(), static_cast<int64_t>(page) + 1) << "out of order";
        ASSERT_TRUE(response.has_stored()) << response.error().message();
        ledger_->Stored(page, response.stored());
      }
    });
    std::sort(again.begin(), again.end(), std::greater<>());  // numbers rise
    while (true) {
      const uint64_t page = NextPage(again);
      v1::IngestArticlesRequest request;
      request.set_sequence(static_cast<int64_t>(page) + 1);
      *request.mutable_request() = Request(page);
      ledger_->Sent(ArticleId(request.request().article().text()));
      {
        const std::lock_guard lock(mutex);
        sent.push_back(page);
      }
      if (!stream->Write(request)) break;
    }
    reading.join();
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
    for (const uint64_t page : sent) ledger_->Failed(page);
    for (const uint64_t left : again) ledger_->Failed(left);
  }

  // Several clients against one service, which is killed.
  void KillAtWork() {
    Service ingest("qushu-ingest", Db(), dir_.path(), {"--access_log=false"});
    std::vector<std::vector<uint64_t>> again(kClients);
    const std::vector<uint64_t> open = ledger_->TakeOpen();
    for (size_t i = 0; i < open.size(); ++i) again[i % kClients].push_back(open[i]);
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back(
          [this, &ingest, pages = again[i]] { SendOneByOne(ingest.channel(), pages); });
    }
    absl::SleepFor(UpTo(600));
    ingest.process().Signal(SIGKILL);
    EXPECT_EQ(ingest.process().Wait(), 128 + SIGKILL);
    for (std::thread& client : clients) client.join();
  }

  // While it makes the store, or finds what a killed one left.
  void KillAtStart() {
    Process ingest("qushu-ingest", {"--address=127.0.0.1:0", "--db=" + Db().string()}, dir_.path());
    absl::SleepFor(UpTo(250));
    ingest.Signal(SIGKILL);
    ingest.Wait();
  }

  void Check() {
    if (!std::filesystem::exists(Db()) || std::filesystem::file_size(Db()) == 0) {
      // Killed before it made the store, or while it did: what it made is in the log.
      if (ledger_->acknowledged().empty()) return;
    }
    Process admin("qushu-admin", {"check", "--db=" + Db().string()}, dir_.path());
    const int status = admin.Wait(absl::Seconds(600));
    if (status != 0 && ledger_->acknowledged().empty() &&
        admin.Errors().find("schema_version 0") != std::string::npos) {
      return;  // the file is there, and empty
    }
    ASSERT_EQ(status, 0) << admin.Output() << admin.Errors();

    ASSERT_OK_AND_ASSIGN(const auto store,
                         OpenSqliteStore({.path = Db().string(), .read_only = true}));
    for (const auto& [id, told] : ledger_->acknowledged()) {
      ASSERT_OK_AND_ASSIGN(const v1::Article article, store->GetArticle(id, nullptr));
      ASSERT_EQ(article.source_text(), pages_->Page(told.page).text());
      ASSERT_EQ(article.figures_size(), told.figures);
    }
    ASSERT_OK_AND_ASSIGN(const RevisionPage all, store->ListRevisions(0, 1'000'000));
    stored_ = all.revisions.size();
    for (const Revision& revision : all.revisions) {
      ASSERT_TRUE(ledger_->sent().contains(revision.article)) << "nobody sent it";
    }
    ASSERT_GE(stored_, ledger_->acknowledged().size());
  }

  void NewStore() {
    ++store_number_;
    ledger_ = std::make_unique<Ledger>();
    stored_ = 0;
  }

  testing::TempDir dir_;
  std::unique_ptr<Gazetteer> gazetteer_;
  std::unique_ptr<SyntheticPages> pages_;
  int seed_ = 0;
  std::mt19937 random_;
  int store_number_ = 0;
  std::atomic<uint64_t> next_page_ = 0;
  std::unique_ptr<Ledger> ledger_ = std::make_unique<Ledger>();
  size_t stored_ = 0;
};

TEST_F(KillTest, AcknowledgedArticlesAreThereAndWhole) {
  const int rounds = FromEnvironment("QUSHU_KILL_ROUNDS", kShortRounds);
  size_t acknowledged = 0;
  size_t unanswered = 0;  // stored without that its client was told
  const auto count = [&] {
    acknowledged += ledger_->acknowledged().size();
    unanswered +=
        std::max(stored_, ledger_->acknowledged().size()) - ledger_->acknowledged().size();
  };
  for (int round = 0; round < rounds && !HasFatalFailure() && !HasNonfatalFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round) + " of seed " + std::to_string(seed_));
    if (random_() % 8 == 0) {
      KillAtStart();
    } else {
      KillAtWork();
    }
    Check();
    if (stored_ > kMostArticles) {
      count();
      NewStore();
    }
  }
  count();
  EXPECT_GT(acknowledged, static_cast<size_t>(rounds));
  std::printf("%d rounds of seed %d: %zu articles acknowledged, %zu stored without an answer\n",
              rounds, seed_, acknowledged, unanswered);
}

}  // namespace
}  // namespace qushu
