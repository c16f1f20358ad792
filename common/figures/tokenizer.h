// Cuts a sentence into tokens: of all ways to cut it into known words, place names, numbers with
// units, times and single characters, the likeliest.
#ifndef QUSHU_COMMON_FIGURES_TOKENIZER_H_
#define QUSHU_COMMON_FIGURES_TOKENIZER_H_

#include <algorithm>
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
        ways_(kMaxSentenceBytes + 2, Way::None()) {}

  // Takes time linear in the sentence, which has at most kMaxSentenceBytes. It lies in `text`; the
  // characters around it are looked at where they tell what a number is. What is returned holds
  // until the next call.
  const TokenizedSentence& Tokenize(std::string_view text, Span sentence);

  // What is longer is no sentence; it is to be read in pieces.
  static constexpr uint32_t kMaxSentenceBytes = 4096;

 private:
  // What a token is: its kind, and of a number, place or time its index in edges_.
  struct Item {
    TokenKind kind;
    int16_t index;
  };
  // In items_ of every sentence.
  static constexpr uint32_t kPunctuationItem = 0;
  static constexpr uint32_t kLettersItem = 1;
  // A word of the lexicon, or a character alone: no item, since all of it is found there again. A
  // sentence of kMaxSentenceBytes has fewer items.
  static constexpr uint32_t kWordItem = 0xFFFF;

  // The best way to reach a character: what it costs, and its last token. In one number, since most
  // ways are looked at in vain: the least of two is the cheaper one, then the one with the longer
  // last token, then the one whose last token was found earlier.
  class Way {
   public:
    static Way Start() { return Way(uint64_t{kStartCost} << kCostShift); }
    static Way None() { return Way(~uint64_t{0}); }
    // This one, with a token of `size` characters behind it.
    Way On(int cost, uint32_t size, uint32_t item) const {
      return Way((bits_ & ~kTokenBits) + (static_cast<uint64_t>(cost) << kCostShift) +
                 (uint64_t{kMaxSize - size} << kSizeShift) + item);
    }
    void Take(Way other) { bits_ = std::min(bits_, other.bits_); }

    bool exists() const { return bits_ != ~uint64_t{0}; }
    uint32_t size() const { return kMaxSize - (bits_ >> kSizeShift & kMaxSize); }
    uint32_t item() const { return bits_ & kWordItem; }

   private:
    explicit Way(uint64_t bits) : bits_(bits) {}

    static constexpr int kSizeShift = 16;
    static constexpr uint32_t kMaxSize = 0x1FFF;
    static constexpr int kCostShift = 29;
    static constexpr uint64_t kTokenBits = (uint64_t{1} << kCostShift) - 1;
    // Some tokens gain more than they cost.
    static constexpr uint32_t kStartCost = 1 << 24;

    uint64_t bits_;
  };

  void Decode(std::string_view text);
  void LookUpPairs();
  uint32_t AddItem(TokenKind kind, size_t index);
  void Relax(uint32_t from, int cost, uint32_t size, uint32_t item);
  Lexicon::Node WordAt(uint32_t from, uint32_t size) const;
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
  std::vector<Way> ways_;             // to each character, and to the end
  std::vector<Item> items_;           // of all tokens that a way may have, words aside
  TokenizedSentence edges_;           // numbers, places and times of all items_
  TokenizedSentence result_;          // of those that are
  NumericReading readings_[kMaxNumericReadings];
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TOKENIZER_H_
