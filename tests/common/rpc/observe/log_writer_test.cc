#include "common/rpc/observe/log_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = text.find('\n', begin);
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

class LogFile {
 public:
  ~LogFile() { close(fd_); }
  int fd() const { return fd_; }
  std::string text() const { return testing::ReadFile(path_); }

 private:
  const testing::TempDir folder_;
  const std::string path_ = folder_.path() / "log";
  const int fd_ = open(path_.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
};

TEST(LogWriterTest, EveryLineOfEveryThreadIsThereOnce) {
  const LogFile file;
  {
    LogWriter writer(file.fd());
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&writer, thread] {
        for (int i = 0; i < 1000; ++i) writer.Write(absl::StrCat(thread, "-", i));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  std::vector<std::string> lines = LinesOf(file.text());
  EXPECT_EQ(lines.size(), 4000u);
  std::sort(lines.begin(), lines.end());
  EXPECT_EQ(std::unique(lines.begin(), lines.end()), lines.end());
}

TEST(LogWriterTest, ALineIsSoonInTheFile) {
  const LogFile file;
  LogWriter writer(file.fd());
  writer.Write("{}");
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (file.text().empty() && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(5));
  EXPECT_EQ(file.text(), "{}\n");
}

// A reader who stands still neither stops nor loses more than what does not fit.
TEST(LogWriterTest, APipeThatNobodyReadsStopsNobody) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string line(1000, 'x');
  constexpr int kLines = 10'000;
  std::string read_back;
  std::thread reader;
  {
    LogWriter writer(ends[1]);
    const absl::Time begin = absl::Now();
    for (int i = 0; i < kLines; ++i) writer.Write(line);
    EXPECT_LT(absl::Now() - begin, absl::Seconds(5));
    reader = std::thread([&] {
      char bytes[4096];
      for (ssize_t got = 0; (got = read(ends[0], bytes, sizeof(bytes))) > 0;) {
        read_back.append(bytes, static_cast<size_t>(got));
      }
    });
  }
  close(ends[1]);
  reader.join();
  close(ends[0]);
  int whole = 0;
  int64_t dropped = 0;
  for (const std::string& read_line : LinesOf(read_back)) {
    if (read_line == line) {
      ++whole;
    } else {
      dropped += std::stoll(read_line.substr(read_line.find(':') + 1));
    }
  }
  EXPECT_GT(dropped, 0);
  EXPECT_EQ(whole + dropped, kLines);
}

}  // namespace
}  // namespace qushu::rpc
