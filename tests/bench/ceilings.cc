#include "tests/bench/ceilings.h"

#include <re2/re2.h>

#include <cstring>
#include <vector>

#include "common/base/utf8.h"

namespace qushu::bench {
namespace {

// Keeps what was computed from being left out.
volatile size_t sink = 0;

}  // namespace

void CopyText(const std::string& text) {
  static std::vector<char> copy;
  copy.resize(text.size());
  std::memcpy(copy.data(), text.data(), text.size());
  sink = static_cast<size_t>(copy[text.size() / 2]);
}

void ValidateText(const std::string& text) { sink = ValidPrefix(text); }

void ScanNumerals(const std::string& text) {
  static const re2::RE2 numeral("[0-9]+(?:\\.[0-9]+)?|[零一二三四五六七八九十百千万亿两]+");
  const re2::StringPiece whole(text);
  re2::StringPiece found;
  size_t count = 0;
  size_t at = 0;
  while (numeral.Match(whole, at, whole.size(), re2::RE2::UNANCHORED, &found, 1)) {
    at = static_cast<size_t>(found.data() - whole.data()) + found.size();
    ++count;
  }
  sink = count;
}

}  // namespace qushu::bench
