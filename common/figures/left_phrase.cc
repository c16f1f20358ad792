#include "common/base/utf8.h"
#include "common/figures/phrase_reader.h"

namespace qushu {
namespace {

// Verbs before one character for a place: 返洛, 来沪.
bool IsMovement(std::string_view word) {
  return word == "来" || word == "返" || word == "回" || word == "赴" || word == "抵" ||
         word == "离" || word == "入" || word == "驻" || word == "在";
}

Qualifier QualifierBefore(uint64_t parts) {
  if (parts & kPartAbout) return Qualifier::kAbout;
  if (parts & kPartOver) return Qualifier::kOver;
  if (parts & kPartUnder) return Qualifier::kUnder;
  if (parts & kPartAtLeast) return Qualifier::kAtLeast;
  if (parts & kPartAtMost) return Qualifier::kAtMost;
  return Qualifier::kExact;
}

}  // namespace

int PhraseReader::OpeningBracket(int close) const {
  for (int i = close - 1; i >= 0 && close - i < 16; --i) {
    if (IsOpen(i)) return i;
    if (token(i).kind == TokenKind::kNumber || IsClose(i)) return -1;
  }
  return -1;
}

// Whether token `i` stands between a number and its noun without being part of either.
bool PhraseReader::SkipsLeft(int i, bool measures_size, LeftPhrase& phrase) const {
  const Token& t = token(i);
  if (t.kind == TokenKind::kPunctuation) return str(i) == " ";
  if (t.kind != TokenKind::kWord) return false;
  const uint64_t parts = token(i).parts;
  const Qualifier qualifier = QualifierBefore(parts);
  if (qualifier != Qualifier::kExact) {
    if (phrase.qualifier == Qualifier::kExact) {
      phrase.qualifier = qualifier;
      phrase.qualifier_word = i;
    }
    phrase.linked = true;
    return true;
  }
  if (parts & kPartChange && !(t.span.size() == 3 && measures_size)) {
    phrase.change = true;
    if (phrase.verb.empty()) phrase.verb = str(i);
    return true;
  }
  if (parts & (kPartLink | kPartResult | kPartAspectWord)) {
    phrase.linked = true;
    return true;
  }
  if (str(i) == "由" || str(i) == "从" || str(i) == "各") {
    phrase.linked = true;
    return true;
  }
  return t.word_class == WordClass::kAdverb;
}

LeftPhrase PhraseReader::Left(int number) const {
  LeftPhrase phrase;
  int i = number - 1;
  // 坝高49米: 高 is a noun here, no change.
  const bool sized = token(number).kind == TokenKind::kNumber &&
                     sentence_.numbers[token(number).index].kind == FigureKind::kLength;
  // 无疫情小区（807个）: the bracket holds the number alone.
  if (i > 0 && IsOpen(i) && number + 1 < size() && IsClose(number + 1)) --i;
  while (i >= 0 && SkipsLeft(i, sized, phrase)) --i;
  // 新增死亡病例为万州区1例.
  if (i > 1 && token(i).kind == TokenKind::kPlace && IsWord(i - 1) && Is(i - 1, kPartLink)) {
    phrase.place = i--;
    while (i >= 0 && SkipsLeft(i, sized, phrase)) --i;
  }
  // 由2015年的142.3亿元增加到: what it was before.
  if (i > 1 && IsWord(i) && str(i) == "的" && token(i - 1).kind == TokenKind::kTime &&
      IsWord(i - 2) && (str(i - 2) == "由" || str(i - 2) == "从")) {
    i -= 3;
    phrase.linked = true;
    while (i >= 0 && SkipsLeft(i, sized, phrase)) --i;
  }
  // 比上年增长: the base of a comparison.
  if (phrase.change) {
    while (i >= 0 && (token(i).kind == TokenKind::kTime ||
                      (IsWord(i) && (token(i).word_class == WordClass::kTime ||
                                     token(i).word_class == WordClass::kPreposition ||
                                     str(i) == "同期" || str(i) == "年均")))) {
      --i;
    }
    while (i >= 0 && SkipsLeft(i, sized, phrase)) --i;
  }
  // 占全市的39.5%: the possessor is no noun of the figure.
  if (i >= 0 && IsWord(i) && str(i) == "的") {
    int j = i - 1;
    while (j >= 0 && (IsWord(j) || token(j).kind == TokenKind::kPlace) && str(j) != "占" &&
           i - j < 6)
      --j;
    if (j >= 0 && str(j) == "占") {
      phrase.verb = str(j);
      phrase.begin = j;
      return phrase;
    }
  }
  const int end = i + 1;
  bool has_noun = false;
  bool governed = false;  // phrase.verb stands before the noun, not behind it
  int begin = end;
  while (i >= 0) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kPunctuation) {
      if (IsClose(i)) {
        const int open = OpeningBracket(i);
        if (open > 0 && (IsWord(open - 1)) && IsNominal(token(open - 1).word_class)) {
          begin = open;
          i = open - 1;
          continue;
        }
      }
      if (str(i) == " " || ((str(i) == "”" || str(i) == "“" || str(i) == "·") && begin < end)) {
        --i;
        continue;
      }
      break;
    }
    if (t.kind == TokenKind::kPlace) {
      // 武汉返温人员: where they come from is part of what is counted; else it is the place.
      if (begin < end && Is(begin, kPartOrigin) && begin > 0) {
        begin = i--;
        continue;
      }
      if (phrase.place < 0) phrase.place = i;
      break;
    }
    if (t.kind != TokenKind::kWord) break;
    if (Is(i, kPartAspectWord | kPartWhole | kPartBreakdown)) break;
    // 外地来沪人员: a verb of movement and one character for a place.
    if (i > 0 && IsWord(i) && t.span.size() == 3 && IsWord(i - 1) && IsMovement(str(i - 1))) {
      has_noun = true;
      i -= 2;
      begin = i + 1;
      continue;
    }
    if (IsNominal(t.word_class) || IsModifier(t.word_class)) {
      // 受灾人口: a phrase right before the number is a noun.
      has_noun |= IsNominal(t.word_class) || (t.word_class == WordClass::kPhrase && begin == end);
      begin = i--;
      continue;
    }
    if (t.word_class == WordClass::kVerb) {
      constexpr uint64_t kNoGovernor =
          kPartAspectWord | kPartCumulative | kPartNew | kPartCurrent | kPartLink;
      const bool behind_verb = i > 0 && IsWord(i - 1) &&
                               token(i - 1).word_class == WordClass::kVerb &&
                               !Is(i - 1, kNoGovernor);
      const bool behind_modifier = i > 0 && IsWord(i - 1) && IsModifier(token(i - 1).word_class);
      // 耕种面积; 发放创业担保贷款, where the first verb governs; 下达整改通知146份.
      const bool modifies = begin < end
                                ? (Is(begin, kPartQuantity) && t.span.size() >= 6) || behind_verb
                                : (behind_verb || behind_modifier) && t.span.size() >= 6;
      if (modifies) {
        has_noun = true;
        begin = i--;
        continue;
      }
      phrase.verb = str(i);
      governed = true;
      break;
    }
    // 民生类支出.
    if (t.word_class == WordClass::kMeasure && begin < end) {
      begin = i--;
      continue;
    }
    if (begin < end && i > 0 && IsWord(i - 1) && IsMovement(str(i - 1)) && begin == i + 1) break;
    if (str(i) == "的" && begin < end && i > 0) {
      // 新型冠状病毒感染的肺炎病例: what stands before 的 without a verb belongs to the noun; so
      // does a whole clause where the noun says little: 戴口罩的人数.
      const bool generic = Is(begin, kPartGeneric) && begin + 1 == end;
      int j = i - 1;
      while (j >= 0 && IsWord(j) && i - j < 12 &&
             (generic ? token(j).word_class != WordClass::kTime && !Is(j, kPartWhole)
                      : (IsNominal(token(j).word_class) || IsModifier(token(j).word_class)) &&
                            !Is(j, kPartWhole | kPartAspectWord))) {
        --j;
      }
      if (i - j > 1) begin = j + 1;
      if (j >= 0 && IsWord(j) && token(j).word_class == WordClass::kVerb) phrase.verb = str(j);
    }
    break;
  }
  // 高于全省平均水平0.5个百分点: what it is compared with.
  if (Compares(number) && !governed && i > 0 && IsWord(i - 1) &&
      (token(i).kind == TokenKind::kPlace || Is(i, kPartWhole))) {
    phrase.verb = str(i - 1);
    governed = true;
  }
  if (begin < end && governed && Compares(number) &&
      words_.Is(phrase.verb, kPartChange | kPartOver | kPartUnder)) {
    begin = end;
  }
  // 检查车辆, 种植小麦: a verb that takes an object governs the noun; but 检查人员, 种植面积.
  if (begin + 1 < end && IsWord(begin) && Is(begin, kPartTransitive) && IsWord(begin + 1) &&
      !IsModifier(token(begin + 1).word_class) && !Is(begin + 1, kPartAbstract)) {
    phrase.verb = str(begin++);
  }
  if (begin < end) {
    phrase.noun = Join(begin, end);
    phrase.noun_begin = begin;
    phrase.noun_end = end;
    phrase.only_modifier = !has_noun;
    phrase.ends_in_verb = IsWord(end - 1) && token(end - 1).word_class == WordClass::kVerbalNoun;
  }
  phrase.begin = std::max(i, 0);
  return phrase;
}

LeftPhrase ReadLeft(std::string_view text, const TokenizedSentence& sentence, int number,
                    const WordSets& words) {
  return PhraseReader(text, sentence, words).Left(number);
}

}  // namespace qushu
