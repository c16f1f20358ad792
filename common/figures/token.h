// A sentence cut into words, place names, numbers and times: what the grammar works on.
#ifndef QUSHU_COMMON_FIGURES_TOKEN_H_
#define QUSHU_COMMON_FIGURES_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/base/decimal.h"
#include "common/base/span.h"
#include "common/figures/figure.h"
#include "common/figures/time.h"
#include "common/gazetteer/gazetteer.h"
#include "common/lexicon/lexicon.h"

namespace qushu {

enum class TokenKind : uint8_t {
  kWord,
  kPlace,   // `index` into TokenizedSentence::places
  kNumber,  // `index` into numbers: what can be a figure
  kTime,    // `index` into times
  kOther,   // numeric and no figure: an ordinal, an identifier, a set phrase
  kPunctuation,
};

struct Token {
  Span span;
  TokenKind kind = TokenKind::kWord;
  WordClass word_class = WordClass::kUnknown;
  int32_t index = -1;
  uint64_t parts = 0;  // that it plays in the grammar: bits of Part (word_sets.h)
};

// A number with its unit, as printed.
struct Number {
  Span span;      // number and unit
  Decimal value;  // in the base unit
  std::optional<Decimal> high;
  Qualifier qualifier = Qualifier::kExact;  // from inside the span: 余, 多, a range
  std::string_view unit;                    // base unit; empty if there is none
  std::string_view ratio;  // 人/平方公里: the whole unit as printed, else empty
  FigureKind kind = FigureKind::kCount;
  bool arabic = false;
  bool bare_multiplier = false;  // 千万
  bool structural = false;       // 一个, 三个: a small Chinese numeral
};

struct PlaceName {
  NameForm form = NameForm::kFull;
  std::span<const DivisionId> divisions;
};

struct TokenizedSentence {
  Span span;
  std::vector<Token> tokens;
  std::vector<Number> numbers;
  std::vector<PlaceName> places;
  std::vector<TimeExpression> times;

  // Index of the first token that begins at or behind `position`.
  int TokenAt(uint32_t position) const;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TOKEN_H_
