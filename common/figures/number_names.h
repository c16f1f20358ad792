// Numbers that state no quantity: part of a name, an ordinal, a rank, a set phrase, an identifier.
#ifndef QUSHU_COMMON_FIGURES_NUMBER_NAMES_H_
#define QUSHU_COMMON_FIGURES_NUMBER_NAMES_H_

#include <cstddef>
#include <string_view>

#include "common/base/char_set.h"
#include "common/base/span.h"
#include "common/base/utf8.h"
#include "common/figures/numeral.h"
#include "common/figures/units.h"
#include "common/figures/word_sets.h"

namespace qushu {

// A place in a text where a number begins, with what is known of the language.
struct NumberSite {
  std::string_view text;  // to the end of the sentence
  size_t begin = 0;
  Span sentence;
  const UnitTable& units;
  const WordSets& words;

  // The character at `p`, 0 at the end.
  char32_t At(size_t p) const { return p < text.size() ? CodePointAt(text, p) : 0; }
  bool Follows(size_t p, std::string_view word) const { return StandsAt(text, p, word); }
  bool Before(std::string_view word) const { return StandsBefore(text, begin, word); }
  // The same of any of these literals.
  template <size_t... kSizes>
  bool FollowsAny(size_t p, const char (&... any)[kSizes]) const {
    return p < text.size() && BeginsWithAny(text.substr(p), any...);
  }
  template <size_t... kSizes>
  bool BeforeAny(const char (&... any)[kSizes]) const {
    return EndsWithAny(text.substr(0, begin), any...);
  }
  char32_t CharBefore() const { return CodePointBefore(text, begin); }
  // The unit at `p`. Rule after rule asks for the one behind the number.
  const UnitMatch& UnitAt(size_t p) const {
    if (p != unit_position) {
      unit = units.MatchAt(text, p);
      unit_position = p;
    }
    return unit;
  }

  // What UnitAt() found last.
  mutable size_t unit_position = std::string_view::npos;
  mutable UnitMatch unit = {};
};

inline bool IsAsciiDigit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Bytes of a sign that joins the ends of a range: 至, —, ～; 0 if none stands at `p`.
size_t RangeConnector(const NumberSite& site, size_t p);

// Each returns the end of what the number belongs to, 0 if it is of no such kind.

// Certain before it is known whether the number is a date: N95, G4368, 第56场, 乾隆四十五年.
size_t NameBeforeTime(const NumberSite& site, const Numeral& numeral);

// What is left when it is no date: 8号楼, 前十名, 12345热线, 一户一码, “一办六组”.
size_t NameBehindTime(const NumberSite& site, const Numeral& numeral);

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_NUMBER_NAMES_H_
