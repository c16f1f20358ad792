#include "common/store/search_terms.h"

#include "absl/container/flat_hash_set.h"
#include "common/base/utf8.h"

namespace qushu {
namespace {

// A longer run of letters and digits is no word; it is found by its beginning.
constexpr size_t kMaxWordBytes = 64;

bool IsWordCharacter(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000);
}

// Calls `word(std::string)` for each run of letters and digits, and `han(std::vector<std::string>)`
// for each run of Han characters, in order.
template <typename Word, typename Han>
void ForEachRun(std::string_view text, Word word, Han han) {
  std::string letters;
  std::vector<std::string> characters;
  const auto end_word = [&] {
    if (!letters.empty()) word(letters);
    letters.clear();
  };
  const auto end_han = [&] {
    if (!characters.empty()) han(characters);
    characters.clear();
  };
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const char32_t c = FoldForSearch(CodePointAt(text, i));
    if (IsHan(c)) {
      end_word();
      characters.emplace_back(text.substr(i, CharSize(text[i])));
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
  absl::flat_hash_set<std::string> seen;
  const auto add = [&](std::string term) {
    const auto [it, added] = seen.insert(std::move(term));
    if (!added) return;
    if (!terms.empty()) terms += ' ';
    terms += *it;
  };
  ForEachRun(text, add, [&](const std::vector<std::string>& run) {
    for (size_t i = 0; i + 1 < run.size(); ++i) add(run[i] + run[i + 1]);
    add(run.back());
  });
  return terms;
}

std::vector<std::string> RequiredTerms(std::string_view words) {
  std::vector<std::string> terms;
  ForEachRun(
      words, [&](const std::string& word) { terms.push_back(word + "*"); },
      [&](const std::vector<std::string>& run) {
        if (run.size() == 1) terms.push_back(run.front() + "*");
        for (size_t i = 0; i + 1 < run.size(); ++i) terms.push_back(run[i] + run[i + 1]);
      });
  return terms;
}

}  // namespace qushu
