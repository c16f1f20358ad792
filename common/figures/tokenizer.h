// Cuts a sentence into tokens: of all ways to cut it into known words, place names, numbers with
// units, times and single characters, the likeliest.
#ifndef QUSHU_COMMON_FIGURES_TOKENIZER_H_
#define QUSHU_COMMON_FIGURES_TOKENIZER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/figures/number_reader.h"
#include "common/figures/token.h"
#include "common/figures/units.h"
#include "common/figures/word_sets.h"
#include "common/gazetteer/gazetteer.h"
#include "common/lexicon/lexicon.h"

namespace qushu {

// Keeps its buffers from sentence to sentence: make one for a text, and use it from one thread.
class Tokenizer {
 public:
  // All must outlive the tokenizer.
  Tokenizer(const Lexicon& lexicon, const Gazetteer& gazetteer, const UnitTable& units,
            const WordSets& words)
      : lexicon_(lexicon),
        gazetteer_(gazetteer),
        units_(units),
        words_(words),
        chars_(kMaxSentenceBytes + 2),
        offsets_(kMaxSentenceBytes + 1),
        pairs_(kMaxSentenceBytes),
        costs_(kMaxSentenceBytes + 2),
        last_(kMaxSentenceBytes + 2) {}

  // Takes time linear in the sentence, which has at most kMaxSentenceBytes. It lies in `text`; the
  // characters around it are looked at where they tell what a number is. What is returned holds
  // until the next call.
  const TokenizedSentence& Tokenize(std::string_view text, Span sentence);

  // What is longer is no sentence; it is to be read in pieces.
  static constexpr uint32_t kMaxSentenceBytes = 4096;

 private:
  // A token on a way through the sentence, in the bits of one number: most are made in vain.
  class Edge {
   public:
    Edge() = default;
    // `item` of a number, place or time is its index in edges_; of a word, its row in WordSets.
    Edge(uint16_t size, TokenKind kind, WordClass word_class, uint32_t item)
        : bits_(size | uint64_t{static_cast<uint8_t>(kind)} << 16 |
                uint64_t{static_cast<uint8_t>(word_class)} << 24 | uint64_t{item} << 32) {}

    uint16_t size() const { return static_cast<uint16_t>(bits_); }  // in characters
    TokenKind kind() const { return static_cast<TokenKind>(bits_ >> 16 & 0xFF); }
    WordClass word_class() const { return static_cast<WordClass>(bits_ >> 24 & 0xFF); }
    uint32_t item() const { return static_cast<uint32_t>(bits_ >> 32); }

    // Becomes `other` if `better`, without a branch.
    void Take(Edge other, bool better) { bits_ ^= (bits_ ^ other.bits_) & -uint64_t{better}; }

   private:
    uint64_t bits_ = 0;
  };

  void Decode(std::string_view text);
  void LookUpPairs();
  void Relax(uint32_t from, int cost, Edge edge);
  void RelaxWord(uint32_t from, uint16_t size, Lexicon::Node word, int unknown_cost);
  uint16_t CharsTo(uint32_t from, uint32_t end) const;
  bool ReadNumeral(std::string_view text, uint32_t i);
  void ReadName(std::string_view text, uint32_t i, const NameMatch& name);
  void ReadWords(uint32_t i);
  void Collect(std::string_view text);

  const Lexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const UnitTable& units_;
  const WordSets& words_;

  // Of the sentence, by characters. Each has room for the longest one, and a place behind it.
  uint32_t size_ = 0;
  std::vector<char16_t> chars_;       // 0 behind the last, twice
  std::vector<uint32_t> offsets_;     // of the characters, and of the end
  std::vector<Lexicon::Node> pairs_;  // what a character and the next lead to in the lexicon
  std::vector<int> costs_;            // of the best way to reach a character, or the end
  std::vector<Edge> last_;            // the last token on that way
  TokenizedSentence edges_;           // numbers, places and times of edges that may not be taken
  TokenizedSentence result_;          // of those that are
  NumericReading readings_[kMaxNumericReadings];
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TOKENIZER_H_
