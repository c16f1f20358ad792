// qushu-synth: writes synthetic newspaper pages.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "tests/testing/synthetic/synthetic_pages.h"

ABSL_FLAG(uint64_t, count, 1000, "how many pages");
ABSL_FLAG(uint64_t, first, 0, "index of the first page");
ABSL_FLAG(uint64_t, seed, 1, "another seed makes other pages");
ABSL_FLAG(std::string, format, "ndjson",
          "ndjson: a JSON object a line, to standard output; dir: a text file each, into --dir");
ABSL_FLAG(std::string, dir, "", "folder for --format=dir; it is made where it is missing");

namespace qushu::testing {
namespace {

int Fail(const std::string& message) {
  std::cerr << "qushu-synth: " << message << "\n";
  return 1;
}

int Run() {
  const std::string format = absl::GetFlag(FLAGS_format);
  const std::filesystem::path dir = absl::GetFlag(FLAGS_dir);
  if (format != "ndjson" && format != "dir") return Fail("--format is ndjson or dir");
  if ((format == "dir") == dir.empty()) return Fail("--dir goes with --format=dir");
  if (std::error_code error; !dir.empty()) {
    std::filesystem::create_directories(dir, error);
    if (error) return Fail(dir.string() + ": " + error.message());
  }
  const auto gazetteer = Gazetteer::Create();
  if (!gazetteer.ok()) return Fail(gazetteer.status().ToString());
  const SyntheticPages pages(**gazetteer, absl::GetFlag(FLAGS_seed));
  const uint64_t first = absl::GetFlag(FLAGS_first);
  for (uint64_t i = first; i < first + absl::GetFlag(FLAGS_count); ++i) {
    const v1::ArticleInput page = pages.Page(i);
    if (format == "ndjson") {
      const std::string line = NdjsonLine(page);
      if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size()) {
        return Fail("standard output cannot be written");
      }
      continue;
    }
    char name[32];
    std::snprintf(name, sizeof(name), "%08llu.txt", static_cast<unsigned long long>(i));
    if (!(std::ofstream(dir / name, std::ios::binary) << page.text())) {
      return Fail((dir / name).string() + " cannot be written");
    }
  }
  return std::fflush(stdout) == 0 ? 0 : Fail("standard output cannot be written");
}

}  // namespace
}  // namespace qushu::testing

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage(
      "Writes synthetic newspaper pages, alike for every run: what stores and services are put "
      "under load with.\n\n  qushu-synth --count=100000 > pages.ndjson\n"
      "  qushu-synth --count=100 --format=dir --dir=pages");
  absl::ParseCommandLine(argc, argv);
  return qushu::testing::Run();
}
