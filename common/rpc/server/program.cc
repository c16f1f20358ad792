#include "common/rpc/server/program.h"

#include <pthread.h>
#include <signal.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/analysis/version.h"
#include "common/base/absl_compat.h"
#include "common/base/error.h"
#include "common/rpc/config/settings.h"
#include "common/rpc/observe/log.h"
#include "common/rpc/server/service_manager.h"
#include "grpc/support/log.h"

ABSL_DECLARE_FLAG(std::string, log_level);

ABSL_FLAG(
    bool, check_config, false,
    "Reads the settings and the files that they name, says whether they are right, and ends.");

namespace qushu::rpc {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

// Abseil's own help exits with 1 and lists the flags of its libraries.
void PrintHelp(std::string_view program, std::string_view purpose) {
  std::cout << program << ": " << purpose << "\n\nUsage: " << program
            << " [--FLAG=VALUE]...\n\nFlags:\n";
  for (const auto& [name, flag] : OwnFlags()) {
    std::cout << "  --" << name << "  (" << VariableOf(name) << ")\n      " << flag->Help();
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
      std::cout << program << " " << QUSHU_VERSION << " (analysis " << AnalysisVersion() << ")\n";
      std::exit(EXIT_SUCCESS);
    }
  }
  if (const absl::Status status = ReadSettings(argc, argv); !status.ok()) {
    std::exit(ExitStatus(program, status));
  }
  if (absl::ParseCommandLine(argc, argv).size() > 1) {
    std::cerr << program << ": takes flags only; see --help\n";
    std::exit(EXIT_FAILURE);
  }
  const std::optional<LogLevel> level = LogLevelByName(absl::GetFlag(FLAGS_log_level));
  if (!level) {
    std::cerr << program << ": --log_level: info, warning or error\n";
    std::exit(EXIT_FAILURE);
  }
  SetLogLevel(*level);
  gpr_set_log_function([](gpr_log_func_args* args) {
    // Mostly connections that clients broke.
    Log(LogLevel::kWarning, absl::StrCat("grpc: ", args->message));
  });
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
    Log(LogLevel::kInfo, absl::StrCat("settings: ", EffectiveSettings()));
    std::cout << "listening on " << server.address() << std::endl;
    TellServiceManager("READY=1");
    const sigset_t set = StopSignals();
    int signal_number = 0;
    while (sigwait(&set, &signal_number) != 0 || signal_number == SIGHUP) {
      if (signal_number == SIGHUP) ReadLogLevelAgain();
      signal_number = 0;
    }
    TellServiceManager("STOPPING=1");
    // Whoever asks twice does not want to wait for calls under way.
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    return absl::OkStatus();
  };
}

void ExitIfOnlyChecking(std::string_view program, const std::function<absl::Status()>& check) {
  if (!absl::GetFlag(FLAGS_check_config)) return;
  const int status = ExitStatus(program, check());
  if (status == EXIT_SUCCESS) std::cout << "OK: " << EffectiveSettings() << std::endl;
  std::exit(status);
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
