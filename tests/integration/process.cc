#include "tests/integration/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "tests/testing/testing.h"

namespace qushu::testing {
namespace {

constexpr absl::Duration kStartPatience = absl::Seconds(30);

// Each start of a program has files of its own.
std::string NextName(const std::string& program) {
  static std::atomic<int> number = 0;
  return std::filesystem::path(program).filename().string() + "." + std::to_string(++number);
}

}  // namespace

Process::Process(const std::string& program, const std::vector<std::string>& arguments,
                 const std::filesystem::path& folder) {
  const std::string name = NextName(program);
  output_ = folder / (name + ".out");
  errors_ = folder / (name + ".err");
  const std::string path = BinDir() / program;  // itself, where it is absolute
  std::vector<std::string> owned = {path};
  owned.insert(owned.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& argument : owned) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const int out = open(output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int err = open(errors_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    // Nothing here but system calls: other threads of the test may hold any lock.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(path.c_str(), argv.data());
    _exit(127);
  }
  close(out);
  close(err);
  EXPECT_GT(pid_, 0) << "cannot start " << path;
}

Process::~Process() {
  if (pid_ > 0 && !ended_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

void Process::Signal(int number) const {
  ASSERT_GT(pid_, 0);
  ASSERT_EQ(kill(pid_, number), 0);
}

bool Process::Running() {
  if (ended_ || pid_ <= 0) return false;
  int raw = 0;
  if (waitpid(pid_, &raw, WNOHANG) != pid_) return true;
  ended_ = true;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  return false;
}

int Process::Wait(absl::Duration patience) {
  const absl::Time end = absl::Now() + patience;
  while (Running()) {
    if (absl::Now() > end) {
      ADD_FAILURE() << "still running after " << patience << "; its errors:\n" << Errors();
      return -1;
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  return status_;
}

std::string Process::Output() const { return ReadFile(output_); }
std::string Process::Errors() const { return ReadFile(errors_); }

Service::Service(const std::string& program, const std::filesystem::path& db,
                 const std::filesystem::path& folder, std::vector<std::string> arguments,
                 const std::vector<std::string>& launcher) {
  const std::filesystem::path port_file = folder / (NextName(program) + ".port");
  arguments.insert(arguments.begin(), {"--address=127.0.0.1:0", "--port_file=" + port_file.string(),
                                       "--db=" + db.string()});
  if (!launcher.empty()) {
    arguments.insert(arguments.begin(), BinDir() / program);
    arguments.insert(arguments.begin(), launcher.begin() + 1, launcher.end());
  }
  process_ =
      std::make_unique<Process>(launcher.empty() ? program : launcher.front(), arguments, folder);
  const absl::Time end = absl::Now() + kStartPatience;
  while (!std::filesystem::exists(port_file)) {
    if (!process_->Running() || absl::Now() > end) {
      ADD_FAILURE() << program << " did not start:\n" << process_->Errors();
      break;
    }
    absl::SleepFor(absl::Milliseconds(5));
  }
  if (std::filesystem::exists(port_file)) {
    address_ = "127.0.0.1:" + std::to_string(std::stoi(ReadFile(port_file)));
  }
  grpc::ChannelArguments channel_arguments;
  // Channels to one address would share a connection, and with it its back-off.
  channel_arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_arguments.SetMaxReceiveMessageSize(-1);
  channel_ =
      grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), channel_arguments);
}

}  // namespace qushu::testing
