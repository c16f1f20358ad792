// Chinese words with their class and how common they are.
//
// The table is built at build time from jieba's word list and data/words.tsv (build_table.py) and
// is part of the program; nothing is loaded or allocated.
#ifndef QUSHU_COMMON_LEXICON_LEXICON_H_
#define QUSHU_COMMON_LEXICON_LEXICON_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/utf8.h"

namespace qushu {

enum class WordClass : uint8_t {
  kUnknown,
  kNoun,
  kVerb,
  kVerbalNoun,  // a verb that stands before a noun as its modifier: 确诊(病例), 复工(企业)
  kAdjective,
  kAttributive,  // 县级, 疑似
  kAdverb,
  kPreposition,
  kConjunction,
  kParticle,
  kPronoun,
  kTime,
  kPlace,
  kPerson,
  kOrganisation,
  kNumeral,
  kMeasure,
  kLocative,
  kPhrase,  // idioms and set phrases
};

struct Word {
  uint32_t size = 0;  // bytes; 0: no word
  WordClass word_class = WordClass::kUnknown;
  uint8_t cost = 0;  // eighths of -ln of the relative frequency: the rarer, the higher
  uint16_t row = 0;  // in figure_words.tsv, counted from 1; 0 for a word that is not there
};

class Lexicon {
 public:
  static constexpr int kMaxChars = 4;

  // Fails only on a broken build.
  static absl::StatusOr<Lexicon> Create();

  // The words that begin at byte `position` of `text`, which is inside it, shortest first. Returns
  // how many there are.
  int MatchAt(std::string_view text, size_t position, Word (&words)[kMaxChars]) const {
    const char32_t first = CodePointAt(text, position);
    if (first > 0xFFFF) return 0;
    int count = 0;
    uint64_t cell = cells_[first];
    size_t end = position + CharSize(text[position]);
    while (true) {
      if (Cost(cell) != 0) words[count++] = ToWord(cell, end - position);
      if (Children(cell) == 0 || end >= text.size()) return count;
      const char32_t next = CodePointAt(text, end);
      if (next > 0xFFFF) return count;
      cell = Child(cell, next);
      end += CharSize(text[end]);
    }
  }

  // The word that `text` is; size 0 if it is none.
  Word Lookup(std::string_view text) const;

  // The row of a character in figure_words.tsv, whether it is a word or not.
  uint16_t RowOf(char32_t c) const { return c > 0xFFFF ? 0 : Row(cells_[c]); }

 private:
  Lexicon() = default;

  // The fields of a cell of the trie, see build_table.py. An empty cell is 0: no word, no children.
  static uint8_t Cost(uint64_t cell) { return static_cast<uint8_t>(cell >> 21); }
  static uint16_t Row(uint64_t cell) { return cell >> 29 & 0x1FFF; }
  static uint32_t Children(uint64_t cell) { return static_cast<uint32_t>(cell >> 42); }
  static Word ToWord(uint64_t cell, size_t size) {
    return {static_cast<uint32_t>(size), static_cast<WordClass>(cell >> 16 & 0x1F), Cost(cell),
            Row(cell)};
  }

  // The child of `cell`, which has some, by the character `c`; 0 if it has none by that.
  uint64_t Child(uint64_t cell, char32_t c) const {
    const uint32_t children = Children(cell);
    const uint32_t size = children & -children;
    const uint64_t* table = cells_ + (children - size) / 2;
    uint32_t slot = static_cast<uint64_t>(c * 0x9E3779B1u) * size >> 32;
    for (uint32_t n = 0; n < size && table[slot] != 0; ++n) {
      if ((table[slot] & 0xFFFF) == c) return table[slot];
      slot = (slot + 1) & (size - 1);
    }
    return 0;
  }

  const uint64_t* cells_ = nullptr;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_LEXICON_LEXICON_H_
