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
      : lexicon_(lexicon), gazetteer_(gazetteer), units_(units), words_(words) {}

  // Takes time linear in the sentence, which has at most kMaxSentenceBytes. It lies in `text`; the
  // characters around it are looked at where they tell what a number is. What is returned holds
  // until the next call.
  const TokenizedSentence& Tokenize(std::string_view text, Span sentence);

  // What is longer is no sentence; it is to be read in pieces.
  static constexpr uint32_t kMaxSentenceBytes = 4096;

 private:
  // The best way to reach a character of the sentence, and the last token on it.
  struct Node {
    int cost;
    uint16_t size;  // of the token, in characters
    TokenKind kind;
    WordClass word_class;
    uint16_t row;   // of a word in the table of WordSets
    int32_t index;  // of a number, place or time in edges_
  };

  void Decode(std::string_view text);
  void Relax(uint32_t from, Node edge);
  uint16_t CharsTo(uint32_t from, uint32_t end) const;
  bool ReadNumeral(std::string_view text, uint32_t i);
  void ReadWords(std::string_view text, uint32_t i);
  void Collect(std::string_view text);

  const Lexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const UnitTable& units_;
  const WordSets& words_;

  std::u16string chars_;           // of the sentence, a unit each
  std::vector<uint32_t> offsets_;  // of the characters, and of the end
  std::vector<Node> nodes_;        // the same
  TokenizedSentence edges_;        // numbers, places and times of edges that may not be taken
  TokenizedSentence result_;       // of those that are
  NumericReading readings_[kMaxNumericReadings];
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TOKENIZER_H_
