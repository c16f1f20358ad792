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
    while (i + 4 <= size && LeadsHan(bytes[i])) {
      constexpr unsigned char kMask[] = {0, 0xC0, 0xC0, 0};
      constexpr unsigned char kContinued[] = {0, 0x80, 0x80, 0};
      uint32_t word = 0, mask = 0, continued = 0;
      std::memcpy(&word, p + i, sizeof(word));
      std::memcpy(&mask, kMask, sizeof(mask));
      std::memcpy(&continued, kContinued, sizeof(continued));
      if ((word & mask) != continued) break;
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
  // Sixteen bytes at a time; in each place of `counts`, how many there continue a character.
  using Bytes __attribute__((vector_size(16))) = signed char;
  constexpr size_t kMostRounds = 15;  // so that the counts of all places sum up to a byte
  size_t continuations = 0;
  size_t i = 0;
  while (i + sizeof(Bytes) <= text.size()) {
    const size_t end = i + std::min((text.size() - i) / sizeof(Bytes), kMostRounds) * sizeof(Bytes);
    Bytes counts{};
    for (; i < end; i += sizeof(Bytes)) {
      Bytes bytes;
      std::memcpy(&bytes, text.data() + i, sizeof(bytes));
      counts -= bytes < -64;  // -1 where it is so
    }
    uint64_t halves[2];
    std::memcpy(halves, &counts, sizeof(halves));
    continuations += (halves[0] + halves[1]) * 0x0101010101010101 >> 56;  // their sum
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
