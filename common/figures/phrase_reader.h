// The tokens of one sentence as the readers of noun phrases see them; private to this folder.
#ifndef QUSHU_COMMON_FIGURES_PHRASE_READER_H_
#define QUSHU_COMMON_FIGURES_PHRASE_READER_H_

#include <string>
#include <string_view>

#include "common/figures/phrase.h"

namespace qushu {

// Words that stand before a noun as its modifier, and words that can be one.
inline bool IsModifier(WordClass c) {
  return c == WordClass::kVerbalNoun || c == WordClass::kAdjective ||
         c == WordClass::kAttributive || c == WordClass::kPhrase;
}

inline bool IsNominal(WordClass c) {
  return c == WordClass::kNoun || c == WordClass::kPerson || c == WordClass::kOrganisation ||
         c == WordClass::kUnknown || c == WordClass::kPlace;
}

// The two directions stand in left_*.cc and right_phrase.cc.
class PhraseReader {
 public:
  PhraseReader(std::string_view text, const TokenizedSentence& sentence, const WordSets& words)
      : text_(text), sentence_(sentence), words_(words) {}

  LeftPhrase Left(int number) const;
  RightPhrase Right(int number) const;
  std::string Topic(int number) const;

 private:
  int size() const { return static_cast<int>(sentence_.tokens.size()); }
  const Token& token(int i) const { return sentence_.tokens[i]; }
  std::string_view str(int i) const { return Slice(text_, token(i).span); }
  bool Is(int i, uint64_t parts) const { return (token(i).parts & parts) != 0; }
  // Whether a word with one of the parts ends token `i`: 成功率 ends in 率.
  bool EndsIn(int i, uint64_t parts) const {
    return words_.MatchBefore(str(i), str(i).size(), parts) > 0;
  }
  bool IsPunctuation(int i, Sign sign) const {
    return token(i).kind == TokenKind::kPunctuation && token(i).character == sign.character;
  }
  bool IsClose(int i) const { return IsPunctuation(i, "）") || IsPunctuation(i, ")"); }
  bool IsOpen(int i) const { return IsPunctuation(i, "（") || IsPunctuation(i, "("); }
  bool IsWord(int i) const { return token(i).kind == TokenKind::kWord; }
  std::string Join(int begin, int end) const;
  int OpeningBracket(int close) const;
  int ClosingBracket(int open) const;
  int OpeningQuote(int close) const;
  bool SkipsLeft(int i, bool measures_size, LeftPhrase& phrase) const;
  int SkipLinks(int i, bool measures_size, LeftPhrase& phrase) const;
  bool ReachesBase(int i) const;
  int ShareVerb(int i) const;
  int BoundBefore(int i) const;
  bool JoinsIndustry(int i, int begin, int end) const;
  int RelativeBefore(int i, int begin, int end) const;
  void ReadThoseWho(int i, int number, LeftPhrase& phrase) const;
  int NounBefore(int i, int number, LeftPhrase& phrase) const;
  bool IsAgent(int i) const;
  int VerbBehind(int before, int begin, int end) const;
  bool ModifiesVerbalNoun(int i, int end) const;
  void NarrowNoun(int i, int end, int number, bool governed, int& begin, bool& has_noun,
                  LeftPhrase& phrase) const;
  // 员, 台, 时长: can end a noun that a verb begins.
  bool IsNounTail(int i) const {
    const Token& t = token(i);
    return t.kind == TokenKind::kWord && t.span.size() == 3 &&
           (t.parts & ~uint64_t{kPartPersonSuffix | kPartAbstract | kPartQuantity | kPartGeneric |
                                kPartOrgan | kPartPerson | kPartMoneyNoun}) == 0 &&
           (IsNominal(t.word_class) || t.word_class == WordClass::kMeasure ||
            t.word_class == WordClass::kAdjective || t.word_class == WordClass::kNumeral);
  }
  // Whether the number is a share, a multiple or a difference in percentage points.
  bool Compares(int number) const {
    if (token(number).kind != TokenKind::kNumber) return false;
    const Number& n = sentence_.numbers[token(number).index];
    return n.kind == FigureKind::kPercent || (n.kind == FigureKind::kOther && n.unit.empty()) ||
           n.unit == "倍" || n.unit == "个百分点" || n.unit == "百分点";
  }
  // 项, 次: measure words for what is done or thought, not for bodies.
  static bool CountsAffairs(std::string_view unit) {
    for (std::string_view word : {"项", "次", "种", "类", "件", "起", "场", "轮", "批", "期", "面"})
      if (unit == word) return true;
    return false;
  }
  // Whether it counts people.
  bool CountsPersons(int number) const {
    if (token(number).kind != TokenKind::kNumber) return false;
    const std::string_view unit = sentence_.numbers[token(number).index].unit;
    return unit == "人" || unit == "名" || unit == "例" || unit == "位" || unit == "人次";
  }
  int NounEnd(int begin, bool person_wanted, bool& has_noun) const;
  bool NamesKind(int i) const;
  int BoundEnd(int i) const;
  int FirstNounEnd(int begin, int end) const;
  int CountedEnd(int begin, int end, std::string_view unit) const;
  bool PersonFollows(int i) const;
  void Predicate(int begin, RightPhrase& phrase) const;

  std::string_view text_;
  const TokenizedSentence& sentence_;
  const WordSets& words_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_FIGURES_PHRASE_READER_H_
