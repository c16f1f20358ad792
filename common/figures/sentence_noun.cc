// The noun of what a figure counts that stands with the number itself.
#include "common/figures/sentence_reader.h"

namespace qushu {
namespace {

// 拉动, before what it makes grow.
bool IsPulling(std::string_view word) {
  return word == "拉动" || word == "带动" || word == "推动" || word == "支撑" || word == "促进";
}

}  // namespace

// 城镇居民人均可支配收入3.8万元，增长6.1%；农村1.2万元: of what this sentence said last with that
// unit, the kind that `word` names; empty if it said nothing.
std::string SentenceReader::OtherKind(const Figure& figure, std::string_view word) const {
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (it->unit != figure.unit) continue;
    const std::string_view noun = it->measure;
    const size_t other = verbs_.ContrastAt(noun);
    // 农村 takes the place of nothing: 人均收入3.8万元，农村1.2万元.
    if (other == 0 && !words_.Is(word, kPartGenericName)) return "";
    const bool bare = noun.empty() || noun == word || verbs_.IsContrast(noun);
    return bare ? "" : std::string(word) + std::string(noun.substr(other));
  }
  return "";
}

// 交付1500套, 竣工投产8家: whether nothing but what was done stands before the number.
bool SentenceReader::DoneTo(const LeftPhrase& left) const {
  const int size = left.noun_end - left.noun_begin;
  const auto verbal = [&](int i) { return token(i).word_class == WordClass::kVerbalNoun; };
  if (size == 2) return verbal(left.noun_begin) && verbal(left.noun_begin + 1);
  return size == 1 && verbal(left.noun_begin) && (parts(left.noun_begin) & kPartTransitive);
}

// Whether the number at `position` goes on with the one before it: 30天、28天和27天.
bool SentenceReader::IsListed(uint32_t position) const {
  const int at = sentence_.TokenAt(position);
  return at > 1 && token(at - 2).kind == TokenKind::kNumber &&
         (IsSign(at - 1, "、") || str(at - 1) == "和" || str(at - 1) == "与");
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
  if (named && verbs_.IsContrast(left.noun)) {
    if (const std::string other = OtherKind(figure, left.noun); !other.empty())
      return {other, Rule::kBreakdown, before.words};
  }
  switch (figure.kind) {
    case FigureKind::kAge:
      if (left.noun.ends_with("寿命")) return before;
      return {"年龄", Rule::kAgeOf, figure.span};
    case FigureKind::kTemperature:
      if (named && left.noun.find("体温") == std::string::npos) return before;
      if (!named && head != nullptr && head->unit == figure.unit) return {};
      // Nobody's body is so cold: 夜里只有2℃.
      return {figure.value < Decimal(34) ? "气温" : "体温", Rule::kTemperatureOf, figure.span};
    case FigureKind::kDuration:
      // 潜伏期最短2天，最长12天; 最长住院18天、最短6天: of the same.
      if (named && left.average >= 0 && left.noun.ends_with("期")) return before;
      // 优良天数分别为30天、28天和27天.
      if (!named && right.noun.empty() && head != nullptr && head->unit == figure.unit &&
          head->sentence == passage_.sentence_ &&
          (left.average >= 0 || (left.after_number && SpanOf(left.verb).empty()) ||
           IsListed(figure.span.begin)))
        return {};
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
      // 最长住院18天.
      if (named && left.only_modifier && left.noun_end == left.noun_begin + 2 &&
          (parts(left.noun_begin) & kPartAverage))
        return {std::string(str(last)) + "时间", Rule::kNounThenNumber, before.words};
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
      // 城镇居民人均可支配收入3.8万元，农村居民1.4万元.
      if (figure.kind == FigureKind::kMoney && named && !heads_.empty() && left.noun.size() >= 6 &&
          left.verb.empty() && heads_.back().unit == figure.unit &&
          words_.MatchBefore(left.noun, left.noun.size(), kPartPerson) == 6) {
        const std::string& of = heads_.back().measure;
        const size_t who = of.find(left.noun.substr(left.noun.size() - 6));
        if (who != std::string::npos && who + 12 <= of.size())
          return {left.noun + of.substr(who + 6), Rule::kBreakdown, before.words};
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
      // 其中市建筑商会80万元: who gave it.
      if (figure.kind == FigureKind::kMoney && breakdowns_.back().active && named &&
          breakdowns_.back().head.unit == figure.unit && (parts(last) & kPartOrgan))
        return {breakdowns_.back().head.measure, Rule::kBreakdown, breakdowns_.back().head.span};
      // 拨付使用1540万元.
      if (figure.kind == FigureKind::kMoney && named && left.only_modifier) {
        if (const std::string_view noun = verbs_.MoneyOf(left.noun); !noun.empty())
          return {std::string(noun), Rule::kVerbIsNoun, before.words};
      }
      // 拉动经济增长4.7个百分点: what is pulled along is the growth.
      if (left.change && named && left.noun_begin > 0 && IsPulling(str(left.noun_begin - 1)) &&
          last + 1 < size() && (parts(last + 1) & kPartChange))
        return {left.noun + std::string(str(last + 1)), Rule::kNounThenNumber,
                Tokens(left.noun_begin, last + 2)};
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
  // 参加养老保险31.2万人, 领取待遇8.9万人: those who do.
  if (named && (figure.unit == "人" || figure.unit == "名") && left.verb.size() >= 6 &&
      IsPlainVerb(words_.PartsOf(left.verb)) && !left.linked && !left.only_modifier) {
    if (left.noun.ends_with("保险"))
      return {left.noun + "参保人员", Rule::kNounThenNumber, before.words};
    if (left.noun.ends_with("待遇") || (parts(last) & kPartMoneyNoun))
      return {std::string(left.verb) + left.noun + "人员", Rule::kNounThenNumber, before.words};
  }
  // 新开工安置房2100套，年底前交付1500套: of the same.
  const bool amount = figure.kind == FigureKind::kCount || figure.kind == FigureKind::kArea;
  if (named && amount && !CountsPeople(figure.unit) && head != nullptr &&
      head->unit == figure.unit && head->sentence == passage_.sentence_ && !head->measure.empty() &&
      DoneTo(left) && !verbs_.CountsEvents(figure.unit) &&
      (figure.kind == FigureKind::kArea ||
       words_.MatchBefore(head->measure, head->measure.size(), kPartQuantity | kPartTransitive) ==
           0))
    return {head->measure, Rule::kInherited, head->span};
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
      ((token(last).word_class != WordClass::kVerbalNoun &&
        !(people && token(last).word_class == WordClass::kVerb)) ||
       origin ||
       (!people && figure.kind == FigureKind::kCount && !verbs_.CountsEvents(figure.unit) &&
        (left.noun_end == left.noun_begin + 1 || str(left.noun_begin) == "新") &&
        head->sentence + 1 >= passage_.sentence_)) &&
      !(parts(last) & (kPartState | kPartOutcome | kPartSeverity))) {
    // 羊饲养量86万只，出栏41万只: another quantity of the same.
    std::string_view owner = head->measure;
    // 采样1025万份，检测1024万份: each is what was done.
    if (token(last).word_class == WordClass::kVerbalNoun &&
        words_.MatchBefore(owner, owner.size(), kPartTransitive) == owner.size())
      return before;
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
  return {verbs_.PersonsWho(left.noun), Rule::kNounThenNumber, before.words};
}

}  // namespace qushu
