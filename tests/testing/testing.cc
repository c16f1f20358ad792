#include "tests/testing/testing.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace qushu::testing {
namespace {

std::filesystem::path FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) {
    ADD_FAILURE() << name << " is not set: run the tests with ctest or tests/run";
    return {};
  }
  return value;
}

}  // namespace

std::filesystem::path SourceDir() { return FromEnvironment("QUSHU_SOURCE_DIR"); }
std::filesystem::path BinDir() { return FromEnvironment("QUSHU_BIN_DIR"); }

std::optional<std::filesystem::path> SharedDir() {
  std::filesystem::path shared = SourceDir() / ".." / "shared";
  if (!std::filesystem::exists(shared / "eval" / "score.py")) return std::nullopt;
  return std::filesystem::canonical(shared);
}

TempDir::TempDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "qushu-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) ADD_FAILURE() << "cannot read " << path;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace qushu::testing
