// How fast the analysis is, stage by stage: see README.md.
#include <google/protobuf/arena.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <ostream>
#include <streambuf>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "common/analysis/analyzer.h"
#include "common/analysis/article_builder.h"
#include "common/analysis/figure_builder.h"
#include "common/analysis/stages.h"
#include "common/text/decode.h"
#include "common/text/normalize.h"
#include "services/cli/commands.h"
#include "tests/bench/ceilings.h"
#include "tests/bench/texts.h"

ABSL_FLAG(std::vector<std::string>, mib, std::vector<std::string>({"1", "16", "64"}),
          "lengths of the texts, in MiB");
ABSL_FLAG(std::vector<std::string>, texts, {}, "names of the texts; all if empty");
ABSL_FLAG(int, runs, 5, "runs of each, of which the median counts");
ABSL_FLAG(bool, stages, true, "measure each stage");
ABSL_FLAG(bool, odd, true, "measure odd texts too");
ABSL_FLAG(int, odd_mib, 10, "length of an odd text");

namespace qushu::bench {
namespace {

constexpr double kMib = 1 << 20;

// Seconds of processor time, the kernel's share included.
double Now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double MedianSeconds(const std::function<void()>& work) {
  std::vector<double> taken;
  for (int i = 0; i < absl::GetFlag(FLAGS_runs); ++i) {
    const double begin = Now();
    work();
    taken.push_back(Now() - begin);
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

struct Ceilings {
  double copy = 0;
  double validate = 0;
  double scan = 0;
};

class Report {
 public:
  explicit Report(size_t bytes) : bytes_(static_cast<double>(bytes)) {}

  // Prints a row and returns the seconds.
  double Add(const char* what, double seconds) {
    std::printf("  %-22s %9.1f %9.2f", what, bytes_ / kMib / seconds, seconds / bytes_ * 1e9);
    if (ceilings_.scan > 0) {
      std::printf(" %8.1f %8.1f %8.2f", seconds / ceilings_.copy, seconds / ceilings_.validate,
                  seconds / ceilings_.scan);
    }
    std::printf("\n");
    std::fflush(stdout);
    return seconds;
  }

  void Measure(const char* what, const std::function<void()>& work) {
    Add(what, MedianSeconds(work));
  }

  void MeasureCeilings(const std::string& text) {
    std::printf("  %-22s %9s %9s %8s %8s %8s\n", "", "MiB/s", "ns/byte", "x memcpy", "x UTF-8",
                "x RE2");
    Ceilings measured;
    measured.copy = Add("memcpy", MedianSeconds([&] { CopyText(text); }));
    measured.validate = Add("UTF-8 validation", MedianSeconds([&] { ValidateText(text); }));
    measured.scan = Add("RE2 numeral scan", MedianSeconds([&] { ScanNumerals(text); }));
    ceilings_ = measured;
  }

 private:
  double bytes_;
  Ceilings ceilings_;
};

// Takes everything and keeps nothing, as /dev/null does.
class NullBuffer : public std::streambuf {
 protected:
  int overflow(int c) override { return c; }
  std::streamsize xsputn(const char*, std::streamsize size) override { return size; }
};

// `qushu analyze` with `flags` on `file`, in this process.
void RunAnalyze(std::vector<std::string> flags, const std::string& file) {
  flags.insert(flags.begin(), "analyze");
  flags.push_back(file);
  NullBuffer nothing;
  std::ostream out(&nothing);
  cli::Io io{std::cin, out, std::cerr};
  if (cli::Run(flags, io) != cli::kDone) std::exit(1);
}

StageTables LoadTables() {
  StageTables tables;
  tables.catalogue = *Catalogue::Create();
  tables.gazetteer = *Gazetteer::Create();
  tables.extractor = *Extractor::Create(*tables.gazetteer);
  tables.auditor = *Auditor::Create(*tables.gazetteer);
  tables.summarizer = *Summarizer::Create();
  return tables;
}

void MeasureStages(const StageTables& tables, const std::string& source, Report& report) {
  Stages stages{.decoded = Decoded(source)};
  report.Measure("decode", [&] { (void)Decode(source, source.size()); });
  report.Measure("normalise", [&] { stages.normalized = Normalize(source); });
  report.Measure("layout",
                 [&] { stages.layout = ReadLayout(stages.normalized.text, *tables.gazetteer); });
  stages.date = stages.layout.masthead.date;
  report.Measure("figures", [&] {
    stages.extraction = tables.extractor->Extract(stages.layout, {.date = stages.date});
  });
  report.Measure("messages of figures", [&] {
    FigureBuilder builder(stages, tables, v1::OFFSET_ENCODING_UTF32);
    v1::Figure figure;
    for (size_t i = 0; i < stages.extraction.figures.size(); ++i) builder.Build(i, figure);
  });
  report.Measure("audit", [&] {
    tables.auditor->Audit(stages.layout.reading.text, stages.extraction.figures);
  });
  report.Measure("audit, summaries, article", [&] {
    google::protobuf::Arena arena;
    BuildArticle(stages, tables, {}, *google::protobuf::Arena::CreateMessage<v1::Article>(&arena));
  });
}

void MeasureText(const StageTables& tables, const NamedText& sample, int mib) {
  const std::string text = Repeat(sample.text, static_cast<size_t>(mib) << 20);
  const std::string file = (std::filesystem::temp_directory_path() / "qushu-bench.txt").string();
  std::ofstream(file, std::ios::binary) << text;
  std::printf("%s, %d MiB\n", sample.name.c_str(), mib);
  Report report(text.size());
  report.MeasureCeilings(text);
  if (absl::GetFlag(FLAGS_stages)) MeasureStages(tables, text, report);
  report.Measure("analyze, jsonl", [&] { RunAnalyze({"--format=jsonl"}, file); });
  report.Measure("analyze, table", [&] { RunAnalyze({"--format=table"}, file); });
  report.Measure("analyze, json", [&] { RunAnalyze({"--format=json"}, file); });
  std::filesystem::remove(file);
}

void MeasureOddTexts() {
  const auto analyzer = *Analyzer::Create();
  const size_t bytes = static_cast<size_t>(absl::GetFlag(FLAGS_odd_mib)) << 20;
  const auto seconds = [&](std::string text) {
    v1::ArticleInput input;
    input.set_text(std::move(text));
    return MedianSeconds([&] {
      google::protobuf::Arena arena;
      (void)analyzer->Analyze(input, {.max_figures = SIZE_MAX},
                              *google::protobuf::Arena::CreateMessage<v1::Article>(&arena));
    });
  };
  const double plain = seconds(Repeat(PlainTexts()[0].text, bytes));
  std::printf("odd texts, %zu MiB\n  %-22s %9s %9s %8s\n", bytes >> 20, "", "MiB/s", "ns/byte",
              "x page");
  for (const NamedText& piece : OddPieces()) {
    const double taken = seconds("全区44家。" + Repeat(piece.text, bytes - 16));
    std::printf("  %-22s %9.1f %9.2f %8.2f\n", piece.name.c_str(),
                static_cast<double>(bytes) / kMib / taken, taken / static_cast<double>(bytes) * 1e9,
                taken / plain);
    std::fflush(stdout);
  }
}

void Run() {
  const StageTables tables = LoadTables();
  const std::vector<std::string> wanted = absl::GetFlag(FLAGS_texts);
  for (const NamedText& sample : PlainTexts()) {
    if (!wanted.empty() && std::ranges::find(wanted, sample.name) == wanted.end()) continue;
    for (const std::string& mib : absl::GetFlag(FLAGS_mib)) {
      MeasureText(tables, sample, std::stoi(mib));
    }
  }
  if (absl::GetFlag(FLAGS_odd)) MeasureOddTexts();
}

}  // namespace
}  // namespace qushu::bench

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  qushu::bench::Run();
}
