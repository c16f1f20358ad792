// What stands between a number and the noun before it, or makes the number a share of one; and what
// a clause is about.
#include "common/base/utf8.h"
#include "common/figures/numeral.h"
#include "common/figures/phrase_reader.h"

namespace qushu {
namespace {

Qualifier QualifierBefore(uint64_t parts) {
  if (parts & kPartAbout) return Qualifier::kAbout;
  if (parts & kPartOver) return Qualifier::kOver;
  if (parts & kPartUnder) return Qualifier::kUnder;
  if (parts & kPartAtLeast) return Qualifier::kAtLeast;
  if (parts & kPartAtMost) return Qualifier::kAtMost;
  return Qualifier::kExact;
}

}  // namespace

// Whether token `i` stands between a number and its noun without being part of either.
bool PhraseReader::SkipsLeft(int i, bool measures_size, LeftPhrase& phrase) const {
  const Token& t = token(i);
  if (t.kind == TokenKind::kPunctuation) return str(i) == " ";
  if (t.kind != TokenKind::kWord) return false;
  const uint64_t parts = token(i).parts;
  phrase.converts |= (parts & kPartConvert) != 0;
  const Qualifier qualifier = QualifierBefore(parts);
  if (qualifier != Qualifier::kExact) {
    if (phrase.qualifier == Qualifier::kExact) {
      phrase.qualifier = qualifier;
      phrase.qualifier_word = i;
    }
    phrase.linked = true;
    return true;
  }
  // 户均增收1.15万元: a noun.
  const bool averaged =
      i > 0 && str(i).ends_with("收") &&
      (Is(i - 1, kPartAverage) || str(i - 1) == "年" || str(i - 1) == "月" || str(i - 1) == "日");
  // 坝高49米: 高 is a noun here, no change; but 水位涨到39米.
  const bool size_noun = measures_size && t.span.size() == 3 && t.word_class != WordClass::kVerb;
  if (parts & kPartChange && !size_noun && !averaged) {
    phrase.change = true;
    if (phrase.verb.empty()) phrase.verb = str(i);
    return true;
  }
  if (parts & (kPartLink | kPartResult | kPartAspectWord | kPartConvert)) {
    phrase.linked = true;
    return true;
  }
  if (str(i) == "由" || str(i) == "从" || str(i) == "各" || str(i) == "在" || str(i) == "按" ||
      str(i) == "以") {
    phrase.linked = true;
    return true;
  }
  phrase.streak |= str(i) == "连续";
  return t.word_class == WordClass::kAdverb;
}

// The first token before `i` that is part of neither number nor link.
int PhraseReader::SkipLinks(int i, bool measures_size, LeftPhrase& phrase) const {
  for (;;) {
    while (i >= 0 && SkipsLeft(i, measures_size, phrase)) --i;
    if (i < 1) return i;
    // 人均1.9万元, 最低695米: what is averaged stands before that, or was said earlier.
    if (IsWord(i) && Is(i, kPartAverage) && !(phrase.change && Is(i, kPartBasis))) {
      phrase.average = i--;
      continue;
    }
    // 连续3年超过2%, 10亿元以上6个: numbers that only qualify.
    if (IsWord(i) && Is(i, kPartAfterAtLeast | kPartAfterAtMost) &&
        token(i - 1).kind == TokenKind::kNumber) {
      i -= 2;
      continue;
    }
    if (token(i).kind == TokenKind::kNumber && IsWord(i - 1) && str(i - 1) == "连续") {
      i -= 2;
      continue;
    }
    if (IsWord(i) && (Is(i, kPartEach) || (str(i).starts_with("每") && str(i).size() > 3))) {
      --i;
      continue;
    }
    // 每亩, 每人每月: what the number is of, not what it is.
    if (IsWord(i) && IsWord(i - 1) && str(i - 1) == "每") {
      i -= 2;
      continue;
    }
    // 每百户家庭拥有, 每万名居民有: what so many have.
    if (phrase.linked && IsWord(i) && IsNominal(token(i).word_class)) {
      int each = i - 1;
      while (each > 0 && i - each < 4 && str(each) != "每") --each;
      if (each >= 0 && str(each) == "每" && each + 1 < i &&
          BeginsNumeral(CodePointAt(text_, token(each + 1).span.begin))) {
        i = each - 1;
        continue;
      }
    }
    // 新增死亡病例为万州区1例.
    if (token(i).kind == TokenKind::kPlace && IsWord(i - 1) && Is(i - 1, kPartLink) && i > 1 &&
        str(i - 1) != "有") {
      phrase.place = i--;
      continue;
    }
    // 由2015年的142.3亿元增加到: what it was before.
    if (i > 1 && IsWord(i) && str(i) == "的" &&
        (token(i - 1).kind == TokenKind::kTime ||
         (IsWord(i - 1) && token(i - 1).word_class == WordClass::kTime)) &&
        IsWord(i - 2) && (str(i - 2) == "由" || str(i - 2) == "从")) {
      i -= 3;
      phrase.linked = true;
      continue;
    }
    if (!phrase.change) return i;
    // 比上年增长: the base of a comparison.
    if (token(i).kind == TokenKind::kTime ||
        (IsWord(i) && (token(i).word_class == WordClass::kTime || Is(i, kPartBasis) ||
                       token(i).word_class == WordClass::kPreposition))) {
      --i;
      continue;
    }
    // 扣除价格因素实际增长, 较上次普查减少: to the word that opens it.
    int j = i;
    while (j >= 0 && i - j < 8 && token(j).kind != TokenKind::kPunctuation &&
           !(IsWord(j) && (Is(j, kPartExcept) || str(j) == "比" || str(j) == "较")))
      --j;
    if (j < 0 || i - j >= 8 || !IsWord(j)) return i;
    i = j - 1;
  }
}

// Whether what stands behind the token can be what a number of percent or times is of.
bool PhraseReader::ReachesBase(int i) const {
  const std::string_view word = str(i);
  if (word == "到" || word == "至")
    return i > 0 && IsWord(i - 1) && token(i - 1).word_class == WordClass::kVerb;
  return word == "相当于" || (word.size() > 6 && (word.ends_with("到") || word.ends_with("至")));
}

// The token 占 that makes the number a share of something; -1 if there is none.
int PhraseReader::ShareVerb(int i) const {
  for (int j = i; j >= 0 && i - j < 12; --j) {
    if (token(j).kind == TokenKind::kPunctuation && !IsPunctuation(j, "“") &&
        !IsPunctuation(j, "”"))
      return -1;
    if (token(j).kind == TokenKind::kNumber &&
        sentence_.numbers[token(j).index].kind != FigureKind::kAge)
      return -1;
    if (IsWord(j) && Is(j, kPartShare)) return j;
    // 是降水量的8倍, 仅为全省平均水平的两成: what is measured stands before that.
    if (j < i && IsWord(i) && str(i) == "的" && IsWord(j) &&
        (str(j) == "是" || str(j).ends_with("为")) && token(j + 1).kind != TokenKind::kTime)
      return j;
    // 恢复到正常年份的八成, 相当于去年的1.8倍
    if (j < i && IsWord(i) && str(i) == "的" && IsWord(j) && ReachesBase(j)) return j;
  }
  return -1;
}

std::string PhraseReader::Topic(int number) const {
  int i = number;
  while (i > 0 && !(token(i - 1).kind == TokenKind::kPunctuation && !IsPunctuation(i - 1, "、") &&
                    !IsPunctuation(i - 1, "“") && !IsPunctuation(i - 1, "”")))
    --i;
  for (; i < number && token(i).kind != TokenKind::kNumber; ++i) {
    if (token(i).kind == TokenKind::kPlace) continue;
    bool has_noun = false;
    const int end = NounEnd(i, false, has_noun);
    if (end > number) break;
    if (!has_noun || end == i) continue;
    // 锦江镇3.15万亩: where, not what.
    constexpr uint64_t kPlaces =
        kPartOrgan | kPartZone | kPartDivision | kPartCommunity | kPartLocality | kPartPerson;
    if (!EndsIn(end - 1, kPlaces) && token(end - 1).word_class != WordClass::kPlace)
      return Join(i, end);
    i = end - 1;
  }
  return "";
}

std::string ReadTopic(std::string_view text, const TokenizedSentence& sentence, int number,
                      const WordSets& words) {
  return PhraseReader(text, sentence, words).Topic(number);
}

}  // namespace qushu
