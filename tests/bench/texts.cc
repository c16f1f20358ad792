#include "tests/bench/texts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/base/utf8.h"

namespace qushu::bench {
namespace {

using std::filesystem::path;

std::string ReadFile(const path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// All .txt files of a folder, one behind the other with a blank line between.
std::string ReadFolder(const path& folder) {
  std::vector<path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::string text;
  for (const path& file : files) text += ReadFile(file) + "\n\n";
  return text;
}

}  // namespace

std::vector<NamedText> PlainTexts() {
  const path root = QUSHU_SOURCE_DIR;
  std::vector<NamedText> texts = {
      {"page", ReadFile(root / "tests/data/sample_page.txt") + "\n\n"},
      {"known", ReadFolder(root / "tests/data/annotated/known")},
  };
  const path shared = root.parent_path() / "shared";
  if (std::filesystem::exists(shared / "article")) {
    texts.push_back({"seed", ReadFolder(shared / "article")});
  }
  if (std::filesystem::exists(shared / "eval/dev")) {
    texts.push_back({"dev", ReadFolder(shared / "eval/dev")});
  }
  return texts;
}

const std::vector<NamedText>& OddPieces() {
  static const std::vector<NamedText> pieces = {
      {"one", "一"},
      {"digits", "1234567890"},
      {"brackets", "（"},
      {"closing", "）"},
      {"quotes", "“"},
      {"pairs", "（“”）"},
      {"district", "涧西区"},
      {"headings", "涧西区\n"},
      {"newlines", "\n"},
      {"spaces", "人 "},
      {"commas", "，"},
      {"stops", "。"},
      {"tabs", "3\t"},
      {"numerals", "一百二十三万"},
      {"decimals", "1.5"},
      {"counts", "44家"},
      {"list", "涧西区44家、"},
      {"lines", "确诊病例44例\n"},
      {"dates", "2020年2月20日"},
      {"ranges", "3至5天"},
      {"words", "众志成城"},
      {"latin", "abc"},
      {"combining", "e\u0301"},
      {"invisible", "\u200b人"},
  };
  return pieces;
}

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  while (bytes > 0 && bytes < text.size() && IsContinuation(text[bytes])) --bytes;
  text.resize(bytes);
  return text;
}

}  // namespace qushu::bench
