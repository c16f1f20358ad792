// What a figure counts.
#include <algorithm>

#include "common/figures/sentence_reader.h"

namespace qushu {

// 无疫情小区名单 counts 无疫情小区, 各级各类学校 are 学校.
std::string SentenceReader::WithoutTail(std::string measure) const {
  for (std::string_view all : {"各级", "各类", "各种", "各项", "大小", "所有"})
    if (measure.size() >= all.size() + 6 && measure.starts_with(all)) measure.erase(0, all.size());
  const size_t tail = words_.MatchBefore(measure, measure.size(), kPartTail);
  if (tail > 0 && measure.size() - tail >= 6) measure.resize(measure.size() - tail);
  measure.erase(0, verbs_.RateBefore(measure));
  return measure;
}

// The noun that stands with the number itself, on either side; empty if there is none.
SentenceReader::Choice SentenceReader::OwnNoun(const Figure& figure, const LeftPhrase& left,
                                               const RightPhrase& right, const Head* head) const {
  const Choice before{left.noun, Rule::kNounThenNumber,
                      left.noun.empty() ? Span{} : Tokens(left.noun_begin, left.noun_end)};
  const Choice behind{right.noun, right.relative ? Rule::kRelativeClause : Rule::kUnitThenNoun,
                      right.noun.empty() ? Span{} : Tokens(right.noun_begin, right.end)};
  const bool named = !left.noun.empty();
  const int last = left.noun_end - 1;  // token
  switch (figure.kind) {
    case FigureKind::kAge:
      return {"年龄", Rule::kAgeOf, figure.span};
    case FigureKind::kTemperature:
      if (named && left.noun.find("体温") == std::string::npos) return before;
      if (!named && head != nullptr && head->unit == figure.unit) return {};
      return {"体温", Rule::kTemperatureOf, figure.span};
    case FigureKind::kDuration:
      // 复工证明最快90分钟: the time that it takes.
      if (named && left.average >= 0 && !left.only_modifier &&
          (right.noun.empty() || right.begins_with_verb) &&
          (parts(last) & (kPartQuantity | kPartAbstract)) == 0)
        return {"时间", Rule::kDurationOf, figure.span};
      // 最大84岁，最小10个月: ages of the young.
      if (left.average >= 0 && !named && !figures_.empty() &&
          figures_.back().kind == FigureKind::kAge)
        return {"年龄", Rule::kAgeOf, figure.span};
      // 连值14个小时: a verb of one character.
      if (named && left.noun.size() == 3 && right.noun.empty())
        return {"时间", Rule::kDurationOf, figure.span};
      // 居家隔离观察14天制度: what was done so long stands before it; so does 平均用时8分钟.
      // 取水往返不超过20分钟: the time that takes; 暂停生产12天: what they did so long.
      if (named && left.linked && left.only_modifier)
        return {left.noun + "时间", Rule::kNounThenNumber, before.words};
      if (named && left.only_modifier && left.verb.size() >= 6 &&
          IsPlainVerb(words_.PartsOf(left.verb)))
        return {std::string(left.verb) + left.noun, Rule::kNounThenNumber, before.words};
      if (named && ((!left.linked && (left.only_modifier || left.ends_in_verb)) ||
                    (last >= 0 && (parts(last) & kPartQuantity))))
        return before;
      if ((left.after_number || left.change) && head != nullptr &&
          (head->unit == figure.unit || (left.after_number && head == &heads_.back())))
        return {};
      if (!right.noun.empty() && (!right.begins_with_verb || right.possessed)) return behind;
      if (named) return before;
      // 连续4天没有新增病例: what has held so long.
      if (left.streak && right.predicate.size() > 3) return {right.predicate, Rule::kPredicate, {}};
      // 免费开放312天.
      if (left.verb.size() >= 6 && !left.linked && !left.change && right.predicate.empty() &&
          !left.verb.ends_with("时") && !left.verb.ends_with("用") &&
          IsPlainVerb(words_.PartsOf(left.verb)) && SpanOf(left.verb).end == figure.span.begin)
        return {std::string(left.verb) + "时间", Rule::kDurationOf, SpanOf(left.verb)};
      return {"时间", Rule::kDurationOf, figure.span};
    case FigureKind::kPercent:
    case FigureKind::kMoney:
      // 居民人均可支配收入3万元，其中城镇居民4万元: whose income, not what is counted.
      if (const Head& total = breakdowns_.back().head;
          figure.kind == FigureKind::kMoney && breakdowns_.back().active &&
          total.unit == figure.unit && named &&
          words_.MatchBefore(left.noun, left.noun.size(), kPartPerson) > 0) {
        const size_t shared = words_.MatchAt(total.measure, 0, kPartPerson);
        const bool overlaps = shared > 0 && left.noun.ends_with(total.measure.substr(0, shared));
        return {left.noun + total.measure.substr(overlaps ? shared : 0), Rule::kBreakdown,
                before.words};
      }
      // 第二产业增加值650亿元，其中工业589亿元: what of an industry.
      if (const Head& total = breakdowns_.back().head;
          figure.kind == FigureKind::kMoney && breakdowns_.back().active && named &&
          total.unit == figure.unit && left.noun.ends_with("业")) {
        if (const size_t tail =
                words_.MatchBefore(total.measure, total.measure.size(), kPartQuantity);
            tail > 3) {
          return {left.noun + total.measure.substr(total.measure.size() - tail), Rule::kBreakdown,
                  before.words};
        }
      }
      // 城镇居民人均可支配收入3.8万元，农村1.2万元: a kind of the same.
      if (figure.kind == FigureKind::kMoney && named && left.noun_end == left.noun_begin + 1 &&
          (parts(last) & kPartGenericName) && !heads_.empty() && heads_.back().unit == figure.unit)
        return {left.noun + heads_.back().measure, Rule::kBreakdown, before.words};
      // 奖励举报群众5000元: what they got.
      if (figure.kind == FigureKind::kMoney && named && last >= 0 && (parts(last) & kPartPerson) &&
          left.verb.size() >= 6 && IsPlainVerb(words_.PartsOf(left.verb))) {
        return {std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb)};
      }
      // 5000万元应急过桥资金, 800万元的首贷; but not 410万元用于重建民房.
      // So does 引进投资5000万元以上项目12个.
      if (figure.kind == FigureKind::kMoney && !right.noun.empty() &&
          right.qualifier != Qualifier::kExact &&
          (!named || left.only_modifier || left.ends_in_verb))
        return behind;
      // 厂里七成订单, 全镇三分之二的农户: a share of those behind.
      if (figure.kind == FigureKind::kPercent && !right.noun.empty() && !right.before_number &&
          right.qualifier == Qualifier::kExact && !left.linked && !left.change &&
          left.verb.empty() && (!right.begins_with_verb || right.possessed) &&
          (!named || words_.MatchBefore(left.noun, left.noun.size(),
                                        kPartQuantity | kPartDependent | kPartAbstract) == 0))
        return behind;
      if (figure.kind == FigureKind::kMoney && !right.noun.empty() && !right.before_number &&
          ((right.possessed && !IsAmount(left.noun)) ||
           words_.MatchBefore(right.noun, right.noun.size(), kPartMoneyNoun) > 0))
        return behind;
      return named ? before : behind;
    default:
      break;
  }
  // 工业企业复工39家: those that did.
  if (named && left.ends_in_verb && right.noun.empty() && !CountsPeople(figure.unit)) {
    int done = left.noun_end;
    while (done - 1 > left.noun_begin && token(done - 1).word_class == WordClass::kVerbalNoun)
      --done;
    constexpr uint64_t kKind = kPartGenericName | kPartOrgan;
    if (done < left.noun_end && (parts(done - 1) & kKind) == kKind) {
      std::string who(Slice(text_, Tokens(done, left.noun_end)));
      who += Slice(text_, Tokens(left.noun_begin, done));
      return {std::move(who), Rule::kNounThenNumber, before.words};
    }
  }
  // 两江新区58个，高新区17个: a zone, of a list of what it has.
  if (named && right.noun.empty() && left.noun_end == left.noun_begin + 1 &&
      (parts(last) & kPartZone) && !heads_.empty() && heads_.back().unit == figure.unit &&
      left.verb.empty())
    return {heads_.back().measure, Rule::kBreakdown, heads_.back().span};
  // 接种车12辆进企业; but 工业园区12家停产企业.
  constexpr uint64_t kPlaces = kPartOrgan | kPartZone | kPartDivision | kPartCommunity;
  const bool does =
      named && right.begins_with_verb && !right.possessed && !left.linked && !left.only_modifier &&
      !left.ends_in_verb &&
      (token(right.noun_begin).word_class == WordClass::kVerb ||
       (figure.kind == FigureKind::kMass && (parts(right.noun_begin) & kPartTransitive))) &&
      left.noun_end + 1 == right.noun_begin &&
      words_.MatchBefore(left.noun, left.noun.size(), kPlaces) == 0;
  // 技术员46名下田: what the persons do.
  const bool persons =
      named && CountsPeople(figure.unit) && !left.linked && left.noun_end + 1 == right.noun_begin &&
      words_.MatchBefore(left.noun, left.noun.size(), kPartPerson | kPartPersonSuffix) > 0 &&
      words_.MatchBefore(right.noun, right.noun.size(), kPartPerson | kPartPersonSuffix) == 0 &&
      !left.only_modifier && !right.possessed;
  // 保供企业27家储备米面油2800吨: what they did, with a number of its own.
  const bool elsewhere =
      persons ||
      (named && right.begins_with_verb &&
       (right.before_number || does || (CountsPeople(figure.unit) && (parts(last) & kPartPerson))));
  // 14例确诊患者治愈出院: the noun behind the unit, unless it is what is said of them:
  // 4例病情危重.
  if (!right.noun.empty() && !elsewhere &&
      !(CountsPeople(figure.unit) && right.state && !right.predicate.empty() &&
        !words_.Is(right.noun, kPartPerson) && right.noun.size() <= 6 && !named)) {
    return behind;
  }
  // 移送司法机关11人: those who were.
  if (named && (figure.unit == "人" || figure.unit == "名") && (parts(last) & kPartOrgan) &&
      !(parts(last) & kPartPerson) && left.verb.size() >= 6 &&
      IsPlainVerb(words_.PartsOf(left.verb))) {
    return {verbs_.PersonsWho(std::string(left.verb) + left.noun), Rule::kNounThenNumber,
            before.words};
  }
  // 缅甸籍4人 is a kind too.
  const bool people = CountsPeople(figure.unit);
  const bool origin = named && people && (parts(last) & kPartOrigin);
  // 男16.6万人: a kind of those counted before.
  const bool sex = people && (left.noun == "男" || left.noun == "女");
  // 社会面筛查发现3例: of those whose number it is part of.
  if (named && figure.unit == "例" && head != nullptr && verbs_.IsFinding(str(last))) return {};
  if (!named || left.dimension || (!left.only_modifier && !origin && !sex)) return before;
  // 医务人员累计感染86人: those to whom it happened.
  if (people && left.noun_begin > 0 && verbs_.Befalls(left.noun)) {
    const LeftPhrase who = ReadLeft(text_, sentence_, left.noun_begin, words_);
    if (words_.MatchBefore(who.noun, who.noun.size(), kPartPerson | kPartPersonSuffix) > 0)
      return {who.noun, Rule::kNounThenNumber, Tokens(who.noun_begin, who.noun_end)};
  }
  // 1027名密切接触者正在观察，当日解除204名: of those too.
  if (people && head != nullptr && head->sentence == passage_.sentence_ &&
      verbs_.IsContact(head->measure) && (parts(last) & kPartTransitive) &&
      left.noun_end == left.noun_begin + 1)
    return {left.noun + head->measure, Rule::kVerbInherited, before.words};
  // 集中供养五保老人317人，分散供养2108人.
  if (people && head != nullptr && head->sentence == passage_.sentence_ &&
      CountsPeople(head->unit) && head->measure.find(left.noun) != std::string::npos &&
      head->measure.size() > left.noun.size() + 3 &&
      words_.MatchBefore(head->measure, head->measure.size(), kPartPerson) > 0)
    return {head->measure, Rule::kInherited, head->span};
  // 水库63座，其中中型4座: a kind of what was counted before.
  if (head != nullptr && !head->measure.empty() &&
      (head->unit == figure.unit || (people && CountsPeople(head->unit))) &&
      (token(last).word_class != WordClass::kVerbalNoun || origin ||
       (!people && figure.kind == FigureKind::kCount && !verbs_.CountsEvents(figure.unit) &&
        left.noun_end == left.noun_begin + 1 && head->sentence + 1 >= passage_.sentence_)) &&
      !(parts(last) & (kPartState | kPartOutcome | kPartSeverity))) {
    // 羊饲养量86万只，出栏41万只: another quantity of the same.
    std::string_view owner = head->measure;
    if (token(last).word_class == WordClass::kVerbalNoun && left.noun_end == left.noun_begin + 1) {
      if (const size_t tail =
              words_.MatchBefore(owner, owner.size(), kPartQuantity | kPartTransitive);
          tail > 0 && tail < owner.size()) {
        owner.remove_suffix(tail);
        // 饲养量: the verb before it.
        const size_t verb = words_.MatchBefore(owner, owner.size(), kPartTransitive);
        if (verb < owner.size()) owner.remove_suffix(verb);
        return {std::string(owner) + left.noun, Rule::kBreakdown, before.words};
      }
    }
    // 国家级荣誉12项、省级28项.
    if (left.noun.ends_with("级")) {
      const size_t level = head->measure.find("级");
      if (level != std::string::npos && level <= 6) owner.remove_prefix(level + 3);
    }
    // 总人口31.8万人，其中男16.6万人.
    if (owner.starts_with("总") && owner.size() > 6) owner.remove_prefix(3);
    return {left.noun + (sex ? "性" : "") + std::string(owner), Rule::kBreakdown, before.words};
  }
  if (sex) return {left.noun + "性", Rule::kNounThenNumber, before.words};
  if (figure.unit == "户") return {left.noun + "户", Rule::kNounThenNumber, before.words};
  // 务工9.8万人 counts those who do it.
  if ((figure.unit != "人" && figure.unit != "名") || words_.Is(left.noun, kPartOutcome))
    return before;
  for (int i = left.noun_begin; i < size() && token(i).kind == TokenKind::kWord; ++i) {
    if ((parts(i) & (kPartOutcome | kPartState)) != 0 ||
        token(i).word_class == WordClass::kAttributive)
      return before;
  }
  return {left.noun + "人员", Rule::kNounThenNumber, before.words};
}

// Whether the clause before token `number` says what a weight of it costs: 每斤, 每公斤.
bool SentenceReader::IsPrice(int number) const {
  for (int i = number - 1; i >= 0 && !IsDelimiter(i); --i) {
    std::string_view each = str(i);
    if (!each.starts_with("每")) continue;
    each.remove_prefix(3);
    if (each.empty()) each = str(i + 1);
    return each == "斤" || each == "公斤" || each == "千克" || each == "吨" || each == "担";
  }
  return false;
}

// 保额50万元的保险, 奖金5万元的大奖: of what is named the number is not all; but
// 总额300万元的消费券.
bool SentenceReader::IsAmount(std::string_view noun) const {
  return noun != "总额" && noun != "金额" &&
         words_.MatchBefore(noun, noun.size(), kPartMoneyNoun | kPartQuantity) > 0;
}

std::string SentenceReader::DecideMeasure(Figure& figure, const LeftPhrase& left,
                                          const RightPhrase& right, const Head* head, bool& own) {
  own = true;
  auto set = [&](std::string measure, Rule rule, Span words) {
    figure.measure = WithoutTail(std::move(measure));
    Because(Field::kMeasure, rule, words);
    return figure.measure;
  };
  if (Choice choice = OwnNoun(figure, left, right, head); !choice.measure.empty()) {
    // 4条县道、长26.8公里: how long those are.
    if (left.dimension && figure.kind == FigureKind::kLength &&
        choice.rule == Rule::kNounThenNumber) {
      // 大丽铁路境内长54公里: of what the clause begins with, or else of what was counted before.
      const std::string topic =
          ReadTopic(text_, sentence_, sentence_.TokenAt(figure.span.begin), words_);
      if (!topic.empty() && topic != choice.measure)
        return set(topic + choice.measure + "度", choice.rule, choice.words);
      const Head* of =
          heads_.empty() || heads_.back().unit == figure.unit ? nullptr : &heads_.back();
      set((of == nullptr ? "" : of->measure) + choice.measure + "度", choice.rule, choice.words);
      return of == nullptr ? figure.measure : of->measure;
    }
    // 60岁以上人口92万人，比重上升7.9个百分点: the share of those.
    // 荞麦42万亩，平均亩产60公斤.
    const bool averaged = left.noun_end == left.noun_begin + 2 && str(left.noun_begin) == "平均";
    if (choice.rule == Rule::kNounThenNumber &&
        (averaged || left.noun_end == left.noun_begin + 1) &&
        (parts(left.noun_end - 1) & kPartDependent)) {
      if (averaged) choice.measure = str(left.noun_end - 1);
      if (const Head* of = Possessor(choice.measure)) {
        std::string owner = of->measure;
        // 粮食播种面积26万亩，总产9.4万吨，单产470公斤: of grain.
        while (choice.measure.ends_with("产")) {
          const size_t tail = words_.MatchBefore(owner, owner.size(),
                                                 kPartQuantity | kPartTransitive | kPartDependent);
          if (tail == 0 || tail + 6 > owner.size()) break;
          owner.resize(owner.size() - tail);
        }
        choice.measure.insert(0, owner);
      }
    }
    return set(std::move(choice.measure), choice.rule, choice.words);
  }
  own = false;
  const Span inherited = head == nullptr ? Span{} : head->span;
  const bool earlier = head != nullptr && head->sentence != passage_.sentence_;
  const Rule inherit = earlier ? Rule::kInheritedEarlier : Rule::kInherited;
  const bool people = CountsPeople(figure.unit);
  const bool verbal = !left.verb.empty() && !left.change && IsPlainVerb(words_.PartsOf(left.verb));
  const std::string predicate = right.noun.empty() ? right.predicate : right.noun + right.predicate;
  if (people && !predicate.empty()) {
    // 5例治愈出院: what is said of them, and who they are.
    const bool joins = head != nullptr && !head->said && !head->measure.empty() &&
                       head->measure.size() <= 36 &&
                       (figure.unit == "例" || head->sentence == passage_.sentence_ ||
                        breakdowns_.back().active || right.state) &&
                       (figure.unit == "例" || breakdowns_.back().active ||
                        words_.MatchBefore(head->measure, head->measure.size(), kPartPerson) > 0);
    // 83例在集中隔离点检出: too long to be a name for them.
    if (joins && predicate.size() > 24) {
      own = false;
      return set(head->measure, inherit, inherited);
    }
    own = true;
    if (joins) {
      set(predicate + head->measure, Rule::kPredicate, inherited);
      return head->measure;
    }
    // 8.36万人受灾.
    said_ = true;
    const bool persons = figure.unit != "例" && right.noun.empty() && predicate.size() <= 12;
    return set(persons ? verbs_.PersonsWho(predicate) : predicate, Rule::kPredicate,
               right.noun.empty() ? Span{} : Tokens(right.noun_begin, right.end));
  }
  if (people && verbal) {
    // 解除观察911人, of those named before.
    // 1027名密切接触者正在观察，当日解除204名: of those too.
    if (head != nullptr && CountsPeople(head->unit) &&
        (breakdowns_.back().active ||
         (head->sentence == passage_.sentence_ && verbs_.IsContact(head->measure) &&
          words_.Is(left.verb, kPartTransitive)))) {
      set(std::string(left.verb) + head->measure, Rule::kVerbInherited, inherited);
      return head->measure;
    }
    // 刑拘17人: those to whom it was done.
    if (figure.unit == "人" || figure.unit == "名")
      return set(verbs_.PersonsWho(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  // 菠萝种植面积35万亩，年产70万吨: of what is grown there.
  if (verbs_.IsRate(left.verb) && figure.kind == FigureKind::kMass && !heads_.empty() &&
      heads_.back().unit != figure.unit) {
    std::string owner = heads_.back().measure;
    if (const size_t tail = words_.MatchBefore(owner, owner.size(), kPartQuantity);
        tail > 0 && tail < owner.size()) {
      owner.resize(owner.size() - tail);
      return set(std::move(owner), Rule::kInherited, heads_.back().span);
    }
    return set("产量", Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  // 捐764.5万元.
  if (figure.kind == FigureKind::kMoney) {
    if (const std::string_view noun = verbs_.MoneyOf(left.verb); !noun.empty())
      return set(std::string(noun), Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  // 电气引发1019起, of fires; 货车违法占道529起.
  if (verbs_.CountsEvents(figure.unit) && verbal && !left.subject.empty() && head != nullptr &&
      head->unit == figure.unit) {
    own = true;
    const Span words{Tokens(left.subject_begin, left.subject_end).begin, SpanOf(left.verb).end};
    set(left.subject + std::string(left.verb) + head->measure, Rule::kVerbInherited, words);
    return head->measure;
  }
  // 其中酒驾143起、醉驾38起: a kind of what was counted before.
  const int item = left.begin;  // token
  if (verbal && breakdowns_.back().active && !left.linked &&
      SpanOf(left.verb) == token(item).span &&
      (item == 0 || IsDelimiter(item - 1) || (parts(item - 1) & kPartBreakdown))) {
    return set(std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  // 招聘会举办14场.
  const bool held = verbs_.CountsEvents(figure.unit) && verbs_.IsHolding(left.verb);
  if (!people && figure.kind != FigureKind::kMoney && !left.subject.empty() &&
      figure.unit != "户" && (held || !verbs_.CountsEvents(figure.unit))) {
    // 救护车行驶8.3万公里.
    if (figure.kind == FigureKind::kLength && verbs_.IsMotion(left.verb)) {
      const Span words{Tokens(left.subject_begin, left.subject_end).begin, SpanOf(left.verb).end};
      return set(left.subject + std::string(left.verb) + "里程", Rule::kNounThenNumber, words);
    }
    return set(left.subject, Rule::kNounThenNumber, Tokens(left.subject_begin, left.subject_end));
  }
  // 全县35.9万户、134万人: no list of what was counted before.
  if (figure.unit == "户" && left.verb.empty() && !breakdowns_.back().active &&
      (head == nullptr || head->sentence != passage_.sentence_))
    return set("户", Rule::kUnitIsNoun, figure.span);
  // 搬迁户1.2万户、4.9万人: who lives in those.
  if (head != nullptr && CountsPeople(figure.unit) && head->unit == "户" &&
      head->measure.ends_with("户") && head->sentence == passage_.sentence_)
    return set(head->measure.substr(0, head->measure.size() - 3) + "人口", Rule::kUnitIsNoun,
               figure.span);
  // 全市水库247座，已加固11座; an item of a list has no verb of its own.
  if (head != nullptr && (!verbal || left.linked ||
                          (figure.kind == FigureKind::kCount && head->unit == figure.unit &&
                           head->sentence == passage_.sentence_))) {
    // 亿元以上项目15个，其中5亿元以上4个: of the projects, whatever they cost.
    if (figure.kind == FigureKind::kMoney && right.qualifier != Qualifier::kExact) {
      const size_t bound = head->measure.find("以上");
      if (bound != std::string::npos && bound + 6 < head->measure.size())
        return set(head->measure.substr(bound + 6), inherit, inherited);
    }
    // 劳务收入18亿元，人均1.9万元; 最高海拔4017米，最低695米.
    if (left.average >= 0 && figure.unit == head->unit) {
      set(std::string(str(left.average)) + head->measure, inherit, inherited);
      return head->measure;
    }
    return set(head->measure, inherit, inherited);
  }
  // The unit names what it counts.
  if (figure.unit == "户") return set("户", Rule::kUnitIsNoun, figure.span);
  if (figure.unit == "人" || figure.unit == "口" || figure.unit == "名")
    return set("人口", Rule::kUnitIsNoun, figure.span);
  // 起降1486架次, 出车6015趟.
  if (left.verb.size() >= 6) {
    // 行驶1.1万公里.
    if (figure.kind == FigureKind::kLength && verbs_.IsMotion(left.verb))
      return set(std::string(left.verb) + "里程", Rule::kVerbIsNoun, SpanOf(left.verb));
    set(std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
    return people ? figure.measure : "";  // no noun that others could take
  }
  if (figure.kind == FigureKind::kCount) return set(figure.unit, Rule::kUnitIsNoun, figure.span);
  if (head != nullptr) return set(head->measure, inherit, inherited);
  // 黄瓜一天能卖8000斤，每斤比年前低4毛: what it costs.
  const int number = sentence_.TokenAt(figure.span.begin);
  if (figure.kind == FigureKind::kMoney && !heads_.empty() && IsPrice(number))
    return set(heads_.back().measure + "价格", Rule::kInherited, heads_.back().span);
  if (std::string topic = ReadTopic(text_, sentence_, number, words_); !topic.empty())
    return set(std::move(topic), Rule::kNounThenNumber, {});
  // 20亩大棚喜获丰收，卖了1800斤: of what was spoken of.
  if (!heads_.empty() && figure.kind != FigureKind::kMoney && !heads_.back().measure.empty())
    return set(heads_.back().measure, Rule::kInherited, heads_.back().span);
  return set("", Rule::kNoMeasure, {});
}

}  // namespace qushu
