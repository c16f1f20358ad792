#include "common/store/search_terms.h"

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "common/base/utf8.h"

namespace qushu {
namespace {

// A longer run of letters and digits is no word; it is found by its beginning.
constexpr size_t kMaxWordBytes = 64;
constexpr size_t kManyPairs = 4096;

bool IsWordCharacter(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000);
}

// Calls `word(std::string_view)` for each run of letters and digits, and `han` for each of Han
// characters, with what is folded, in order.
template <typename Word, typename Han>
void ForEachRun(std::string_view text, Word word, Han han) {
  std::string letters;
  std::u32string characters;
  const auto end_word = [&] {
    if (!letters.empty()) word(std::string_view(letters));
    letters.clear();
  };
  const auto end_han = [&] {
    if (!characters.empty()) han(std::u32string_view(characters));
    characters.clear();
  };
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const char32_t c = FoldForSearch(CodePointAt(text, i));
    if (IsHan(c)) {
      end_word();
      characters += c;
    } else if (IsWordCharacter(c)) {
      end_han();
      if (letters.size() < kMaxWordBytes) AppendUtf8(c, letters);
    } else {
      end_word();
      end_han();
    }
  }
  end_word();
  end_han();
}

// Two characters that follow each other, as a number; the second 0 for the last of a run.
constexpr uint64_t PairOf(char32_t first, char32_t second) {
  return uint64_t{first} << 32 | second;
}

void AppendPair(uint64_t pair, std::string& out) {
  AppendUtf8(static_cast<char32_t>(pair >> 32), out);
  if (const auto second = static_cast<char32_t>(pair); second != 0) AppendUtf8(second, out);
}

}  // namespace

char32_t FoldForSearch(char32_t c) {
  if (c > 0xFF00 && c < 0xFF5F) c -= 0xFEE0;
  if (c >= 'A' && c <= 'Z') return c - 'A' + 'a';
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
      (c >= 0x410 && c <= 0x42F)) {
    return c + 0x20;
  }
  return c;
}

std::string SearchTerms(std::string_view text) {
  std::string terms;
  absl::flat_hash_set<std::string> words;
  absl::flat_hash_set<uint64_t> pairs;
  // An article's; a long text has few more that are new.
  pairs.reserve(std::min(text.size() / 4, kManyPairs));
  const auto next = [&] {
    if (!terms.empty()) terms += ' ';
  };
  const auto add_pair = [&](char32_t first, char32_t second) {
    const uint64_t pair = PairOf(first, second);
    if (!pairs.insert(pair).second) return;
    next();
    AppendPair(pair, terms);
  };
  ForEachRun(
      text,
      [&](std::string_view word) {
        if (!words.emplace(word).second) return;
        next();
        terms += word;
      },
      [&](std::u32string_view run) {
        for (size_t i = 0; i + 1 < run.size(); ++i) add_pair(run[i], run[i + 1]);
        add_pair(run.back(), 0);
      });
  return terms;
}

std::vector<std::string> RequiredTerms(std::string_view words) {
  std::vector<std::string> terms;
  ForEachRun(
      words, [&](std::string_view word) { terms.push_back(std::string(word) + "*"); },
      [&](std::u32string_view run) {
        if (run.size() == 1) {
          AppendUtf8(run.front(), terms.emplace_back());
          terms.back() += '*';
        }
        for (size_t i = 0; i + 1 < run.size(); ++i) {
          AppendPair(PairOf(run[i], run[i + 1]), terms.emplace_back());
        }
      });
  return terms;
}

}  // namespace qushu
