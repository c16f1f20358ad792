#include "common/rpc/program.h"

#include <pthread.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include "absl/flags/parse.h"
#include "absl/flags/reflection.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/analysis/analyzer.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"

namespace qushu::rpc {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

// Abseil's own help exits with 1 and lists the flags of its libraries.
void PrintHelp(std::string_view program, std::string_view purpose) {
  std::cout << program << ": " << purpose << "\n\nUsage: " << program
            << " [--FLAG=VALUE]...\n\nFlags:\n";
  std::map<std::string, const absl::CommandLineFlag*> flags;
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    const std::string file = flag->Filename();
    if (absl::StrContains(file, "services/") || absl::StrContains(file, "common/rpc/")) {
      flags.emplace(std::string(ToStd(name)), flag);
    }
  }
  for (const auto& [name, flag] : flags) {
    std::cout << "  --" << name << "\n      " << flag->Help();
    const std::string value = flag->DefaultValue();
    if (!value.empty() && value != "0") std::cout << " [" << value << "]";
    std::cout << "\n";
  }
  std::cout << "  --help\n      Prints this text.\n  --version\n      Prints the version.\n";
}

}  // namespace

void ParseFlags(int argc, char** argv, std::string_view program, std::string_view purpose) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--help" || arg == "-help" || arg == "-h") {
      PrintHelp(program, purpose);
      std::exit(EXIT_SUCCESS);
    }
    if (arg == "--version" || arg == "-version") {
      std::cout << program << " " << QUSHU_VERSION << " (analysis " << kAnalyzerVersion << ")\n";
      std::exit(EXIT_SUCCESS);
    }
  }
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << program << ": takes flags only; see --help\n";
    std::exit(EXIT_FAILURE);
  }
}

void HoldStopSignals() {
  // Debian's Abseil looks for cycles of locks, as debug builds do; every lock of gRPC's pays for
  // it.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

WaitFn UntilStopSignal(const ServerOptions& options) {
  return [port_file = options.port_file](const Server& server) {
    if (!port_file.empty()) {
      absl::Status status = WritePortFile(port_file, server.port());
      if (!status.ok()) return status;
    }
    if (server.metrics_port() != 0) {
      std::cout << "metrics on port " << server.metrics_port() << "\n";
    }
    std::cout << "listening on " << server.address() << std::endl;
    const sigset_t set = StopSignals();
    int signal_number = 0;
    while (sigwait(&set, &signal_number) != 0) {
    }
    // Whoever asks twice does not want to wait for calls under way.
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    return absl::OkStatus();
  };
}

int ExitStatus(std::string_view program, const absl::Status& status) {
  if (status.ok()) return EXIT_SUCCESS;
  const std::string reason = ReasonOf(status);
  std::cerr << program << ": " << status.message();
  if (!reason.empty()) std::cerr << " (" << reason << ")";
  std::cerr << std::endl;
  return EXIT_FAILURE;
}

}  // namespace qushu::rpc
