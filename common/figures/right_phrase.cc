#include "common/base/utf8.h"
#include "common/figures/phrase_reader.h"

namespace qushu {
namespace {

// Words between a noun and the number behind it.
constexpr uint64_t kLinks =
    kPartLink | kPartAbout | kPartOver | kPartUnder | kPartAtLeast | kPartAtMost;

}  // namespace

std::string PhraseReader::Join(int begin, int end) const {
  std::string joined;
  for (int i = begin; i < end; ++i) {
    if (str(i) != "“" && str(i) != "”" && str(i) != " " && str(i) != "\t") joined += str(i);
  }
  return joined;
}

int PhraseReader::ClosingBracket(int open) const {
  for (int i = open + 1; i < size() && i - open < 16; ++i) {
    if (IsClose(i)) return i;
    if (token(i).kind == TokenKind::kNumber || IsOpen(i)) return -1;
  }
  return -1;
}

// One past the noun phrase that begins at `begin`; `begin` itself if none does.
int PhraseReader::NounEnd(int begin, bool person_wanted, bool& has_noun) const {
  int end = begin;  // behind the last token that is certainly part of it
  bool has_person = false;
  has_noun = false;
  bool quoted = false;
  for (int i = begin; i < size(); ++i) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kPunctuation) {
      if (str(i) == "“" && !has_noun) {
        quoted = true;
        continue;
      }
      if (str(i) == "”" && quoted) {
        quoted = false;
        has_noun = true;
        end = i + 1;
        continue;
      }
      if (str(i) == "·" || (str(i) == " " && !has_noun)) continue;
      if (IsOpen(i) && has_noun && end == i) {
        const int close = ClosingBracket(i);
        if (close > 0 && close - i <= 6) {
          end = close + 1;
          i = close;
          continue;
        }
      }
      break;
    }
    if (quoted) continue;
    if (t.kind == TokenKind::kPlace) {
      if (has_noun) break;
      continue;  // 涧西人民: needs a noun behind it
    }
    // 5个3A级以上景区, 6座500千瓦以上电站: a class of what is counted.
    if (!has_noun) {
      if (const int bound = BoundEnd(i); bound > i) {
        i = bound - 1;
        continue;
      }
      if (NamesKind(i)) continue;
    }
    if (t.kind != TokenKind::kWord || t.first == u'∶') break;  // 11.5∶38.9
    if (Is(i, kPartAspectWord | kPartWhole)) break;
    if (!has_noun && str(i) == "无") continue;  // 无劳动能力家庭
    // 18座春秋棚: a season says what kind.
    if (!has_noun && t.word_class == WordClass::kTime && t.parts == 0 && t.span.size() == 6)
      continue;
    if (IsNominal(t.word_class) || Is(i, kPartDivision)) {
      has_noun = true;
      has_person |= Is(i, kPartPerson);
      end = i + 1;
      continue;
    }
    if (IsModifier(t.word_class)) {
      // 86名医护人员驰援: what people do is no part of their noun; but 志愿者服务队.
      if (has_person && end == i && !(i + 1 < size() && Is(i + 1, kPartOrgan | kPartFacility)))
        break;
      continue;  // counts only with a noun behind it
    }
    // 垃圾收集点, 未成年人保护站: one character behind a verb makes one noun with it.
    if (t.word_class == WordClass::kVerb && t.span.size() >= 6 && i + 1 < size() &&
        IsNounTail(i + 1) && IsWord(i + 1) && IsNominal(token(i + 1).word_class) &&
        (t.parts & (kPartLink | kPartChange | kPartAspectWord | kPartShare)) == 0)
      continue;
    if (str(i) == "的" && i > begin &&
        (!has_noun || (person_wanted && !has_person && PersonFollows(i + 1))))
      continue;
    break;
  }
  return has_noun ? end : begin;
}

// One past the bound that begins at token `i`: 3A级以上, 500千瓦以上; `i` if none does.
int PhraseReader::BoundEnd(int i) const {
  const TokenKind kind = token(i).kind;
  if (kind != TokenKind::kNumber && kind != TokenKind::kOther) return i;
  int end = i + 1;
  const bool graded = end < size() && IsWord(end) && str(end) == "级";
  if (graded) ++end;
  if (end < size() && IsWord(end) && Is(end, kPartAfterAtLeast | kPartAfterAtMost)) return end + 1;
  return graded && kind == TokenKind::kOther ? end : i;
}

// 32家星级饭店平均客房出租率78.4%: where the first noun ends if the phrase from `begin` to `end` is
// followed by a number of its own.
int PhraseReader::FirstNounEnd(int begin, int end) const {
  bool has_noun = false;
  for (int i = begin; i < end; ++i) {
    const Token& t = token(i);
    const bool nominal = t.kind == TokenKind::kWord && IsNominal(t.word_class);
    if (has_noun && ((t.kind == TokenKind::kWord && IsModifier(t.word_class)) ||
                     (i + 1 == end && EndsIn(i, kPartQuantity))))
      return i;
    has_noun |= nominal;
  }
  return end;
}

// One past what the measure word `unit` counts in the phrase from `begin` to `end`. Of affairs that
// goes on with what is done: 12场技能培训. Of bodies it ends before a facet of theirs:
// 9个办事处疫情防控工作, 6户居民房屋受损.
int PhraseReader::CountedEnd(int begin, int end, std::string_view unit) const {
  if (CountsAffairs(unit)) {
    int done = end;
    while (done < size() && IsWord(done) && token(done).word_class == WordClass::kVerbalNoun)
      ++done;
    return done == size() || token(done).kind == TokenKind::kPunctuation ? done : end;
  }
  int counted = end;
  // 3.5万亩油菜长势良好.
  if (counted - 1 > begin && counted < size() && IsWord(counted - 1) && IsWord(counted) &&
      Is(counted - 1, kPartFacet) && token(counted).word_class == WordClass::kAdjective)
    return counted - 1;
  while (
      counted > begin && IsWord(counted - 1) &&
      (Is(counted - 1, kPartFacet) || (counted < end && IsModifier(token(counted - 1).word_class))))
    --counted;
  constexpr uint64_t kBodies = kPartOrgan | kPartDivision | kPartCommunity | kPartPerson;
  return counted > begin && IsWord(counted - 1) && EndsIn(counted - 1, kBodies) ? counted : end;
}

// Whether a noun phrase that ends in a noun for persons begins at `i`.
bool PhraseReader::PersonFollows(int i) const {
  for (; i < size() && IsWord(i) &&
         (IsNominal(token(i).word_class) || IsModifier(token(i).word_class));
       ++i) {
    if (Is(i, kPartPerson) || (Is(i, kPartPersonSuffix) && token(i).span.size() == 3)) return true;
  }
  return false;
}

// What is said of the number's noun, from token `begin` to the end of the clause.
void PhraseReader::Predicate(int begin, RightPhrase& phrase) const {
  bool in_place = false;  // behind 在: 在医院
  for (int i = begin; i < size(); ++i) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kPunctuation || t.kind == TokenKind::kNumber) break;
    if (t.kind == TokenKind::kPlace || t.kind == TokenKind::kTime) {
      if (!in_place) phrase.predicate += str(i);
      continue;
    }
    const uint64_t parts = token(i).parts;
    if (parts & kPartCurrent) phrase.state = phrase.now = true;
    if (str(i) == "已" || str(i) == "已经" || str(i) == "均已" || str(i) == "全部")
      phrase.done |= str(i) != "全部";
    if (str(i) == "在" || str(i) == "仍在") {
      in_place = true;
      phrase.state |= str(i) == "仍在";
      // 在集中隔离点接受观察: where they are.
      int place_end = i + 1;
      for (int k = i + 1;
           k < size() &&
           (token(k).kind == TokenKind::kPlace ||
            (IsWord(k) && (IsNominal(token(k).word_class) || IsModifier(token(k).word_class))));
           ++k) {
        if (token(k).kind == TokenKind::kPlace || IsNominal(token(k).word_class)) place_end = k + 1;
      }
      i = place_end - 1;
      continue;
    }
    if (t.word_class == WordClass::kAdverb || t.word_class == WordClass::kTime ||
        (phrase.predicate.empty() && (t.word_class == WordClass::kConjunction ||
                                      (parts & (kPartChange | kPartLink | kPartBasis)))) ||
        (parts & kPartAspectWord) || str(i) == "了" || str(i) == "中" || str(i) == "之中" ||
        str(i) == "处于") {
      if (str(i) == "仍" || str(i) == "仍然") phrase.state = true;
      continue;
    }
    if (in_place && (IsNominal(t.word_class) || t.word_class == WordClass::kLocative)) continue;
    if (t.word_class == WordClass::kVerb || t.word_class == WordClass::kVerbalNoun) {
      in_place = false;
      if (phrase.verb.empty()) phrase.verb = str(i);
    }
    if (t.word_class == WordClass::kConjunction && !phrase.predicate.empty() && str(i) != "或")
      break;
    // 病情平稳: how they are, said last. 积极参与 says nothing of the kind.
    const bool last =
        i + 1 == size() || (token(i + 1).kind == TokenKind::kPunctuation && str(i + 1) != "、");
    if (last &&
        (t.word_class == WordClass::kAdjective || t.word_class == WordClass::kAttributive)) {
      phrase.state = true;
    }
    phrase.predicate += str(i);
    if (phrase.predicate.size() > 45) break;
  }
}

RightPhrase PhraseReader::Right(int number) const {
  RightPhrase phrase;
  int i = number + 1;
  phrase.end = i;
  while (i < size() && IsPunctuation(i, " ")) ++i;
  // 左右, 以上, 以内.
  if (i < size() && IsWord(i)) {
    const uint64_t parts = token(i).parts;
    Qualifier qualifier = parts & kPartAfterAbout     ? Qualifier::kAbout
                          : parts & kPartAfterAtLeast ? Qualifier::kAtLeast
                          : parts & kPartAfterAtMost  ? Qualifier::kAtMost
                          : parts & kPartAfterOver    ? Qualifier::kOver
                                                      : Qualifier::kExact;
    if (qualifier != Qualifier::kExact) {
      phrase.qualifier = qualifier;
      phrase.qualifier_word = i++;
    }
  }
  // 3.1万头（只）牲畜: another measure word.
  if (i + 3 < size() && IsOpen(i) && IsClose(i + 2) && IsWord(i + 1) &&
      token(i + 1).span.size() == 3 && IsWord(i + 3))
    i += 3;
  const bool possessed = i < size() && IsWord(i) && str(i) == "的";
  phrase.possessed = possessed;
  if (possessed) ++i;
  if (i >= size()) return phrase;
  // 33例系密切接触者筛查检出: what they are, or how they were found.
  if (IsWord(i) && str(i) == "系") {
    Predicate(i + 1, phrase);
    return phrase;
  }
  const Token& first = token(i);
  if ((first.kind == TokenKind::kNumber || first.kind == TokenKind::kTime ||
       first.kind == TokenKind::kOther) &&
      BoundEnd(i) == i && !NamesKind(i))
    return phrase;

  bool has_noun = false;
  const std::string_view unit = sentence_.numbers[token(number).index].unit;
  const bool people = unit == "例" || unit == "名" || unit == "人" || unit == "位";
  // 84户搬进新居: what is said of households is no noun for them either.
  const bool bodies = people || unit == "户";
  int end = NounEnd(i, people, has_noun);
  // 5000万元专项扶持资金: what the money is for.
  if (sentence_.numbers[token(number).index].kind == FigureKind::kMoney && end > i &&
      end + 1 < size() && IsWord(end) && token(end).word_class == WordClass::kVerb &&
      token(end).span.size() >= 6 && IsWord(end + 1) && EndsIn(end + 1, kPartMoneyNoun))
    end += 2;
  // 188个防护网格, 3名参赛选手: a verb between unit and noun is the noun's modifier; but of people
  // it says what they do, unless the noun names people.
  if (end == i && !possessed && first.kind == TokenKind::kWord &&
      first.word_class == WordClass::kVerb && first.span.size() >= 6 && i + 1 < size() &&
      IsWord(i + 1)) {
    bool has_object = false;
    const int object_end = NounEnd(i + 1, people, has_object);
    if (object_end > i + 1 && (!bodies || PersonFollows(i + 1))) end = object_end;
  }
  // 4台植保无人机, 90名安监员: single characters that the lexicon does not join.
  if (end == i && !possessed && first.kind == TokenKind::kWord && first.span.size() == 3 &&
      (first.word_class == WordClass::kVerb || first.word_class == WordClass::kAdjective)) {
    int k = i;
    while (k < size() && k < i + 3 && IsWord(k) && token(k).span.size() == 3 &&
           !IsNominal(token(k).word_class) && token(k).word_class != WordClass::kParticle &&
           token(k).word_class != WordClass::kPreposition) {
      ++k;
    }
    bool has_object = false;
    const int object_end = k < size() ? NounEnd(k, people, has_object) : k;
    if (object_end > k && (!people || Is(object_end - 1, kPartPersonSuffix | kPartPerson)))
      end = object_end;
  }
  // 14个高速出口, 3次检查: modifiers alone count as the noun of things.
  const bool money = sentence_.numbers[token(number).index].kind == FigureKind::kMoney;
  if (end == i && !bodies && !money && first.kind == TokenKind::kWord &&
      IsModifier(first.word_class)) {
    int k = i;
    while (k < size() && IsWord(k) && IsModifier(token(k).word_class)) ++k;
    // 4场直播卖出23万斤: what took place, and what it did.
    if (k == size() || token(k).kind == TokenKind::kPunctuation ||
        (CountsAffairs(unit) && IsWord(k) && token(k).word_class == WordClass::kVerb))
      end = k;
  }
  if (end > i) {
    phrase.begins_with_verb =
        first.kind == TokenKind::kWord &&
        (first.word_class == WordClass::kVerb || first.word_class == WordClass::kVerbalNoun);
    int next = end;
    while (next < size() && IsWord(next) &&
           (token(next).word_class == WordClass::kAdverb || Is(next, kLinks)))
      ++next;
    phrase.before_number = next < size() && token(next).kind == TokenKind::kNumber;
    end = phrase.before_number ? FirstNounEnd(i, end) : CountedEnd(i, end, unit);
    phrase.noun = Join(i, end);
    phrase.noun_begin = i;
    phrase.end = end;
    for (int k = i; k < end; ++k) {
      if ((token(k).kind == TokenKind::kWord && IsNominal(token(k).word_class)) || str(k) == "”") {
        phrase.first_noun_end = token(k).span.end;
        break;
      }
    }
    if (phrase.first_noun_end == 0) phrase.first_noun_end = token(end - 1).span.end;
    Predicate(end, phrase);
    // 4例病情危重: how they are is no noun for what is counted.
    if (people && (phrase.noun == "病情" || phrase.noun == "情况" || phrase.noun == "症状")) {
      phrase.predicate.insert(0, phrase.noun);
      phrase.noun.clear();
      phrase.state = true;
      phrase.end = i;
    }
    return phrase;
  }
  if (first.kind == TokenKind::kPunctuation) return phrase;
  // 不配合工作的市民, 从武汉回洛的人员: a relative clause, if its noun stands in this clause.
  if (first.kind == TokenKind::kWord &&
      (first.word_class == WordClass::kVerb || first.word_class == WordClass::kPreposition ||
       first.word_class == WordClass::kAdverb || first.word_class == WordClass::kVerbalNoun)) {
    for (int k = i + 1; k < size(); ++k) {
      if (token(k).kind == TokenKind::kNumber) break;
      if (token(k).kind == TokenKind::kPunctuation && str(k) != "“" && str(k) != "”" &&
          str(k) != "、")
        break;
      if (!IsWord(k) || str(k) != "的") continue;
      const int noun_end = NounEnd(k + 1, people, has_noun);
      if (noun_end > k + 1) {
        phrase.noun = Join(k + 1, noun_end);
        phrase.noun_begin = k + 1;
        phrase.relative = true;
        phrase.end = noun_end;
        phrase.first_noun_end = token(noun_end - 1).span.end;
        return phrase;
      }
    }
  }
  if (!possessed) Predicate(i, phrase);
  return phrase;
}

RightPhrase ReadRight(std::string_view text, const TokenizedSentence& sentence, int number,
                      const WordSets& words) {
  return PhraseReader(text, sentence, words).Right(number);
}

}  // namespace qushu
