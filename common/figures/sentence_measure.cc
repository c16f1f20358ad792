// What a figure counts, and what it takes from the figures before it.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {
namespace {

// 刑拘17人: those to whom it was done, or who did it. 死, 伤 stand alone in reports of accidents.
std::string PersonsWho(std::string_view verb) {
  if (verb == "死" || verb == "亡") return "死亡人员";
  if (verb == "伤") return "受伤人员";
  return std::string(verb) + "人员";
}

// Whether a verb with these parts says what was done, and nothing of the number.
bool IsPlainVerb(uint64_t parts) {
  return (parts & ~(kPartTransitive | kPartMoneyNoun | kPartReport)) == 0;
}

// 捐764.5万元, 捐出200万元: the noun of such a verb.
std::string_view MoneyOf(std::string_view verb) {
  constexpr std::pair<std::string_view, std::string_view> kNouns[] = {
      {"捐", "捐款"}, {"投", "投资"}, {"花", "花费"}, {"罚", "罚款"}, {"贷", "贷款"},
      {"借", "借款"}, {"奖", "奖金"}, {"补", "补助"}, {"赔", "赔款"}, {"挣", "收入"},
      {"赚", "收入"}, {"卖", "售价"}, {"欠", "欠款"}, {"存", "存款"}};
  for (const auto& [v, noun] : kNouns) {
    if (v == verb || (verb.starts_with(v) && verb.size() == 6 &&
                      (verb.ends_with("出") || verb.ends_with("回") || verb.ends_with("得") ||
                       verb.ends_with("去"))))
      return noun;
  }
  return "";
}

// Measure words for what is done, not for what it is done to.
bool CountsEvents(std::string_view unit) {
  return unit == "次" || unit == "场" || unit == "场次" || unit == "趟" || unit == "架次" ||
         unit == "班次" || unit == "起" || unit == "期" || unit == "回";
}

}  // namespace

// 其中, 确诊病例中，: what follows divides a total.
void SentenceReader::OpenBreakdown(int i) {
  Breakdown& current = breakdowns_.back();
  if (str(i) == "中" || IsSign(i, "：")) {
    if (str(i) == "中" && i + 1 < size() && !IsDelimiter(i + 1)) return;
    if (i == 0) return;
    // 其中：: said already.
    if (IsSign(i, "：") && (parts(i - 1) & kPartBreakdown)) return;
    // 604例确诊病例中，: the figure itself is the total.
    if (!figures_.empty()) {
      int k = i - 1;
      while (k >= 0 && !IsDelimiter(k) && token(k).kind != TokenKind::kNumber) --k;
      if (k >= 0 && token(k).kind == TokenKind::kNumber) {
        current.head = heads_.back();
        current.active = true;
        return;
      }
    }
    if (IsSign(i, "：") && (breakdowns_.size() > 1 || i + 2 >= size())) return;
    LeftPhrase phrase = ReadLeft(text_, sentence_, i, words_);
    if (phrase.noun.empty()) return;
    Head head;
    head.measure = phrase.noun;
    head.sentence = passage_.sentence_;
    head.span =
        phrase.noun_end > phrase.noun_begin ? Tokens(phrase.noun_begin, phrase.noun_end) : Span{};
    int said = -1;
    int begin = i;
    while (begin > 0 && !IsDelimiter(begin - 1)) --begin;
    head.aspect = OwnAspect(begin, i, said);
    head.place = passage_.subject_;
    if (said < 0) {
      // The aspect that it had before.
      head.aspect = default_aspect_;
      auto shares = [&](const std::string& measure) {
        return measure == head.measure ||
               (measure.size() > head.measure.size()
                    ? measure.find(head.measure) != std::string::npos
                    : !measure.empty() && head.measure.find(measure) != std::string::npos);
      };
      bool found = false;
      for (const Head& before : heads_) {
        if (shares(before.measure)) {
          head.aspect = before.aspect;
          found = true;
        }
      }
      for (auto it = passage_.heads_.rbegin(); !found && it != passage_.heads_.rend(); ++it) {
        if (shares(it->measure)) {
          head.aspect = it->aspect;
          found = true;
        }
      }
    }
    current.head = head;
    current.active = true;
    return;
  }
  if (str(i) == "有" || str(i) == "即") return;
  if (const Head* total = FindTotal(i)) {
    current.head = *total;
    current.active = true;
  }
}

// The figure that what follows token `from` breaks down: the one whose value is the sum, or else
// the nearest before in this sentence, or the first of the sentence before.
const Head* SentenceReader::FindTotal(int from) const {
  std::optional<Decimal> sum = Decimal(0);
  std::optional<Decimal> all = Decimal(0);  // to the end of the sentence, over semicolons
  std::string unit;
  bool any = false;
  bool first_part = true;
  int depth = 0;
  for (int i = from + 1; i < size(); ++i) {
    first_part &= !IsSign(i, "；");
    depth += IsOpen(i) - IsClose(i);
    if (token(i).kind != TokenKind::kNumber || depth > 0) continue;
    const Number& number = sentence_.numbers[token(i).index];
    if (unit.empty()) unit = std::string(number.unit);
    if (number.unit != unit) continue;
    if (sum && first_part) sum = sum->Plus(number.value);
    if (all) all = all->Plus(number.value);
    any = true;
  }
  auto same_unit = [&](const Head& head) {
    return !any || head.unit == unit || (CountsPeople(head.unit) && CountsPeople(unit));
  };
  auto is_sum = [&](const Head& head) {
    return any && same_unit(head) && ((sum && head.value == *sum) || (all && head.value == *all));
  };
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (is_sum(*it)) return &*it;
  }
  // 其中 within a sentence divides what was just said.
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (same_unit(*it)) return &*it;
  }
  const Head* first = nullptr;
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 2 < passage_.sentence_) break;
    if (is_sum(*it)) return &*it;
    if (it->sentence + 1 == passage_.sentence_ && same_unit(*it)) first = &*it;
  }
  return first != nullptr || heads_.empty() ? first : &heads_.back();
}

// 接待游客1200万人次，收入85亿元，分别增长15.2%和18.6%; 鼓楼区、台江区分别新增3例、2例.
void SentenceReader::ReadRespectively(int i) {
  respectively_ = {};
  respectively_.first = figures_.size();
  size_t count = 0;
  for (int k = i + 1; k < size(); ++k) {
    if (token(k).kind == TokenKind::kNumber) {
      ++count;
      continue;
    }
    if (count > 0 && IsDelimiter(k) && !IsSign(k, "、") && !IsSign(k, "，")) break;
    if (count > 0 && IsSign(k, "，") &&
        !(k + 1 < size() && token(k + 1).kind == TokenKind::kNumber))
      break;
  }
  if (count < 2) return;
  for (int k = i - 1; k >= 0 && token(k).kind != TokenKind::kNumber; --k) {
    if (parts(k) & kPartZone) k = ZoneBegin(0, k);
    if (token(k).kind != TokenKind::kPlace && !ReadZone(k)) continue;
    if (auto run = ReadPlace(k); run && !IsOrigin(run->end))
      respectively_.places.insert(respectively_.places.begin(), run->place);
  }
  if (respectively_.places.size() > count) {
    respectively_.places.erase(respectively_.places.begin(), respectively_.places.end() - count);
  }
  if (respectively_.places.size() != count) respectively_.places.clear();
  if (ReadListedNouns(i, count)) return;
  // 收入分别为3万元、1万元: the noun is said right here.
  const bool named = i > 0 && token(i - 1).kind == TokenKind::kWord &&
                     (token(i - 1).word_class == WordClass::kNoun ||
                      token(i - 1).word_class == WordClass::kVerbalNoun);
  if (!named && heads_.size() >= count)
    respectively_.heads.assign(heads_.end() - count, heads_.end());
}

// 教育、卫生健康支出分别为13.6亿元、7.9亿元: one noun for each of the `count` numbers behind token
// `i`, which share the last word.
bool SentenceReader::ReadListedNouns(int i, size_t count) {
  int end = i;
  while (end > 0 && token(end - 1).kind == TokenKind::kWord &&
         (token(end - 1).word_class == WordClass::kAdverb || (parts(end - 1) & kPartChange)))
    --end;
  std::vector<int> commas;  // ends of items before 、
  std::vector<int> all;     // and before 和
  int begin = end;
  while (begin > 0 && token(begin - 1).kind != TokenKind::kNumber &&
         (IsSign(begin - 1, "、") || !IsDelimiter(begin - 1))) {
    --begin;
    if (IsSign(begin, "、")) commas.push_back(begin);
    if (IsSign(begin, "、") || str(begin) == "和" || str(begin) == "与" || str(begin) == "及")
      all.push_back(begin);
  }
  const bool by_comma = all.size() + 1 != count;
  const bool one_in_spite = by_comma && all.size() != commas.size();
  std::vector<int>& ends = by_comma ? commas : all;
  if (ends.size() + 1 != count) return false;
  std::reverse(ends.begin(), ends.end());
  ends.push_back(end);
  const LeftPhrase last = ReadLeft(text_, sentence_, end, words_);
  if (last.noun.empty()) return false;
  // 葵花籽种植面积: what the others have in common with the last.
  int tail = end - 1;
  const int first = ends[count - 2] + 1;
  constexpr uint64_t kSharedNoun = kPartQuantity | kPartAbstract;
  if (!one_in_spite) {
    while (tail > first + 1 && token(tail - 1).word_class == WordClass::kVerbalNoun) --tail;
  }
  if ((parts(first) & kPartGenericName) && count == 2) tail = first + 1;
  for (size_t k = 0; k < count; ++k) {
    const LeftPhrase phrase = ReadLeft(text_, sentence_, ends[k], words_);
    Listed listed{phrase.noun, Tokens(std::max(phrase.noun_begin, 0), ends[k])};
    if (listed.noun.empty()) return false;
    const bool whole = (parts(ends[k] - 1) & kSharedNoun) != 0;
    if (k + 1 < count && !whole && (parts(end - 1) & kSharedNoun))
      listed.noun += Slice(text_, Tokens(tail, end));
    // 社会保障和就业支出: one item in spite of 和.
    if (k + 1 == count && one_in_spite) listed.noun = std::string(Slice(text_, Tokens(first, end)));
    respectively_.nouns.push_back(std::move(listed));
  }
  return true;
}

const Head* SentenceReader::Respective() const {
  const size_t index = figures_.size() - respectively_.first;
  return index < respectively_.heads.size() ? &respectively_.heads[index] : nullptr;
}

// The figure of an earlier sentence that all numbers of this one with that unit add up to.
const Head* SentenceReader::SentenceTotal(const Figure& figure) const {
  std::optional<Decimal> sum = Decimal(0);
  int count = 0;
  for (const Number& number : sentence_.numbers) {
    if (number.unit != figure.unit) continue;
    if (sum) sum = sum->Plus(number.value);
    ++count;
  }
  if (!sum || count < 2) return nullptr;
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 3 < passage_.sentence_) break;
    if (it->value == *sum && CountsPeople(it->unit)) return &*it;
  }
  return nullptr;
}

// The earlier figure that a number without a noun of its own takes it from.
const Head* SentenceReader::Inherit(const Figure& figure, bool person) const {
  const Breakdown& breakdown = breakdowns_.back();
  if (const Head* respective = Respective();
      respective != nullptr && (respective->unit == figure.unit ||
                                figure.kind == FigureKind::kPercent || figure.unit == "倍"))
    return respective;
  // A share, a multiple or a change is that of what was said last.
  const bool compares = figure.kind == FigureKind::kPercent || figure.unit == "倍" ||
                        figure.unit.find("百分点") != std::string::npos;
  if (compares && !heads_.empty() && !heads_.back().measure.empty()) return &heads_.back();
  if (breakdown.active && !breakdown.head.measure.empty()) return &breakdown.head;
  if (person) {
    if (const Head* total = SentenceTotal(figure)) return total;
  }
  auto fits = [&](const Head& head) {
    if (head.measure.empty()) return false;
    if (head.unit == figure.unit || figure.unit.empty()) return true;
    if (person && CountsPeople(head.unit) && CountsPeople(figure.unit)) return true;
    return compares;
  };
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (fits(*it)) return &*it;
  }
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 2 < passage_.sentence_) break;
    if (fits(*it)) return &*it;
  }
  return nullptr;
}

// 无疫情小区名单 counts 无疫情小区.
std::string SentenceReader::WithoutTail(std::string measure) const {
  const size_t tail = words_.MatchBefore(measure, measure.size(), kPartTail);
  if (tail > 0 && measure.size() - tail >= 6) measure.resize(measure.size() - tail);
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
      // 居家隔离观察14天制度: what was done so long stands before it; so does 平均用时8分钟.
      if (named && ((!left.linked && (left.only_modifier || left.ends_in_verb)) ||
                    (last >= 0 && (parts(last) & kPartQuantity))))
        return before;
      if (left.after_number && head != nullptr) return {};
      if (!right.noun.empty()) return behind;
      if (named) return before;
      if (!right.predicate.empty()) return {right.predicate, Rule::kPredicate, {}};
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
      if (figure.kind == FigureKind::kMoney && !right.noun.empty() && !right.before_number &&
          right.qualifier != Qualifier::kExact &&
          (!named || left.only_modifier || left.ends_in_verb))
        return behind;
      if (figure.kind == FigureKind::kMoney && !right.noun.empty() && !right.before_number &&
          (right.possessed ||
           words_.MatchBefore(right.noun, right.noun.size(), kPartMoneyNoun) > 0))
        return behind;
      return named ? before : behind;
    default:
      break;
  }
  // 保供企业27家储备米面油2800吨: what they did, with a number of its own.
  const bool elsewhere = named && right.before_number && right.begins_with_verb;
  // 14例确诊患者治愈出院: the noun behind the unit, unless it is what is said of them:
  // 4例病情危重.
  if (!right.noun.empty() && !elsewhere &&
      !(CountsPeople(figure.unit) && right.state && !right.predicate.empty() &&
        !words_.Is(right.noun, kPartPerson) && right.noun.size() <= 6 && !named)) {
    return behind;
  }
  // 缅甸籍4人 is a kind too.
  const bool origin = named && (parts(last) & kPartOrigin);
  if (!named || (!left.only_modifier && !origin)) return before;
  // 水库63座，其中中型4座: a kind of what was counted before.
  const bool people = CountsPeople(figure.unit);
  if (head != nullptr && !head->measure.empty() &&
      (head->unit == figure.unit || (people && CountsPeople(head->unit))) &&
      (token(last).word_class != WordClass::kVerbalNoun || origin ||
       (!people && head->sentence == passage_.sentence_ && figure.kind == FigureKind::kCount)) &&
      !(parts(last) & (kPartState | kPartOutcome | kPartSeverity))) {
    return {left.noun + head->measure, Rule::kBreakdown, before.words};
  }
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

// What a dependent noun is of: 比重, 起数.
const Head* SentenceReader::Possessor(std::string_view noun) const {
  const bool counts = noun.ends_with("数");  // 起数 of what is counted with 起
  for (auto it = heads_.rbegin(); it != heads_.rend(); ++it) {
    if (counts && (it->unit.empty() || !noun.starts_with(it->unit))) continue;
    return it->measure.empty() || it->measure.size() > 36 || it->measure.ends_with(noun) ? nullptr
                                                                                         : &*it;
  }
  return nullptr;
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
    // 60岁以上人口92万人，比重上升7.9个百分点: the share of those.
    if (choice.rule == Rule::kNounThenNumber && left.noun_end == left.noun_begin + 1 &&
        (parts(left.noun_begin) & kPartDependent)) {
      if (const Head* of = Possessor(choice.measure)) choice.measure.insert(0, of->measure);
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
    return set(persons ? PersonsWho(predicate) : predicate, Rule::kPredicate,
               right.noun.empty() ? Span{} : Tokens(right.noun_begin, right.end));
  }
  if (people && verbal) {
    // 解除观察911人, of those named before.
    if (head != nullptr && CountsPeople(head->unit) && breakdowns_.back().active) {
      set(std::string(left.verb) + head->measure, Rule::kVerbInherited, inherited);
      return head->measure;
    }
    // 刑拘17人: those to whom it was done.
    if (figure.unit == "人" || figure.unit == "名")
      return set(PersonsWho(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  // 其中酒驾143起、醉驾38起: a kind of what was counted before.
  const int item = left.begin;  // token
  if (verbal && breakdowns_.back().active && !left.linked &&
      SpanOf(left.verb) == token(item).span &&
      (item == 0 || IsDelimiter(item - 1) || (parts(item - 1) & kPartBreakdown))) {
    return set(std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  if (!people && figure.kind != FigureKind::kMoney && !left.subject.empty() &&
      figure.unit != "户" && !CountsEvents(figure.unit)) {
    return set(left.subject, Rule::kNounThenNumber, Tokens(left.subject_begin, left.subject_end));
  }
  // 全县35.9万户、134万人: no list of what was counted before.
  if (figure.unit == "户" && left.verb.empty() && !breakdowns_.back().active &&
      (head == nullptr || head->sentence != passage_.sentence_))
    return set("户", Rule::kUnitIsNoun, figure.span);
  if (head != nullptr && figure.unit == "人" && head->measure == "户" &&
      head->sentence == passage_.sentence_)
    return set("人口", Rule::kUnitIsNoun, figure.span);
  // 全市水库247座，已加固11座; an item of a list has no verb of its own.
  if (head != nullptr && (!verbal || left.linked ||
                          (figure.kind == FigureKind::kCount && head->unit == figure.unit &&
                           head->sentence == passage_.sentence_))) {
    return set(head->measure, inherit, inherited);
  }
  // 捐764.5万元.
  if (figure.kind == FigureKind::kMoney) {
    if (const std::string_view noun = MoneyOf(left.verb); !noun.empty())
      return set(std::string(noun), Rule::kVerbIsNoun, SpanOf(left.verb));
  }
  // The unit names what it counts.
  if (figure.unit == "户") return set("户", Rule::kUnitIsNoun, figure.span);
  if (figure.unit == "人" || figure.unit == "口" || figure.unit == "名")
    return set("人口", Rule::kUnitIsNoun, figure.span);
  // 起降1486架次, 出车6015趟.
  if (left.verb.size() >= 6)
    return set(std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
  if (figure.kind == FigureKind::kCount) return set(figure.unit, Rule::kUnitIsNoun, figure.span);
  if (head != nullptr) return set(head->measure, inherit, inherited);
  return set("", Rule::kNoMeasure, {});
}

}  // namespace qushu
