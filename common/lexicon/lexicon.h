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

  // A place in the trie of words: what the characters so far lead to, from one to the next.
  class Node {
   public:
    Node() = default;

    // Of the word that these characters are; the cost is 0 if they are none. The row is there for
    // a single character also where that is no word.
    WordClass word_class() const { return static_cast<WordClass>(cell_ >> 16 & 0x1F); }
    uint8_t cost() const { return static_cast<uint8_t>(cell_ >> 21); }
    uint16_t row() const { return cell_ >> 29 & 0x1FFF; }
    // Whether longer words begin so.
    bool goes_on() const { return children() != 0; }

   private:
    friend class Lexicon;
    explicit Node(uint64_t cell) : cell_(cell) {}

    uint32_t children() const { return static_cast<uint32_t>(cell_ >> 42); }
    uint32_t table_size() const { return children() & -children(); }
    uint32_t table() const { return (children() - table_size()) / 2; }

    uint64_t cell_ = 0;  // see build_table.py; 0 where no word begins so
  };

  // A character beyond the Basic Multilingual Plane is in no word; kRareChar stands for it.
  Node First(char16_t c) const { return Node(cells_[c]); }

  // Without a branch on whether there is such a node, since of two characters of a text nobody can
  // guess it.
  Node Next(Node node, char16_t c) const {
    const uint32_t size = node.table_size();
    const uint64_t* table = cells_ + node.table();
    uint32_t slot = Slot(c, size);
    uint64_t cell = table[slot];
    // Another character's place; hardly ever, since the tables are sparse.
    for (uint32_t n = 1; n < size && ((cell != 0) & (Char(cell) != c)); ++n) [[unlikely]] {
        slot = (slot + 1) & (size - 1);
        cell = table[slot];
      }
    // Where there is no table, cell 0 was read, which is empty.
    return Node(cell & -uint64_t{Char(cell) == c});
  }

  // The words at the beginning of `text`, which is not empty, shortest first. Returns how many
  // there are.
  int MatchAt(std::u16string_view text, Word (&words)[kMaxChars]) const {
    int count = 0;
    Node node = First(text[0]);
    for (uint16_t size = 1;; ++size) {
      if (node.cost() != 0) words[count++] = {size, node.word_class(), node.cost(), node.row()};
      if (!node.goes_on() || size == text.size()) return count;
      node = Next(node, text[size]);
    }
  }

  // Asks the memory for what Next() reads.
  void Prefetch(Node node, char16_t c) const {
    __builtin_prefetch(cells_ + node.table() + Slot(c, node.table_size()));
  }

 private:
  Lexicon() = default;

  static char16_t Char(uint64_t cell) { return static_cast<char16_t>(cell); }
  static uint32_t Slot(char16_t c, uint32_t size) {
    return static_cast<uint64_t>(c * 0x9E3779B1u) * size >> 32;
  }

  const uint64_t* cells_ = nullptr;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_LEXICON_LEXICON_H_
