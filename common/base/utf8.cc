#include "common/base/utf8.h"

#include <algorithm>
#include <cstring>

namespace qushu {

size_t ValidPrefix(std::string_view bytes) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  const size_t size = bytes.size();
  size_t i = 0;
  while (i < size) {
    // Most of a text: no byte of these can be out of place but the two behind the first.
    while (i + 2 < size && LeadsHan(bytes[i]) && IsContinuation(bytes[i + 1]) &&
           IsContinuation(bytes[i + 2])) {
      i += 3;
    }
    if (i == size) break;
    if (p[i] < 0x80) {
      uint64_t word;
      if (i + 8 <= size && (std::memcpy(&word, p + i, 8), (word & 0x8080808080808080u) == 0)) {
        i += 8;
      } else {
        ++i;
      }
      continue;
    }
    auto continuation = [&](size_t at) { return at < size && (p[at] & 0xC0) == 0x80; };
    if (p[i] >= 0xC2 && p[i] <= 0xDF) {
      if (!continuation(i + 1)) return i;
      i += 2;
    } else if (p[i] >= 0xE0 && p[i] <= 0xEF) {
      if (!continuation(i + 1) || !continuation(i + 2)) return i;
      if (p[i] == 0xE0 && p[i + 1] < 0xA0) return i;  // overlong
      if (p[i] == 0xED && p[i + 1] > 0x9F) return i;  // surrogate
      i += 3;
    } else if (p[i] >= 0xF0 && p[i] <= 0xF4) {
      if (!continuation(i + 1) || !continuation(i + 2) || !continuation(i + 3)) return i;
      if (p[i] == 0xF0 && p[i + 1] < 0x90) return i;  // overlong
      if (p[i] == 0xF4 && p[i + 1] > 0x8F) return i;  // above U+10FFFF
      i += 4;
    } else {
      return i;
    }
  }
  return size;
}

void AppendUtf8(char32_t c, std::string& out) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

size_t CountCodePoints(std::string_view text) {
  // Eight bytes at a time: in each, the lowest bit says whether it continues a character.
  constexpr uint64_t kLowest = 0x0101010101010101;
  size_t continuations = 0;
  size_t i = 0;
  for (uint64_t word; i + sizeof(word) <= text.size(); i += sizeof(word)) {
    std::memcpy(&word, text.data() + i, sizeof(word));
    continuations += ((word >> 7 & ~word >> 6 & kLowest) * kLowest) >> 56;  // their sum
  }
  for (; i < text.size(); ++i) continuations += IsContinuation(text[i]);
  return text.size() - continuations;
}

size_t CountUtf16Units(std::string_view text) {
  // A character of four bytes takes two.
  return CountCodePoints(text) + std::count_if(text.begin(), text.end(), [](char c) {
           return static_cast<unsigned char>(c) >= 0xF0;
         });
}

}  // namespace qushu
