// What stands before 的: a clause that belongs to a noun, or that alone says who is counted.
#include "common/figures/phrase_reader.h"

namespace qushu {

// Where the noun of the tokens `begin` to `end` begins with what the 的 at token `i` binds to it.
// 新型冠状病毒感染的肺炎病例: what stands before 的 without a verb belongs to the noun, but
// 分片包干的 网格员; so does a whole clause where the noun says little: 戴口罩的人数,
// 从武汉返回的人员.
int PhraseReader::RelativeBefore(int i, int begin, int end) const {
  const bool generic = Is(begin, kPartGeneric) && begin + 1 == end;
  int j = i - 1;
  while (j >= 0 && i - j < 12 && (IsWord(j) || (generic && token(j).kind == TokenKind::kPlace))) {
    const bool bound = Is(j, kPartWhole | kPartAspectWord);
    const bool part = IsNominal(token(j).word_class) || IsModifier(token(j).word_class);
    if (generic ? token(j).word_class == WordClass::kTime || Is(j, kPartWhole) : bound || !part)
      break;
    --j;
  }
  // 通硬化路的自然村, 通车的乡镇: what is said of it; but 报告新型冠状病毒感染的肺炎病例.
  const bool verb = j >= 0 && IsWord(j) && token(j).word_class == WordClass::kVerb &&
                    token(j).span.size() == 3 && i - j > 1;
  const bool alone = i - j == 2 && (token(i - 1).word_class == WordClass::kVerb ||
                                    token(i - 1).word_class == WordClass::kVerbalNoun);
  if (!generic && (verb || alone)) return begin;
  const bool does = !generic && EndsIn(end - 1, kPartPerson | kPartPersonSuffix) &&
                    token(i - 1).word_class != WordClass::kNoun &&
                    (Is(i - 1, kPartState) || !str(end - 1).ends_with("病例"));
  return i - j > 1 && !does ? j + 1 : begin;
}

// The noun for those of whom a clause is said that ends with the 的 at token `i`, before token
// `number` or a link; nothing where they have a noun already.
void PhraseReader::ReadThoseWho(int i, int number, LeftPhrase& phrase) const {
  if (!phrase.noun.empty() || i <= 0 || !IsWord(i) || str(i) != "的" || !CountsPersons(number))
    return;
  const auto nominal = [&](int k) {
    return IsNominal(token(k).word_class) || IsModifier(token(k).word_class);
  };
  const auto verbal = [&](int k) {
    return token(k).word_class == WordClass::kVerb || token(k).word_class == WordClass::kVerbalNoun;
  };
  int first = i;
  if (sentence_.numbers[token(number).index].unit == "例") {
    // 有湖北旅居史的71例: cases of which that is said.
    while (first > 0 && i - first < 8 &&
           (IsWord(first - 1) || token(first - 1).kind == TokenKind::kPlace) &&
           !Is(first - 1, kPartAspectWord | kPartBreakdown))
      --first;
    if (first == i) return;
    phrase.noun = Join(first, i) + "病例";
    phrase.verb = {};
    phrase.only_modifier = phrase.ends_in_verb = false;
    phrase.noun_begin = first;
    phrase.noun_end = i + 1;
    return;
  }
  if (phrase.linked) {
    // 轮班值守的有1836人: those who do it.
    if (!IsWord(i - 1) || !verbal(i - 1) || token(i - 1).span.size() < 6) return;
    first = i - 1;
  } else {
    // 购买退热药品的893人: those who did.
    while (first > 0 && i - first < 5 && IsWord(first - 1) && token(first - 1).span.size() > 3 &&
           !Is(first - 1, kPartAspectWord | kPartWhole | kPartBreakdown) &&
           (nominal(first - 1) || verbal(first - 1)))
      --first;
    // 在卡点值守的126人, but not 第六次人口普查的434万人.
    if (first > 0 && token(first - 1).word_class == WordClass::kPreposition) {
      while (first + 1 < i && token(first).word_class != WordClass::kVerb) ++first;
    }
    if (first == i || !verbal(first) ||
        (token(first).word_class != WordClass::kVerb && first + 1 < i))
      return;
  }
  phrase.noun = Join(first, i) + "人员";
  phrase.noun_begin = first;
  phrase.noun_end = i;
}

}  // namespace qushu
