// Faults made for real, one after another: each has an error of its own, loses nothing that was
// acknowledged, and is over when its cause is, without a restart.
#include <signal.h>
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "qushu/v1/query_service.grpc.pb.h"
#include "tests/integration/faulty_service.h"

namespace qushu {
namespace {

namespace fs = std::filesystem;
using ::qushu::testing::Becomes;
using ::qushu::testing::kIngest;
using ::qushu::testing::kQuery;
using ::qushu::testing::Process;
using ::qushu::testing::Service;
using ::testing::HasSubstr;

class FaultsTest : public testing::FaultTest {
 protected:
  // What the query service says of an article.
  static grpc::Status Get(Service& query, const std::string& name, std::string* text = nullptr) {
    const auto stub = v1::QueryService::NewStub(query.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    v1::GetArticleRequest request;
    request.set_name(name);
    v1::GetArticleResponse response;
    const grpc::Status status = stub->GetArticle(&context, request, &response);
    if (text != nullptr) *text = response.article().source_text();
    return status;
  }

  void Sql(const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(Db().c_str(), &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 10'000);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  // Whether this process may mount, in a namespace of its own.
  bool MayMount() { return Run("/usr/bin/unshare", {"-Urm", "/bin/true"}) == 0; }
  // Runs a command where a service has its mounts.
  int RunBeside(Service& service, std::vector<std::string> command) {
    std::vector<std::string> arguments = {"--preserve-credentials", "-U", "-m", "-t",
                                          std::to_string(service.process().pid())};
    arguments.insert(arguments.end(), command.begin(), command.end());
    return Run("/usr/bin/nsenter", arguments);
  }
};

// A file system of 24 MB that something else fills.
TEST_F(FaultsTest, FullDisk) {
  if (!MayMount()) GTEST_SKIP() << "this process may not mount a file system";
  const fs::path disk = Folder() / "disk";
  fs::create_directory(disk);
  Service ingest("qushu-ingest", disk / "qushu.db", Folder(), {"--access_log=false"},
                 {"/usr/bin/unshare", "-Urm", "/bin/sh", "-c",
                  "mount -t tmpfs -o size=24m none \"$0\" && exec \"$@\"", disk});
  ASSERT_TRUE(Becomes(ingest, kIngest, true));
  int i = 0;
  for (; i < 5; ++i) ASSERT_TRUE(testing::ReasonOf(Send(ingest, i, 20)).empty());
  const std::string filler = disk / "filler";
  RunBeside(ingest, {"/bin/sh", "-c", "head -c 16000000 /dev/zero > " + filler});
  grpc::Status full;
  for (; full.ok() && i < 1000; ++i) full = Send(ingest, i, 20);
  EXPECT_EQ(full.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED) << full.error_message();
  EXPECT_EQ(testing::ReasonOf(full), "DISK_FULL");
  const size_t before = acknowledged().size();
  EXPECT_GT(before, 5u);
  // It stays full, and says so again.
  EXPECT_EQ(testing::ReasonOf(Send(ingest, i++, 2000)), "DISK_FULL");
  EXPECT_TRUE(ingest.process().Running());
  RunBeside(ingest, {"/bin/rm", filler});
  for (int k = 0; k < 5; ++k) {
    const grpc::Status status = Send(ingest, i++, 20);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  EXPECT_TRUE(Becomes(ingest, kIngest, true));
  EXPECT_EQ(acknowledged().size(), before + 5);
  const fs::path copy = Folder() / "copy.db";
  ASSERT_EQ(RunBeside(ingest, {testing::BinDir() / "qushu-admin", "backup",
                               "--db=" + (disk / "qushu.db").string(), copy}),
            0)
      << err();
  ExpectWhole(copy);
}

TEST_F(FaultsTest, ReadOnlyFolder) {
  if (!MayMount()) GTEST_SKIP() << "this process may not mount a file system";
  const fs::path folder = Folder() / "store";
  const fs::path db = folder / "qushu.db";
  fs::create_directory(folder);
  const std::vector<std::string> read_only = {
      "/usr/bin/unshare",
      "-Urm",
      "/bin/sh",
      "-c",
      "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"",
      folder};
  const auto ends = [&](const char* program) {
    std::vector<std::string> words(read_only.begin() + 1, read_only.end());
    words.insert(words.end(),
                 {testing::BinDir() / program, "--address=127.0.0.1:0", "--db=" + db.string()});
    return Run(read_only[0], words);
  };
  EXPECT_EQ(ends("qushu-ingest"), 1);
  EXPECT_THAT(err(), HasSubstr("the store's file cannot be opened (STORE_UNAVAILABLE)"));
  {
    Service ingest("qushu-ingest", db, Folder());
    ASSERT_TRUE(Send(ingest, 1).ok());
    // The query service only reads.
    Service query("qushu-query", db, Folder(), {}, read_only);
    EXPECT_TRUE(Becomes(query, kQuery, true));
    EXPECT_TRUE(Get(query, acknowledged().begin()->first).ok());
  }
  EXPECT_EQ(ends("qushu-ingest"), 1);
  EXPECT_THAT(err(), HasSubstr("(STORE_UNAVAILABLE)"));
  Service ingest("qushu-ingest", db, Folder());
  EXPECT_TRUE(Send(ingest, 2).ok());
  ExpectWhole(db);
}

TEST_F(FaultsTest, LockedStore) {
  Service ingest("qushu-ingest", Db(), Folder(), {"--access_log=false"});
  Service query("qushu-query", Db(), Folder(), {"--access_log=false"});
  ASSERT_TRUE(Send(ingest, 1).ok());
  ASSERT_TRUE(Becomes(query, kQuery, true));
  sqlite3* lock = nullptr;
  ASSERT_EQ(sqlite3_open(Db().c_str(), &lock), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(lock, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  const grpc::Status status = Send(ingest, 2);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(testing::ReasonOf(status), "STORE_UNAVAILABLE");
  EXPECT_EQ(status.error_message(), "the store is locked");
  // Answers go on.
  EXPECT_TRUE(Get(query, acknowledged().begin()->first).ok());
  EXPECT_TRUE(Becomes(query, kQuery, true));
  sqlite3_close(lock);
  EXPECT_TRUE(Send(ingest, 2).ok());
  EXPECT_TRUE(Becomes(ingest, kIngest, true));
  ExpectWhole();
}

TEST_F(FaultsTest, FlippedBytesInTheMiddle) {
  Service ingest("qushu-ingest", Db(), Folder(), {"--access_log=false"});
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(Send(ingest, i, 4).ok());
  ASSERT_EQ(Admin({"vacuum", "--db=" + Db().string()}), 0) << err();  // into the file, from the log
  Service query("qushu-query", Db(), Folder(), {"--access_log=false"});
  ASSERT_TRUE(Becomes(query, kQuery, true));
  const auto flip = [&] {
    std::fstream file(Db(), std::ios::in | std::ios::out | std::ios::binary);
    const auto size = static_cast<std::streamoff>(fs::file_size(Db()));
    for (std::streamoff at = size / 10; at < size; at += 512) {
      file.seekg(at);
      const char byte = static_cast<char>(file.get());
      file.seekp(at);
      file.put(static_cast<char>(~byte));
    }
  };
  flip();
  int damaged = 0;
  for (const auto& [name, i] : acknowledged()) {
    const grpc::Status status = Get(query, name);
    if (status.ok()) continue;
    EXPECT_EQ(status.error_code(), grpc::StatusCode::DATA_LOSS) << status.error_message();
    EXPECT_EQ(testing::ReasonOf(status), "STORE_DAMAGED");
    ++damaged;
  }
  EXPECT_GT(damaged, 0);
  EXPECT_EQ(Admin({"check", "--db=" + Db().string()}), 1);
  EXPECT_THAT(out() + err(), HasSubstr("DAMAGED"));
  // The disk is mended.
  flip();
  EXPECT_TRUE(Becomes(query, kQuery, true));
  EXPECT_TRUE(Becomes(ingest, kIngest, true));
  for (const auto& [name, i] : acknowledged()) EXPECT_TRUE(Get(query, name).ok()) << name;
  EXPECT_TRUE(Send(ingest, 100).ok());
  ExpectWhole();
}

// Cut in the middle while nothing ran; a copy is put back under a query service that waits.
TEST_F(FaultsTest, CutStoreIsRestored) {
  const std::string copy = Folder() / "copy.db";
  {
    Service ingest("qushu-ingest", Db(), Folder());
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(Send(ingest, i, 4).ok());
    ASSERT_EQ(Admin({"backup", "--db=" + Db().string(), copy}), 0) << err();
    ASSERT_EQ(Admin({"vacuum", "--db=" + Db().string()}), 0) << err();
    ingest.process().Signal(SIGTERM);
    EXPECT_EQ(ingest.process().Wait(), 0);
  }
  fs::resize_file(Db(), fs::file_size(Db()) / 2);
  EXPECT_EQ(Run("qushu-ingest", {"--address=127.0.0.1:0", "--db=" + Db().string()}), 1);
  EXPECT_THAT(err(), HasSubstr("the store is damaged (STORE_DAMAGED)"));
  Service query("qushu-query", Db(), Folder(), {"--access_log=false"});
  const std::string name = acknowledged().begin()->first;
  grpc::Status status = Get(query, name);
  // Before it has looked at the store, it does not serve either.
  for (const absl::Time end = absl::Now() + absl::Seconds(10);
       status.error_code() == grpc::StatusCode::UNAVAILABLE && absl::Now() < end;) {
    absl::SleepFor(absl::Milliseconds(20));
    status = Get(query, name);
  }
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DATA_LOSS) << status.error_message();
  EXPECT_TRUE(Becomes(query, kQuery, false));
  EXPECT_EQ(testing::ReasonOf(status), "STORE_DAMAGED");
  ASSERT_EQ(Admin({"restore", "--force", "--db=" + Db().string(), copy}), 0) << err();
  EXPECT_TRUE(Becomes(query, kQuery, true));
  EXPECT_TRUE(Get(query, name).ok());
  Service ingest("qushu-ingest", Db(), Folder());
  EXPECT_TRUE(Send(ingest, 100).ok());
  ExpectWhole();
}

// Another program brings the store to a schema that these do not know.
TEST_F(FaultsTest, NewerStore) {
  Service ingest("qushu-ingest", Db(), Folder(), {"--access_log=false"});
  Service query("qushu-query", Db(), Folder(), {"--access_log=false"});
  ASSERT_TRUE(Send(ingest, 1).ok());
  ASSERT_TRUE(Becomes(query, kQuery, true));
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Db().c_str(), &db), SQLITE_OK);
  int version = 0;
  sqlite3_exec(
      db, "PRAGMA user_version",
      [](void* to, int, char** values, char**) {
        *static_cast<int*>(to) = std::atoi(values[0]);
        return 0;
      },
      &version, nullptr);
  sqlite3_close(db);
  ASSERT_GT(version, 0);
  Sql("PRAGMA user_version = 999");
  const grpc::Status refused = Send(ingest, 2);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(testing::ReasonOf(refused), "STORE_TOO_NEW");
  EXPECT_EQ(testing::ReasonOf(Get(query, acknowledged().begin()->first)), "STORE_TOO_NEW");
  EXPECT_TRUE(Becomes(ingest, kIngest, false));
  EXPECT_TRUE(Becomes(query, kQuery, false));
  EXPECT_EQ(Run("qushu-ingest", {"--address=127.0.0.1:0", "--db=" + Db().string()}), 1);
  EXPECT_THAT(err(), HasSubstr("the store was written by a newer version (STORE_TOO_NEW)"));
  Sql(absl::StrCat("PRAGMA user_version = ", version));
  EXPECT_TRUE(Becomes(ingest, kIngest, true));
  EXPECT_TRUE(Becomes(query, kQuery, true));
  EXPECT_TRUE(Send(ingest, 2).ok());
  EXPECT_TRUE(Get(query, acknowledged().begin()->first).ok());
  ExpectWhole();
}

TEST_F(FaultsTest, ClockThatJumps) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer and a library that is loaded before it do not go together";
#endif
  const char* library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
  if (!fs::exists(library)) GTEST_SKIP() << "libfaketime is not installed";
  const fs::path clock = Folder() / "clock";
  const auto set = [&](const char* offset) {
    std::ofstream(clock.string() + ".new") << offset << "\n";
    fs::rename(clock.string() + ".new", clock);
  };
  set("+0");
  Service ingest("qushu-ingest", Db(), Folder(), {"--access_log=false"},
                 {"/usr/bin/env", std::string("LD_PRELOAD=") + library,
                  "FAKETIME_TIMESTAMP_FILE=" + clock.string(), "FAKETIME_NO_CACHE=1",
                  "FAKETIME_DONT_FAKE_MONOTONIC=1"});
  int i = 0;
  int late = 0;
  for (const char* offset : {"-3650d", "+0", "+3650d", "-1d", "+1h", "+0"}) {
    set(offset);
    for (int k = 0; k < 10; ++k) {
      const grpc::Status status = Send(ingest, i++);
      // A call under way while it jumps may seem to have taken years.
      if (!status.ok()) {
        EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED)
            << offset << ": " << status.error_message();
        ++late;
      }
    }
    EXPECT_TRUE(Becomes(ingest, kIngest, true)) << offset;
  }
  EXPECT_LE(late, 6);
  // What was stored is dated by the clock as it was, and in the order that it came in.
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(Db().c_str(), &db), SQLITE_OK);
  int years = 0;
  sqlite3_exec(
      db, "SELECT count(DISTINCT create_time / 31557600000000) FROM articles",
      [](void* to, int, char** values, char**) {
        *static_cast<int*>(to) = std::atoi(values[0]);
        return 0;
      },
      &years, nullptr);
  sqlite3_close(db);
  EXPECT_GE(years, 3) << "the clock did not jump";
  ExpectWhole();
}

TEST_F(FaultsTest, TwoIngestServicesOnOneStore) {
  Service first("qushu-ingest", Db(), Folder(), {"--access_log=false"});
  Service second("qushu-ingest", Db(), Folder(), {"--access_log=false"});
  for (int i = 0; i < 40; ++i) {
    const grpc::Status status = Send(i % 2 == 0 ? first : second, i);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  EXPECT_EQ(acknowledged().size(), 40u);
  // The same text is one article, whoever stores it.
  EXPECT_TRUE(Send(first, 1).ok());
  EXPECT_EQ(acknowledged().size(), 40u);
  // One is killed, and the other goes on.
  first.process().Signal(SIGKILL);
  first.process().Wait();
  EXPECT_TRUE(Send(second, 100).ok());
  EXPECT_TRUE(Becomes(second, kIngest, true));
  ExpectWhole();
}

}  // namespace
}  // namespace qushu
