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
  uint32_t size = 0;  // bytes; 0: no word
  WordClass word_class = WordClass::kUnknown;
  uint8_t cost = 0;  // eighths of -ln of the relative frequency: the rarer, the higher
};

class Lexicon {
 public:
  static constexpr int kMaxChars = 4;

  // Fails only on a broken build.
  static absl::StatusOr<Lexicon> Create();

  // The words that begin at byte `position` of `text`, by their number of characters:
  // words[i].size is 0 if there is none of i + 1 characters. Returns how many entries are filled.
  int MatchAt(std::string_view text, size_t position, Word (&words)[kMaxChars]) const;

  // The word that `text` is; size 0 if it is none.
  Word Lookup(std::string_view text) const;

 private:
  Lexicon() = default;

  Word Find(uint64_t key) const;

  const uint64_t* keys_ = nullptr;
  const uint16_t* values_ = nullptr;
  const uint8_t* longest_ = nullptr;  // by first character
  int bits_ = 0;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_LEXICON_LEXICON_H_
