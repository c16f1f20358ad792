// Sustained ingest through the gRPC stream, durable, beside the same rows inserted directly: see
// README.md.
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/analysis/analyzer.h"
#include "common/base/status_macros.h"
#include "common/gazetteer/gazetteer.h"
#include "common/indicators/catalogue.h"
#include "grpcpp/create_channel.h"
#include "qushu/v1/ingest_service.grpc.pb.h"
#include "tests/bench/ingest/direct.h"
#include "tests/testing/process.h"
#include "tests/testing/synthetic/synthetic_pages.h"

ABSL_FLAG(uint64_t, articles, 100'000, "synthetic pages in all");
ABSL_FLAG(uint64_t, block, 10'000, "of so many each in turn: through the stream, then directly");
ABSL_FLAG(uint64_t, group, 2048, "articles a transaction of the direct insert");
ABSL_FLAG(bool, direct, true, "false: the stream alone");
ABSL_FLAG(std::string, dir, "/var/tmp", "where the two stores are made, for as long as it runs");
ABSL_FLAG(std::string, ingest, "", "the ingest service's program; beside this one if empty");

namespace qushu::bench {
namespace {

using Stream = grpc::ClientReaderWriter<v1::IngestArticlesRequest, v1::IngestArticlesResponse>;

// One block of articles, one way.
struct Measured {
  absl::Duration wall;
  absl::Duration cpu;
  double Rate(uint64_t articles) const {
    return static_cast<double>(articles) / absl::ToDoubleSeconds(wall);
  }
  double CpuEach(uint64_t articles) const {
    return absl::ToDoubleMicroseconds(cpu) / static_cast<double>(articles);
  }
};

class Service {
 public:
  Service(const std::string& program, const std::filesystem::path& folder) {
    const std::filesystem::path port_file = folder / "port";
    process_.emplace(std::vector<std::string>{program, "--db=" + (folder / "stream.db").string(),
                                              "--address=127.0.0.1:0", "--access_log=false",
                                              "--port_file=" + port_file.string()});
    while (!std::filesystem::exists(port_file) && process_->running()) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    std::string port;
    std::ifstream(port_file) >> port;
    stub_ = v1::IngestService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + port, grpc::InsecureChannelCredentials()));
  }

  // Sends the pages and waits for their answers.
  Measured Send(const testing::SyntheticPages& pages, uint64_t first, uint64_t count) {
    std::vector<v1::IngestArticlesRequest> requests(count);
    for (uint64_t i = 0; i < count; ++i) {
      requests[i].set_sequence(static_cast<int64_t>(i));
      *requests[i].mutable_request()->mutable_article() = pages.Page(first + i);
    }
    const absl::Duration cpu_begin = Cpu();
    const absl::Time begin = absl::Now();
    grpc::ClientContext context;
    const std::unique_ptr<Stream> stream = stub_->IngestArticles(&context);
    std::thread writer([&] {
      for (uint64_t i = 0; i < count; ++i) {
        grpc::WriteOptions options;
        if (i % 32 != 31 && i != 0) options.set_buffer_hint();
        if (!stream->Write(requests[i], options)) break;
      }
      stream->WritesDone();
    });
    v1::IngestArticlesResponse response;
    uint64_t stored = 0;
    while (stream->Read(&response)) stored += response.has_stored() ? 1 : 0;
    const Measured measured{absl::Now() - begin, Cpu() - cpu_begin};
    const grpc::Status status = stream->Finish();
    writer.join();
    if (!status.ok() || stored != count) {
      std::cerr << "only " << stored << " of " << count << " stored: " << status.error_message()
                << "\n";
      std::exit(1);
    }
    return measured;
  }

  // The most memory that it ever had, in MiB.
  int64_t PeakMemory() const {
    std::ifstream status(absl::StrCat("/proc/", process_->pid(), "/status"));
    std::string word;
    while (status >> word) {
      int64_t kilobytes = 0;
      if (word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
    }
    return -1;
  }

 private:
  absl::Duration Cpu() const {
    std::ifstream stat(absl::StrCat("/proc/", process_->pid(), "/stat"));
    std::string word;
    int64_t user = 0;
    int64_t system = 0;
    for (int field = 1; field <= 13; ++field) stat >> word;
    stat >> user >> system;
    return absl::Seconds(user + system) / sysconf(_SC_CLK_TCK);
  }

  std::optional<testing::Process> process_;
  std::unique_ptr<v1::IngestService::Stub> stub_;
};

// The same pages, analysed off the clock.
absl::StatusOr<Measured> InsertDirectly(const Analyzer& analyzer, DirectInsert& direct,
                                        const testing::SyntheticPages& pages, uint64_t first,
                                        uint64_t count) {
  const Measured before{direct.wall(), direct.cpu()};
  for (uint64_t done = 0; done < count;) {
    std::vector<PendingPut> group;
    for (; done < count && group.size() < absl::GetFlag(FLAGS_group); ++done) {
      PutRequest request;
      QUSHU_ASSIGN_OR_RETURN(request.article,
                             analyzer.Analyze(pages.Page(first + done), {.summary_sentences = 50}));
      QUSHU_ASSIGN_OR_RETURN(PendingPut put, PreparePut(std::move(request)));
      group.push_back(std::move(put));
    }
    QUSHU_RETURN_IF_ERROR(direct.Insert(group));
  }
  return Measured{direct.wall() - before.wall, direct.cpu() - before.cpu};
}

absl::Status Run(const std::string& self) {
  const std::filesystem::path folder =
      std::filesystem::path(absl::GetFlag(FLAGS_dir)) / absl::StrCat("qushu-bench-", getpid());
  std::filesystem::create_directories(folder);
  struct Cleaner {
    std::filesystem::path folder;
    ~Cleaner() { std::filesystem::remove_all(folder); }
  } cleaner{folder};
  QUSHU_ASSIGN_OR_RETURN(const auto gazetteer, Gazetteer::Create());
  QUSHU_ASSIGN_OR_RETURN(std::shared_ptr<const Catalogue> catalogue, Catalogue::FromFile(""));
  QUSHU_ASSIGN_OR_RETURN(const auto analyzer, Analyzer::Create(std::move(catalogue)));
  QUSHU_ASSIGN_OR_RETURN(const auto direct, DirectInsert::Create(folder / "direct.db"));
  const testing::SyntheticPages pages(*gazetteer, 1);
  std::string program = absl::GetFlag(FLAGS_ingest);
  if (program.empty()) program = std::filesystem::path(self).parent_path() / "qushu-ingest";
  Service service(program, folder);

  const uint64_t block = absl::GetFlag(FLAGS_block);
  std::vector<double> rates;
  Measured stream_all;
  uint64_t articles = 0;
  std::printf("%9s %12s %14s %12s %14s %7s\n", "articles", "stream 1/s", "CPU us each",
              "direct 1/s", "CPU us each", "ratio");
  for (; articles + block <= absl::GetFlag(FLAGS_articles); articles += block) {
    const Measured stream = service.Send(pages, articles, block);
    stream_all = {stream_all.wall + stream.wall, stream_all.cpu + stream.cpu};
    rates.push_back(stream.Rate(block));
    Measured inserted;
    if (absl::GetFlag(FLAGS_direct)) {
      QUSHU_ASSIGN_OR_RETURN(inserted, InsertDirectly(*analyzer, *direct, pages, articles, block));
    }
    std::printf("%9llu %12.0f %14.0f %12.0f %14.0f %7.2f\n",
                static_cast<unsigned long long>(articles + block), stream.Rate(block),
                stream.CpuEach(block), inserted.Rate(block), inserted.CpuEach(block),
                stream.Rate(block) / inserted.Rate(block));
    std::fflush(stdout);
  }
  const Measured direct_all{direct->wall(), direct->cpu()};
  std::printf("all %llu: stream %.0f/s, direct %.0f/s, ratio %.2f; last block %.2f of the first; ",
              static_cast<unsigned long long>(articles), stream_all.Rate(articles),
              direct_all.Rate(articles),
              direct_all.wall == absl::ZeroDuration()
                  ? 0
                  : absl::FDivDuration(direct_all.wall, stream_all.wall),
              rates.empty() ? 0 : rates.back() / rates.front());
  std::printf("most memory of the service %lld MiB\n",
              static_cast<long long>(service.PeakMemory()));
  return absl::OkStatus();
}

}  // namespace
}  // namespace qushu::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Measures sustained ingest through IngestArticles.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = qushu::bench::Run(argv[0]);
  if (!status.ok()) std::cerr << status << "\n";
  return status.ok() ? 0 : 1;
}
