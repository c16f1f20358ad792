// What a number in running text is: a quantity with its unit, a time, or no figure at all.
#ifndef QUSHU_COMMON_FIGURES_NUMBER_READER_H_
#define QUSHU_COMMON_FIGURES_NUMBER_READER_H_

#include <cstdint>
#include <string_view>

#include "common/figures/numeral.h"
#include "common/figures/token.h"
#include "common/figures/units.h"
#include "common/figures/word_sets.h"

namespace qushu {

// One way to read what begins at a position.
struct NumericReading {
  uint32_t size = 0;
  TokenKind kind = TokenKind::kOther;  // kNumber, kTime or kOther
  Number number;                       // kNumber
  TimeExpression time;                 // kTime
  int cost = 0;                        // added to what the tokenizer minimises
};

inline constexpr int kMaxNumericReadings = 6;

// Whether what ReadNumber() reads can begin with `c`: a numeral, a sign before one, or 半.
inline bool BeginsNumber(char32_t c) {
  static constexpr CharSet kBeginnings = kNumerals.And(u"-−负半");
  return kBeginnings.Has(c);
}

// Fills `out` with the readings of what begins at `position`, at most kMaxNumericReadings, and
// returns how many there are; 0 if no number begins there. `sentence` bounds the reading; what
// stands before it is looked at. With Arabic digits one of the readings is always right; Chinese
// numerals may also be part of a word, which is the tokenizer's to decide.
int ReadNumber(std::string_view text, size_t position, Span sentence, const UnitTable& units,
               const WordSets& words, NumericReading* out);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_NUMBER_READER_H_
