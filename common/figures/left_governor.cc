// Which words before a number are no part of what it counts: the verb that governs the noun, who
// did it, and where.
#include "common/figures/phrase_reader.h"

namespace qushu {
namespace {

// What ends the name of a township or village.
bool IsTownship(std::string_view word) {
  return word == "镇" || word == "乡" || word == "村" || word == "街道" || word == "苏木" ||
         word == "社区";
}

// What ends the name of an office.
bool IsOffice(std::string_view word) {
  return word.ends_with("院") || word.ends_with("局") || word.ends_with("厅") ||
         word.ends_with("办") || word.ends_with("委") || word.ends_with("部门") ||
         word.ends_with("机关") || word.ends_with("单位") || word.ends_with("企业") ||
         word.ends_with("专班") || word.ends_with("中心") || word.ends_with("商") ||
         word.ends_with("热线") || word.ends_with("平台");
}

}  // namespace

// Whether token `i`, before a verb, says who does it: 法院, 街道, 经开区, 志愿者.
bool PhraseReader::IsAgent(int i) const {
  if (IsClose(i)) {
    const int open = OpeningBracket(i);
    return open > 0 && IsWord(open - 1) && EndsIn(open - 1, kPartOrgan | kPartZone);
  }
  return EndsIn(i, kPartOrgan | kPartZone | kPartPerson) || IsOffice(str(i)) || IsTownship(str(i));
}

// The verb among the tokens `begin` to `end` that the adverb or preposition at token `before` makes
// one; -1 if it makes none.
int PhraseReader::VerbBehind(int before, int begin, int end) const {
  constexpr uint64_t kNames = kPartOutcome | kPartState | kPartSeverity;
  const auto governs = [&](int k) {
    return IsWord(k) && token(k).word_class == WordClass::kVerbalNoun && !Is(k, kNames) &&
           IsWord(k + 1) && !EndsIn(k + 1, kPartAbstract);
  };
  if (token(before).word_class == WordClass::kAdverb)
    return token(before).parts == 0 && begin + 1 < end && governs(begin) ? begin : -1;
  if (token(before).word_class != WordClass::kPreposition) return -1;
  // 争取到除险加固资金: 到 belongs to the verb before it.
  if (str(before) == "到" && before > 0 && IsWord(before - 1) &&
      token(before - 1).word_class == WordClass::kVerb)
    return -1;
  for (int k = end - 2; k > begin; --k) {
    if (governs(k) && IsWord(k - 1) &&
        (IsNominal(token(k - 1).word_class) || token(k - 1).word_class == WordClass::kPhrase))
      return k;
  }
  return -1;
}

// 检查排查整改率, but not 新建标准化厂房: whether token `i`, behind a verbal noun, modifies with it
// the noun that ends at `end`.
bool PhraseReader::ModifiesVerbalNoun(int i, int end) const {
  const WordClass c = token(i).word_class;
  if (c == WordClass::kAdjective || c == WordClass::kAttributive)
    return i + 1 == end || EndsIn(end - 1, kPartAbstract | kPartQuantity | kPartDependent);
  return IsModifier(c);
}

// Cuts what does not belong to the noun from the tokens `begin` to `end`; the search for it ended
// at token `i`. `governed`: phrase.verb stands before the noun, not behind it.
void PhraseReader::NarrowNoun(int i, int end, int number, bool governed, int& begin, bool& has_noun,
                              LeftPhrase& phrase) const {
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
  // 计划改造老旧小区58个: 计划 is a verb there.
  if (begin + 2 < end && IsWord(begin) && str(begin) == "计划" &&
      token(begin + 1).word_class == WordClass::kVerbalNoun)
    ++begin;
  // 检查车辆, 种植小麦: a verb that takes an object governs the noun; but 检查人员, 种植面积.
  // The verb may be the last of several, or stand behind who does it: 结对帮扶困难群众,
  // 劳动仲裁院受理案件.
  int verb = begin;
  while (verb + 2 < end && IsWord(verb) && IsWord(verb + 1) &&
         (token(verb).word_class == WordClass::kVerbalNoun || str(verb) == "新") &&
         Is(verb + 1, kPartTransitive))
    ++verb;
  for (int k = begin + 1; k + 1 < end && verb == begin; ++k) {
    const bool names = IsWord(k - 1) || IsClose(k - 1) || token(k - 1).kind == TokenKind::kOther;
    if (IsWord(k) && names && Is(k, kPartTransitive) && IsAgent(k - 1)) verb = k;
  }
  // 市场监管部门检查经营主体; 热线受理投诉389件.
  const bool events = token(number).kind == TokenKind::kNumber &&
                      CountsAffairs(sentence_.numbers[token(number).index].unit);
  const bool behind_agent = verb > begin && (events || IsNominal(token(end - 1).word_class)) &&
                            !EndsIn(end - 1, kPartAbstract | kPartQuantity | kPartDependent);
  // 从机关抽调干部, 为隔离家庭代购药品, 自发组织巡逻队: behind a preposition and its noun, and
  // right behind an adverb, a verbal noun is a verb.
  const int made = governed || i < 0 || !IsWord(i) ? -1 : VerbBehind(i, begin, end);
  if (made >= 0) {
    phrase.verb = str(made);
    begin = made + 1;
  } else if (verb + 1 < end && IsWord(verb) && Is(verb, kPartTransitive) &&
             (IsWord(verb + 1) || NamesKind(verb + 1) ||
              token(verb + 1).kind == TokenKind::kPlace) &&
             (!ModifiesVerbalNoun(verb + 1, end) || behind_agent) &&
             token(verb + 1).word_class != WordClass::kVerb && !EndsIn(verb + 1, kPartAbstract) &&
             !(Is(verb + 1, kPartFacility) && !Is(verb, kPartGoverns)) &&
             (verb + 2 < end || token(verb + 1).span.size() > 3)) {
    phrase.verb = str(verb);
    begin = verb + 1;
  }
  // 惠及64户企业减负517万元, 32家饭店平均出租率78%: the first noun is what the number before
  // counts.
  const int counted = i > 0 && IsWord(i) && token(i).span.size() == 3 ? i - 1 : i;
  if (begin < end && i >= 0 && token(counted).kind == TokenKind::kNumber &&
      token(number).kind == TokenKind::kNumber) {
    const std::string_view unit = sentence_.numbers[token(counted).index].unit;
    const int first = FirstNounEnd(begin, end);
    if (!unit.empty() && unit != sentence_.numbers[token(number).index].unit && first < end) {
      // 169座水库蓄水总量263.7亿立方米: of what is 总量 the sum.
      const bool bare = first + 1 == end && first - 1 > begin && IsWord(first - 1) &&
                        Is(first, kPartQuantity | kPartDependent);
      begin = bare ? first - 1 : first;
    }
    // 41个贫困村5120户: the households of those.
    const bool dwell = CountsPersons(number) || sentence_.numbers[token(number).index].unit == "户";
    if (first == end && dwell && EndsIn(end - 1, kPartDivision | kPartCommunity)) begin = end;
    // 23个服务组走访企业2674家.
    if (begin == first && begin + 2 == end && IsWord(begin) && Is(begin, kPartGoverns)) {
      phrase.verb = str(begin);
      ++begin;
    }
  }
  // 按年均汇率折算为: how it is reckoned; 从佳南引进400台: where from.
  if (begin < end && i >= 0 && IsWord(i) &&
      (str(i) == "按" || str(i) == "按照" || str(i) == "根据" || str(i) == "据" ||
       (str(i) == "从" && begin + 1 < end && IsWord(end - 1) &&
        token(end - 1).word_class == WordClass::kVerb)))
    begin = end;
  // 以“四不两直”方式检查企业412家: how.
  for (int k = begin; k + 2 < end; ++k) {
    if (IsWord(k) && (str(k) == "方式" || str(k) == "形式") && IsWord(k + 1) &&
        Is(k + 1, kPartTransitive)) {
      phrase.verb = str(k + 1);
      begin = k + 2;
    }
  }
  // 区总工会筹资86万元, 检察机关批准逮捕412人: who did it; but 工业企业复工39家.
  int done = end;
  while (done > begin && IsWord(done - 1) &&
         (token(done - 1).word_class == WordClass::kVerbalNoun ||
          token(done - 1).word_class == WordClass::kVerb))
    --done;
  // 病险水库除险加固27座.
  const std::string_view unit = token(number).kind == TokenKind::kNumber
                                    ? sentence_.numbers[token(number).index].unit
                                    : std::string_view();
  const bool counted_so =
      done > begin && IsWord(done - 1) &&
      ((Is(done - 1, kPartGenericName) && CountsBodies(unit)) || unit == "座" || unit == "处");
  if (done < end && done > begin && IsWord(done - 1) && !counted_so &&
      (EndsIn(done - 1, kPartOrgan) || token(done - 1).word_class == WordClass::kOrganisation ||
       (Is(done - 1, kPartPerson) && !CountsPersons(number)))) {
    begin = done;
    has_noun = false;
  }
  // 扎赉诺尔煤业公司复产率: of one firm, which the place in front names.
  for (int k = begin; phrase.place >= 0 && phrase.place + 1 == begin && k + 1 < end; ++k) {
    if (IsWord(k) && (str(k).ends_with("公司") || str(k).ends_with("集团")) &&
        EndsIn(end - 1, kPartQuantity | kPartDependent)) {
      begin = k + 1;
      break;
    }
  }
  // 上述感染者; 金石镇城墙: the name of a place in front is no part of what is counted.
  const int first = begin;
  for (int k = begin; k + 1 < end; ++k) {
    if (!IsWord(k) && k == begin) continue;  // 3岁以下婴幼儿
    if (token(k).kind == TokenKind::kOther || IsPunctuation(k, "”")) continue;
    if (!IsWord(k)) break;
    const bool town = str(k) == "镇" || str(k) == "乡" || str(k) == "街道";
    const bool name_ends = k > begin && token(k).span.size() <= 6 && IsTownship(str(k)) &&
                           (town || token(k - 1).word_class == WordClass::kUnknown) &&
                           !Is(k - 1, kPartGenericName | kPartDivision) &&
                           !IsPunctuation(k + 1, "”");  // “教育强镇”
    if (str(k) == "上述" || name_ends) begin = k + 1;
    // 人均年增收 is 增收.
    if (Is(k, kPartAverage) && k + 2 < end &&
        (str(k + 1) == "年" || str(k + 1) == "月" || str(k + 1) == "日"))
      begin = k + 2;
    // “十三五”计划易地搬迁4216户: a verb behind a time.
    if (k > begin && str(k) == "计划" && str(k - 1) == "”" && IsWord(k + 1)) begin = k + 1;
    // 口岸日均通关车辆.
    if (k > begin && (str(k) == "日均" || str(k) == "月均")) begin = k + 1;
    // 煤矸石砖厂日产砖15万块: who makes it, and how often.
    if (k > begin && words_.verbs().IsRate(str(k)) && IsWord(k + 1) &&
        !EndsIn(end - 1, kPartQuantity | kPartAbstract))
      begin = k + 1;
    // 年消化矸石8万吨, but not 年旅游收入.
    if (k + 2 < end && (str(k) == "年" || str(k) == "日" || str(k) == "月") &&
        (token(k + 1).word_class == WordClass::kVerb ||
         token(k + 1).word_class == WordClass::kVerbalNoun)) {
      // 口岸日通关货车160辆; 景区日接待能力 is one of a day.
      const bool amount = EndsIn(end - 1, kPartQuantity | kPartAbstract);
      if (!amount && (k > begin || Is(k + 1, kPartTransitive))) begin = k + 2;
      if (amount && k > begin) begin = k;
    }
    // 日均供餐2100份, 日均发货1.1万件; 每斤售价3元.
    if (k + 2 == end && Is(k, kPartAverage) && str(k).ends_with("均") &&
        !str(k).starts_with("人") && IsModifier(token(k + 1).word_class))
      begin = k + 1;
    if (k == begin && k + 2 < end && Is(k, kPartAverage) && str(k).ends_with("均") &&
        !str(k).starts_with("人") && Is(k + 1, kPartTransitive))
      begin = k + 1;
    if (k + 1 < end && token(k).span.size() == 6 && str(k).starts_with("每")) begin = k + 1;
    // 婴幼儿每千人口托位数.
    if (k + 2 < end && token(k).span.size() == 9 && str(k).starts_with("每千"))
      begin = str(k + 1) == "口" ? k + 2 : k + 1;
  }
  // 日均上市蔬菜900吨.
  if (begin > first && begin + 2 == end && IsWord(begin) && Is(begin, kPartTransitive) &&
      IsNominal(token(begin + 1).word_class) &&
      !EndsIn(begin + 1, kPartAbstract | kPartQuantity | kPartDependent)) {
    phrase.verb = str(begin);
    ++begin;
  }
}

}  // namespace qushu
