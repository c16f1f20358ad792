// Programs started by a test. None outlives it: a child is killed when its object goes, and by the
// kernel when the test itself is killed.
#ifndef QUSHU_TESTS_INTEGRATION_PROCESS_H_
#define QUSHU_TESTS_INTEGRATION_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/channel.h"

namespace qushu::testing {

class Process {
 public:
  // Starts BinDir()/`program`, or the program at a path. Standard output and error go to files in
  // `folder`.
  Process(const std::string& program, const std::vector<std::string>& arguments,
          const std::filesystem::path& folder);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int number) const;
  // The exit status; 128 + N if signal N ended it; -1, and a failure of the test, if it still runs
  // after `patience`.
  int Wait(absl::Duration patience = absl::Seconds(30));
  bool Running();

  // What it wrote so far.
  std::string Output() const;
  std::string Errors() const;
  const std::filesystem::path& errors_file() const { return errors_; }

 private:
  pid_t pid_ = -1;
  int status_ = -1;
  bool ended_ = false;
  std::filesystem::path output_;
  std::filesystem::path errors_;
};

// A service on a free port, and a channel to it.
class Service {
 public:
  // `program` with `--db` and the arguments given; returns when it listens. `folder` takes its
  // port file and logs. `launcher` is a command that becomes the program that is its last argument.
  Service(const std::string& program, const std::filesystem::path& db,
          const std::filesystem::path& folder, std::vector<std::string> arguments = {},
          const std::vector<std::string>& launcher = {});

  Process& process() { return *process_; }
  const std::string& address() const { return address_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  std::unique_ptr<Process> process_;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_INTEGRATION_PROCESS_H_
