#include "tests/testing/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

namespace qushu::testing {

Process::Process(const std::vector<std::string>& command, std::string_view input,
                 const std::vector<std::string>& environment) {
  const std::string in = folder_.path() / "in";
  const std::string out = folder_.path() / "out";
  const std::string err = folder_.path() / "err";
  std::ofstream(in, std::ios::binary) << input;
  std::ofstream(out).close();
  std::ofstream(err).close();
  std::vector<std::string> words = command;
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::vector<std::string> added = environment;  // later ones of a name win
  std::vector<char*> env;
  for (char** old = environ; *old != nullptr; ++old) {
    const std::string_view entry = *old;
    const std::string_view name = entry.substr(0, entry.find('=') + 1);
    bool replaced = false;
    for (const std::string& one : added) replaced = replaced || one.starts_with(name);
    if (!replaced) env.push_back(*old);
  }
  for (std::string& one : added) env.push_back(one.data());
  env.push_back(nullptr);
  pid_ = fork();
  if (pid_ != 0) {
    if (pid_ < 0) ADD_FAILURE() << "cannot start " << command[0];
    return;
  }
  const int in_file = open(in.c_str(), O_RDONLY);
  const int out_file = open(out.c_str(), O_WRONLY | O_APPEND);
  const int err_file = open(err.c_str(), O_WRONLY | O_APPEND);
  if (dup2(in_file, 0) == 0 && dup2(out_file, 1) == 1 && dup2(err_file, 2) == 2) {
    execve(argv[0], argv.data(), env.data());
  }
  _exit(127);
}

Process::~Process() {
  if (!running()) return;
  Kill(SIGKILL);
  Wait();
}

bool Process::Reap(int options) {
  if (status_ || pid_ < 0) return true;
  int status = 0;
  pid_t got = 0;
  do {
    got = waitpid(pid_, &status, options);
  } while (got < 0 && errno == EINTR);
  if (got == 0) return false;
  status_ = got < 0 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

bool Process::running() { return !Reap(WNOHANG); }

void Process::Kill(int signal) {
  if (running()) kill(pid_, signal);
}

int Process::Wait() {
  Reap(0);
  return status_.value_or(-1);
}

ProcessResult RunProcess(const std::vector<std::string>& command, std::string_view input,
                         const std::vector<std::string>& environment) {
  Process process(command, input, environment);
  const int status = process.Wait();
  return {status, process.Out(), process.Err()};
}

}  // namespace qushu::testing
