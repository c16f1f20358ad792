// How exact a figure is: 约, 近, 至少; 左右, 以上.
#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

Qualifier QualifierBehind(uint64_t parts) {
  if (parts & kPartAfterAbout) return Qualifier::kAbout;
  if (parts & kPartAfterAtLeast) return Qualifier::kAtLeast;
  if (parts & kPartAfterAtMost) return Qualifier::kAtMost;
  return Qualifier::kExact;
}

}  // namespace

// The word further to the left that says how exact the figure is: 至少建成1所, 约占全国的四分之一.
// Its token, -1 if there is none.
int SentenceReader::QualifierOfClause(FigureKind kind, int begin, int number) const {
  constexpr int kFar = 10;           // tokens
  bool verbs = number - 1 >= begin;  // nothing but verbs so far
  for (int i = number - 1; i >= begin && number - i <= kFar && !IsDelimiter(i); --i) {
    if (token(i).kind == TokenKind::kNumber) break;
    // 最高奖励5万元; but 最低工资标准1800元, 气温最低降到-9℃.
    if (verbs && i + 1 < number && kind != FigureKind::kTemperature &&
        (str(i) == "最高" || str(i) == "最低"))
      return i;
    const WordClass c = token(i).word_class;
    verbs &= c == WordClass::kVerb || c == WordClass::kVerbalNoun || c == WordClass::kAdverb;
    const uint64_t p = token(i).parts;
    if (p & kPartAbout) return i;
    // 接近农村人口的五分之一.
    if ((p & kPartUnder) && kind == FigureKind::kPercent && str(number - 1) == "的") return i;
    if (!(p & (kPartAtLeast | kPartAtMost)) || str(i + 1) == "的") continue;  // 最多的一家
    for (std::string_view word : {"至少", "最少", "起码", "少说", "至多", "最多", "顶多"})
      if (str(i) == word) return i;
  }
  return -1;
}

Qualifier SentenceReader::DecideQualifier(const Number& number, int begin, int index,
                                          const LeftPhrase& left, const RightPhrase& right) {
  const auto because = [&](Qualifier qualifier, Rule rule, int word) {
    Because(Field::kQualifier, rule, word < 0 ? number.span : token(word).span);
    return qualifier;
  };
  if (number.qualifier == Qualifier::kRange) return because(number.qualifier, Rule::kRange, -1);
  if (right.qualifier != Qualifier::kExact)
    return because(right.qualifier, Rule::kBehindNumber, right.qualifier_word);
  // 10条线路以上: the reservation stands behind the noun.
  const int behind = right.end;
  if (!right.noun.empty() && !right.relative && behind < size() &&
      (behind + 1 == size() || IsDelimiter(behind + 1))) {
    const Qualifier qualifier = QualifierBehind(token(behind).parts);
    if (qualifier != Qualifier::kExact) return because(qualifier, Rule::kBehindNumber, behind);
  }
  if (left.qualifier != Qualifier::kExact) {
    const std::string_view word = str(left.qualifier_word);
    // 最高海拔, 最低气温 name an extreme; 最高奖励 sets a limit.
    const bool extreme = (word == "最高" || word == "最低") && number.kind != FigureKind::kMoney &&
                         number.kind != FigureKind::kPercent;
    // 逾百人 is a round number; 逾350人 is more than that.
    const bool round = word == "逾" && number.bare_multiplier;
    if (!extreme) {
      return because(round ? Qualifier::kAbout : left.qualifier, Rule::kBeforeNumber,
                     left.qualifier_word);
    }
  }
  if (number.qualifier != Qualifier::kExact)
    return because(number.qualifier, Rule::kInsideNumber, -1);
  // 上百人.
  if (number.bare_multiplier && index > 0 && str(index - 1) == "上")
    return because(Qualifier::kAbout, Rule::kBeforeNumber, index - 1);
  if (const int word = QualifierOfClause(number.kind, begin, index); word >= 0) {
    const uint64_t p = token(word).parts;
    return because(p & kPartAbout     ? Qualifier::kAbout
                   : p & kPartUnder   ? Qualifier::kUnder
                   : p & kPartAtLeast ? Qualifier::kAtLeast
                                      : Qualifier::kAtMost,
                   Rule::kBeforeNumber, word);
  }
  Because(Field::kQualifier, Rule::kNoQualifier);
  return Qualifier::kExact;
}

}  // namespace qushu
