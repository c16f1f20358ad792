#include "common/store/sqlite_readers.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "common/store/sqlite_store.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

class SqliteReadersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(writer_, OpenSqliteStore({.path = path()}));
    ASSERT_OK_AND_ASSIGN(readers_, SqliteReaders::Open({.path = path(), .read_only = true}));
  }

  std::string path() const { return dir_.path() / "store.db"; }

  int64_t Revision() {
    const auto revision = readers_->InTransaction(
        {}, [](SqliteDb&, int64_t now) -> absl::StatusOr<int64_t> { return now; });
    EXPECT_OK(revision);
    return revision.value_or(-1);
  }

  testing::TempDir dir_;
  std::unique_ptr<Store> writer_;
  std::unique_ptr<SqliteReaders> readers_;
};

TEST_F(SqliteReadersTest, WhatWasStoredBeforeACallIsSeenByIt) {
  for (int i = 1; i <= 300; ++i) {
    ASSERT_OK_AND_ASSIGN(const PutResult put,
                         writer_->PutArticle(ArticleBuilder("文" + std::to_string(i))));
    ASSERT_EQ(Revision(), put.revision);
    ASSERT_EQ(Revision(), put.revision);
  }
}

// Several threads that read, one that writes: none is told an older revision than the writer was.
TEST_F(SqliteReadersTest, NoThreadSeesAnOlderRevisionThanWasTold) {
  std::atomic<int64_t> told = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      int64_t last = 0;
      while (!done) {
        const int64_t least = std::max(told.load(), last);
        last = Revision();
        ASSERT_GE(last, least);
      }
    });
  }
  for (int i = 1; i <= 200; ++i) {
    const auto put = writer_->PutArticle(ArticleBuilder("文" + std::to_string(i)));
    EXPECT_OK(put);
    told = put->revision;
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
}

// The mark is one of memory that processes share.
TEST_F(SqliteReadersTest, WhatAnotherProcessStoredIsSeen) {
  const int64_t before = Revision();
  writer_.reset();
  const pid_t child = fork();
  if (child == 0) {
    const auto store = OpenSqliteStore({.path = path()});
    const bool put = store.ok() && (*store)->PutArticle(ArticleBuilder("他")).ok();
    _exit(put ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_EQ(Revision(), before + 1);
}

TEST_F(SqliteReadersTest, TransactionsOfUnusedConnectionsEnd) {
  Revision();
  Revision();
  EXPECT_EQ(readers_->held(), 1);
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (readers_->held() > 0 && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(readers_->held(), 0);
  Revision();
}

TEST_F(SqliteReadersTest, AFailedReadKeepsNoTransaction) {
  Revision();
  EXPECT_FALSE(readers_
                   ->InTransaction({},
                                   [](SqliteDb& db, int64_t) -> absl::StatusOr<int64_t> {
                                     return db.Execute("SELECT * FROM no_such_table");
                                   })
                   .ok());
  EXPECT_EQ(readers_->held(), 0);
  Revision();
}

// A reader who never rests does not keep the log from beginning anew, as it does once it was copied
// into the file: then the log's salt, in bytes 16 to 24, is another.
TEST_F(SqliteReadersTest, AReaderWhoNeverRestsLetsTheLogBeginAnew) {
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) Revision();
  });
  ASSERT_OK_AND_ASSIGN(auto db, SqliteDb::Open(path(), false, absl::Seconds(5)));
  ASSERT_OK(
      db->Execute("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 20; "
                  "CREATE TABLE load (bytes)"));
  std::set<std::string> salts;
  for (int i = 0; i < 2000 && salts.size() < 4; ++i) {
    ASSERT_OK(
        db->Execute("INSERT OR REPLACE INTO load (rowid, bytes) VALUES (1, randomblob(20000))"));
    salts.insert(testing::ReadFile(path() + "-wal").substr(16, 8));
    absl::SleepFor(absl::Microseconds(200));
  }
  done = true;
  reader.join();
  EXPECT_GE(salts.size(), 4u);
}

}  // namespace
}  // namespace qushu
