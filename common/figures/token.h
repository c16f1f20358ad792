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
  char16_t character = 0;  // that it consists of; 0 if it has several
  char16_t first = 0;      // that it begins with
  int16_t index = -1;
  uint64_t parts = 0;  // that it plays in the grammar: bits of Part (word_sets.h)
};

// A sign as the grammar writes it, "、", made the character of a token when the program is
// compiled.
struct Sign {
  template <size_t N>
  consteval Sign(const char (&text)[N]) : character(Decode(text, N - 1)) {}  // NOLINT: implicit

  char16_t character;

 private:
  static consteval char16_t Decode(const char* text, size_t size) {
    auto byte = [&](size_t i, int mask) { return static_cast<char16_t>(text[i] & mask); };
    if (size == 1) return byte(0, 0x7F);
    if (size == 2) return byte(0, 0x1F) << 6 | byte(1, 0x3F);
    if (size == 3) return byte(0, 0x0F) << 12 | byte(1, 0x3F) << 6 | byte(2, 0x3F);
    throw "a sign has one character";  // does not compile
  }
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
  uint64_t parts = 0;  // of all its words

  // Index of the first token that begins at or behind `position`.
  int TokenAt(uint32_t position) const;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_TOKEN_H_
