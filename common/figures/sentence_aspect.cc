// New, cumulative or current; and the day for which a figure is stated.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {
namespace {

bool HasNoAspect(FigureKind kind) {
  return kind == FigureKind::kAge || kind == FigureKind::kTemperature ||
         kind == FigureKind::kPercent || kind == FigureKind::kDuration ||
         kind == FigureKind::kOther;
}

constexpr uint64_t kAspectParts = kPartNew | kPartCumulative | kPartCurrent;

}  // namespace

void SentenceReader::SetDay(const Date& day, int i) {
  as_of_ = passage_.as_of_ = day;
  as_of_reason_ = {Rule::kStatedTime, token(i).span};
  passage_.as_of_words_ = token(i).span;
}

void SentenceReader::ReadTime(int i) {
  const Token& t = token(i);
  const bool until =
      i > 0 && (str(i - 1) == "截至" || str(i - 1) == "截止" || str(i - 1) == "截止到" ||
                ((str(i - 1) == "至" || str(i - 1) == "到") && (i == 1 || IsDelimiter(i - 2))));
  if (t.kind == TokenKind::kTime) {
    const std::optional<Date> date = sentence_.times[t.index].Resolve(passage_.date_);
    if (until) {
      SetDefault(Aspect::kCumulative, i - 1);
      passage_.aspect_ = Aspect::kCumulative;
      passage_.aspect_words_ = default_words_;
      if (date) SetDay(*date, i);
      own_time_ = true;
      return;
    }
    // 自2月4日以来.
    for (int k = i + 1; k < size() && k <= i + 2; ++k) {
      if (str(k) == "以来" || str(k) == "起") {
        if (str(k) == "以来") SetDefault(Aspect::kCumulative, k);
        own_time_ = true;
        return;
      }
      if (IsDelimiter(k)) break;
    }
    // Another day at the head of a clause: what 截至 said before is over.
    const bool head = i == 0 || IsDelimiter(i - 1) || i <= 1;
    if (head && !own_time_) {
      if (figures_.empty()) {
        SetDefault(Aspect::kNone, i);
        passage_.aspect_ = Aspect::kNone;
      }
      if (date) SetDay(*date, i);
      own_time_ = true;
    }
    return;
  }
  const std::string_view word = str(i);
  if (word == "昨天" || word == "昨日") {
    if (passage_.date_) as_of_ = FromDayNumber(ToDayNumber(*passage_.date_) - 1);
    as_of_reason_ = {Rule::kRelativeDay, t.span};
    return;
  }
  const bool head = i == 0 || IsDelimiter(i - 1) || until;
  if (word == "目前" || word == "当前" || word == "眼下" || word == "现在" || word == "如今") {
    if (until) {
      SetDefault(Aspect::kCumulative, i - 1);
      passage_.aspect_ = Aspect::kCumulative;
      passage_.aspect_words_ = default_words_;
    } else if (head) {
      SetDefault(Aspect::kCurrent, i);
    }
    as_of_ = passage_.date_;
    as_of_reason_ = {Rule::kRelativeDay, t.span};
    return;
  }
  if (word == "以来") {
    SetDefault(Aspect::kCumulative, i);
    return;
  }
  if (head && (parts(i) & kPartNew) && t.word_class == WordClass::kTime)
    SetDefault(Aspect::kNew, i);
}

// The aspect that the words right before the number give it, and the token that says so: -1 if
// nothing is said of this number itself.
Aspect SentenceReader::OwnAspect(int begin, int number, int& said) const {
  int already = -1;
  for (int i = number - 1; i >= begin; --i) {
    const uint64_t p = parts(i);
    const std::string_view word = str(i);
    if (word == "已" || word == "已经" || word == "共" || word == "一共") already = i;
    if (word == "目前" || word == "当前" || word == "以来") continue;
    said = i;
    if (p & kPartNew) return Aspect::kNew;
    if (p & kPartCumulative) return Aspect::kCumulative;
    if (p & kPartCurrent) return Aspect::kCurrent;
  }
  said = already;
  return already >= 0 ? Aspect::kCumulative : Aspect::kNone;
}

Aspect SentenceReader::DecideAspect(const Figure& figure, int begin, int number,
                                    const LeftPhrase& left, const RightPhrase& right,
                                    const Head* head) {
  auto because = [&](Rule rule, Span words = {}) { Because(Field::kAspect, rule, words); };
  because(Rule::kNoAspectKind);
  if (HasNoAspect(figure.kind)) return Aspect::kNone;
  int said = -1;
  Aspect aspect = OwnAspect(begin, number, said);
  const bool firm = said >= 0;
  const uint64_t measure_parts =
      words_.PartsOf(std::string_view(figure.measure).substr(0, figure.measure.find("（")));
  bool outcome = (measure_parts & kPartOutcome) != 0;
  bool state = (measure_parts & kPartState) != 0;
  for (int i = std::max(begin, left.noun_begin); i >= 0 && i < number; ++i) {
    outcome |= (parts(i) & kPartOutcome) != 0;
    state |= (parts(i) & kPartState) != 0;
  }
  for (int i = number + 1; i < size() && !IsDelimiter(i) && token(i).kind != TokenKind::kNumber;
       ++i) {
    outcome |= (parts(i) & kPartOutcome) != 0;
  }

  // Divisions concerned have no aspect of their own: 涉及21个市.
  if ((measure_parts & kPartDivision) && aspect != Aspect::kNew &&
      !(firm && aspect == Aspect::kCumulative)) {
    because(Rule::kDivisions);
    return Aspect::kNone;
  }
  if (firm) {
    because(Rule::kOwnWord, token(said).span);
    return aspect == Aspect::kCurrent && outcome ? Aspect::kCumulative : aspect;
  }
  const Breakdown& breakdown = breakdowns_.back();
  if (!outcome && (right.now || (right.state && CountsPeople(figure.unit)))) {
    because(Rule::kStateOf);
    return Aspect::kCurrent;
  }
  if (breakdown.active) {
    aspect = breakdown.head.aspect;
    because(Rule::kBreakdownAspect, breakdown.head.span);
  } else if (state && !outcome) {
    aspect = Aspect::kCurrent;
    because(Rule::kStateOf);
  } else if (head != nullptr) {
    aspect = head->aspect;
    because(Rule::kInheritedAspect, head->span);
  } else if (!figures_.empty() && figures_.back().aspect != Aspect::kNone &&
             (left.verb.empty() || (words_.PartsOf(left.verb) & (kAspectParts | kPartChange))) &&
             (figures_.back().kind == figure.kind || IsSign(std::max(begin - 1, 0), "、"))) {
    // A list goes on: 累计确诊174例，治愈出院96例.
    aspect = figures_.back().aspect;
    because(Rule::kListAspect, figures_.back().span);
  } else if (const Head* same = SameValue(figure);
             same != nullptr && default_aspect_ != Aspect::kCurrent) {
    aspect = same->aspect;
    because(Rule::kSameFigure, same->span);
  } else {
    aspect = default_aspect_;
    because(aspect == Aspect::kNone ? Rule::kNoAspect
            : carried_              ? Rule::kPassageTime
                                    : Rule::kSentenceTime,
            aspect == Aspect::kNone ? Span{} : default_words_);
    // 截至 of a sentence before holds for the people counted, not for whatever was done.
    if (carried_ && (!CountsPeople(figure.unit) || !left.verb.empty())) aspect = Aspect::kNone;
    // 目前 says how many there are, and what was done by now.
    if (aspect == Aspect::kCurrent && right.done) aspect = Aspect::kCumulative;
    if (aspect == Aspect::kCurrent && figure.kind != FigureKind::kCount) aspect = Aspect::kNone;
    // 今天 makes cases new, not whatever else happened that day.
    if (aspect == Aspect::kNew && !CountsPeople(figure.unit)) aspect = Aspect::kNone;
  }
  if (aspect == Aspect::kCurrent && outcome) {
    because(Rule::kOutcomeOf);
    return Aspect::kCumulative;
  }
  // The same thing as in the sentence before, with nothing else said:
  // 复产工业企业44家。复产非工业企业235家.
  if (aspect == Aspect::kNone && !own_time_ && figure.measure.size() >= 6) {
    for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
      if (it->aspect == Aspect::kNone) continue;
      const bool near = it->sentence + 1 == passage_.sentence_;
      if ((near && it->measure.compare(0, 6, figure.measure, 0, 6) == 0 &&
           it->unit == figure.unit) ||
          (passage_.list_block_ && it->measure == figure.measure)) {
        because(Rule::kSameMeasure, it->span);
        return it->aspect;
      }
      if (!near && !passage_.list_block_) break;
    }
  }
  return aspect;
}

// The figure said before that this one takes up again: 累计确诊254例。…254名患者中.
const Head* SentenceReader::SameValue(const Figure& figure) const {
  if (!CountsPeople(figure.unit) || figure.value < Decimal(2)) return nullptr;
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 8 < passage_.sentence_) break;
    if (it->value == figure.value && CountsPeople(it->unit) && it->place == figure.place)
      return &*it;
  }
  return nullptr;
}

}  // namespace qushu
