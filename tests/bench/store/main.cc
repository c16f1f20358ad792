// qushu-store-bench: what questions cost in stores of different size.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/indicators/catalogue.h"
#include "common/store/sqlite_store.h"
#include "tests/bench/store/fill.h"
#include "tests/bench/store/questions.h"

ABSL_FLAG(std::vector<std::string>, articles, std::vector<std::string>({"10000", "100000"}),
          "sizes of the stores");
ABSL_FLAG(std::string, dir, "", "folder of the stores; those that are there already are reused");
ABSL_FLAG(uint64_t, seed, 1, "of the pages and of the questions");
ABSL_FLAG(int, rounds, 2000, "how often each question is asked of each store");
ABSL_FLAG(double, seconds, 10, "most time that one question takes, of all stores together");
ABSL_FLAG(std::string, only, "", "questions whose name has this in it; all if empty");
ABSL_FLAG(bool, fill_only, false, "fill the stores, and ask nothing");
ABSL_FLAG(bool, fill, true,
          "fill stores that have too few articles; else they are asked as they are");
ABSL_FLAG(bool, sizes, true, "print what the tables take");

namespace qushu::bench {
namespace {

struct Sample {
  std::vector<double> cpu;   // microseconds of this thread
  std::vector<double> wall;  // microseconds
  int64_t rows = 0;
};

double ThreadMicros() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

double Percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

class Bench {
 public:
  absl::Status Run() {
    std::vector<int64_t> sizes;
    for (const std::string& text : absl::GetFlag(FLAGS_articles)) {
      sizes.push_back(std::strtoll(text.c_str(), nullptr, 10));
      if (sizes.back() < 1) return absl::InvalidArgumentError("--articles: numbers, 1 or more");
    }
    std::sort(sizes.begin(), sizes.end());
    const std::filesystem::path dir = absl::GetFlag(FLAGS_dir);
    if (dir.empty()) return absl::InvalidArgumentError("--dir: no folder given");
    std::filesystem::create_directories(dir);
    for (const int64_t size : sizes) {
      const std::string path = dir / ("store-" + std::to_string(size) + ".db");
      std::printf("%s\n", path.c_str());
      if (absl::GetFlag(FLAGS_fill)) {
        QUSHU_RETURN_IF_ERROR(Fill(path, size, absl::GetFlag(FLAGS_seed)));
      }
      if (absl::GetFlag(FLAGS_sizes)) QUSHU_RETURN_IF_ERROR(PrintSizes(path));
      QUSHU_ASSIGN_OR_RETURN(auto store, OpenSqliteStore({.path = path, .read_only = true}));
      stores_.push_back(std::move(store));
    }
    if (absl::GetFlag(FLAGS_fill_only)) return absl::OkStatus();
    QUSHU_ASSIGN_OR_RETURN(gazetteer_, Gazetteer::Create());
    QUSHU_ASSIGN_OR_RETURN(catalogue_, Catalogue::Create());
    QUSHU_ASSIGN_OR_RETURN(subjects_, ChooseSubjects(*stores_.front()));
    for (const auto& store : stores_)
      cores_.emplace_back(*gazetteer_, *catalogue_, tokens_, *store);
    PrintHeader(sizes);
    for (const Question& question : Questions()) {
      if (!absl::StrContains(question.name, absl::GetFlag(FLAGS_only))) continue;
      QUSHU_RETURN_IF_ERROR(Measure(question));
    }
    return absl::OkStatus();
  }

 private:
  // Store by store in turn, each asked the same.
  absl::Status Measure(const Question& question) {
    std::vector<Sample> samples(stores_.size());
    const absl::Time end = absl::Now() + absl::Seconds(absl::GetFlag(FLAGS_seconds));
    // The first ones warm up.
    const int warm = std::min(absl::GetFlag(FLAGS_rounds) / 10 + 1, 20);
    for (int round = -warm; round < absl::GetFlag(FLAGS_rounds); ++round) {
      if (round > 2 && absl::Now() > end) break;
      for (size_t i = 0; i < stores_.size(); ++i) {
        Random random(absl::GetFlag(FLAGS_seed) * 1'000'003 + static_cast<uint64_t>(round + warm));
        const double cpu = ThreadMicros();
        const absl::Time begin = absl::Now();
        QUSHU_ASSIGN_OR_RETURN(const int64_t rows, question.ask(cores_[i], subjects_, random));
        const double wall = absl::ToDoubleMicroseconds(absl::Now() - begin);
        if (round < 0) continue;
        samples[i].cpu.push_back(ThreadMicros() - cpu);
        samples[i].wall.push_back(wall);
        samples[i].rows += rows;
      }
    }
    Print(question, samples);
    return absl::OkStatus();
  }

  void PrintHeader(const std::vector<int64_t>& sizes) const {
    std::printf(
        "\nmicroseconds of CPU (p50, p99), of the clock (p50, p99), rows of an answer; "
        "ratio of p50 by CPU, largest to smallest store (! where a point query is above "
        "1.5)\n%-40s",
        "");
    for (const int64_t size : sizes)
      std::printf(" | %14lld articles %18s", static_cast<long long>(size), "");
    std::printf(" |  ratio\n");
  }

  static void Print(const Question& question, const std::vector<Sample>& samples) {
    std::printf("%-40s", question.name.c_str());
    for (const Sample& sample : samples) {
      std::printf(" | %7.0f %8.0f %7.0f %8.0f %6.1f", Percentile(sample.cpu, 0.5),
                  Percentile(sample.cpu, 0.99), Percentile(sample.wall, 0.5),
                  Percentile(sample.wall, 0.99),
                  static_cast<double>(sample.rows) / static_cast<double>(sample.cpu.size()));
    }
    const double ratio = Percentile(samples.back().cpu, 0.5) / Percentile(samples.front().cpu, 0.5);
    std::printf(" | %6.2f%s\n", ratio, question.point && ratio > 1.5 ? " !" : "");
    std::fflush(stdout);
  }

  std::vector<std::unique_ptr<Store>> stores_;
  std::unique_ptr<Gazetteer> gazetteer_;
  std::unique_ptr<const Catalogue> catalogue_;
  rpc::PageTokenCodec tokens_;
  Subjects subjects_;
  std::vector<query::QueryCore> cores_;
};

}  // namespace
}  // namespace qushu::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Fills stores with synthetic pages and measures what every kind of question costs in each, "
      "in turn, through the core of the query service.\n\n"
      "  qushu-store-bench --dir=/var/tmp/stores --articles=10000,100000,1000000\n\n"
      "A million articles take some 30 GB and an hour; the stores stay in --dir for the next run.");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = qushu::bench::Bench().Run();
  if (status.ok()) return 0;
  std::fprintf(stderr, "qushu-store-bench: %s\n", status.ToString().c_str());
  return 1;
}
