// Where a figure belongs.
#include "common/figures/sentence_reader.h"

#include <algorithm>

namespace qushu {

// 无锡市新吴区援助资金5850万元, in a report of another county: what is given is the receiver's;
// those who are sent are the giver's.
bool SentenceReader::IsDonor(const PlaceRun& run) const {
  const Place& base = passage_.base_;
  const Gazetteer& gazetteer = passage_.places_.gazetteer();
  if (base.division == kNoDivision || run.place.division == kNoDivision ||
      gazetteer.IsWithin(run.place.division, base.division) ||
      gazetteer.IsWithin(base.division, run.place.division))
    return false;
  // 上海知青捐粮票, 静安区投入帮扶资金: behind who gives, and behind another verb for it.
  constexpr int kFar = 4;  // tokens
  for (int i = run.end; i < size() && i < run.end + kFar; ++i) {
    const Token& t = token(i);
    if (t.kind != TokenKind::kWord) return false;
    if (verbs_.IsDonation(str(i))) return true;
    if (t.word_class != WordClass::kNoun && t.word_class != WordClass::kUnknown &&
        t.word_class != WordClass::kPerson && t.word_class != WordClass::kOrganisation &&
        t.word_class != WordClass::kVerb)
      return false;
  }
  return false;
}

// The token in [begin, number) that names where the figure belongs, -1 if there is none: one right
// before the number or its noun, one that the item begins with, one behind 在.
int SentenceReader::FindPlace(const Figure& figure, int begin, int number) const {
  if (!places_) return -1;
  auto names = [&](int i) {
    return token(i).kind == TokenKind::kPlace || (parts(i) & (kPartWhole | kPartZone)) ||
           str(i) == "港澳台" || IsOwnOffice(i);
  };
  // 全国的5.5倍, 占开封市的一成, 高于全市平均1.4个百分点: what it is measured by.
  const bool rate =
      figure.kind == FigureKind::kPercent || figure.unit.find("百分点") != std::string::npos;
  auto compared = [&](int first) {
    return figure.unit == "倍" || IsCompared(first) ||
           (first > begin && (parts(first) & kPartWhole) && rate);
  };
  auto first_of_run = [&](int i) {
    if (parts(i) & kPartZone) return ZoneBegin(begin, i);
    while (i > begin && token(i).kind == TokenKind::kPlace &&
           token(i - 1).kind == TokenKind::kPlace)
      --i;
    return i;
  };
  bool adjacent = true;
  int located = -1;
  int last = -1;     // the first of them
  int nearest = -1;  // the last of them
  for (int i = number - 1; i >= begin; --i) {
    const uint64_t p = parts(i);
    if (names(i)) {
      if (IsOrigin(i + 1)) continue;
      const int first = first_of_run(i);
      // 兰州支援我市3台检测车: here.
      if (IsTarget(first) && (parts(i) & kPartWhole) &&
          (str(i).starts_with("我") || str(i).starts_with("本")))
        return first;
      if (IsTarget(first)) {
        adjacent = false;
        i = first;
        continue;
      }
      if (compared(first)) {
        adjacent = false;
        i = first;
        continue;
      }
      if (adjacent) return first;
      if (first > begin && (parts(first - 1) & kPartLocated)) located = first;
      last = first;
      if (nearest < 0) nearest = first;
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
  // The head of the item, behind times and adverbs, and behind what the place is: 上游桂平市.
  bool described = false;
  for (int i = begin; i <= nearest; ++i) {
    const Token& t = token(i);
    if (parts(i) != 0 && ReadZone(i)) return i;
    if (names(i)) {
      if (i > begin && token(i - 1).kind == TokenKind::kWord &&
          token(i - 1).word_class == WordClass::kPreposition && str(i - 1) != "在" &&
          str(i - 1) != "据" && str(i - 1) != "由") {
        break;
      }
      if (described && (t.kind != TokenKind::kPlace || token(i - 1).kind != TokenKind::kWord ||
                        token(i - 1).word_class == WordClass::kConjunction ||
                        sentence_.places[t.index].form == NameForm::kStem || IsOrigin(i + 1))) {
        break;
      }
      return IsOrigin(i + 1) || compared(i) ? -1 : i;
    }
    if (t.kind == TokenKind::kTime || t.kind == TokenKind::kPunctuation) continue;
    if (t.kind != TokenKind::kWord) break;
    const WordClass c = t.word_class;
    if (c == WordClass::kTime || c == WordClass::kAdverb || c == WordClass::kConjunction ||
        c == WordClass::kPreposition ||
        (t.parts & (kPartBreakdown | kPartCumulative | kPartCurrent | kPartNew))) {
      continue;
    }
    // 县区晒单 城关区: a head parted from the text by a space.
    int space = i;
    while (space < nearest && !IsSign(space, " ") &&
           (token(space).kind == TokenKind::kWord || token(space).kind == TokenKind::kPlace)) {
      ++space;
    }
    if (IsSign(space, " ")) {
      i = space;
      described = false;
      continue;
    }
    if ((c != WordClass::kNoun && c != WordClass::kUnknown && c != WordClass::kLocative) ||
        (t.parts & (kPartTitle | kPartPerson | kPartChange))) {
      break;
    }
    described = true;
  }
  return located;
}

// 1例（长乐区）, 3例，均在广信区: where exactly, said behind the number.
std::optional<SentenceReader::PlaceRun> SentenceReader::PlaceBehind(int i,
                                                                    const Place& place) const {
  if (i >= size() || !IsDelimiter(i)) return std::nullopt;
  const bool bracket = IsOpen(i);
  if (!bracket && !IsSign(i, "，")) return std::nullopt;
  ++i;
  bool all = false;
  while (i < size() && token(i).kind == TokenKind::kWord) {
    const std::string_view word = str(i);
    if (word == "均" || word == "都" || word == "全部" || word == "皆" || word == "均为" ||
        word == "均在" || word == "均位于") {
      all = true;
    } else if (!(parts(i) & kPartLocated) && word != "为" && word != "是" && word != "属") {
      break;
    }
    all |= word == "在";  // 1例，在朝阳市，
    ++i;
  }
  if (i >= size() || token(i).kind != TokenKind::kPlace || (!bracket && !all)) return std::nullopt;
  PlaceRun run;
  run.begin = i;
  while (i < size() && token(i).kind == TokenKind::kPlace) ++i;
  run.end = i;
  // 1986.5毫米（雷山县方祥站）: at one spot there.
  constexpr uint64_t kSpots = kPartCommunity | kPartOrgan | kPartLocality | kPartZone;
  int close = i;
  while (bracket && close < size() && close - i < 5 && token(close).kind == TokenKind::kWord)
    ++close;
  if (close > i && close < size() && IsClose(close) && (parts(close - 1) & kSpots)) {
    run.part = true;
    i = close;
  }
  if (i < size() && !(bracket ? IsClose(i) : IsDelimiter(i) && !IsSign(i, "、")))
    return std::nullopt;
  const PlaceName& name = sentence_.places[token(run.end - 1).index];
  run.place = passage_.places_.Resolve(name.divisions, place);
  if (!passage_.places_.gazetteer().IsWithin(run.place.division, place.division))
    return std::nullopt;
  return run;
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
  const Gazetteer& gazetteer = passage_.places_.gazetteer();
  // What 其中 divides may be of a smaller place than the passage.
  const Head& total = breakdowns_.back().head;
  const bool smaller = breakdowns_.back().active && total.figure >= 0 &&
                       total.depth <= breakdowns_.size() && total.span.begin >= segment_begin_ &&
                       total.place.known() && figure.place.division != kNoDivision &&
                       gazetteer.IsWithin(total.place.division, figure.place.division);
  if (inside || smaller) {
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
        passage_.person_ = passage_.neighbour_ = home->place;
        passage_.person_words_ = Tokens(home->begin, home->end);
      } else if (const int with = LivesWith(number); with >= 0 && !passage_.person_.known()) {
        // 病例2：男，9岁，病例1之子，与其同住.
        passage_.person_ = passage_.neighbour_;
        passage_.person_words_ = token(with).span;
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
  bool own = false;
  if (located_ && !inside) {
    own = true;
    figure.place = *located_;
    because(Rule::kLocatedClause, located_words_);
  }
  located_.reset();
  if (const int first = FindPlace(figure, begin, number); first >= 0) {
    std::optional<PlaceRun> run = ReadPlace(first);
    // Cases brought in from abroad are those of the place that reports them.
    auto foreign = [&](const Place& place) {
      return place.division != kNoDivision && gazetteer[place.division].level == Level::kForeign;
    };
    // So are those who came from elsewhere: 湖北返安人员30人，其中武汉9人.
    const Place& base = passage_.base_;
    const bool came = run && breakdowns_.back().active && base.division != kNoDivision &&
                      run->place.division != kNoDivision &&
                      breakdowns_.back().head.measure.find("返") != std::string::npos &&
                      !gazetteer.IsWithin(run->place.division,
                                          gazetteer.AtLevel(base.division, Level::kProvince));
    const bool imported = came || (run && foreign(run->place) && base.known() && !foreign(base));
    // 忻州、阳泉等5市共40例: of all that are named.
    const int listed_end = run ? run->end + (str(run->end) == "等" ? 1 : 0) : -1;
    const bool counts_them = run && listed_end == number && first > 0 && IsSign(first - 1, "、") &&
                             run->place.division != kNoDivision && !CountsPeople(figure.unit) &&
                             CountsDivisions(figure.measure);
    // 新增广东省名牌产品4个, in a text about one county: whose honour it is, not where.
    const bool attribute =
        run && first > begin && IsCounty(base) && run->place.division != base.division &&
        gazetteer.IsWithin(base.division, run->place.division) && left.place == first &&
        (parts(first) & kPartWhole) == 0 &&
        ((parts(first - 1) & kPartAspectWord) || token(first - 1).word_class == WordClass::kVerb);
    if (attribute) {
      own = false;  // the place of the passage holds
    } else if (run && IsDonor(*run) && !CountsPeople(figure.unit)) {
      figure.place = base;
      because(passage_.base_reason_.rule, passage_.base_reason_.words);
    } else if (counts_them) {
      figure.place = {};
      figure.place.division = gazetteer[run->place.division].parent;
      passage_.subject_ = figure.place;
      because(Rule::kItemPlace, Tokens(first, run->end));
    } else if (run && !imported) {
      own = true;
      figure.place = run->place;
      figure.scope = run->part ? Scope::kPart : Scope::kWhole;
      const Span words = Tokens(first, run->end);
      because(Rule::kItemPlace, words);
      Because(Field::kScope, run->part ? Rule::kPlacePart : Rule::kWholeDivision,
              run->part ? words : Span{});
      // A place with only its number is an item of a list; with a noun or verb of its own it is
      // what the passage is about from here on.
      const bool listed = left.noun.empty() && left.verb.empty() && right.noun.empty() &&
                          !verbs_.Yields(str(number - 1));
      const bool prepositional = first > begin && token(first - 1).kind == TokenKind::kWord &&
                                 (token(first - 1).word_class == WordClass::kPreposition ||
                                  token(first - 1).word_class == WordClass::kConjunction);
      // 省本级 is not what a passage is about, but a foreign country is, whichever part is named.
      const bool names_subject = (!run->part || foreign(run->place)) && !IsDonor(*run);
      if (!listed && !inside && names_subject && !prepositional &&
          (left.place != first || first == begin)) {
        SetSubject(run->place, words);
      }
    }
  }
  // 原州区101.7亿元，增长8.6%: a rate is of what was just said.
  const bool rate = figure.kind == FigureKind::kPercent || figure.unit == "倍" ||
                    figure.unit.find("百分点") != std::string::npos;
  if (rate && left.change && left.noun.empty() && figures_.size() > segment_figures_ && !own) {
    const Figure& before = figures_.back();
    figure.place = before.place;
    figure.scope = before.scope;
    because(Rule::kTotalPlace, before.span);
  }
  // 30个省报告: the country.
  if ((figure.measure == "省" || figure.measure.starts_with("省（") ||
       figure.measure.starts_with("省份") || figure.measure.starts_with("省区")) &&
      !(figure.value < Decimal(20))) {
    figure.place = {};
    figure.place.division = passage_.places_.gazetteer().ByCode(100000);
    SetSubject(figure.place, figure.span);
    because(Rule::kCountryPlace, figure.span);
  }
  const int end = right.noun.empty() ? number + 1 : right.end;
  if (const std::optional<PlaceRun> behind = PlaceBehind(end, figure.place)) {
    figure.place = behind->place;
    if (behind->part) {
      figure.scope = Scope::kPart;
      Because(Field::kScope, Rule::kNamedPart, Tokens(behind->begin, behind->end));
    }
    because(Rule::kBracketPlace, Tokens(behind->begin, behind->end));
    place_read_ = behind->end;
  }
  if (!figure.place.candidates.empty())
    because(Rule::kOpenPlace, reasons_[static_cast<size_t>(Field::kPlace)].words);
}

}  // namespace qushu
