// UTF-8, one code point at a time. Everything behind common/text/decode is valid UTF-8, and the
// functions here rely on it; only ValidPrefix() takes any bytes.
#ifndef QUSHU_COMMON_BASE_UTF8_H_
#define QUSHU_COMMON_BASE_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace qushu {

// How many leading bytes of `bytes` are valid UTF-8: its size if all are. Overlong forms,
// surrogates and code points above U+10FFFF are not valid.
size_t ValidPrefix(std::string_view bytes);

// Bytes of the character that begins with `lead`.
inline uint32_t CharSize(char lead) {
  auto c = static_cast<unsigned char>(lead);
  return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

// Whether a character that begins with this byte is of those that nearly all text is made of,
// U+4000 to U+9FFF: three bytes, no mark among them.
inline bool LeadsHan(char lead) { return lead >= '\xE4' && lead <= '\xE9'; }

// The code point of such a character.
inline char16_t HanAt(std::string_view text, size_t position) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data()) + position;
  return static_cast<char16_t>((p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F));
}

inline bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The code point at `position`, which must be the first byte of a character inside `text`.
inline char32_t CodePointAt(std::string_view text, size_t position) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data()) + position;
  if (p[0] < 0x80) return p[0];
  if (p[0] < 0xE0) return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
  if (p[0] < 0xF0) return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

// Whether `word`, which is not empty, stands at `position` of `text`. Most words are told apart by
// their last byte, the one that differs most between Chinese characters.
inline bool StandsAt(std::string_view text, size_t position, std::string_view word) {
  return position + word.size() <= text.size() && text[position + word.size() - 1] == word.back() &&
         std::memcmp(text.data() + position, word.data(), word.size()) == 0;
}
// Whether it stands right before `end`.
inline bool StandsBefore(std::string_view text, size_t end, std::string_view word) {
  return word.size() <= end && StandsAt(text, end - word.size(), word);
}

// Whether `text` begins, ends, or is the same as one of a few literals; the compiler knows their
// sizes, and makes a few comparisons of each.
template <size_t... kSizes>
bool BeginsWithAny(std::string_view text, const char (&... words)[kSizes]) {
  return ((text.size() >= kSizes - 1 && std::memcmp(text.data(), words, kSizes - 1) == 0) || ...);
}
template <size_t... kSizes>
bool EndsWithAny(std::string_view text, const char (&... words)[kSizes]) {
  const char* end = text.data() + text.size();
  return ((text.size() >= kSizes - 1 && std::memcmp(end - (kSizes - 1), words, kSizes - 1) == 0) ||
          ...);
}
template <size_t... kSizes>
bool IsAnyOf(std::string_view text, const char (&... words)[kSizes]) {
  return ((text.size() == kSizes - 1 && std::memcmp(text.data(), words, kSizes - 1) == 0) || ...);
}

// First byte of the character before `position`, which must be above 0.
inline size_t PreviousChar(std::string_view text, size_t position) {
  do {
    --position;
  } while (position > 0 && IsContinuation(text[position]));
  return position;
}

// The code point before `position`, or 0 at the beginning.
inline char32_t CodePointBefore(std::string_view text, size_t position) {
  return position == 0 ? 0 : CodePointAt(text, PreviousChar(text, position));
}

void AppendUtf8(char32_t c, std::string& out);

// Characters as tables of words have them, a unit each: none of theirs lies beyond the Basic
// Multilingual Plane, so one character, a surrogate, stands for all that do.
inline constexpr char16_t kRareChar = 0xD800;
inline char16_t ToUnit(char32_t c) { return c > 0xFFFF ? kRareChar : static_cast<char16_t>(c); }

size_t CountCodePoints(std::string_view text);
size_t CountUtf16Units(std::string_view text);

// Whether `c` is one of the characters of a literal. The compiler makes a few comparisons of it,
// where a search through the literal would be a loop.
template <size_t kSize>
constexpr bool IsIn(char32_t c, const char32_t (&set)[kSize]) {
  return [&]<size_t... kAt>(std::index_sequence<kAt...>) { return ((c == set[kAt]) || ...); }
  (std::make_index_sequence<kSize - 1>());
}

// Han characters of the Basic Multilingual Plane and the supplementary ideographic planes.
inline bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

}  // namespace qushu

#endif  // QUSHU_COMMON_BASE_UTF8_H_
