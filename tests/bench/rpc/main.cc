// What a call of the query service costs through gRPC, beside a server that does nothing: see
// README.md.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/absl_compat.h"
#include "grpcpp/create_channel.h"
#include "tests/bench/rpc/load.h"
#include "tests/bench/rpc/noop_server.h"
#include "tests/bench/rpc/service_log.h"
#include "tests/bench/rpc/workload.h"
#include "tests/testing/process.h"

ABSL_FLAG(std::string, db, "", "store that is asked, required; see README.md for how to fill one");
ABSL_FLAG(std::string, query, "", "the query service's program; beside this one if empty");
ABSL_FLAG(std::vector<std::string>, query_flags, {}, "more flags for it");
ABSL_FLAG(std::vector<std::string>, methods, {},
          "only workloads with one of these in their name; `point` for the point queries");
ABSL_FLAG(int, pairs, 5, "runs of each server, in turn, of which the medians count");
ABSL_FLAG(int, requests, 2000, "different requests a workload, at most");
ABSL_FLAG(int, in_flight, 64, "calls in flight");
ABSL_FLAG(int, channels, 2, "connections; with 0 every call in flight has its own");
ABSL_FLAG(
    int, overload, 0,
    "so many times --in_flight instead of the server that does nothing: what becomes of calls "
    "that are more than the service can serve");
ABSL_FLAG(
    absl::Duration, wait_refused, absl::Milliseconds(200),
    "with --overload: how long a refused client waits before it asks again; 200 ms is what the "
    "service tells it, 0 for one who does not listen");
ABSL_FLAG(absl::Duration, measured, absl::Seconds(2), "length of a run");
ABSL_FLAG(std::string, noop_answers, "", "internal: serve the answers in this file");
ABSL_FLAG(std::string, port_file, "", "internal: of the server that does nothing");

namespace qushu::bench {
namespace {

// A server of the bench, killed when the object goes.
class Served {
 public:
  Served(std::vector<std::string> command, const std::filesystem::path& port_file) {
    std::filesystem::remove(port_file);
    command.push_back("--port_file=" + port_file.string());
    process_.emplace(command);
    const absl::Time patience = absl::Now() + absl::Seconds(30);
    while (!std::filesystem::exists(port_file)) {
      if (!process_->running() || absl::Now() > patience) {
        std::cerr << command[0] << " does not serve: " << process_->Err() << "\n";
        std::exit(EXIT_FAILURE);
      }
      absl::SleepFor(absl::Milliseconds(10));
    }
    std::string port = testing::ReadFile(port_file);
    port.pop_back();
    address_ = "127.0.0.1:" + port;
  }

  const std::string& address() const { return address_; }
  pid_t pid() const { return process_->pid(); }
  std::string log() const { return process_->Err(); }

 private:
  std::optional<testing::Process> process_;
  std::string address_;
};

std::filesystem::path OwnPath() { return std::filesystem::read_symlink("/proc/self/exe"); }

std::vector<std::string> QueryCommand() {
  std::string program = absl::GetFlag(FLAGS_query);
  if (program.empty()) program = OwnPath().parent_path() / "qushu-query";
  std::vector<std::string> command = {program, "--db=" + absl::GetFlag(FLAGS_db),
                                      "--address=127.0.0.1:0"};
  for (const std::string& flag : absl::GetFlag(FLAGS_query_flags)) command.push_back(flag);
  return command;
}

// Of a health check: the service opens its store in the background.
void AwaitStore(v1::QueryService::Stub& stub) {
  const absl::Time patience = absl::Now() + absl::Seconds(30);
  while (absl::Now() < patience) {
    grpc::ClientContext context;
    v1::ListArticlesRequest request;
    v1::ListArticlesResponse response;
    request.set_page_size(1);
    if (stub.ListArticles(&context, request, &response).ok()) return;
    absl::SleepFor(absl::Milliseconds(20));
  }
}

struct Medians {
  std::vector<double> cpu_us, rate, p50, p99;
  int64_t failed = 0;

  void Add(const LoadResult& result) {
    cpu_us.push_back(result.cpu_us());
    rate.push_back(result.rate());
    p50.push_back(result.latency_us(0.5));
    p99.push_back(result.latency_us(0.99));
    failed += result.calls - result.ok();
  }
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool Wanted(const std::string& name, bool point_query) {
  const std::vector<std::string> methods = absl::GetFlag(FLAGS_methods);
  return methods.empty() || std::any_of(methods.begin(), methods.end(), [&](const auto& method) {
           return (method == "point" && point_query) || absl::StrContains(name, method);
         });
}

void Measure(const Workload& workload, const std::filesystem::path& folder) {
  const std::string answers = folder / "answers";
  WriteMessages(answers, workload.answers);
  std::vector<grpc::ByteBuffer> requests;
  size_t bytes = 0;
  for (const std::string& request : workload.requests) requests.push_back(ToByteBuffer(request));
  for (const std::string& answer : workload.answers) bytes += answer.size();

  Medians query, noop;
  LoadOptions load;
  load.in_flight = absl::GetFlag(FLAGS_in_flight);
  load.channels = absl::GetFlag(FLAGS_channels);
  load.measured = absl::GetFlag(FLAGS_measured);
  for (int pair = 0; pair < absl::GetFlag(FLAGS_pairs); ++pair) {
    {
      const Served server(QueryCommand(), folder / "port");
      AwaitStore(*v1::QueryService::NewStub(
          grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials())));
      load.address = server.address();
      load.server = server.pid();
      load.method = workload.method;
      query.Add(RunLoad(load, requests));
    }
    {
      const Served server({OwnPath().string(), "--noop_answers=" + answers}, folder / "port");
      load.address = server.address();
      load.server = server.pid();
      load.method = kNoopMethod;
      noop.Add(RunLoad(load, requests));
    }
  }
  const double ratio = Median(noop.cpu_us) / Median(query.cpu_us);
  std::printf("%-38s %6zu %7zu %8.1f %8.1f %6.2f %8.0f %8.0f %8.0f %8.0f %8.0f %8.0f %s\n",
              workload.name.c_str(), requests.size(), bytes / requests.size(), Median(query.cpu_us),
              Median(noop.cpu_us), ratio, Median(query.rate), Median(noop.rate), Median(query.p50),
              Median(noop.p50), Median(query.p99), Median(noop.p99),
              query.failed + noop.failed == 0
                  ? ""
                  : absl::StrCat(query.failed + noop.failed, " failed").c_str());
  std::fflush(stdout);
}

// The service alone, with so many clients as it can serve, and with many times as many: each that
// is answered sends the next call at once, one that is refused after its wait.
void MeasureOverload(const Workload& workload, const std::filesystem::path& folder) {
  std::vector<grpc::ByteBuffer> requests;
  for (const std::string& request : workload.requests) requests.push_back(ToByteBuffer(request));
  std::vector<double> rates[2], p50s[2], p99s[2], server_p99s[2], cores[2], client_cores[2],
      refused[2];
  int64_t lost = 0;
  for (int pair = 0; pair < absl::GetFlag(FLAGS_pairs); ++pair) {
    for (const bool over : {false, true}) {
      const Served server(QueryCommand(), folder / "port");
      AwaitStore(*v1::QueryService::NewStub(
          grpc::CreateChannel(server.address(), grpc::InsecureChannelCredentials())));
      LoadOptions load;
      load.address = server.address();
      load.server = server.pid();
      load.method = workload.method;
      load.warm_up = absl::Seconds(1);
      load.measured = absl::GetFlag(FLAGS_measured);
      load.in_flight = absl::GetFlag(FLAGS_in_flight);
      load.channels = absl::GetFlag(FLAGS_channels);
      load.wait_refused = absl::GetFlag(FLAGS_wait_refused);
      if (over) load.in_flight *= absl::GetFlag(FLAGS_overload);
      const LoadResult result = RunLoad(load, requests);
      rates[over].push_back(static_cast<double>(result.ok()) / result.seconds);
      p50s[over].push_back(result.latency_us(0.5));
      p99s[over].push_back(result.latency_us(0.99));
      std::istringstream log(server.log());
      server_p99s[over].push_back(ServiceP99(log, workload.method, result.begin));
      cores[over].push_back(result.server_cpu_seconds / result.seconds);
      client_cores[over].push_back(result.client_cpu_seconds / result.seconds);
      int64_t refusals = 0;
      for (const auto& [code, count] : result.codes) {
        if (code == "RESOURCE_EXHAUSTED") {
          refusals += count;
        } else if (code != "OK") {
          lost += count;
        }
      }
      refused[over].push_back(static_cast<double>(refusals) / static_cast<double>(result.calls));
    }
  }
  std::printf(
      "%-38s %8.0f %8.0f %8.0f %8.0f %8.0f %8.0f %6.2f %8.0f %8.0f %6.2f %5.2f "
      "%5.2f %7.1f%% %8ld\n",
      workload.name.c_str(), Median(rates[0]), Median(rates[1]), Median(p50s[0]), Median(p50s[1]),
      Median(p99s[0]), Median(p99s[1]), Median(p99s[1]) / Median(p99s[0]), Median(server_p99s[0]),
      Median(server_p99s[1]), Median(server_p99s[1]) / Median(server_p99s[0]), Median(cores[1]),
      Median(client_cores[1]), 100 * Median(refused[1]), static_cast<long>(lost));
  std::fflush(stdout);
}

int Main() {
  if (const std::string answers = absl::GetFlag(FLAGS_noop_answers); !answers.empty()) {
    ServeNoop(ReadMessages(answers), absl::GetFlag(FLAGS_port_file));
    return EXIT_SUCCESS;
  }
  if (absl::GetFlag(FLAGS_db).empty()) {
    std::cerr << "--db: no store given\n";
    return EXIT_FAILURE;
  }
  const testing::TempDir folder;
  std::vector<Workload> workloads;
  {
    const Served server(QueryCommand(), folder.path() / "port");
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    const auto stub = v1::QueryService::NewStub(
        grpc::CreateCustomChannel(server.address(), grpc::InsecureChannelCredentials(), arguments));
    AwaitStore(*stub);
    auto made = MakeWorkloads(*stub, absl::GetFlag(FLAGS_requests), Wanted);
    if (!made.ok()) {
      std::cerr << made.status() << "\n";
      return EXIT_FAILURE;
    }
    workloads = *std::move(made);
  }
  if (absl::GetFlag(FLAGS_overload) > 0) {
    std::printf("%-38s %17s %17s %17s %6s %17s %6s %11s %8s %8s\n", "", "served/s", "p50 us",
                "p99 us", "over", "in service p99 us", "over", "cores, over", "refused", "lost");
    std::printf("%-38s %8s %8s %8s %8s %8s %8s %6s %8s %8s %6s %5s %5s %8s %8s\n", "workload",
                "full", "over", "full", "over", "full", "over", "/full", "full", "over", "/full",
                "serv.", "cli.", "over", "calls");
    for (const Workload& workload : workloads) MeasureOverload(workload, folder.path());
    return EXIT_SUCCESS;
  }
  std::printf("%-38s %6s %7s %17s %6s %17s %17s %17s\n", "", "", "bytes", "server CPU us/call",
              "no-op", "calls/s", "p50 us", "p99 us");
  std::printf("%-38s %6s %7s %8s %8s %6s %8s %8s %8s %8s %8s %8s\n", "workload", "varied", "answer",
              "query", "no-op", "/query", "query", "no-op", "query", "no-op", "query", "no-op");
  for (const Workload& workload : workloads) {
    Measure(workload, folder.path());
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace qushu::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "what a call of the query service costs, beside a server that does nothing");
  absl::ParseCommandLine(argc, argv);
  // As the services do: nothing that they can have shall make the yardstick shorter.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return qushu::bench::Main();
}
