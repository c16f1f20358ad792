// Chinese words with their class and how common they are.
//
// The table is built at build time from jieba's word list and data/words.tsv (build_table.py) and
// is part of the program; nothing is loaded or allocated.
#ifndef QUSHU_COMMON_LEXICON_LEXICON_H_
#define QUSHU_COMMON_LEXICON_LEXICON_H_

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"

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
  uint16_t size = 0;  // characters; 0: no word
  WordClass word_class = WordClass::kUnknown;
  uint8_t cost = 0;  // eighths of -ln of the relative frequency: the rarer, the higher
  uint16_t row = 0;  // in figure_words.tsv, counted from 1; 0 for a word that is not there
};

class Lexicon {
 public:
  static constexpr int kMaxChars = 4;

  // Fails only on a broken build.
  static absl::StatusOr<Lexicon> Create();

  // The words at the beginning of `text`, which is not empty, shortest first. Returns how many
  // there are. A character beyond the Basic Multilingual Plane is in no word; kRareChar stands for
  // it.
  int MatchAt(std::u16string_view text, Word (&words)[kMaxChars]) const {
    int count = 0;
    uint64_t cell = cells_[text[0]];
    for (uint16_t size = 1;; ++size) {
      if (Cost(cell) != 0) words[count++] = ToWord(cell, size);
      if (Children(cell) == 0 || size == text.size()) return count;
      cell = Child(cell, text[size]);
    }
  }

  // Asks the memory for what MatchAt() reads of a text that begins with these two.
  void Prefetch(char16_t first, char16_t second) const {
    const uint64_t cell = cells_[first];
    if (Children(cell) == 0) return;
    const uint32_t size = TableSize(cell);
    __builtin_prefetch(cells_ + (Children(cell) - size) / 2 + Slot(second, size));
  }

  // The row of a character in figure_words.tsv, whether it is a word or not.
  uint16_t RowOf(char16_t c) const { return Row(cells_[c]); }

 private:
  Lexicon() = default;

  // The fields of a cell of the trie, see build_table.py. An empty cell is 0: no word, no children.
  static uint8_t Cost(uint64_t cell) { return static_cast<uint8_t>(cell >> 21); }
  static uint16_t Row(uint64_t cell) { return cell >> 29 & 0x1FFF; }
  static uint32_t Children(uint64_t cell) { return static_cast<uint32_t>(cell >> 42); }
  static Word ToWord(uint64_t cell, uint16_t size) {
    return {size, static_cast<WordClass>(cell >> 16 & 0x1F), Cost(cell), Row(cell)};
  }

  static uint32_t TableSize(uint64_t cell) { return Children(cell) & -Children(cell); }
  static uint32_t Slot(char16_t c, uint32_t size) {
    return static_cast<uint64_t>(c * 0x9E3779B1u) * size >> 32;
  }

  // The child of `cell`, which has some, by the character `c`; 0 if it has none by that.
  uint64_t Child(uint64_t cell, char16_t c) const {
    const uint32_t size = TableSize(cell);
    const uint64_t* table = cells_ + (Children(cell) - size) / 2;
    uint32_t slot = Slot(c, size);
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
