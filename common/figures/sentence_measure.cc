// What a figure counts, and what it takes from the figures before it.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {

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
    if (token(k).kind != TokenKind::kPlace || IsOrigin(k + 1)) continue;
    if (auto run = ReadPlace(k))
      respectively_.places.insert(respectively_.places.begin(), run->place);
  }
  if (respectively_.places.size() > count) {
    respectively_.places.erase(respectively_.places.begin(), respectively_.places.end() - count);
  }
  if (respectively_.places.size() != count) respectively_.places.clear();
  // 收入分别为3万元、1万元: the noun is said right here.
  const bool named = i > 0 && token(i - 1).kind == TokenKind::kWord &&
                     (token(i - 1).word_class == WordClass::kNoun ||
                      token(i - 1).word_class == WordClass::kVerbalNoun);
  if (!named && heads_.size() >= count)
    respectively_.heads.assign(heads_.end() - count, heads_.end());
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
  if (const Head* respective = Respective()) return respective;
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

std::string SentenceReader::DecideMeasure(Figure& figure, const LeftPhrase& left,
                                          const RightPhrase& right, const Head* head, bool& own) {
  own = true;
  auto set = [&](std::string measure, Rule rule, Span words) {
    figure.measure = WithoutTail(std::move(measure));
    Because(Field::kMeasure, rule, words);
    return figure.measure;
  };
  const Span unit = figure.span;
  const Span before = left.noun.empty() ? Span{} : Tokens(left.noun_begin, left.noun_end);
  const Span behind = right.noun.empty() ? Span{} : Tokens(right.noun_begin, right.end);
  const Span inherited = head == nullptr ? Span{} : head->span;
  const bool earlier = head != nullptr && head->sentence != passage_.sentence_;
  const Rule inherit = earlier ? Rule::kInheritedEarlier : Rule::kInherited;
  switch (figure.kind) {
    case FigureKind::kAge:
      return set("年龄", Rule::kAgeOf, unit);
    case FigureKind::kTemperature:
      return set(
          left.noun.find("体温") != std::string::npos || left.noun.empty() ? "体温" : left.noun,
          Rule::kTemperatureOf, unit);
    case FigureKind::kDuration:
      // 居家隔离观察14天制度: what was done so long stands before it.
      if ((left.only_modifier || left.ends_in_verb) && !left.linked)
        return set(left.noun, Rule::kNounThenNumber, before);
      if (!right.noun.empty()) return set(right.noun, Rule::kUnitThenNoun, behind);
      if (!left.noun.empty()) return set(left.noun, Rule::kNounThenNumber, before);
      if (!right.predicate.empty()) return set(right.predicate, Rule::kPredicate, {});
      return set("时间", Rule::kDurationOf, unit);
    case FigureKind::kPercent:
    case FigureKind::kMoney:
      // 居民人均可支配收入3万元，其中城镇居民4万元: whose income, not what is counted.
      if (const Head& total = breakdowns_.back().head;
          figure.kind == FigureKind::kMoney && breakdowns_.back().active &&
          total.unit == figure.unit && !left.noun.empty() &&
          words_.MatchBefore(left.noun, left.noun.size(), kPartPerson) > 0) {
        const size_t shared = words_.MatchAt(total.measure, 0, kPartPerson);
        const bool overlaps = shared > 0 && left.noun.ends_with(total.measure.substr(0, shared));
        return set(left.noun + total.measure.substr(overlaps ? shared : 0), Rule::kBreakdown,
                   before);
      }
      if (!left.noun.empty()) return set(left.noun, Rule::kNounThenNumber, before);
      if (!right.noun.empty()) return set(right.noun, Rule::kUnitThenNoun, behind);
      break;
    default:
      // 14例确诊患者治愈出院: the noun behind the unit, unless it is what is said of them:
      // 4例病情危重.
      if (!right.noun.empty() &&
          !(CountsPeople(figure.unit) && right.state && !right.predicate.empty() &&
            !words_.Is(right.noun, kPartPerson) && right.noun.size() <= 6 && left.noun.empty())) {
        return set(right.noun, right.relative ? Rule::kRelativeClause : Rule::kUnitThenNoun,
                   behind);
      }
      if (!left.noun.empty()) {
        // 务工9.8万人 counts those who do it.
        const bool people = left.only_modifier && (figure.unit == "人" || figure.unit == "名") &&
                            !words_.Is(left.noun, kPartOutcome);
        bool outcome = false;
        for (int i = left.noun_begin; people && i < size() && token(i).kind == TokenKind::kWord;
             ++i) {
          outcome |= (parts(i) & (kPartOutcome | kPartState)) != 0 ||
                     token(i).word_class == WordClass::kAttributive;
        }
        return set(people && !outcome ? left.noun + "人员" : left.noun, Rule::kNounThenNumber,
                   before);
      }
  }
  own = false;
  const std::string predicate = right.noun.empty() ? right.predicate : right.noun + right.predicate;
  if (CountsPeople(figure.unit) && !predicate.empty()) {
    // 5例治愈出院: what is said of them, and who they are.
    const bool joins = head != nullptr && !head->measure.empty() && predicate.size() <= 24 &&
                       head->measure.size() <= 36;
    own = true;
    set(joins ? predicate + head->measure : predicate, Rule::kPredicate,
        joins ? inherited : behind);
    return joins ? head->measure : figure.measure;
  }
  // 解除观察911人, of those named before.
  if (head != nullptr && CountsPeople(figure.unit) && CountsPeople(head->unit) &&
      !left.verb.empty() && words_.PartsOf(left.verb) == 0) {
    set(std::string(left.verb) + head->measure, Rule::kVerbInherited, inherited);
    return head->measure;
  }
  // An item of a list has no verb of its own.
  if (head != nullptr &&
      (left.verb.empty() || left.change || left.linked || words_.PartsOf(left.verb) != 0)) {
    return set(head->measure, inherit, inherited);
  }
  // The unit names what it counts.
  if (figure.unit == "户") return set("户", Rule::kUnitIsNoun, unit);
  if (figure.unit == "人" || figure.unit == "口" || figure.unit == "名")
    return set("人口", Rule::kUnitIsNoun, unit);
  if (!left.verb.empty() && figure.kind != FigureKind::kCount)
    return set(std::string(left.verb), Rule::kVerbIsNoun, SpanOf(left.verb));
  if (figure.kind == FigureKind::kCount) return set(figure.unit, Rule::kUnitIsNoun, unit);
  return head != nullptr ? set(head->measure, inherit, inherited) : set("", Rule::kNoMeasure, {});
}

}  // namespace qushu
