#include "common/lexicon/lexicon.h"

#include <cstring>

#include "absl/status/status.h"
#include "common/base/utf8.h"

extern "C" const char qushu_lexicon_bin[];
extern "C" const char qushu_lexicon_bin_end[];

namespace qushu {
namespace {

constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15;  // as in build_table.py
constexpr size_t kHeaderBytes = 8;

}  // namespace

absl::StatusOr<Lexicon> Lexicon::Create() {
  const char* data = qushu_lexicon_bin;
  const size_t size = qushu_lexicon_bin_end - qushu_lexicon_bin;
  Lexicon lexicon;
  uint32_t bits = 0;
  if (size >= kHeaderBytes) std::memcpy(&bits, data + 4, sizeof(bits));
  if (size < kHeaderBytes || std::memcmp(data, "QSL1", 4) != 0 || bits > 24 ||
      size != kHeaderBytes + (size_t{1} << bits) * 10 + 65536) {
    return absl::InternalError("the lexicon that was built in is damaged");
  }
  // qushu_embed aligns the table to 16 bytes, and the header is 8 long.
  lexicon.bits_ = static_cast<int>(bits);
  lexicon.keys_ = reinterpret_cast<const uint64_t*>(data + kHeaderBytes);
  lexicon.values_ = reinterpret_cast<const uint16_t*>(lexicon.keys_ + (size_t{1} << bits));
  lexicon.longest_ = reinterpret_cast<const uint8_t*>(lexicon.values_ + (size_t{1} << bits));
  return lexicon;
}

Word Lexicon::Find(uint64_t key) const {
  const size_t mask = (size_t{1} << bits_) - 1;
  for (size_t slot = key * kMultiplier >> (64 - bits_);; slot = (slot + 1) & mask) {
    if (keys_[slot] == key) {
      return {1, static_cast<WordClass>(values_[slot] & 0xFF),
              static_cast<uint8_t>(values_[slot] >> 8)};
    }
    if (keys_[slot] == 0) return {};
  }
}

int Lexicon::MatchAt(std::string_view text, size_t position, Word (&words)[kMaxChars]) const {
  uint64_t key = 0;
  size_t at = position;
  int longest = 1;
  int count = 0;
  while (count < longest && at < text.size()) {
    const char32_t c = CodePointAt(text, at);
    if (c > 0xFFFF) break;
    if (count == 0) longest = longest_[c];
    if (longest == 0) break;
    key |= static_cast<uint64_t>(c) << (16 * count);
    at += CharSize(text[at]);
    words[count] = Find(key);
    if (words[count].size != 0) words[count].size = static_cast<uint32_t>(at - position);
    ++count;
  }
  return count;
}

Word Lexicon::Lookup(std::string_view text) const {
  uint64_t key = 0;
  int count = 0;
  for (size_t at = 0; at < text.size(); at += CharSize(text[at]), ++count) {
    const char32_t c = CodePointAt(text, at);
    if (c > 0xFFFF || count == kMaxChars) return {};
    key |= static_cast<uint64_t>(c) << (16 * count);
  }
  if (count == 0) return {};
  Word word = Find(key);
  if (word.size != 0) word.size = static_cast<uint32_t>(text.size());
  return word;
}

}  // namespace qushu
