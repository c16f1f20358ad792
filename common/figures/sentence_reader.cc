#include "common/figures/sentence_reader.h"

#include <algorithm>

#include "common/base/utf8.h"

namespace qushu {
namespace {

constexpr uint64_t kAspectParts = kPartNew | kPartCumulative | kPartCurrent;

bool CountsPeople(std::string_view unit) {
  return unit == "人" || unit == "名" || unit == "例" || unit == "位" || unit == "人次";
}

bool HasNoAspect(FigureKind kind) {
  return kind == FigureKind::kAge || kind == FigureKind::kTemperature || kind == FigureKind::kPercent ||
         kind == FigureKind::kDuration || kind == FigureKind::kOther;
}

}  // namespace

bool SentenceReader::IsDelimiter(int i) const {
  if (token(i).kind != TokenKind::kPunctuation) return false;
  const std::string_view s = str(i);
  return s != " " && s != "“" && s != "”" && s != "‘" && s != "’" && s != "·" && s != "《" && s != "》";
}

void SentenceReader::Explain(Figure& figure, std::string_view field, std::string_view rule,
                             std::string words) const {
  if (passage_.explain_) figure.evidence.push_back({field, rule, std::move(words)});
}

std::vector<Figure> SentenceReader::Read() {
  default_aspect_ = passage_.aspect_;
  as_of_ = passage_.as_of_;
  int item = 0;       // first token of the item being read
  int subject = 0;    // tokens before this one have been read for the subject
  for (int i = 0; i < size(); ++i) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kTime || (t.kind == TokenKind::kWord && t.word_class == WordClass::kTime) ||
        (parts(i) & (kPartNew | kPartCurrent | kPartCumulative))) {
      ReadTime(i);
    }
    if (parts(i) & kPartBreakdown || str(i) == "中") OpenBreakdown(i);
    if (IsOpen(i)) {
      bracket_figures_.push_back(static_cast<int>(figures_.size()) - 1);
      Breakdown inner;
      if (!figures_.empty() && i > 0 && figures_.back().span.end + 9 >= token(i).span.begin) {
        const Figure& total = figures_.back();
        inner.head = {total.measure, total.unit, total.value, total.aspect, total.place, false, 0};
        inner.active = true;
      } else {
        inner = breakdowns_.back();
      }
      breakdowns_.push_back(inner);
    } else if (IsClose(i) && breakdowns_.size() > 1) {
      breakdowns_.pop_back();
      bracket_figures_.pop_back();
    }
    if (t.kind == TokenKind::kNumber) {
      // Clauses without a number of their own may name a new subject.
      if (breakdowns_.size() == 1) {
        for (int begin = subject, k = subject; k <= item; ++k) {
          if (k == item || IsDelimiter(k)) {
            if (k > begin) ReadSubject(begin, k);
            begin = k + 1;
          }
        }
      }
      if (std::optional<Figure> figure = ReadFigure(item, i)) figures_.push_back(std::move(*figure));
      item = subject = i + 1;
      continue;
    }
    if (IsDelimiter(i)) {
      // 党员先锋队（突击队）56支: a bracket without a number belongs to the noun before it.
      const bool bracket = IsOpen(i) || IsClose(i);
      if (!bracket) item = i + 1;
      if (IsOpen(i)) {
        int close = i + 1;
        while (close < size() && !IsClose(close) && token(close).kind != TokenKind::kNumber) ++close;
        if (close < size() && token(close).kind == TokenKind::kNumber) item = i + 1;
      } else if (IsClose(i)) {
        int open = i - 1;
        while (open >= 0 && !IsOpen(open) && token(open).kind != TokenKind::kNumber) --open;
        if (open < 0 || token(open).kind == TokenKind::kNumber) item = i + 1;
      }
    }
  }
  // What the sentence was about holds for the next one.
  for (int begin = subject, k = subject; k <= size(); ++k) {
    if (k == size() || IsDelimiter(k)) {
      if (k > begin && figures_.empty()) ReadSubject(begin, k);
      begin = k + 1;
    }
  }
  return std::move(figures_);
}

// ---------------------------------------------------------------------------------- time, aspect

void SentenceReader::ReadTime(int i) {
  const Token& t = token(i);
  const bool until = i > 0 && (str(i - 1) == "截至" || str(i - 1) == "截止" || str(i - 1) == "截止到");
  if (t.kind == TokenKind::kTime) {
    const std::optional<Date> date = sentence_.times[t.index].Resolve(passage_.date_);
    if (until) {
      default_aspect_ = Aspect::kCumulative;
      passage_.aspect_ = Aspect::kCumulative;
      if (date) as_of_ = passage_.as_of_ = date;
      own_time_ = true;
      return;
    }
    // 自2月4日以来.
    for (int k = i + 1; k < size() && k <= i + 2; ++k) {
      if (str(k) == "以来" || str(k) == "起") {
        if (str(k) == "以来") default_aspect_ = Aspect::kCumulative;
        own_time_ = true;
        return;
      }
      if (IsDelimiter(k)) break;
    }
    // Another day at the head of a clause: what 截至 said before is over.
    const bool head = i == 0 || IsDelimiter(i - 1) || i <= 1;
    if (head && !own_time_) {
      if (figures_.empty()) {
        default_aspect_ = Aspect::kNone;
        passage_.aspect_ = Aspect::kNone;
      }
      if (date) as_of_ = passage_.as_of_ = date;
      own_time_ = true;
    }
    return;
  }
  const std::string_view word = str(i);
  if (word == "昨天" || word == "昨日") {
    if (passage_.date_) as_of_ = FromDayNumber(ToDayNumber(*passage_.date_) - 1);
    return;
  }
  const bool head = i == 0 || IsDelimiter(i - 1) || until;
  if (word == "目前" || word == "当前" || word == "眼下" || word == "现在" || word == "如今") {
    if (until) {
      default_aspect_ = passage_.aspect_ = Aspect::kCumulative;
    } else if (head) {
      default_aspect_ = Aspect::kCurrent;
    }
    as_of_ = passage_.date_;
    return;
  }
  if (word == "以来") {
    default_aspect_ = Aspect::kCumulative;
    return;
  }
  if (head && (parts(i) & kPartNew) && t.word_class == WordClass::kTime) default_aspect_ = Aspect::kNew;
}

// The aspect that the words right before the number give it. `firm` if it is said of this number
// itself, not of the whole sentence.
Aspect SentenceReader::OwnAspect(int begin, int number, bool& firm) const {
  firm = true;
  bool already = false;
  for (int i = number - 1; i >= begin; --i) {
    const uint64_t p = parts(i);
    const std::string_view word = str(i);
    if (word == "已" || word == "已经" || word == "共" || word == "一共") already = true;
    if (word == "目前" || word == "当前" || word == "以来") continue;
    if (p & kPartNew) return Aspect::kNew;
    if (p & kPartCumulative) return Aspect::kCumulative;
    if (p & kPartCurrent) return Aspect::kCurrent;
  }
  if (already) return Aspect::kCumulative;
  firm = false;
  return Aspect::kNone;
}

Aspect SentenceReader::DecideAspect(const Figure& figure, int begin, int number,
                                    const LeftPhrase& left, const RightPhrase& right,
                                    const Head* head) {
  if (HasNoAspect(figure.kind)) return Aspect::kNone;
  bool firm = false;
  Aspect aspect = OwnAspect(begin, number, firm);
  const uint64_t measure_parts = words_.PartsOf(figure.measure);
  bool outcome = (measure_parts & kPartOutcome) != 0;
  for (int i = std::max(begin, left.noun_begin); i >= 0 && i < number; ++i) outcome |= (parts(i) & kPartOutcome) != 0;
  for (int i = number + 1; i < size() && !IsDelimiter(i); ++i) outcome |= (parts(i) & kPartOutcome) != 0;

  // Divisions concerned have no aspect of their own: 涉及21个市.
  if ((measure_parts & kPartDivision) && aspect != Aspect::kNew && !(firm && aspect == Aspect::kCumulative)) {
    return Aspect::kNone;
  }
  if (firm && aspect == Aspect::kCurrent && outcome) return Aspect::kCumulative;
  if (firm) return aspect;
  const Breakdown& breakdown = breakdowns_.back();
  if (right.state && !outcome) return Aspect::kCurrent;
  if (breakdown.active && !IsOpen(begin > 0 ? begin - 1 : 0)) {
    aspect = head != nullptr && head != &breakdown.head && !head->measure.empty() ? head->aspect
                                                                                   : breakdown.head.aspect;
  } else if (breakdown.active) {
    aspect = breakdown.head.aspect;
  } else if (head != nullptr) {
    aspect = head->aspect;
  } else if (!figures_.empty() && figures_.back().aspect != Aspect::kNone &&
             (left.verb.empty() || (words_.PartsOf(left.verb) & kAspectParts)) &&
             figures_.back().kind == figure.kind) {
    // A list goes on: 累计确诊174例，治愈出院96例.
    aspect = figures_.back().aspect;
  } else {
    aspect = default_aspect_;
  }
  if (aspect == Aspect::kCurrent && outcome) return Aspect::kCumulative;
  // The same thing as in the sentence before, with nothing else said: 复产工业企业44家。复产非工业企业235家.
  if (aspect == Aspect::kNone && !own_time_ && figure.measure.size() >= 6) {
    for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
      if (it->aspect == Aspect::kNone) continue;
      const bool near = it->sentence + 1 == passage_.sentence_;
      if ((near && it->measure.compare(0, 6, figure.measure, 0, 6) == 0 && it->unit == figure.unit) ||
          (passage_.list_block_ && it->measure == figure.measure)) {
        return it->aspect;
      }
      if (!near && !passage_.list_block_) break;
    }
  }
  return aspect;
}

// ---------------------------------------------------------------------------------- place, scope

// Whether what stands behind token `end` makes the place before it one of origin: 菲律宾输入.
bool SentenceReader::IsOrigin(int end) const {
  return end < size() && (parts(end) & kPartOrigin) != 0;
}

std::optional<SentenceReader::PlaceRun> SentenceReader::ReadPlace(int i) const {
  PlaceRun run;
  const Place around = passage_.subject_;
  if (token(i).kind == TokenKind::kPlace) {
    Place place = around;
    int k = i;
    for (; k < size() && token(k).kind == TokenKind::kPlace; ++k) {
      const PlaceName& name = sentence_.places[token(k).index];
      Place next = passage_.places_.Resolve(name.divisions, k == i ? around : place);
      const Gazetteer& gazetteer = passage_.places_.gazetteer();
      if (k > i && !gazetteer.IsWithin(next.division, place.division)) break;
      place = next;
      const Division& division = gazetteer[place.division];
      run.part |= division.level == Level::kForeign && str(k) != division.name;
    }
    run.place = place;
    run.end = k;
    return run;
  }
  const uint64_t p = parts(i);
  if (p & kPartWhole) {
    run.place = passage_.places_.ResolveRelative(str(i), around);
    run.end = i + 1;
    // 市本级 is what the city runs itself.
    run.part = str(i).find("本级") != std::string_view::npos;
    if (!run.place.known()) return std::nullopt;
    return run;
  }
  // 东湖高新区: the name of a functional zone, in the city that the passage is about.
  if (p & kPartZone && i > 0 && token(i - 1).kind == TokenKind::kWord) {
    const WordClass c = token(i - 1).word_class;
    if (c == WordClass::kNoun || c == WordClass::kPlace || c == WordClass::kUnknown || c == WordClass::kPerson) {
      run.place = around;
      run.place.zone = std::string(str(i - 1)) + std::string(str(i));
      run.end = i + 1;
      return run;
    }
  }
  return std::nullopt;
}

// Takes the subject of the passage from a clause without a number: the place that it begins with,
// or ends with behind 在.
void SentenceReader::ReadSubject(int begin, int end) {
  int i = begin;
  bool located = false;
  while (i < end) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kPlace || (parts(i) & kPartWhole)) break;
    const std::string_view word = str(i);
    if (word == "在") located = true;
    const bool skip = t.kind == TokenKind::kTime || t.kind == TokenKind::kPunctuation ||
                      (t.kind == TokenKind::kWord &&
                       (t.word_class == WordClass::kTime || t.word_class == WordClass::kAdverb ||
                        t.word_class == WordClass::kConjunction || word == "据" || word == "截至" || word == "截止" ||
                        word == "在" || word == "其中"));
    if (!skip && !located) return;
    ++i;
  }
  if (i >= end) return;
  std::optional<PlaceRun> run = ReadPlace(i);
  if (!run || IsOrigin(run->end)) return;
  if (located && run->end < end) return;
  passage_.subject_ = run->place;
}

// The home of a patient, where the sentence says it: 居住地为荔湾区.
Place SentenceReader::Residence(int number) const {
  for (int i = number + 1; i < size(); ++i) {
    const std::string_view word = str(i);
    if (word != "居住地" && word != "现住" && word != "家住" && word != "住址" && word != "住" && word != "居住" &&
        word != "现居" && word != "常住" && word != "居住在" && word != "地为" && word != "住地") {
      continue;
    }
    for (int k = i + 1; k < size() && k <= i + 4; ++k) {
      if (token(k).kind != TokenKind::kPlace) continue;
      if (auto run = ReadPlace(k)) return run->place;
    }
  }
  return {};
}

void SentenceReader::DecidePlace(Figure& figure, int begin, int number, const LeftPhrase& left,
                                 const RightPhrase& right, const Head* head) {
  figure.place = passage_.subject_;
  const bool inside = breakdowns_.size() > 1 && breakdowns_.back().active;
  if (inside) figure.place = breakdowns_.back().head.place;
  (void)head;
  // Patients are described where they live.
  if (figure.kind == FigureKind::kAge || figure.kind == FigureKind::kTemperature) {
    if (figure.kind == FigureKind::kAge) {
      if (Place home = Residence(number); home.known()) passage_.person_ = home;
    }
    if (passage_.person_.known()) {
      figure.place = passage_.person_;
      figure.scope = Scope::kPart;
      Explain(figure, "place", "residence", "");
      return;
    }
  }
  // The last place before the number in its own item.
  for (int i = number - 1; i >= begin; --i) {
    if (token(i).kind != TokenKind::kPlace && !(parts(i) & (kPartWhole | kPartZone))) continue;
    int first = i;
    while (first > begin && token(first - 1).kind == TokenKind::kPlace && token(i).kind == TokenKind::kPlace) --first;
    std::optional<PlaceRun> run = ReadPlace(first);
    if (!run) continue;
    if (run->end < i + 1) run = ReadPlace(i);
    if (!run || IsOrigin(run->end)) continue;
    if (figure.kind == FigureKind::kOther && run->end < size() && str(run->end) == "的") continue;
    // 从武汉, 对湖北: not where it happened.
    if (first > begin && token(first - 1).kind == TokenKind::kWord) {
      const std::string_view before = str(first - 1);
      if (before == "从" || before == "由" || before == "对" || before == "向" || before == "自" || before == "支援" ||
          before == "援助" || before == "赴" || before == "与") {
        continue;
      }
    }
    figure.place = run->place;
    if (run->part) figure.scope = Scope::kPart;
    Explain(figure, "place", "item", std::string(Slice(text_, {token(first).span.begin, token(i).span.end})));
    // A place with only its number is an item of a list; with a noun or verb of its own it is what
    // the passage is about from here on.
    const bool listed = left.noun.empty() && left.verb.empty() && right.noun.empty();
    if (!listed && !inside && !(run->part && run->place == passage_.subject_) &&
        (first == begin || token(first - 1).kind != TokenKind::kWord || token(first - 1).word_class != WordClass::kPreposition)) {
      passage_.subject_ = run->place;
    }
    break;
  }
  // 1例（长乐区）: the bracket says where exactly.
  if (number + 2 < size() && IsOpen(number + 1) && token(number + 2).kind == TokenKind::kPlace) {
    int close = number + 3;
    while (close < size() && token(close).kind == TokenKind::kPlace) ++close;
    if (close < size() && IsClose(close)) {
      const PlaceName& name = sentence_.places[token(close - 1).index];
      Place place = passage_.places_.Resolve(name.divisions, figure.place);
      if (passage_.places_.gazetteer().IsWithin(place.division, figure.place.division)) {
        figure.place = place;
        Explain(figure, "place", "bracket", std::string(str(close - 1)));
      }
    }
  }
  if (!figure.place.candidates.empty()) figure.confidence = Confidence::kLow;
}

// Whether the tokens name one community, firm, team or person of the district.
bool SentenceReader::NamesPart(int begin, int end) const {
  for (int i = begin; i < end; ++i) {
    const uint64_t p = parts(i);
    if (i > begin && (p & (kPartOrgan | kPartCommunity))) {
      // It needs a name of its own before it: 大张集团, not 辖区企业.
      const Token& before = token(i - 1);
      const bool named = (before.kind == TokenKind::kWord &&
                          (before.word_class == WordClass::kPerson || before.word_class == WordClass::kUnknown ||
                           before.word_class == WordClass::kPlace)) ||
                         IsSign(i - 1, "”") || (IsSign(i - 1, " ") && false);
      if (named) return true;
    }
    if ((p & kPartTitle) && i + 1 < end && token(i + 1).kind == TokenKind::kWord &&
        (token(i + 1).word_class == WordClass::kPerson || token(i + 1).word_class == WordClass::kUnknown)) {
      return true;
    }
    if (p & kPartEach) {
      if (str(i) != "每天" && str(i) != "每日" && str(i) != "人均" && str(i) != "户均" && str(i) != "亩均") return true;
    }
  }
  return false;
}

void SentenceReader::DecideScope(Figure& figure, int begin, int number) {
  if (figure.scope == Scope::kPart) return;
  if (figure.kind == FigureKind::kAge) {
    for (int i = begin; i < number; ++i) {
      if (str(i) == "最大" || str(i) == "最小" || str(i) == "平均" || str(i) == "最" || str(i) == "中位数") return;
    }
    if (words_.Is(figure.measure, kPartDivision)) return;
    figure.scope = Scope::kPart;
    return;
  }
  if (figure.kind == FigureKind::kTemperature && passage_.person_.known()) {
    figure.scope = Scope::kPart;
    return;
  }
  // From the head of the sentence to the number, unless 全区 comes between.
  int from = 0;
  for (int i = number - 1; i >= 0; --i) {
    if (parts(i) & kPartWhole || IsSign(i, "；")) {
      from = i;
      break;
    }
  }
  if (NamesPart(from, number)) {
    figure.scope = Scope::kPart;
    Explain(figure, "scope", "named-part", "");
  }
}

// ---------------------------------------------------------------------------------- measure

// 其中, 确诊病例中，: what follows divides a total.
void SentenceReader::OpenBreakdown(int i) {
  Breakdown& current = breakdowns_.back();
  if (str(i) == "中") {
    if (i + 1 < size() && !IsDelimiter(i + 1)) return;
    if (i == 0) return;
    // 604例确诊病例中，: the figure itself is the total.
    if (!figures_.empty()) {
      const Figure& last = figures_.back();
      int k = i - 1;
      while (k >= 0 && !IsDelimiter(k) && token(k).kind != TokenKind::kNumber) --k;
      if (k >= 0 && token(k).kind == TokenKind::kNumber) {
        current.head = {last.measure, last.unit, last.value, last.aspect, last.place, true, 0};
        current.active = true;
        return;
      }
    }
    LeftPhrase phrase = ReadLeft(text_, sentence_, i, words_);
    if (phrase.noun.empty()) return;
    Head head;
    head.measure = phrase.noun;
    bool firm = false;
    int begin = i;
    while (begin > 0 && !IsDelimiter(begin - 1)) --begin;
    head.aspect = OwnAspect(begin, i, firm);
    head.place = passage_.subject_;
    if (!firm) {
      // The aspect that it had before.
      head.aspect = default_aspect_;
      auto shares = [&](const std::string& measure) {
        return measure == head.measure ||
               (measure.size() > head.measure.size() ? measure.find(head.measure) != std::string::npos
                                                     : !measure.empty() && head.measure.find(measure) != std::string::npos);
      };
      bool found = false;
      for (const Figure& figure : figures_) {
        if (shares(figure.measure)) {
          head.aspect = figure.aspect;
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
  std::string unit;
  bool any = false;
  for (int i = from + 1; i < size() && !IsSign(i, "；"); ++i) {
    if (token(i).kind != TokenKind::kNumber) continue;
    const Number& number = sentence_.numbers[token(i).index];
    if (unit.empty()) unit = std::string(number.unit);
    if (number.unit != unit) continue;
    if (sum) sum = sum->Plus(number.value);
    any = true;
  }
  static thread_local std::vector<Head> candidates;
  candidates.clear();
  for (const Figure& figure : figures_) {
    candidates.push_back({figure.measure, figure.unit, figure.value, figure.aspect, figure.place, false,
                          passage_.sentence_});
  }
  const size_t own = candidates.size();
  for (const Head& head : passage_.heads_) {
    if (head.sentence + 1 >= passage_.sentence_ - 1) candidates.push_back(head);
  }
  if (!any || candidates.empty()) return candidates.empty() ? nullptr : &candidates[own > 0 ? own - 1 : candidates.size() - 1];
  for (const Head& head : candidates) {
    if (sum && head.value == *sum && head.unit == unit) return &head;
  }
  for (size_t i = own; i > 0; --i) {
    if (candidates[i - 1].unit == unit) return &candidates[i - 1];
  }
  const Head* first = nullptr;
  for (size_t i = candidates.size(); i > own; --i) {
    if (candidates[i - 1].sentence + 1 != passage_.sentence_) break;
    if (candidates[i - 1].unit == unit) first = &candidates[i - 1];
  }
  if (first != nullptr) return first;
  return own > 0 ? &candidates[own - 1] : nullptr;
}

// The earlier figure that a number without a noun of its own takes it from.
const Head* SentenceReader::Inherit(const Figure& figure, bool person) const {
  static thread_local Head found;
  const Breakdown& breakdown = breakdowns_.back();
  if (breakdown.active && !breakdown.head.measure.empty()) return &breakdown.head;
  auto fits = [&](std::string_view unit, FigureKind kind) {
    return unit == figure.unit || (person && CountsPeople(unit) && CountsPeople(figure.unit)) ||
           (figure.kind == FigureKind::kPercent && kind != FigureKind::kAge) ||
           (figure.kind == FigureKind::kOther && figure.unit == "倍");
  };
  for (auto it = figures_.rbegin(); it != figures_.rend(); ++it) {
    if (!fits(it->unit, it->kind) || it->measure.empty()) continue;
    found = {it->measure, it->unit, it->value, it->aspect, it->place, false, passage_.sentence_};
    return &found;
  }
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 2 < passage_.sentence_) break;
    if (it->measure.empty() || !fits(it->unit, figure.kind)) continue;
    return &*it;
  }
  return nullptr;
}

void SentenceReader::DecideMeasure(Figure& figure, int number, const LeftPhrase& left,
                                   const RightPhrase& right, const Head* head, bool& own) {
  own = true;
  (void)number;
  auto set = [&](std::string measure, std::string_view rule) {
    figure.measure = std::move(measure);
    Explain(figure, "measure", rule, figure.measure);
  };
  switch (figure.kind) {
    case FigureKind::kAge:
      return set("年龄", "age");
    case FigureKind::kTemperature:
      return set(left.noun.find("体温") != std::string::npos || left.noun.empty() ? "体温" : left.noun, "temperature");
    case FigureKind::kDuration:
      if (!right.noun.empty()) return set(right.noun, "unit-then-noun");
      if (!left.noun.empty()) return set(left.noun, "noun-then-number");
      if (!right.predicate.empty()) return set(right.predicate, "predicate");
      return set("时间", "duration");
    case FigureKind::kPercent:
    case FigureKind::kMoney:
      if (!left.noun.empty()) return set(left.noun, "noun-then-number");
      if (!right.noun.empty()) return set(right.noun, "unit-then-noun");
      break;
    default:
      // 14例确诊患者治愈出院: the noun behind the unit, if it is no predicate.
      if (!right.noun.empty() && !(CountsPeople(figure.unit) && right.state && !right.predicate.empty() &&
                                   !words_.Is(right.noun, kPartPerson) && right.noun.size() <= 6 &&
                                   left.noun.empty())) {
        return set(right.noun, right.relative ? "relative-clause" : "unit-then-noun");
      }
      if (!left.noun.empty()) return set(left.noun, "noun-then-number");
  }
  own = false;
  std::string predicate = right.noun.empty() ? right.predicate : right.noun + right.predicate;
  if (CountsPeople(figure.unit) && !predicate.empty()) {
    // 5例治愈出院: what is said of them, and who they are.
    const bool joins = head != nullptr && !head->measure.empty() && predicate.size() <= 24 &&
                       head->measure.size() <= 36;
    own = true;
    return set(joins ? predicate + head->measure : predicate, "predicate");
  }
  if (head != nullptr) return set(head->measure, "inherited");
  if (!left.verb.empty()) return set(std::string(left.verb), "verb");
}

// Whether a number without a unit is a figure: it counts a noun (7办, 81万人民), or stands where
// only a quantity can (达到5607).
bool SentenceReader::AcceptBare(const Number& number, int index, const LeftPhrase& left,
                                const RightPhrase& right) const {
  if (number.kind != FigureKind::kCount) return true;
  const bool large = !(number.value < Decimal(10000)) && number.value.is_integer();
  if (!right.noun.empty() && !right.relative && index + 1 < size() && !IsDelimiter(index + 1) && str(index + 1) != "的") {
    // 病例14出院: a number right behind a noun is that noun's name.
    const bool named = index > 0 && token(index - 1).kind == TokenKind::kWord &&
                       (token(index - 1).word_class == WordClass::kNoun || token(index - 1).word_class == WordClass::kUnknown);
    return !named || large;
  }
  if (number.arabic && (left.linked || left.change) && !left.noun.empty()) return true;
  return large && (left.linked || index == 0 || str(index - 1) == "的" || parts(index - 1) != 0);
}

std::optional<Figure> SentenceReader::ReadFigure(int begin, int index) {
  const Number& number = sentence_.numbers[token(index).index];
  LeftPhrase left = ReadLeft(text_, sentence_, index, words_);
  RightPhrase right = ReadRight(text_, sentence_, index, words_);
  Figure figure;
  figure.span = number.span;
  figure.value = number.value;
  figure.high = number.high;
  figure.unit = number.ratio.empty() ? std::string(number.unit) : number.ratio;
  figure.kind = number.kind;
  figure.sentence = sentence_.span;
  if (number.unit.empty() && number.kind == FigureKind::kCount) {
    if (!AcceptBare(number, index, left, right)) return std::nullopt;
    if (!right.noun.empty() && right.first_noun_end > figure.span.end) figure.span.end = right.first_noun_end;
  }
  figure.qualifier = number.qualifier;
  if (figure.qualifier != Qualifier::kRange) {
    if (left.qualifier != Qualifier::kExact) figure.qualifier = left.qualifier;
    if (right.qualifier != Qualifier::kExact) figure.qualifier = right.qualifier;
  }
  figure.predicate = left.verb.empty() ? "" : std::string(left.verb);

  const bool bare = left.noun.empty() && right.noun.empty();
  const Head* head = bare ? Inherit(figure, !right.predicate.empty()) : nullptr;
  bool own = true;
  DecideMeasure(figure, index, left, right, head, own);
  figure.aspect = DecideAspect(figure, begin, index, left, right, own ? nullptr : head);
  Explain(figure, "aspect", figure.aspect == Aspect::kNone ? "none" : "words", "");
  DecidePlace(figure, begin, index, left, right, head);
  DecideScope(figure, begin, index);
  figure.as_of = as_of_ ? as_of_ : passage_.date_;
  if (figure.measure.empty()) figure.confidence = Confidence::kLow;
  return figure;
}

}  // namespace qushu
