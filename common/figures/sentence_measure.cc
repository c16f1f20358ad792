// What a figure counts.
#include <algorithm>

#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

// A crop's name is no longer; what is, has more than a crop in it.
constexpr size_t kCropBytes = 12;

}  // namespace

// 无疫情小区名单 counts 无疫情小区, 各级各类学校 are 学校.
std::string SentenceReader::WithoutTail(std::string measure) const {
  while (measure.size() >= 12 &&
         BeginsWithAny(measure, "各级", "各类", "各种", "各项", "大小", "所有")) {
    measure.erase(0, 6);
  }
  // 生产总值（GDP）
  if (const size_t open = measure.rfind("（");
      open != std::string::npos && open > 0 && measure.ends_with("）") && measure[open + 3] > 0)
    measure.resize(open);
  const size_t tail = words_.MatchBefore(measure, measure.size(), kPartTail);
  if (tail > 0 && measure.size() - tail >= 6) measure.resize(measure.size() - tail);
  measure.erase(0, verbs_.RateBefore(measure));
  if (const std::string_view object = verbs_.ObjectOf(measure); !object.empty())
    return std::string(object);
  return measure;
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

// 市境72公里, 境内段长29.3公里: the part of something that lies within the division.
bool SentenceReader::LiesWithin(int number) const {
  int i = number - 1;
  if (i > 0 && str(i) == "段长") --i;
  return i >= 0 && (str(i) == "境" || str(i).ends_with("境内"));
}

// 圆粒水稻（水分14.5%）每斤1.30元: what stands before the bracket in front of that.
std::string SentenceReader::PricedBefore(int number) const {
  int i = number - 1;
  while (i > 0 && !IsDelimiter(i)) --i;
  if (i <= 0 || !IsClose(i)) return "";
  while (i > 0 && !IsOpen(i)) --i;
  return i > 0 ? ReadLeft(text_, sentence_, i, words_).noun : "";
}

// 保额50万元的保险, 奖金5万元的大奖: of what is named the number is not all; but
// 总额300万元的消费券.
bool SentenceReader::IsAmount(std::string_view noun) const {
  return noun != "总额" && noun != "金额" &&
         words_.MatchBefore(noun, noun.size(), kPartMoneyNoun | kPartQuantity) > 0;
}

// 县高级中学一本上线412人, 12345热线受理诉求: the institution that the noun of `choice` begins with
// is whose it is, not what is counted.
void SentenceReader::StripSubject(const LeftPhrase& left, Choice& choice) const {
  if (left.noun_begin < 0 || left.noun_end - left.noun_begin < 3 ||
      choice.measure != Slice(text_, Tokens(left.noun_begin, left.noun_end)))
    return;
  for (int k = left.noun_end - 2; k > left.noun_begin; --k) {
    if (!(parts(k) & kPartOrgan) || !NamesOrgan(k)) continue;
    if (k + 2 == left.noun_end && (parts(k + 1) & (kPartQuantity | kPartAbstract | kPartDependent)))
      return;
    choice.words = Tokens(k + 1, left.noun_end);
    choice.measure = std::string(Slice(text_, choice.words));
    return;
  }
}

std::string SentenceReader::DecideMeasure(Figure& figure, const LeftPhrase& left,
                                          const RightPhrase& right, const Head* head, bool& own) {
  own = true;
  auto set = [&](std::string measure, Rule rule, Span words) {
    figure.measure = WithoutTail(std::move(measure));
    Because(Field::kMeasure, rule, words);
    return figure.measure;
  };
  const int at = sentence_.TokenAt(figure.span.begin);  // the number's token
  // 房屋进水，最深处达1.6米.
  if (figure.kind == FigureKind::kLength && left.noun.empty()) {
    for (int i = at - 1; i >= 0 && i + 3 > at; --i)
      if (str(i).starts_with("最深")) return set("深度", Rule::kNounThenNumber, token(i).span);
  }
  // 京广铁路纵贯市境72公里, 石慈公路通车，境内段长29公里: of what lies there.
  if (figure.kind == FigureKind::kLength && LiesWithin(at)) {
    for (int i = at - 1; i >= 0 && !IsSign(i, "。") && !IsSign(i, "；"); --i) {
      if (!IsAnyOf(str(i), "铁路", "公路", "高速", "国道", "省道", "大堤", "河", "江", "渠"))
        continue;
      const LeftPhrase line = ReadLeft(text_, sentence_, i + 1, words_);
      if (!line.noun.empty())
        return set(line.noun, Rule::kNounThenNumber, Tokens(line.noun_begin, line.noun_end));
    }
  }
  Choice choice = OwnNoun(figure, left, right, head);
  // 花生是传统油料。1949年种4.1万亩，产307万斤.
  if (at > 0 && verbs_.Yields(str(at - 1)) &&
      (choice.measure.empty() || choice.measure == str(at - 1))) {
    own = false;
    if (!passage_.topic_.empty()) return set(passage_.topic_, Rule::kInheritedEarlier, {});
  }
  own = true;
  if (!choice.measure.empty()) {
    if (choice.rule == Rule::kNounThenNumber) StripSubject(left, choice);
    // 现有住院94例: those who are.
    if (figure.unit == "例" && choice.measure.size() == 6 &&
        words_.Is(choice.measure, kPartState) && !words_.Is(choice.measure, kPartOutcome))
      choice.measure += "病例";
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
        const bool yield = choice.measure.ends_with("产") || choice.measure.ends_with("产量");
        while (yield) {
          const size_t tail = words_.MatchBefore(owner, owner.size(),
                                                 kPartQuantity | kPartTransitive | kPartDependent);
          if (tail == 0 || tail + 6 > owner.size()) break;
          owner.resize(owner.size() - tail);
        }
        // 芦笋种植面积3万亩，产量2万吨: where it is a crop's land that is spoken of.
        const bool whole = choice.measure.ends_with("产量");
        if (!whole || (of->measure.ends_with("面积") && owner.size() <= kCropBytes))
          choice.measure.insert(0, owner);
      }
    }
    // 猪肉全市均价37.6元: of the pork.
    if (choice.rule == Rule::kNounThenNumber && left.noun_end == left.noun_begin + 1 &&
        left.noun_begin > 1 && (parts(left.noun_begin - 1) & kPartWhole) &&
        token(left.noun_begin - 2).word_class == WordClass::kNoun &&
        (parts(left.noun_begin) & (kPartQuantity | kPartDependent))) {
      const LeftPhrase of = ReadLeft(text_, sentence_, left.noun_begin - 1, words_);
      if (of.noun_end == left.noun_begin - 1) choice.measure.insert(0, of.noun);
    }
    // 绝收6.1万亩, 收割1.92万亩: the land on which that was so; 造林, 占地 say themselves what.
    if (figure.kind == FigureKind::kArea && choice.rule == Rule::kNounThenNumber &&
        !IsIn(CodePointBefore(choice.measure, choice.measure.size()), U"地林田土沙园草山") &&
        left.noun_end == left.noun_begin + 1 && choice.measure.size() == 6 &&
        token(left.noun_begin).word_class == WordClass::kVerbalNoun)
      choice.measure += "面积";
    return set(std::move(choice.measure), choice.rule, choice.words);
  }
  // 4327户15108人稳定脱贫: of whom that is said.
  if (figure.unit == "户") {
    int i = sentence_.TokenAt(figure.span.begin) + 1;
    if (i < size() && token(i).kind == TokenKind::kNumber) ++i;
    for (; i < size() && !IsDelimiter(i) && token(i).kind == TokenKind::kWord; ++i) {
      if (const std::string_view noun = verbs_.HouseholdsWho(str(i)); !noun.empty())
        return set(std::string(noun), Rule::kPredicate, token(i).span);
    }
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
      // 其中封控区筛查发现9例: how they were found, not what they are.
      if (verbs_.IsFinding(left.verb)) return set(head->measure, inherit, inherited);
      set(std::string(left.verb) + head->measure, Rule::kVerbInherited, inherited);
      return head->measure;
    }
    // 刑拘17人: those to whom it was done.
    if (figure.unit == "人" || figure.unit == "名" || verbs_.HasPersons(left.verb))
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
  // 拨付补偿资金9476万元，其中临沂得到1102万元: of the same.
  if (verbs_.IsGetting(left.verb) && head != nullptr && head->unit == figure.unit &&
      head->sentence == passage_.sentence_)
    return set(head->measure, inherit, inherited);
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
  // 开展核酸检测，48小时内完成48.6万人: of what was spoken of.
  if (people && at > 0 && str(at - 1) == "完成" &&
      (head == nullptr || head->sentence != passage_.sentence_)) {
    for (int i = at - 1; i > 0; --i) {
      if (token(i).kind == TokenKind::kWord && token(i - 1).kind == TokenKind::kWord &&
          (parts(i) & kPartTransitive) && token(i - 1).word_class == WordClass::kNoun)
        return set(std::string(Slice(text_, Tokens(i - 1, i + 1))), Rule::kVerbIsNoun,
                   Tokens(i - 1, i + 1));
    }
  }
  // 全市水库247座，已加固11座; an item of a list has no verb of its own.
  // 建厂130家，次年下马九成: of those.
  const bool tenths = Slice(text_, figure.span).ends_with("成");
  if (head != nullptr && (!verbal || left.linked || tenths ||
                          (figure.kind == FigureKind::kCount && head->unit == figure.unit &&
                           head->sentence == passage_.sentence_))) {
    // 亿元以上项目15个，其中5亿元以上4个: of the projects, whatever they cost.
    if (figure.kind == FigureKind::kMoney && right.qualifier != Qualifier::kExact) {
      const size_t bound = head->measure.find("以上");
      if (bound != std::string::npos && bound + 6 < head->measure.size())
        return set(head->measure.substr(bound + 6), inherit, inherited);
    }
    // 劳务收入18亿元，人均1.9万元; 最高海拔4017米，最低695米.
    // 锦江镇3.15万亩，完成81.2%, of a list of what was reaped.
    const bool done = head == &breakdowns_.back().head && head->measure.size() == 6 &&
                      words_.Is(head->measure, kPartTransitive);
    if (done && figure.kind == FigureKind::kArea)
      return set(head->measure + "面积", inherit, inherited);
    if (done && figure.kind == FigureKind::kPercent)
      return set(head->measure + "进度", inherit, inherited);
    if (left.average >= 0 && figure.unit == head->unit) {
      set(std::string(str(left.average)) + head->measure, inherit, inherited);
      return head->measure;
    }
    return set(head->measure, inherit, inherited);
  }
  // The unit names what it counts.
  if (figure.unit == "户") return set("户", Rule::kUnitIsNoun, figure.span);
  if (figure.unit == "人" || figure.unit == "口" || figure.unit == "名") {
    // 像他这样的退役军人，全区有430多名: those that the clause before ends with.
    for (int i = at - 1; i > 0 && at - i < 6; --i) {
      if (!IsSign(i, "，") || token(i - 1).kind != TokenKind::kWord) continue;
      if (words_.MatchBefore(str(i - 1), str(i - 1).size(), kPartPerson) == 0) break;
      return set(std::string(str(i - 1)), Rule::kUnitIsNoun, token(i - 1).span);
    }
    return set("人口", Rule::kUnitIsNoun, figure.span);
  }
  // 减免中小企业房租2200万元，惠及1900余家: the bodies last spoken of.
  if (figure.unit == "家") {
    for (int i = sentence_.TokenAt(figure.span.begin) - 1; i >= 0; --i) {
      const std::string_view word = str(i);
      const size_t kind = words_.MatchBefore(word, word.size(), kPartOrgan);
      if (kind > 0 && words_.Is(word.substr(word.size() - kind), kPartGenericName))
        return set(std::string(word), Rule::kUnitIsNoun, token(i).span);
    }
  }
  // 起降1486架次, 出车6015趟.
  if (left.verb.size() >= 6) {
    // 行驶1.1万公里.
    if (figure.kind == FigureKind::kLength && verbs_.IsMotion(left.verb))
      return set(std::string(left.verb) + "里程", Rule::kVerbIsNoun, SpanOf(left.verb));
    set(std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
    // A verb is no noun that others could take; its object is (设卡: 卡点).
    return people || figure.measure != left.verb ? figure.measure : "";
  }
  if (figure.kind == FigureKind::kCount) return set(figure.unit, Rule::kUnitIsNoun, figure.span);
  if (head != nullptr) return set(head->measure, inherit, inherited);
  // 黄瓜一天能卖8000斤，每斤比年前低4毛: what it costs.
  const int number = sentence_.TokenAt(figure.span.begin);
  if (figure.kind == FigureKind::kMoney && IsPrice(number)) {
    if (std::string goods = PricedBefore(number); !goods.empty())
      return set(goods + "价格", Rule::kNounThenNumber, {});
  }
  if (figure.kind == FigureKind::kMoney && !heads_.empty() && IsPrice(number))
    return set(heads_.back().measure + "价格", Rule::kInherited, heads_.back().span);
  if (std::string topic = ReadTopic(text_, sentence_, number, words_); !topic.empty())
    return set(std::move(topic), Rule::kNounThenNumber, {});
  // 20亩大棚喜获丰收，卖了1800斤: of what was spoken of.
  if (!heads_.empty() && figure.kind != FigureKind::kMoney && !heads_.back().measure.empty())
    return set(heads_.back().measure, Rule::kInherited, heads_.back().span);
  if (figure.kind == FigureKind::kMoney) return set("资金", Rule::kUnitIsNoun, figure.span);
  if (figure.kind == FigureKind::kArea) return set("面积", Rule::kUnitIsNoun, figure.span);
  return set("", Rule::kNoMeasure, {});
}

}  // namespace qushu
