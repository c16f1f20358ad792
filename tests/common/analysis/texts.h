// The texts that tests of the analysis read.
#ifndef QUSHU_TESTS_COMMON_ANALYSIS_TEXTS_H_
#define QUSHU_TESTS_COMMON_ANALYSIS_TEXTS_H_

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/common/text/text_invariants.h"  // JoinLines
#include "tests/testing/testing.h"

namespace qushu::testing {

// All .txt files below the folders, sorted.
inline std::vector<std::filesystem::path> TextsBelow(
    const std::vector<std::filesystem::path>& folders) {
  std::vector<std::filesystem::path> texts;
  for (const auto& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".txt") texts.push_back(entry.path());
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

inline std::vector<std::filesystem::path> RepositoryTexts() {
  return TextsBelow({SourceDir() / "tests/data"});
}

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_COMMON_ANALYSIS_TEXTS_H_
