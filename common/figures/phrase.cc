#include "common/figures/phrase.h"

#include "common/base/utf8.h"

namespace qushu {
namespace {

bool IsModifier(WordClass c) {
  return c == WordClass::kVerbalNoun || c == WordClass::kAdjective ||
         c == WordClass::kAttributive || c == WordClass::kPhrase;
}

bool IsNominal(WordClass c) {
  return c == WordClass::kNoun || c == WordClass::kPerson || c == WordClass::kOrganisation ||
         c == WordClass::kUnknown || c == WordClass::kPlace;
}

// Verbs before one character for a place: 返洛, 来沪.
bool IsMovement(std::string_view word) {
  return word == "来" || word == "返" || word == "回" || word == "赴" || word == "抵" ||
         word == "离" || word == "入" || word == "驻" || word == "在";
}

class PhraseReader {
 public:
  PhraseReader(std::string_view text, const TokenizedSentence& sentence, const WordSets& words)
      : text_(text), sentence_(sentence), words_(words) {}

  LeftPhrase Left(int number) const;
  RightPhrase Right(int number) const;

 private:
  int size() const { return static_cast<int>(sentence_.tokens.size()); }
  const Token& token(int i) const { return sentence_.tokens[i]; }
  std::string_view str(int i) const { return Slice(text_, token(i).span); }
  bool Is(int i, uint64_t parts) const { return words_.Is(str(i), parts); }
  bool IsPunctuation(int i, std::string_view sign) const {
    return token(i).kind == TokenKind::kPunctuation && str(i) == sign;
  }
  bool IsClose(int i) const { return IsPunctuation(i, "）") || IsPunctuation(i, ")"); }
  bool IsOpen(int i) const { return IsPunctuation(i, "（") || IsPunctuation(i, "("); }
  bool IsWord(int i) const { return token(i).kind == TokenKind::kWord; }
  std::string Join(int begin, int end) const;
  int OpeningBracket(int close) const;
  int ClosingBracket(int open) const;
  bool SkipsLeft(int i, bool measures_size, LeftPhrase& phrase) const;
  // Whether the number is a share, a multiple or a difference in percentage points.
  bool Compares(int number) const {
    if (token(number).kind != TokenKind::kNumber) return false;
    const Number& n = sentence_.numbers[token(number).index];
    return n.kind == FigureKind::kPercent || n.unit == "倍" || n.unit == "个百分点" ||
           n.unit == "百分点";
  }
  int NounEnd(int begin, bool person_wanted, bool& has_noun) const;
  bool PersonFollows(int i) const;
  void Predicate(int begin, RightPhrase& phrase) const;

  std::string_view text_;
  const TokenizedSentence& sentence_;
  const WordSets& words_;
};

std::string PhraseReader::Join(int begin, int end) const {
  std::string joined;
  for (int i = begin; i < end; ++i) {
    if (str(i) != "“" && str(i) != "”" && str(i) != " ") joined += str(i);
  }
  return joined;
}

int PhraseReader::OpeningBracket(int close) const {
  for (int i = close - 1; i >= 0 && close - i < 16; --i) {
    if (IsOpen(i)) return i;
    if (token(i).kind == TokenKind::kNumber || IsClose(i)) return -1;
  }
  return -1;
}

int PhraseReader::ClosingBracket(int open) const {
  for (int i = open + 1; i < size() && i - open < 16; ++i) {
    if (IsClose(i)) return i;
    if (token(i).kind == TokenKind::kNumber || IsOpen(i)) return -1;
  }
  return -1;
}

Qualifier QualifierBefore(uint64_t parts) {
  if (parts & kPartAbout) return Qualifier::kAbout;
  if (parts & kPartOver) return Qualifier::kOver;
  if (parts & kPartUnder) return Qualifier::kUnder;
  if (parts & kPartAtLeast) return Qualifier::kAtLeast;
  if (parts & kPartAtMost) return Qualifier::kAtMost;
  return Qualifier::kExact;
}

// Whether token `i` stands between a number and its noun without being part of either.
bool PhraseReader::SkipsLeft(int i, bool measures_size, LeftPhrase& phrase) const {
  const Token& t = token(i);
  if (t.kind == TokenKind::kPunctuation) return str(i) == " ";
  if (t.kind != TokenKind::kWord) return false;
  const uint64_t parts = words_.PartsOf(str(i));
  const Qualifier qualifier = QualifierBefore(parts);
  if (qualifier != Qualifier::kExact) {
    if (phrase.qualifier == Qualifier::kExact) phrase.qualifier = qualifier;
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
      phrase.verb = "占";
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
      has_noun |= IsNominal(t.word_class);
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
    phrase.only_modifier = !has_noun;
    phrase.ends_in_verb = IsWord(end - 1) && token(end - 1).word_class == WordClass::kVerbalNoun;
  }
  phrase.begin = std::max(i, 0);
  return phrase;
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
    if (t.kind != TokenKind::kWord) break;
    if (Is(i, kPartAspectWord | kPartWhole)) break;
    if (IsNominal(t.word_class) || Is(i, kPartDivision)) {
      has_noun = true;
      has_person |= Is(i, kPartPerson);
      end = i + 1;
      continue;
    }
    if (IsModifier(t.word_class)) {
      // 86名医护人员驰援: what people do is no part of their noun; but 志愿者服务队.
      if (has_person && end == i && !(i + 1 < size() && Is(i + 1, kPartOrgan))) break;
      continue;  // counts only with a noun behind it
    }
    if (str(i) == "的" && i > begin &&
        (!has_noun || (person_wanted && !has_person && PersonFollows(i + 1))))
      continue;
    break;
  }
  return has_noun ? end : begin;
}

// Whether a noun phrase that ends in a noun for persons begins at `i`.
bool PhraseReader::PersonFollows(int i) const {
  for (; i < size() && IsWord(i) &&
         (IsNominal(token(i).word_class) || IsModifier(token(i).word_class));
       ++i) {
    if (Is(i, kPartPerson)) return true;
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
    const uint64_t parts = words_.PartsOf(str(i));
    if (parts & kPartCurrent) phrase.state = phrase.now = true;
    if (str(i) == "已" || str(i) == "已经" || str(i) == "均已" || str(i) == "全部")
      phrase.done |= str(i) != "全部";
    if (str(i) == "在" || str(i) == "仍在") {
      in_place = true;
      phrase.state |= str(i) == "仍在";
      continue;
    }
    if (t.word_class == WordClass::kAdverb || t.word_class == WordClass::kTime ||
        (parts & kPartAspectWord) || str(i) == "了" || str(i) == "中") {
      if (str(i) == "仍" || str(i) == "仍然") phrase.state = true;
      continue;
    }
    if (in_place && IsNominal(t.word_class)) continue;
    if (t.word_class == WordClass::kVerb || t.word_class == WordClass::kVerbalNoun)
      in_place = false;
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
    const uint64_t parts = words_.PartsOf(str(i));
    Qualifier qualifier = parts & kPartAfterAbout     ? Qualifier::kAbout
                          : parts & kPartAfterAtLeast ? Qualifier::kAtLeast
                          : parts & kPartAfterAtMost  ? Qualifier::kAtMost
                          : parts & kPartAfterOver    ? Qualifier::kOver
                                                      : Qualifier::kExact;
    if (qualifier != Qualifier::kExact) {
      phrase.qualifier = qualifier;
      ++i;
    }
  }
  const bool possessed = i < size() && IsWord(i) && str(i) == "的";
  if (possessed) ++i;
  if (i >= size()) return phrase;
  const Token& first = token(i);
  if (first.kind == TokenKind::kNumber || first.kind == TokenKind::kTime ||
      first.kind == TokenKind::kOther)
    return phrase;

  bool has_noun = false;
  const std::string_view unit = sentence_.numbers[token(number).index].unit;
  const bool people = unit == "例" || unit == "名" || unit == "人" || unit == "位";
  int end = NounEnd(i, people, has_noun);
  // 188个防护网格, 3名参赛选手: a verb between unit and noun is the noun's modifier; but of people
  // it says what they do, unless the noun names people.
  if (end == i && !possessed && first.kind == TokenKind::kWord &&
      first.word_class == WordClass::kVerb && first.span.size() >= 6 && i + 1 < size() &&
      IsWord(i + 1)) {
    bool has_object = false;
    const int object_end = NounEnd(i + 1, people, has_object);
    if (object_end > i + 1 && (!people || PersonFollows(i + 1))) end = object_end;
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
  if (end == i && !people && first.kind == TokenKind::kWord && IsModifier(first.word_class)) {
    int k = i;
    while (k < size() && IsWord(k) && IsModifier(token(k).word_class)) ++k;
    if (k == size() || token(k).kind == TokenKind::kPunctuation) end = k;
  }
  if (end > i) {
    phrase.noun = Join(i, end);
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

}  // namespace

LeftPhrase ReadLeft(std::string_view text, const TokenizedSentence& sentence, int number,
                    const WordSets& words) {
  return PhraseReader(text, sentence, words).Left(number);
}

RightPhrase ReadRight(std::string_view text, const TokenizedSentence& sentence, int number,
                      const WordSets& words) {
  return PhraseReader(text, sentence, words).Right(number);
}

}  // namespace qushu
