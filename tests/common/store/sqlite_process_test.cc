// An SQLite store among processes: killed writers, full disks, readers without the right to write.
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>

#include "common/store/sqlite_db.h"
#include "common/store/sqlite_store.h"
#include "tests/common/store/store_conformance.h"

namespace qushu {
namespace {

namespace fs = std::filesystem;
using ::qushu::testing::IsError;

// Runs `body` in a child process; true if it returned true.
pid_t StartChild(const std::function<bool()>& body) {
  const pid_t pid = fork();
  if (pid == 0) _exit(body() && !::testing::Test::HasFailure() ? 0 : 1);
  return pid;
}

bool RunInChild(const std::function<bool()>& body) {
  int status = 0;
  const pid_t pid = StartChild(body);
  EXPECT_EQ(waitpid(pid, &status, 0), pid);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

constexpr int kFigures = 40;

ArticleBuilder Numbered(int i) {
  ArticleBuilder article("第" + std::to_string(i) + "篇。" + std::string(3000, 'x'), "2020-02-20");
  for (int n = 0; n < kFigures; ++n) {
    article.Figure(std::to_string(410301 + n % 15), std::to_string(n)).set_sentence("设立卡口。");
  }
  article.Summary("410305", "设立卡口。");
  return article;
}

class SqliteProcessTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Open(bool read_only) {
    return OpenSqliteStore({.path = path(), .read_only = read_only});
  }
  std::string path() const { return dir_.path() / "store.db"; }

  void ExpectWhole() {
    ASSERT_OK_AND_ASSIGN(auto db, SqliteDb::Open(path(), false, absl::Seconds(5)));
    ASSERT_OK_AND_ASSIGN(auto check, db->QueryText("PRAGMA integrity_check"));
    EXPECT_EQ(check, "ok");
  }

  testing::TempDir dir_;
};

// Starts a writer that puts `puts` articles from `first` on and writes each number into a pipe once
// the put was acknowledged; the pipe's reading end is `*acknowledged`. Then it keeps the store open
// and waits to be killed.
pid_t StartWriter(const std::string& path, int first, int* acknowledged, int puts = 10'000) {
  int pipe_ends[2];
  EXPECT_EQ(pipe(pipe_ends), 0);
  const pid_t pid = StartChild([&] {
    auto store = OpenSqliteStore({.path = path});
    if (!store.ok()) return false;
    for (int i = first; i < first + puts; ++i) {
      if (!(*store)->PutArticle(Numbered(i)).ok()) return false;
      if (write(pipe_ends[1], &i, sizeof i) != sizeof i) return false;
    }
    pause();
    return true;
  });
  close(pipe_ends[1]);
  *acknowledged = pipe_ends[0];
  return pid;
}

TEST_F(SqliteProcessTest, AcknowledgedArticlesOutliveAKilledWriter) {
  int count = 0;  // articles acknowledged in all
  int next = 0;
  for (int round = 0; round < 6; ++round) {
    int acknowledged = 0;
    const pid_t writer = StartWriter(path(), next, &acknowledged);
    int number = -1;
    for (int i = 0; i < 5 + 7 * round; ++i) {
      ASSERT_EQ(read(acknowledged, &number, sizeof number), static_cast<ssize_t>(sizeof number));
    }
    usleep(300 * round);  // somewhere in the next put
    ASSERT_EQ(kill(writer, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(waitpid(writer, &status, 0), writer);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it was killed while it worked";
    while (read(acknowledged, &number, sizeof number) == sizeof number) {
    }
    close(acknowledged);

    // Readers first: they find the log as the killed writer left it.
    for (bool read_only : {true, false}) {
      ASSERT_OK_AND_ASSIGN(auto store, Open(read_only));
      ASSERT_OK_AND_ASSIGN(auto page, store->ListArticles({.limit = 10'000}));
      count = static_cast<int>(page.articles.size());
      EXPECT_EQ(page.revision, count);
      // One put more may be whole in the store though its answer never came.
      EXPECT_GE(count, number + 1);
      EXPECT_LE(count, number + 2);
      for (int i = 0; i < count; ++i) {
        const ArticleBuilder expected = Numbered(i);
        ASSERT_OK_AND_ASSIGN(
            auto got, store->GetArticle(ArticleId(expected.article().source_text()), nullptr));
        ASSERT_THAT(WithoutStoreFields(got), EqualsProto(expected.article()));
      }
      FigureQuery all;
      EXPECT_EQ(AllFigures(*store, all, 1000).size(), static_cast<size_t>(count) * kFigures);
    }
    next = count;
  }
  EXPECT_GT(count, 100);
  ExpectWhole();
}

TEST_F(SqliteProcessTest, ReadsWhileAnotherProcessWrites) {
  int acknowledged = 0;
  const pid_t writer = StartWriter(path(), 0, &acknowledged);
  int number = -1;
  ASSERT_EQ(read(acknowledged, &number, sizeof number), static_cast<ssize_t>(sizeof number));
  {
    ASSERT_OK_AND_ASSIGN(auto reader, Open(/*read_only=*/true));
    int64_t last = 0;
    for (int i = 0; i < 60; ++i) {
      ASSERT_EQ(read(acknowledged, &number, sizeof number), static_cast<ssize_t>(sizeof number));
      int64_t revision = 0;
      const std::string id = ArticleId(Numbered(number).article().source_text());
      ASSERT_OK_AND_ASSIGN(auto got, reader->GetArticle(id, &revision));
      EXPECT_EQ(got.figures_size(), kFigures);
      EXPECT_GE(revision, number + 1);
      EXPECT_GE(revision, last);
      last = revision;
    }
    ASSERT_EQ(kill(writer, SIGKILL), 0);
    ASSERT_EQ(waitpid(writer, nullptr, 0), writer);
    ASSERT_OK(reader->Ping());
    ASSERT_OK_AND_ASSIGN(auto page, reader->ListArticles({.limit = 10'000}));
    EXPECT_EQ(static_cast<int64_t>(page.articles.size()), page.revision);
  }
  close(acknowledged);
}

// As another user in a folder that he may not write to, as a mounted volume is for a container.
TEST_F(SqliteProcessTest, ReaderWithoutTheRightToWrite) {
  const auto as_stranger = [&](const std::function<bool()>& body) {
    return RunInChild([&] {
      if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return false;
      return access(dir_.path().c_str(), W_OK) != 0 && body();
    });
  };
  const auto reads = [&](int articles) {
    return as_stranger([&] {
      auto reader = Open(/*read_only=*/true);
      EXPECT_OK(reader);
      if (!reader.ok()) return false;
      auto page = (*reader)->ListArticles({.limit = 100});
      EXPECT_OK(page);
      return page.ok() && static_cast<int>(page->articles.size()) == articles;
    });
  };
  const auto lock_folder = [&](bool locked) {
    fs::permissions(dir_.path(), fs::perms(locked ? 0555 : 0755));
  };
  ASSERT_TRUE(RunInChild([&] {  // the writer comes and goes in an orderly way
    auto store = Open(false);
    return store.ok() && (*store)->PutArticle(Numbered(0)).ok();
  }));
  lock_folder(true);
  EXPECT_TRUE(reads(1)) << "the writer is gone";
  lock_folder(false);

  // Between two puts: in the middle of one, the log would have to be recovered, which takes the
  // right to write.
  int acknowledged = 0;
  const pid_t writer = StartWriter(path(), 1, &acknowledged, /*puts=*/5);
  int number = 0;
  while (number < 5) ASSERT_GT(read(acknowledged, &number, sizeof number), 0);
  lock_folder(true);
  constexpr int kArticles = 6;
  EXPECT_TRUE(reads(kArticles)) << "the writer is alive";
  kill(writer, SIGKILL);
  ASSERT_EQ(waitpid(writer, nullptr, 0), writer);
  close(acknowledged);
  EXPECT_TRUE(reads(kArticles)) << "the writer was killed";

  // A copy of the file alone cannot be opened there, and the error says so.
  lock_folder(false);
  fs::remove(path() + "-wal");
  fs::remove(path() + "-shm");
  lock_folder(true);
  EXPECT_TRUE(as_stranger([&] {
    EXPECT_THAT(Open(/*read_only=*/true),
                IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
    return true;
  }));
  lock_folder(false);
}

// Mounts a small file system on `folder`, for this process alone; false where that is forbidden.
bool MountSmallDisk(const std::string& folder) {
  const int user = getuid() == 0 ? 0 : CLONE_NEWUSER;
  return unshare(CLONE_NEWNS | user) == 0 &&
         mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", folder.c_str(), "tmpfs", 0, "size=1m") == 0;
}

TEST_F(SqliteProcessTest, FullDiskRefusesAndGoesOnWhenThereIsRoom) {
  const std::string folder = dir_.path();
  if (!RunInChild([&] { return MountSmallDisk(folder); })) {
    GTEST_SKIP() << "this process may not mount a file system";
  }
  EXPECT_TRUE(RunInChild([&] {
    if (!MountSmallDisk(folder)) return false;
    auto store = Open(false);
    EXPECT_OK(store);
    int stored = 0;
    absl::Status full;
    for (; full.ok() && stored < 1000; stored += full.ok()) {
      full = (*store)->PutArticle(Numbered(stored)).status();
    }
    EXPECT_THAT(full, IsError(absl::StatusCode::kResourceExhausted, "DISK_FULL"));
    EXPECT_GT(stored, 3);
    auto page = (*store)->ListArticles({.limit = 1000});
    EXPECT_OK(page);
    EXPECT_EQ(static_cast<int>(page->articles.size()), stored);
    EXPECT_EQ(mount("none", folder.c_str(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
    EXPECT_OK((*store)->PutArticle(Numbered(stored)));
    ExpectWhole();
    return true;
  }));
}

}  // namespace
}  // namespace qushu
