// New, cumulative or current.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {
namespace {

// Rates, ages and the like hold or do not hold; energy and data are amounts like any other.
bool HasNoAspect(const Figure& figure, bool ratio) {
  switch (figure.kind) {
    case FigureKind::kAge:
    case FigureKind::kTemperature:
    case FigureKind::kPercent:
    case FigureKind::kDuration:
      return true;
    case FigureKind::kOther:
      return ratio || figure.unit.empty() || figure.unit == "倍" || figure.unit == "番" ||
             figure.unit == "分" || figure.unit == "度";
    default:
      return false;
  }
}

// Patients and those who were near them, of whom bulletins say how many are new and how many in
// all.
bool IsCase(const Figure& figure) {
  if (figure.unit == "例") return true;
  for (std::string_view word : {"病例", "患者", "感染者", "接触者", "密接", "病人", "重症", "隔离",
                                "医学观察", "出院", "治愈"}) {
    if (figure.measure.find(word) != std::string::npos) return true;
  }
  return false;
}

// 剩余103户 are those of whom it was not said.
bool IsRest(std::string_view word) {
  return IsAnyOf(word, "剩余", "剩下", "余下", "其余", "还剩", "尚余", "余");
}

bool IsDone(std::string_view word) {
  return word == "已" || word == "已经" || word == "均已" || word == "也已" || word == "业已";
}

}  // namespace

// The aspect that the words of its clause give the number, and the token that says so: -1 if
// nothing is said of this number itself.
Aspect SentenceReader::OwnAspect(FigureKind kind, int begin, int number, int& said) const {
  constexpr int kFar = 48;  // tokens
  int done = -1;
  int from = -1;
  bool crossed = false;  // another number stands between
  said = -1;
  for (int i = number - 1; i >= 0 && number - i < kFar; --i) {
    if (token(i).kind == TokenKind::kNumber) crossed = true;
    if (token(i).kind == TokenKind::kPunctuation) {
      if (i < begin && IsDelimiter(i) && !IsSign(i, "、")) break;
      continue;
    }
    if (token(i).kind != TokenKind::kWord) continue;
    const uint64_t p = parts(i);
    const std::string_view word = str(i);
    if (IsDone(word)) {
      done = i;
      if (crossed) break;
    }
    if (word == "目前" || word == "当前" || word == "以来") continue;
    // 共 says so only of what was reached by a stated time: 截至昨日共转移.
    // 共追踪到密切接触者7034人 is a sum anyway.
    const bool reached =
        (default_aspect_ != Aspect::kNone && !carried_) || verbs_.IsFinding(str(i + 1));
    if (!crossed && reached && (word == "共" || word == "一共" || word == "共计")) done = i;
    if (p & kPartNew) {
      if (crossed) break;
      if (word == "净增" && kind == FigureKind::kMoney) continue;  // than the year before
      said = i;
      return Aspect::kNew;
    }
    // 业务总量6217万元 is no sum of what came before.
    if (p & kPartCumulative && (p & kPartQuantity) && kind != FigureKind::kCount) continue;
    if (p & kPartCumulative) {
      // 由98亿元增加到143亿元: the two ends of a change.
      if (p & kPartResult) {
        for (int k = i - 1; k >= 0 && i - k < 12; --k)
          if (str(k) == "由" || str(k) == "从") from = k;
      }
      said = i;
      const bool change = kind != FigureKind::kCount || word.ends_with("到");  // 增至 sums up
      return from >= 0 && change ? Aspect::kNone : Aspect::kCumulative;
    }
    if (p & kPartCurrent) {
      if (crossed) break;
      said = i;
      return Aspect::kCurrent;
    }
    if (p & kPartPlan) {
      if (done >= 0) break;  // 总投资20亿元的产业园已平整土地1200亩
      said = i;
      return Aspect::kNone;
    }
  }
  said = done;
  return done >= 0 ? Aspect::kCumulative : Aspect::kNone;
}

// 累计接种分县市区如下：奎文区…: what a clause without a number says of the list behind its colon.
void SentenceReader::ReadHeader(int i) {
  for (int k = i - 1; k >= 0; --k) {
    if (token(k).kind == TokenKind::kNumber) return;
    if (IsDelimiter(k) && !IsSign(k, "、") && !IsOpen(k) && !IsClose(k)) return;
    const uint64_t p = parts(k);
    if ((p & (kPartNew | kPartCumulative | kPartCurrent)) == 0) continue;
    passage_.header_ = p & kPartNew          ? Aspect::kNew
                       : p & kPartCumulative ? Aspect::kCumulative
                                             : Aspect::kCurrent;
    passage_.header_words_ = token(k).span;
    passage_.header_fresh_ = i + 1 == size();
    passage_.header_alone_ = false;
    return;
  }
}

// Whether the figure, whose item begins at `begin`, goes on with the list that the one before it
// stands in: 累计确诊174例，治愈出院96例; 新增绿地8.5公顷、公厕38座.
bool SentenceReader::GoesOn(const Figure& figure, int begin, const LeftPhrase& left,
                            bool outcome) const {
  if (figures_.empty() || figures_.back().aspect == Aspect::kNone) return false;
  const Figure& before = figures_.back();
  const bool adjacent = begin > 0 && token(begin - 1).kind == TokenKind::kNumber;
  // 净增15家、达142家: the second is no item.
  const bool listed = begin > 0 && IsSign(begin - 1, "、") && before.span.end > segment_begin_ &&
                      !(parts(begin) & kPartLink);
  if (adjacent || listed) return true;
  // 现有龙头企业5家，地理标志产品2个.
  // 在册低保6218户8437人，特困供养1052人.
  const bool alike = !CountsPeople(figure.unit) || CountsPeople(before.unit);
  if (before.aspect == Aspect::kCurrent && begin > 0 && IsSign(begin - 1, "，") &&
      before.kind == FigureKind::kCount && figure.kind == FigureKind::kCount && left.verb.empty() &&
      !left.noun.empty() && left.place < 0 && !outcome && alike && figure.unit != "例")
    return true;
  if (!CountsPeople(before.unit) || !CountsPeople(figure.unit) || state_said_) return false;
  const bool plain = left.verb.empty() || left.verb.starts_with("转") ||  // 疑似病例转为确诊病例2例
                     (words_.PartsOf(left.verb) &
                      (kPartNew | kPartCumulative | kPartCurrent | kPartChange | kPartOutcome));
  return plain && (outcome || IsCase(figure));
}

// Whether the clause of the figure says what else was done: 已开班71期，培训2850人次.
bool SentenceReader::DoneToo(int begin, int number) const {
  if (done_ < 0 || begin >= number || begin - done_ > 60 || token(begin).kind != TokenKind::kWord)
    return false;
  if (!IsSign(begin - 1, "，") && !IsSign(begin - 1, ",")) return false;
  for (int i = done_; i < begin; ++i)
    if (IsSign(i, "；") || IsSign(i, "。") || IsSign(i, "：")) return false;
  // What was counted last, rates aside, was done by then too.
  auto last = std::find_if(figures_.rbegin(), figures_.rend(),
                           [](const Figure& f) { return f.kind != FigureKind::kPercent; });
  if (last == figures_.rend() || last->aspect != Aspect::kCumulative) return false;
  const WordClass first = token(begin).word_class;
  return (first == WordClass::kVerb || first == WordClass::kVerbalNoun) &&
         !(parts(begin) & (kPartChange | kPartLink | kPartShare));
}

Aspect SentenceReader::DecideAspect(const Figure& figure, int begin, int number,
                                    const LeftPhrase& left, const RightPhrase& right,
                                    const Head* head) {
  auto decide = [&](Aspect aspect, Rule rule, Span words = {}) {
    Because(Field::kAspect, rule, words);
    return aspect;
  };
  if (HasNoAspect(figure, !sentence_.numbers[token(number).index].ratio.empty()))
    return decide(Aspect::kNone, Rule::kNoAspectKind);
  int said = -1;
  const Aspect own = OwnAspect(figure.kind, begin, number, said);
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
  if ((measure_parts & kPartDivision) && own != Aspect::kNew &&
      !(firm && own == Aspect::kCumulative)) {
    return decide(Aspect::kNone, Rule::kDivisions);
  }
  // 每千人床位数由3.9张增加到4.6张: an average.
  if (firm && own == Aspect::kCumulative && figure.kind == FigureKind::kCount &&
      (parts(said) & kPartResult) && !figure.value.is_integer()) {
    return decide(Aspect::kNone, Rule::kNoAspectKind);
  }
  if (firm) {
    if (own == Aspect::kCumulative) done_ = said;
    return decide(own == Aspect::kCurrent && outcome ? Aspect::kCumulative : own, Rule::kOwnWord,
                  token(said).span);
  }
  if (!outcome && (right.now || (right.state && IsCase(figure))))
    return decide(Aspect::kCurrent, Rule::kStateOf);
  // 户均5.75万元 and what is left over take nothing from the figures before them.
  bool apart = begin < number && IsRest(str(begin)) && figure.unit != "例";
  // 1953年增至15.6万人；1964年为19.1万人: another year.
  if (begin > 0 && begin < number && IsDelimiter(begin - 1) && !figures_.empty())
    apart |= token(begin).kind == TokenKind::kTime && str(begin).ends_with("年");
  for (int i = begin; i < number; ++i)
    apart |= (parts(i) & (kPartAverage | kPartEach)) != 0 || str(i).starts_with("每") ||
             verbs_.IsRate(str(i)) || (str(i) == "年" && i + 1 == left.noun_begin + 1);
  // 隔离点由112个增至187个: what it was before.
  apart |= number > 0 && (str(number - 1) == "由" || str(number - 1) == "从");
  if (apart) return decide(Aspect::kNone, Rule::kNoAspect);
  if (DoneToo(begin, number)) return decide(Aspect::kCumulative, Rule::kOwnWord, token(done_).span);

  Aspect aspect = Aspect::kNone;
  const Breakdown& breakdown = breakdowns_.back();
  // 其中中型4座；发现险情6处; 其中医院38所；床位6942张，卫生技术人员5816人.
  const bool past = breakdown.head.span.end < segment_begin_ && !left.noun.empty() &&
                    !CountsPeople(breakdown.head.unit);
  const bool other = breakdown.head.unit != figure.unit && !(parts(begin) & kPartBreakdown) &&
                     (past || (!left.verb.empty() && !CountsPeople(figure.unit)));
  // 徐家渡镇2.6万亩 has no verb, whatever its characters are.
  const bool town = number > 0 && ((parts(number - 1) & kPartCommunity) != 0 ||
                                   token(number - 1).word_class == WordClass::kPlace);
  const bool of_place = number > 0 && token(number - 1).kind == TokenKind::kPlace;
  const bool listed = passage_.header_ != Aspect::kNone && (left.verb.empty() || town) &&
                      (of_place || !passage_.header_alone_) && right.verb.empty() &&
                      !(breakdown.active && breakdown.head.figure >= 0);
  if (listed) {
    aspect = decide(passage_.header_, Rule::kListAspect, passage_.header_words_);
  } else if (breakdown.active && !other) {
    aspect = decide(breakdown.head.aspect, Rule::kBreakdownAspect, breakdown.head.span);
  } else if (state && !outcome && CountsPeople(figure.unit)) {
    aspect = decide(Aspect::kCurrent, Rule::kStateOf);
  } else if (GoesOn(figure, begin, left, outcome)) {
    aspect = decide(figures_.back().aspect, Rule::kListAspect, figures_.back().span);
  } else if (head != nullptr && !left.change &&
             !(head->aspect == Aspect::kNew && (parts(begin) & kPartLink)) &&
             (head->sentence == passage_.sentence_ || IsCase(figure))) {
    aspect = decide(head->aspect, Rule::kInheritedAspect, head->span);
  } else if (const Head* same = SameValue(figure);
             same != nullptr && default_aspect_ != Aspect::kCurrent) {
    aspect = decide(same->aspect, Rule::kSameFigure, same->span);
  } else {
    aspect = DefaultAspect(figure, left, right);
    // 男性65例，女性54例: of the 119例 before.
    const Head* total =
        aspect == Aspect::kNone && CountsPeople(figure.unit) ? SentenceTotal(figure) : nullptr;
    if (total != nullptr) aspect = decide(total->aspect, Rule::kBreakdownAspect, total->span);
  }
  if (aspect == Aspect::kCurrent && outcome) return decide(Aspect::kCumulative, Rule::kOutcomeOf);
  if (aspect != Aspect::kNone || own_time_ || figure.measure.size() < 6 ||
      (head != nullptr && !IsCase(figure))) {
    return aspect;
  }
  // The same thing as in the sentence before, with nothing else said:
  // 复产工业企业44家。复产非工业企业235家.
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->aspect == Aspect::kNone) continue;
    const bool near = it->sentence + 1 == passage_.sentence_;
    if ((near && it->measure.compare(0, 6, figure.measure, 0, 6) == 0 && it->unit == figure.unit) ||
        (passage_.list_block_ && it->measure == figure.measure)) {
      return decide(it->aspect, Rule::kSameMeasure, it->span);
    }
    if (!near && !passage_.list_block_) break;
  }
  return aspect;
}

// What the time of the sentence, or of one before, makes of a figure of which nothing else is said.
Aspect SentenceReader::DefaultAspect(const Figure& figure, const LeftPhrase& left,
                                     const RightPhrase& right) {
  Aspect aspect = default_aspect_;
  // 截至 of a sentence before, and 以来, hold for cases, not for whatever was done.
  // 追踪到密切接触者1.6万人 is what was found by then.
  const bool found = verbs_.IsContact(figure.measure) && verbs_.IsFinding(left.verb);
  if (carried_ && !(IsCase(figure) && (left.verb.empty() || found))) aspect = Aspect::kNone;
  if (since_ && !IsCase(figure)) aspect = Aspect::kNone;
  // 目前 says how many there are, and what was done by now.
  if (aspect == Aspect::kCurrent && right.done) aspect = Aspect::kCumulative;
  if (aspect == Aspect::kCurrent && figure.kind != FigureKind::kCount) aspect = Aspect::kNone;
  // 今天 makes cases new, not whatever else happened that day.
  const bool people = CountsPeople(figure.unit) || figure.unit == "剂次" || figure.unit == "人份";
  if (aspect == Aspect::kNew && !people) aspect = Aspect::kNone;
  Because(Field::kAspect,
          aspect == Aspect::kNone ? Rule::kNoAspect
          : carried_              ? Rule::kPassageTime
                                  : Rule::kSentenceTime,
          aspect == Aspect::kNone ? Span{} : default_words_);
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
  // 新增确诊病例3例、无症状感染者11例。14例感染者中: both of those.
  if (figure.unit != "例") return nullptr;
  constexpr size_t kNear = 8;
  const std::deque<Head>& before = passage_.heads_;
  const size_t first = before.size() > kNear ? before.size() - kNear : 0;
  for (size_t i = first; i < before.size(); ++i) {
    if (before[i].unit != figure.unit || before[i].aspect == Aspect::kNone) continue;
    for (size_t k = i + 1; k < before.size(); ++k) {
      if (before[k].unit != figure.unit || before[k].aspect != before[i].aspect) continue;
      const std::optional<Decimal> sum = before[i].value.Plus(before[k].value);
      if (sum && *sum == figure.value && before[i].place == before[k].place) return &before[k];
    }
  }
  return nullptr;
}

}  // namespace qushu
