#include "common/base/utf8.h"
#include "common/figures/numeral.h"
#include "common/figures/phrase_reader.h"

namespace qushu {
namespace {

// Verbs before one character for a place: 返洛, 来沪.
bool IsMovement(std::string_view word) {
  return word == "来" || word == "返" || word == "回" || word == "赴" || word == "抵" ||
         word == "离" || word == "入" || word == "驻" || word == "在";
}

// 运进, 调出: verbs whose second character says where to, before the object.
bool EndsDirected(std::string_view verb) {
  return IsIn(CodePointBefore(verb, verb.size()), U"进出入到回来去走");
}

bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

int PhraseReader::OpeningBracket(int close) const {
  for (int i = close - 1; i >= 0 && close - i < 16; --i) {
    if (IsOpen(i)) return i;
    if (token(i).kind == TokenKind::kNumber || IsClose(i)) return -1;
  }
  return -1;
}

// Where the quotation that ends at `close` begins; -1 if it does not in this sentence.
int PhraseReader::OpeningQuote(int close) const {
  for (int i = close - 1; i >= 0 && close - i < 16; --i) {
    if (IsPunctuation(i, "“")) return i;
  }
  return -1;
}

// Whether token `i` is a numeral that names a kind: 5G, 一次性. Ordinals and numbers of houses and
// telephones do not.
bool PhraseReader::NamesKind(int i) const {
  if (token(i).kind != TokenKind::kOther || str(i).starts_with("第")) return false;
  const char last = str(i).back();
  return !(last >= '0' && last <= '9') && !BeginsNumeral(CodePointBefore(text_, token(i).span.end));
}

// 60岁及以上人口, 亿元以上项目: where the bound begins that ends at token `i`; -1 if none does.
int PhraseReader::BoundBefore(int i) const {
  if (token(i).kind == TokenKind::kNumber)
    return sentence_.numbers[token(i).index].kind == FigureKind::kAge ? i : -1;
  if (i > 0 && IsWord(i) && Is(i, kPartAfterAtLeast | kPartAfterAtMost) &&
      token(i - 1).kind == TokenKind::kNumber)
    return i - 1;
  return -1;
}

// Whether the 和 or 及 at token `i` stands inside the name of an industry or a class of goods that
// goes on at `begin`.
bool PhraseReader::JoinsIndustry(int i, int begin, int end) const {
  if (i == 0 || (str(i) != "和" && str(i) != "及") || !IsWord(i - 1) ||
      !(IsNominal(token(i - 1).word_class) || IsModifier(token(i - 1).word_class) ||
        (token(i - 1).word_class == WordClass::kVerb && token(i - 1).span.size() >= 6)))
    return false;
  for (int k = begin; k < end && k < begin + 4; ++k) {
    if (str(k) == "类") return true;
    if (str(k).ends_with("业")) return str(k) != "产业" && !str(i - 1).ends_with("业");
  }
  return false;
}

// The noun phrase that ends at token `i`. Returns the token that ends the search.
int PhraseReader::NounBefore(int i, int number, LeftPhrase& phrase) const {
  const int end = i + 1;
  bool has_noun = false;
  bool governed = false;  // phrase.verb stands before the noun, not behind it
  int begin = end;
  while (i >= 0) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kPunctuation) {
      if (IsClose(i)) {
        const int open = OpeningBracket(i);
        if (open > 0 && IsWord(open - 1) &&
            (IsNominal(token(open - 1).word_class) || IsModifier(token(open - 1).word_class))) {
          begin = open;
          i = open - 1;
          continue;
        }
      }
      // “四好农村路”, “小红帽”志愿者: a quotation is one name.
      if (str(i) == "”") {
        const int open = OpeningQuote(i);
        if (open >= 0 && open + 1 < i) {
          has_noun = true;
          begin = open;
          i = open - 1;
          continue;
        }
      }
      if (str(i) == " " ||
          ((str(i) == "”" || str(i) == "“" || str(i) == "·" || str(i) == "&") && begin < end)) {
        --i;
        continue;
      }
      break;
    }
    if (t.kind == TokenKind::kPlace) {
      // 武汉返温人员: where they come from is part of what is counted; else it is the place.
      if (begin < end && Is(begin, kPartOrigin) && !Is(begin, kPartTransitive) && begin > 0) {
        begin = i--;
        continue;
      }
      // 境内有盐湖14个: what there are of is no place, though one has that name.
      if (begin == end && i + 1 == number && i > 0 && str(i - 1) == "有" &&
          token(number).kind == TokenKind::kNumber &&
          sentence_.places[t.index].form == NameForm::kStem && t.span.size() == 6) {
        has_noun = true;
        begin = i--;
        break;
      }
      if (phrase.place < 0) phrase.place = i;
      break;
    }
    // 60岁及以上人口, 亿元以上项目: a class of what is counted.
    if (begin < end && begin == i + 1) {
      const int bound = BoundBefore(i);
      if (bound >= 0) {
        // 65岁以上老年人免费体检: whose it is, not what.
        if (begin + 1 < end && Is(begin, kPartPerson)) {
          ++begin;
        } else {
          begin = bound;
        }
        i = bound - 1;
        break;
      }
    }
    // PM2.5平均浓度.
    if (begin < end && t.kind == TokenKind::kOther && i > 0 && IsWord(i - 1) &&
        token(i - 1).span.end == t.span.begin && IsAsciiLetter(str(i - 1).back())) {
      begin = i - 1;
      i -= 2;
      continue;
    }
    // 5G基站, 一次性口罩.
    if (begin < end && begin == i + 1 && NamesKind(i)) {
      begin = i--;
      continue;
    }
    // 五保老人317人: a set phrase that is a noun.
    // 84消毒液5吨.
    if (begin == end && t.kind == TokenKind::kOther && words_.Is(str(i), kPartPhrase) &&
        ((str(i)[0] >= '0' && str(i)[0] <= '9') ||
         EndsIn(i, kPartPerson | kPartPersonSuffix | kPartOrgan | kPartQuantity | kPartDependent) ||
         str(i).ends_with("户") || str(i).ends_with("上线"))) {
      has_noun = true;
      begin = i--;
      continue;
    }
    if (t.kind != TokenKind::kWord || t.first == u'∶') break;  // 11.5∶38.9
    if (Is(i, kPartAspectWord | kPartWhole | kPartBreakdown)) break;
    // 外地来沪人员: a verb of movement and one character for a place.
    if (i > 0 && IsWord(i) && t.span.size() == 3 && IsWord(i - 1) && IsMovement(str(i - 1)) &&
        t.word_class != WordClass::kParticle) {
      has_noun = true;
      i -= 2;
      begin = i + 1;
      continue;
    }
    if (begin == end && Is(i, kPartBasis)) break;
    // 办理时长, 接种台, 采样员: one character behind a verb makes one noun with it.
    if (begin == end && i > 0 && IsWord(i - 1) && IsNounTail(i)) {
      int verb = i - 1;
      // 防护|面|屏, but 运进|电|煤.
      if (token(verb).span.size() == 3 && verb > 0 && IsWord(verb - 1) && IsNounTail(verb) &&
          IsNominal(token(verb).word_class) && !EndsDirected(str(verb - 1)))
        --verb;
      constexpr uint64_t kGrammar = kPartAspectWord | kPartLink | kPartChange | kPartResult |
                                    kPartNew | kPartCurrent | kPartCumulative;
      if ((token(verb).word_class == WordClass::kVerb ||
           token(verb).word_class == WordClass::kVerbalNoun) &&
          !Is(verb, kGrammar) && token(verb).span.size() >= 6) {
        has_noun = true;
        begin = verb;
        i = verb - 1;
        continue;
      }
    }
    // 石油制品类下降3.4%: a class of goods.
    if (begin == end && str(i) == "类" && i > 0 && IsWord(i - 1) &&
        IsNominal(token(i - 1).word_class)) {
      has_noun = true;
      begin = i--;
      continue;
    }
    // 绿道62公里, 托位120个: a measure word that ends a noun.
    if (begin == end && i > 0 && t.word_class == WordClass::kMeasure && t.span.size() == 3 &&
        token(i - 1).kind == TokenKind::kPlace) {
      has_noun = true;
      phrase.place = i - 1;
      i -= 2;
      begin = i + 1;
      continue;
    }
    if (begin == end && t.word_class == WordClass::kMeasure && t.span.size() == 3 && i > 0 &&
        IsWord(i - 1) && token(i - 1).span.size() == 3 && token(i - 1).parts == 0 &&
        (IsNominal(token(i - 1).word_class) || IsModifier(token(i - 1).word_class) ||
         token(i - 1).word_class == WordClass::kVerb)) {
      has_noun = true;
      i -= 2;
      begin = i + 1;
      continue;
    }
    if (IsNominal(t.word_class) || IsModifier(t.word_class) ||
        (begin == end && Is(i, kPartChange))) {
      // 受灾人口: a phrase right before the number is a noun.
      has_noun |= !IsModifier(t.word_class) || (t.word_class == WordClass::kPhrase && begin == end);
      begin = i--;
      continue;
    }
    // 调解组织12个: a noun where nothing stands behind the number.
    if (begin == end && str(i) == "组织" && i > 0 && IsWord(i - 1) &&
        (IsNominal(token(i - 1).word_class) || IsModifier(token(i - 1).word_class)) &&
        (number + 1 >= size() || token(number + 1).kind == TokenKind::kPunctuation)) {
      has_noun = true;
      begin = i--;
      continue;
    }
    if (t.word_class == WordClass::kVerb) {
      constexpr uint64_t kNoGovernor =
          kPartAspectWord | kPartCumulative | kPartNew | kPartCurrent | kPartLink | kPartPlan;
      const bool behind_verb = i > 0 && IsWord(i - 1) &&
                               token(i - 1).word_class == WordClass::kVerb &&
                               !Is(i - 1, kNoGovernor);
      const bool behind_modifier = i > 0 && IsWord(i - 1) && IsModifier(token(i - 1).word_class) &&
                                   !Is(i - 1, kPartAverage) &&
                                   (i == 1 || token(i - 2).kind != TokenKind::kNumber);
      // 从武汉返回人员: those who do.
      if (begin + 1 == end && Is(i, kPartOrigin) && Is(begin, kPartGeneric) &&
          Is(begin, kPartPerson)) {
        has_noun = true;
        begin = i--;
        continue;
      }
      // 立起卡口727个: 起 belongs to the verb before it.
      if (begin < end && t.span.size() == 3 && behind_verb && !Is(begin, kPartQuantity)) {
        phrase.verb = str(--i);
        governed = true;
        break;
      }
      // 垃圾收运处置体系覆盖率: of a rate the verb says what is covered.
      if (begin < end && (t.parts & ~uint64_t{kPartTransitive | kPartGoverns}) == 0 &&
          t.span.size() >= 6 && i > 0 && IsWord(i - 1) &&
          token(i - 1).word_class == WordClass::kNoun &&
          !EndsIn(i - 1, kPartOrgan | kPartPerson | kPartGenericName) &&
          str(end - 1).ends_with("率") && token(end - 1).span.size() > 3) {
        begin = i--;
        continue;
      }
      // 耕种面积; 发放创业担保贷款, where the first verb governs; 下达整改通知146份.
      const bool modifies =
          begin < end
              ? (t.span.size() >= 6 && !Is(i, kPartShare) &&
                 (Is(begin, kPartQuantity | kPartDependent) ||
                  (Is(begin, kPartTail) && begin + 1 == end) ||
                  (Is(begin, kPartMoneyNoun) && begin + 1 == end && i > 0 && IsWord(i - 1) &&
                   token(i - 1).word_class == WordClass::kVerbalNoun) ||
                  (Is(begin, kPartFacility) && Is(i, kPartTransitive) && !Is(i, kPartGoverns)))) ||
                    behind_verb
              : (behind_verb || behind_modifier) && t.span.size() >= 6;
      if (modifies) {
        has_noun |= begin < end;
        begin = i--;
        continue;
      }
      phrase.verb = str(i);
      governed = true;
      break;
    }
    // 煤炭开采和洗选业: the name of an industry.
    if (begin < end && begin == i + 1 && JoinsIndustry(i, begin, end)) {
      begin = i - 1;
      i -= 2;
      // 交通运输、仓储和邮政业.
      while (i > 0 && str(i) == "、" && IsWord(i - 1) &&
             (IsNominal(token(i - 1).word_class) || IsModifier(token(i - 1).word_class))) {
        begin = i - 1;
        i -= 2;
      }
      continue;
    }
    // 不起诉156人, 未脱贫人口: not the same without.
    if (begin == i + 1 && begin < end && (str(i) == "不" || str(i) == "未" || str(i) == "非") &&
        (token(begin).word_class == WordClass::kVerb ||
         token(begin).word_class == WordClass::kVerbalNoun)) {
      begin = i--;
      continue;
    }
    // 民生类支出, 年产量.
    if ((t.word_class == WordClass::kMeasure || str(i) == "年" || str(i) == "日") && begin < end) {
      begin = i--;
      continue;
    }
    if (begin < end && i > 0 && IsWord(i - 1) && IsMovement(str(i - 1)) && begin == i + 1) break;
    if (str(i) == "的" && begin < end && i > 0) {
      begin = RelativeBefore(i, begin, end);
      if (const int verb = begin > i ? i - 1 : begin - 1;
          verb >= 0 && IsWord(verb) && token(verb).word_class == WordClass::kVerb)
        phrase.verb = str(verb);
    }
    break;
  }
  NarrowNoun(i, end, number, governed, begin, has_noun, phrase);
  // 长26.8公里: the name of a size, of what was said before.
  phrase.dimension = begin + 1 == end && IsWord(begin) && token(begin).span.size() == 3 &&
                     token(begin).word_class == WordClass::kAdjective;
  // A single character that the lexicon does not know is no noun.
  if (begin + 1 == end && IsWord(begin) && token(begin).word_class == WordClass::kUnknown &&
      token(begin).span.size() == 3) {
    begin = end;
  }
  // 招聘会举办14场: what is done to it.
  int stop = end;
  if (stop - 1 > begin && IsWord(stop - 1) && token(stop - 1).word_class == WordClass::kVerb &&
      Is(stop - 1, kPartTransitive))
    --stop;
  if (begin < end) {
    phrase.noun = Join(begin, stop);
    phrase.noun_begin = begin;
    phrase.noun_end = stop;
    phrase.only_modifier = !has_noun;
    phrase.ends_in_verb =
        IsWord(stop - 1) && (token(stop - 1).word_class == WordClass::kVerbalNoun ||
                             token(stop - 1).word_class == WordClass::kVerb);
  }
  return i;
}

LeftPhrase PhraseReader::Left(int number) const {
  LeftPhrase phrase;
  int i = number - 1;
  const bool sized = token(number).kind == TokenKind::kNumber &&
                     sentence_.numbers[token(number).index].kind == FigureKind::kLength;
  // 无疫情小区（807个）: the bracket holds the number alone.
  if (i > 0 && IsOpen(i) && number + 1 < size() && IsClose(number + 1)) --i;
  i = SkipLinks(i, sized, phrase);
  // 袜业产量占全国的70%: the share of what stands before 占; the possessor is no noun of it.
  if (Compares(number)) {
    if (const int share = ShareVerb(i); share >= 0) {
      const int before = NounBefore(SkipLinks(share - 1, sized, phrase), number, phrase);
      // ，完成春管任务的六成: nothing stands before that verb.
      if (!phrase.noun.empty() || !str(share).starts_with("完成")) {
        phrase.verb = str(share);
        phrase.begin = std::max(before, 0);
        return phrase;
      }
    }
  }
  // 国土面积的98%: a share of it.
  if (Compares(number) && i > 0 && IsWord(i) && str(i) == "的") i = SkipLinks(i - 1, sized, phrase);
  phrase.after_number = i >= 0 && token(i).kind == TokenKind::kNumber;
  // 由15天压缩到2天.
  if (phrase.linked && i > 0 && IsWord(i) && token(i).word_class == WordClass::kVerb &&
      token(i - 1).kind == TokenKind::kNumber) {
    phrase.after_number = true;
  }
  i = NounBefore(i, number, phrase);
  ReadThoseWho(i, number, phrase);
  // 合新币63.4万元: another unit for the number before.
  if (i >= 0 && phrase.noun_end == i + 2 && IsWord(i) && Is(i, kPartConvert)) {
    phrase.noun.clear();
    phrase.converts = true;
  }
  // 中欧班列累计开行127列: the subject is what is counted, unless it only does it.
  if (phrase.noun.empty() && i > 0 && IsWord(i) && token(i).word_class == WordClass::kVerb &&
      !phrase.change) {
    LeftPhrase subject;
    // 楼栋群已拉起47个: 起 belongs to the verb before it.
    const bool complement =
        token(i).span.size() == 3 && IsWord(i - 1) && token(i - 1).word_class == WordClass::kVerb;
    int who = SkipLinks(complement ? i - 2 : i - 1, sized, subject);
    // 杂交稻1976年引种120亩.
    while (who > 0 && token(who).kind == TokenKind::kTime) --who;
    NounBefore(who, number, subject);
    // 部门出动8车, 乡镇（街道）设卡点9处: who does it is not what is counted.
    int last = subject.noun_end - 1;
    if (last > 0 && IsClose(last)) --last;
    const bool agent = last >= 0 && (EndsIn(last, kPartOrgan) || str(last).ends_with("部门") ||
                                     str(last).ends_with("单位"));
    if (last >= 0 && subject.average < 0 && !agent &&
        !Is(last, kPartOrgan | kPartPerson | kPartDivision | kPartCommunity)) {
      phrase.subject = std::move(subject.noun);
      phrase.subject_begin = subject.noun_begin;
      phrase.subject_end = subject.noun_end;
    }
  }
  phrase.begin = std::max(i, 0);
  return phrase;
}

LeftPhrase ReadLeft(std::string_view text, const TokenizedSentence& sentence, int number,
                    const WordSets& words) {
  return PhraseReader(text, sentence, words).Left(number);
}

}  // namespace qushu
