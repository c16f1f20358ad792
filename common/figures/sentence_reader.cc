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
    if (parts(i) & kPartBreakdown || str(i) == "中" || IsSign(i, "：")) OpenBreakdown(i);
    if (str(i) == "分别" || str(i) == "分别为" || str(i) == "分别是" || str(i) == "分别达") ReadRespectively(i);
    if (IsOpen(i)) {
      Breakdown inner;
      if (!figures_.empty() && i > 0 && figures_.back().span.end + 9 >= token(i).span.begin) {
        inner.head = heads_.back();
        inner.active = true;
      } else {
        inner = breakdowns_.back();
      }
      breakdowns_.push_back(inner);
    } else if (IsClose(i) && breakdowns_.size() > 1) {
      breakdowns_.pop_back();
    }
    if (t.kind == TokenKind::kNumber) {
      // Clauses without a number of their own may name a new subject.
      if (breakdowns_.size() == 1) {
        // The rest of the last number's own clause is about that number.
        while (subject > 0 && subject < item && !IsDelimiter(subject)) ++subject;
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
  for (int begin = 0, k = 0; figures_.empty() && k <= size(); ++k) {
    if (k == size() || IsDelimiter(k)) {
      if (k > begin) ReadSubject(begin, k);
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
  const uint64_t measure_parts =
      words_.PartsOf(std::string_view(figure.measure).substr(0, figure.measure.find("（")));
  bool outcome = (measure_parts & kPartOutcome) != 0;
  bool state = (measure_parts & kPartState) != 0;
  for (int i = std::max(begin, left.noun_begin); i >= 0 && i < number; ++i) {
    outcome |= (parts(i) & kPartOutcome) != 0;
    state |= (parts(i) & kPartState) != 0;
  }
  for (int i = number + 1; i < size() && !IsDelimiter(i) && token(i).kind != TokenKind::kNumber; ++i) {
    outcome |= (parts(i) & kPartOutcome) != 0;
  }

  // Divisions concerned have no aspect of their own: 涉及21个市.
  if ((measure_parts & kPartDivision) && aspect != Aspect::kNew && !(firm && aspect == Aspect::kCumulative)) {
    return Aspect::kNone;
  }
  if (firm && aspect == Aspect::kCurrent && outcome) return Aspect::kCumulative;
  if (firm) return aspect;
  const Breakdown& breakdown = breakdowns_.back();
  if (right.state && !outcome && CountsPeople(figure.unit)) return Aspect::kCurrent;
  if (breakdown.active) {
    aspect = breakdown.head.aspect;
  } else if (state && !outcome) {
    aspect = Aspect::kCurrent;
  } else if (head != nullptr) {
    aspect = head->aspect;
  } else if (!figures_.empty() && figures_.back().aspect != Aspect::kNone &&
             (left.verb.empty() || (words_.PartsOf(left.verb) & (kAspectParts | kPartChange))) &&
             figures_.back().kind == figure.kind) {
    // A list goes on: 累计确诊174例，治愈出院96例.
    aspect = figures_.back().aspect;
  } else if (const Head* same = SameValue(figure); same != nullptr && default_aspect_ != Aspect::kCurrent) {
    aspect = same->aspect;
  } else {
    aspect = default_aspect_;
    // 今天 makes cases new, not whatever else happened that day.
    if (aspect == Aspect::kNew && !CountsPeople(figure.unit)) aspect = Aspect::kNone;
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

// The figure said before that this one takes up again: 累计确诊254例。…254名患者中.
const Head* SentenceReader::SameValue(const Figure& figure) const {
  if (!CountsPeople(figure.unit) || figure.value < Decimal(2)) return nullptr;
  for (auto it = passage_.heads_.rbegin(); it != passage_.heads_.rend(); ++it) {
    if (it->sentence + 8 < passage_.sentence_) break;
    if (it->value == figure.value && CountsPeople(it->unit) && it->place == figure.place) return &*it;
  }
  return nullptr;
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
  if (str(i) == "港澳台") {
    run.place.division = passage_.places_.gazetteer().ByCode(100000);
    run.part = true;
    run.end = i + 1;
    return run;
  }
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
                       !(parts(i) & kPartLink) && word != "和" && word != "与" && word != "及" &&
                       (t.word_class == WordClass::kTime || t.word_class == WordClass::kAdverb ||
                        t.word_class == WordClass::kConjunction || word == "据" || word == "截至" || word == "截止" ||
                        word == "在" || word == "其中"));
    if (!skip && !located) return;
    ++i;
  }
  if (i >= end) return;
  std::optional<PlaceRun> run = ReadPlace(i);
  if (!run || IsOrigin(run->end)) return;
  if (located && run->end < end) {
    if (str(end - 1) == "的") located_ = run->place;
    return;
  }
  // 武汉封城后: a time, told by what happened.
  if (const std::string_view last = str(end - 1);
      run->end < end && (last == "后" || last == "时" || last == "前" || last == "之后" || last == "以后" || last == "期间")) {
    return;
  }
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

// The token in [begin, number) that names where the figure belongs, -1 if there is none: one right
// before the number or its noun, one that the item begins with, one behind 在.
int SentenceReader::FindPlace(int begin, int number) const {
  auto names = [&](int i) {
    return token(i).kind == TokenKind::kPlace || (parts(i) & (kPartWhole | kPartZone)) || str(i) == "港澳台";
  };
  auto first_of_run = [&](int i) {
    while (i > begin && token(i).kind == TokenKind::kPlace && token(i - 1).kind == TokenKind::kPlace) --i;
    return i;
  };
  bool adjacent = true;
  int located = -1;
  int last = -1;
  for (int i = number - 1; i >= begin; --i) {
    const uint64_t p = parts(i);
    if (names(i)) {
      if (IsOrigin(i + 1)) continue;
      const int first = first_of_run(i);
      if (adjacent) return first;
      if (first > begin && str(first - 1) == "在") located = first;
      last = first;
      i = first;
      continue;
    }
    const bool link = token(i).kind == TokenKind::kWord &&
                      ((p & (kPartLink | kPartAspectWord | kPartNew | kPartCumulative | kPartCurrent | kPartAbout |
                             kPartOver | kPartUnder | kPartAtLeast | kPartAtMost)) ||
                       token(i).word_class == WordClass::kAdverb || str(i) == "的" || str(i) == "各");
    adjacent &= link;
  }
  if (last < 0) return -1;
  // The head of the item, behind times and adverbs.
  for (int i = begin; i <= last; ++i) {
    if (names(i)) {
      if (i > begin && token(i - 1).kind == TokenKind::kWord && token(i - 1).word_class == WordClass::kPreposition &&
          str(i - 1) != "在" && str(i - 1) != "据" && str(i - 1) != "由") {
        break;
      }
      return IsOrigin(i + 1) ? -1 : i;
    }
    const Token& t = token(i);
    const bool skip = t.kind == TokenKind::kTime || t.kind == TokenKind::kPunctuation ||
                      (t.kind == TokenKind::kWord &&
                       (t.word_class == WordClass::kTime || t.word_class == WordClass::kAdverb ||
                        t.word_class == WordClass::kConjunction || t.word_class == WordClass::kPreposition ||
                        (parts(i) & (kPartBreakdown | kPartCumulative | kPartCurrent | kPartNew))));
    if (!skip) break;
  }
  return located;
}

void SentenceReader::DecidePlace(Figure& figure, int begin, int number, const LeftPhrase& left,
                                 const RightPhrase& right) {
  figure.place = passage_.subject_;
  const bool inside = breakdowns_.size() > 1 && breakdowns_.back().active;
  if (inside) figure.place = breakdowns_.back().head.place;
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
  if (const size_t k = figures_.size() - respectively_.first; k < respectively_.places.size()) {
    figure.place = respectively_.places[k];
    Explain(figure, "place", "respectively", "");
    return;
  }
  if (located_ && !inside) figure.place = *located_;
  located_.reset();
  if (const int first = FindPlace(begin, number); first >= 0) {
    std::optional<PlaceRun> run = ReadPlace(first);
    const bool compared = figure.unit == "倍";  // 全国的5.5倍: what it is measured by
    if (run && !compared) {
      figure.place = run->place;
      if (run->part) figure.scope = Scope::kPart;
      Explain(figure, "place", "item", std::string(Slice(text_, {token(first).span.begin, token(run->end - 1).span.end})));
      // A place with only its number is an item of a list; with a noun or verb of its own it is what
      // the passage is about from here on.
      const bool listed = left.noun.empty() && left.verb.empty() && right.noun.empty();
      const bool prepositional = first > begin && token(first - 1).kind == TokenKind::kWord &&
                                 (token(first - 1).word_class == WordClass::kPreposition ||
                                  token(first - 1).word_class == WordClass::kConjunction);
      if (!listed && !inside && !run->part && !prepositional && left.place != first) passage_.subject_ = run->place;
      if (!listed && !inside && !run->part && left.place == first && first == begin) passage_.subject_ = run->place;
    }
  }
  // 30个省报告: the country.
  if (figure.measure.compare(0, 3, "省") == 0 && !(figure.value < Decimal(20))) {
    figure.place = {};
    figure.place.division = passage_.places_.gazetteer().ByCode(100000);
    passage_.subject_ = figure.place;
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
    figure.scope = Scope::kPart;
    persons_ = true;
    return;
  }
  if (persons_) {
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
    if (count > 0 && IsSign(k, "，") && !(k + 1 < size() && token(k + 1).kind == TokenKind::kNumber)) break;
  }
  if (count < 2) return;
  for (int k = i - 1; k >= 0 && token(k).kind != TokenKind::kNumber; --k) {
    if (token(k).kind != TokenKind::kPlace || IsOrigin(k + 1)) continue;
    if (auto run = ReadPlace(k)) respectively_.places.insert(respectively_.places.begin(), run->place);
  }
  if (respectively_.places.size() > count) {
    respectively_.places.erase(respectively_.places.begin(), respectively_.places.end() - count);
  }
  if (respectively_.places.size() != count) respectively_.places.clear();
  if (heads_.size() >= count) respectively_.heads.assign(heads_.end() - count, heads_.end());
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
  auto set = [&](std::string measure, std::string_view rule) {
    figure.measure = WithoutTail(std::move(measure));
    Explain(figure, "measure", rule, figure.measure);
    return figure.measure;
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
      // 14例确诊患者治愈出院: the noun behind the unit, unless it is what is said of them: 4例病情危重.
      if (!right.noun.empty() && !(CountsPeople(figure.unit) && right.state && !right.predicate.empty() &&
                                   !words_.Is(right.noun, kPartPerson) && right.noun.size() <= 6 &&
                                   left.noun.empty())) {
        return set(right.noun, right.relative ? "relative-clause" : "unit-then-noun");
      }
      if (!left.noun.empty()) return set(left.noun, "noun-then-number");
  }
  own = false;
  const std::string predicate = right.noun.empty() ? right.predicate : right.noun + right.predicate;
  if (CountsPeople(figure.unit) && !predicate.empty()) {
    // 5例治愈出院: what is said of them, and who they are.
    const bool joins = head != nullptr && !head->measure.empty() && predicate.size() <= 24 && head->measure.size() <= 36;
    own = true;
    set(joins ? predicate + head->measure : predicate, "predicate");
    return joins ? head->measure : figure.measure;
  }
  if (head != nullptr) return set(head->measure, "inherited");
  // The unit names what it counts.
  if (figure.unit == "户") return set("居民户", "unit");
  if (figure.unit == "人" || figure.unit == "口" || figure.unit == "名") return set("人口", "unit");
  if (!left.verb.empty()) return set(std::string(left.verb), "verb");
  return "";
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
  // 困难群众1.2万户2.6万人领到补助: two numbers for one noun.
  if (bare && index > 0 && token(index - 1).kind == TokenKind::kNumber && !heads_.empty() &&
      !heads_.back().measure.empty()) {
    head = &heads_.back();
    right.predicate.clear();
  }
  bool own = true;
  std::string noun = DecideMeasure(figure, left, right, head, own);
  DecidePlace(figure, begin, index, left, right);
  figure.aspect = DecideAspect(figure, begin, index, left, right, own ? nullptr : head);
  Explain(figure, "aspect", figure.aspect == Aspect::kNone ? "none" : "words", "");
  DecideScope(figure, begin, index);
  figure.as_of = as_of_ ? as_of_ : passage_.date_;
  if (figure.measure.empty()) figure.confidence = Confidence::kLow;
  heads_.push_back({std::move(noun), figure.unit, figure.value, figure.aspect, figure.place, passage_.sentence_});
  return figure;
}

}  // namespace qushu
