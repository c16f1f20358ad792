// Where a figure belongs.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {

// Whether what stands behind token `end` makes the place before it one of origin: 菲律宾输入.
bool SentenceReader::IsOrigin(int end) const {
  return end < size() && (parts(end) & kPartOrigin) != 0;
}

std::optional<SentenceReader::PlaceRun> SentenceReader::ReadPlace(int i) const {
  PlaceRun run;
  run.begin = i;
  const Place around = passage_.subject_;
  if (token(i).kind == TokenKind::kPlace) {
    Place place = around;
    int k = i;
    for (; k < size() && token(k).kind == TokenKind::kPlace; ++k) {
      const PlaceName& name = sentence_.places[token(k).index];
      Place next = passage_.places_.Resolve(name.divisions, k == i ? around : place);
      if (name.form == NameForm::kStem && !passage_.places_.Supports(next.division, around)) {
        if (k == i) return std::nullopt;
        break;
      }
      const Gazetteer& gazetteer = passage_.places_.gazetteer();
      if (k > i && next.division != place.division &&
          !gazetteer.IsWithin(next.division, place.division)) {
        break;
      }
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
    // In a text about one place, 全国 is what it is measured by, or in a name: 全国文明城市.
    if ((str(i) == "全国" || str(i) == "我国") && passage_.base_.known()) return std::nullopt;
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
    if (c == WordClass::kNoun || c == WordClass::kPlace || c == WordClass::kUnknown ||
        c == WordClass::kPerson) {
      run.place = around;
      run.begin = i - 1;
      run.place.zone = std::string(str(i - 1)) + std::string(str(i));
      run.end = i + 1;
      return run;
    }
  }
  return std::nullopt;
}

void SentenceReader::SetSubject(const Place& place, Span words) {
  passage_.subject_ = place;
  passage_.subject_reason_ = {Rule::kPassageSubject, words};
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
                      (t.kind == TokenKind::kWord && !(parts(i) & kPartLink) && word != "和" &&
                       word != "与" && word != "及" &&
                       (t.word_class == WordClass::kTime || t.word_class == WordClass::kAdverb ||
                        t.word_class == WordClass::kConjunction || word == "据" || word == "截至" ||
                        word == "截止" || word == "在" || word == "其中"));
    if (!skip && !located) return;
    ++i;
  }
  if (i >= end) return;
  std::optional<PlaceRun> run = ReadPlace(i);
  if (!run || IsOrigin(run->end)) return;
  if (located && run->end < end) {
    if (str(end - 1) == "的" || (end < size() && IsSign(end, "、"))) {
      located_ = run->place;
      located_words_ = Tokens(i, run->end);
    }
    return;
  }
  // 武汉封城后: a time, told by what happened.
  if (const std::string_view last = str(end - 1);
      run->end < end && (last == "后" || last == "时" || last == "前" || last == "之后" ||
                         last == "以后" || last == "期间")) {
    return;
  }
  SetSubject(run->place, Tokens(i, run->end));
}

// The home of a patient, where the sentence says it: 居住地为荔湾区.
std::optional<SentenceReader::PlaceRun> SentenceReader::Residence(int number) const {
  for (int i = number + 1; i < size(); ++i) {
    const std::string_view word = str(i);
    if (word != "居住地" && word != "现住" && word != "家住" && word != "住址" && word != "住" &&
        word != "居住" && word != "现居" && word != "常住" && word != "居住在" && word != "地为" &&
        word != "住地") {
      continue;
    }
    for (int k = i + 1; k < size() && k <= i + 4; ++k) {
      if (token(k).kind != TokenKind::kPlace) continue;
      if (auto run = ReadPlace(k); run && run->place.known()) return run;
    }
  }
  return std::nullopt;
}

// The token in [begin, number) that names where the figure belongs, -1 if there is none: one right
// before the number or its noun, one that the item begins with, one behind 在.
int SentenceReader::FindPlace(int begin, int number) const {
  auto names = [&](int i) {
    return token(i).kind == TokenKind::kPlace || (parts(i) & (kPartWhole | kPartZone)) ||
           str(i) == "港澳台";
  };
  auto first_of_run = [&](int i) {
    while (i > begin && token(i).kind == TokenKind::kPlace &&
           token(i - 1).kind == TokenKind::kPlace)
      --i;
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
    const bool link =
        token(i).kind == TokenKind::kWord &&
        ((p & (kPartLink | kPartAspectWord | kPartNew | kPartCumulative | kPartCurrent |
               kPartAbout | kPartOver | kPartUnder | kPartAtLeast | kPartAtMost)) ||
         token(i).word_class == WordClass::kAdverb || str(i) == "的" || str(i) == "各");
    adjacent &= link;
  }
  if (last < 0) return -1;
  // 收到台湾地区通报: who reports it.
  const bool joined = last > begin && token(last - 1).kind == TokenKind::kWord &&
                      token(last - 1).word_class == WordClass::kConjunction;
  for (int i = last + 1; i < number && i <= last + 3 && !joined; ++i) {
    if (parts(i) & kPartReport) return last;
  }
  // The head of the item, behind times and adverbs.
  for (int i = begin; i <= last; ++i) {
    if (names(i)) {
      if (i > begin && token(i - 1).kind == TokenKind::kWord &&
          token(i - 1).word_class == WordClass::kPreposition && str(i - 1) != "在" &&
          str(i - 1) != "据" && str(i - 1) != "由") {
        break;
      }
      return IsOrigin(i + 1) ? -1 : i;
    }
    const Token& t = token(i);
    const bool skip =
        t.kind == TokenKind::kTime || t.kind == TokenKind::kPunctuation ||
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
  auto because = [&](Rule rule, Span words = {}) { Because(Field::kPlace, rule, words); };
  figure.place = passage_.subject_;
  const Reason& subject = passage_.subject_reason_;
  const bool earlier =
      subject.rule == Rule::kPassageSubject && subject.words.begin < sentence_.span.begin;
  because(!figure.place.known() ? Rule::kNoPlace
          : earlier             ? Rule::kEarlierSubject
                                : subject.rule,
          subject.words);
  Because(Field::kScope, Rule::kWholeDivision);
  const bool inside = breakdowns_.size() > 1 && breakdowns_.back().active;
  if (inside) {
    figure.place = breakdowns_.back().head.place;
    because(Rule::kTotalPlace, breakdowns_.back().head.span);
  }
  if (breakdowns_.back().active && breakdowns_.back().head.place == figure.place) {
    figure.scope = breakdowns_.back().head.scope;
    if (figure.scope == Scope::kPart)
      Because(Field::kScope, Rule::kTotalScope, breakdowns_.back().head.span);
  }
  // Patients are described where they live.
  if (figure.kind == FigureKind::kAge || figure.kind == FigureKind::kTemperature) {
    if (figure.kind == FigureKind::kAge) {
      if (const std::optional<PlaceRun> home = Residence(number)) {
        passage_.person_ = home->place;
        passage_.person_words_ = Tokens(home->begin, home->end);
      }
    }
    if (passage_.person_.known()) {
      figure.place = passage_.person_;
      figure.scope = Scope::kPart;
      because(Rule::kResidence, passage_.person_words_);
      Because(Field::kScope, Rule::kOnePerson, passage_.person_words_);
      return;
    }
  }
  if (const size_t k = figures_.size() - respectively_.first; k < respectively_.places.size()) {
    figure.place = respectively_.places[k];
    because(Rule::kRespectively);
    return;
  }
  if (located_ && !inside) {
    figure.place = *located_;
    because(Rule::kLocatedClause, located_words_);
  }
  located_.reset();
  if (const int first = FindPlace(begin, number); first >= 0) {
    std::optional<PlaceRun> run = ReadPlace(first);
    // 全国的5.5倍, 高于全市平均1.4个百分点: what it is measured by.
    const bool compared =
        figure.unit == "倍" ||
        (first > begin && (parts(first) & kPartWhole) &&
         (figure.kind == FigureKind::kPercent || figure.unit.find("百分点") != std::string::npos));
    // Cases brought in from abroad are those of the place that reports them.
    const Gazetteer& gazetteer = passage_.places_.gazetteer();
    auto foreign = [&](const Place& place) {
      return place.division != kNoDivision && gazetteer[place.division].level == Level::kForeign;
    };
    const bool imported =
        run && foreign(run->place) && passage_.base_.known() && !foreign(passage_.base_);
    if (run && !compared && !imported) {
      figure.place = run->place;
      figure.scope = run->part ? Scope::kPart : Scope::kWhole;
      const Span words = Tokens(first, run->end);
      because(Rule::kItemPlace, words);
      Because(Field::kScope, run->part ? Rule::kPlacePart : Rule::kWholeDivision,
              run->part ? words : Span{});
      // A place with only its number is an item of a list; with a noun or verb of its own it is
      // what the passage is about from here on.
      const bool listed = left.noun.empty() && left.verb.empty() && right.noun.empty();
      const bool prepositional = first > begin && token(first - 1).kind == TokenKind::kWord &&
                                 (token(first - 1).word_class == WordClass::kPreposition ||
                                  token(first - 1).word_class == WordClass::kConjunction);
      // 省本级 is not what a passage is about, but a foreign country is, whichever part is named.
      const bool names_subject = !run->part || foreign(run->place);
      if (!listed && !inside && names_subject && !prepositional &&
          (left.place != first || first == begin)) {
        SetSubject(run->place, words);
      }
    }
  }
  // 30个省报告: the country.
  if (figure.measure.compare(0, 3, "省") == 0 && !(figure.value < Decimal(20))) {
    figure.place = {};
    figure.place.division = passage_.places_.gazetteer().ByCode(100000);
    SetSubject(figure.place, figure.span);
    because(Rule::kCountryPlace, figure.span);
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
        because(Rule::kBracketPlace, token(close - 1).span);
      }
    }
  }
  if (!figure.place.candidates.empty())
    because(Rule::kOpenPlace, reasons_[static_cast<size_t>(Field::kPlace)].words);
}

}  // namespace qushu
