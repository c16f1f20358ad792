#include "common/text/resemblance.h"

#include <algorithm>

#include "common/base/utf8.h"

namespace qushu {
namespace {

constexpr size_t kShingle = 4;  // characters
constexpr uint64_t kSeed = 0x9E3779B97F4A7C15;

// The finalizer of splitmix64: every bit of `x` decides about every bit of the result.
uint64_t Mix(uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
bool IsLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Behind the numeral in digits that begins at `at`: 1,234.5 is one.
size_t EndOfNumeral(std::string_view text, size_t at) {
  while (at < text.size()) {
    const bool joins = (text[at] == '.' || text[at] == ',') && at + 1 < text.size() &&
                       IsDigit(static_cast<unsigned char>(text[at + 1]));
    if (!joins && !IsDigit(static_cast<unsigned char>(text[at]))) break;
    ++at;
  }
  return at;
}

}  // namespace

uint64_t StableHash(std::string_view bytes) {
  uint64_t hash = Mix(kSeed + bytes.size());
  for (const char c : bytes) hash = Mix((hash ^ static_cast<unsigned char>(c)) + kSeed);
  return hash;
}

void Sketcher::Add(uint64_t hash) {
  // The high half chooses the bin.
  const size_t bin = ((hash >> 32) * least_.size()) >> 32;
  // Mixed again: in a bin the hashes are alike in their first bits.
  least_[bin] = std::min(least_[bin], Mix(hash));
}

std::string Sketcher::Sketch() const {
  std::string sketch;
  sketch.reserve(2 * least_.size());
  for (const uint64_t least : least_) {
    // The low bits, which do not grow small where a bin has many members; 0 is an empty bin.
    const auto low = static_cast<uint16_t>(least);
    const uint16_t kept = least == kNone ? 0 : std::max<uint16_t>(low, 1);
    sketch += static_cast<char>(kept & 0xFF);
    sketch += static_cast<char>(kept >> 8);
  }
  return sketch;
}

std::string SketchText(std::string_view text) {
  Sketcher sketcher(kTextSketchBytes / 2);
  uint64_t last[kShingle] = {};
  size_t count = 0;
  const auto add = [&] {
    // 21 bits hold a code point.
    sketcher.Add(Mix(Mix(last[0] | last[1] << 21 | last[2] << 42) + last[3] + kSeed));
  };
  for (size_t at = 0; at < text.size();) {
    const char32_t c = CodePointAt(text, at);
    size_t next = at + CharSize(text[at]);
    if (IsDigit(c)) next = EndOfNumeral(text, at);
    at = next;
    if (!IsHan(c) && !IsDigit(c) && !IsLetter(c)) continue;
    std::copy(last + 1, last + kShingle, last);
    last[kShingle - 1] = IsDigit(c) ? '0' : c;
    if (++count >= kShingle) add();
  }
  // A text too short for a single one is known by all that it has.
  if (count > 0 && count < kShingle) add();
  return sketcher.Sketch();
}

std::optional<double> Resemblance(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return std::nullopt;
  int in_either = 0;
  int alike = 0;
  for (size_t i = 0; i + 1 < a.size(); i += 2) {
    const bool empty = a[i] == 0 && a[i + 1] == 0 && b[i] == 0 && b[i + 1] == 0;
    if (empty) continue;
    ++in_either;
    if (a[i] == b[i] && a[i + 1] == b[i + 1]) ++alike;
  }
  if (in_either == 0) return std::nullopt;
  return static_cast<double>(alike) / in_either;
}

}  // namespace qushu
