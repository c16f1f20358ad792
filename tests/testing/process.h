// Runs the built programs as a user does.
#ifndef QUSHU_TESTS_TESTING_PROCESS_H_
#define QUSHU_TESTS_TESTING_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/testing/testing.h"

namespace qushu::testing {

// A program that runs beside the test. It is killed when the object goes. Not for several threads
// at once.
class Process {
 public:
  // `command[0]` is a path. `input` is its standard input; `environment` holds `NAME=value` that
  // are added to the test's own.
  explicit Process(const std::vector<std::string>& command, std::string_view input = "",
                   const std::vector<std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void Kill(int signal);
  // Waits until it has ended, and returns its exit status, or 128 + the signal that ended it.
  int Wait();
  // What it has written so far.
  std::string Out() const { return ReadFile(folder_.path() / "out"); }
  std::string Err() const { return ReadFile(folder_.path() / "err"); }

 private:
  bool Reap(int options);

  TempDir folder_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

struct ProcessResult {
  int status = -1;
  std::string out;
  std::string err;
};

// Runs a program to its end.
ProcessResult RunProcess(const std::vector<std::string>& command, std::string_view input = "",
                         const std::vector<std::string>& environment = {});

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_PROCESS_H_
