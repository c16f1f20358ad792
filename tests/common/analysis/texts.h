// The texts that tests of the analysis read.
#ifndef QUSHU_TESTS_COMMON_ANALYSIS_TEXTS_H_
#define QUSHU_TESTS_COMMON_ANALYSIS_TEXTS_H_

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

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

// `text` without line breaks and the white space around them.
inline std::string JoinLines(std::string_view text) {
  constexpr std::string_view kWide = "\u3000";
  std::string out;
  while (!text.empty()) {
    const size_t end = text.find_first_of("\r\n");
    out += text.substr(0, end);
    if (end == std::string_view::npos) break;
    while (out.ends_with(' ') || out.ends_with('\t') || out.ends_with(kWide)) {
      out.resize(out.size() - (out.ends_with(kWide) ? kWide.size() : 1));
    }
    text.remove_prefix(end);
    while (!text.empty() && (text.find_first_of(" \t\r\n") == 0 || text.starts_with(kWide))) {
      text.remove_prefix(text.starts_with(kWide) ? kWide.size() : 1);
    }
  }
  return out;
}

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_COMMON_ANALYSIS_TEXTS_H_
