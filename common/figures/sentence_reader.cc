#include "common/figures/sentence_reader.h"

#include <algorithm>
#include <functional>

#include "common/figures/explain.h"
#include "common/figures/rules.h"

namespace qushu {
namespace {

// Measure words with which 一 is a number, not an article.
bool CountsOnes(std::string_view unit) {
  return unit == "例" || unit == "人" || unit == "户" || unit == "起" || unit == "宗" ||
         unit == "所";
}

bool IsRespectively(std::string_view word) {
  return word.starts_with("分别") || word == "依次" || word == "依次为" || word == "依次是";
}

// The parts of words that tell something of all that follows.
constexpr uint64_t kOfTime = kPartNew | kPartCurrent | kPartCumulative;
constexpr uint64_t kTelling = kOfTime | kPartBreakdown;

}  // namespace

Span SentenceReader::SpanOf(std::string_view words) const {
  const Span all = sentence_.span;
  const std::less_equal<const char*> before;
  const char* begin = text_.data() + all.begin;
  if (words.empty() || !before(begin, words.data()) ||
      !before(words.data() + words.size(), text_.data() + all.end)) {
    return {};
  }
  const auto from = static_cast<uint32_t>(words.data() - text_.data());
  return {from, from + static_cast<uint32_t>(words.size())};
}

void SentenceReader::Read() {
  default_aspect_ = passage_.aspect_;
  default_words_ = passage_.aspect_words_;
  carried_ = true;
  as_of_ = passage_.as_of_;
  as_of_reason_ = {Rule::kCarriedTime, passage_.as_of_words_};
  BeginTopics();
  if (passage_.block_begins_) ReadTopicOfBlock();
  part_ = passage_.institution_ || passage_.part_;
  breakdowns_[0] = {passage_.header_total_, !passage_.header_total_.measure.empty()};
  ReadSpeaker();
  int item = 0;     // first token of the item being read
  int subject = 0;  // tokens before this one have been read for the subject
  // The last opening bracket or number, and the next closing one or number: what a bracket is for
  // depends on whether it holds a number.
  int behind = -1;
  int ahead = 0;
  auto closes = [&](int i) { return IsClose(i) || token(i).kind == TokenKind::kNumber; };
  for (int i = 0; i < size(); ++i) {
    const Token& t = token(i);
    const bool respectively = (t.first == u'分' || t.first == u'依') && IsRespectively(str(i));
    // Most words tell nothing where they stand.
    if (t.kind == TokenKind::kWord && (t.parts & kTelling) == 0 && t.character != u'中' &&
        t.word_class != WordClass::kTime && !respectively) {
      continue;
    }
    if (t.kind == TokenKind::kTime ||
        (t.kind == TokenKind::kWord && t.word_class == WordClass::kTime) || (parts(i) & kOfTime)) {
      ReadTime(i);
    }
    if (parts(i) & kPartBreakdown || t.character == u'中' || IsSign(i, "：")) OpenBreakdown(i);
    if (IsSign(i, "：")) ReadHeader(i);
    if (IsSign(i, "…")) persons_ = false;
    if (respectively) ReadRespectively(i);
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
      if (places_ && breakdowns_.size() == 1) {
        // The rest of the last number's own clause is about that number.
        while (subject > 0 && subject < item && !IsDelimiter(subject)) ++subject;
        bool bracket = false;
        for (int begin = subject, k = subject; k <= item; ++k) {
          if (k == item || IsDelimiter(k)) {
            if (k > begin && !bracket) ReadSubject(begin, k);
            if (k < item) bracket = IsOpen(k) || (bracket && !IsClose(k));
            begin = k + 1;
          }
        }
      }
      Figure figure;
      if (ReadFigure(item, i, figure)) {
        // 前十个月，韩城市…: a window is nothing that is said of a place.
        const bool window = figure.kind == FigureKind::kDuration && figure.measure == "时间" &&
                            figures_.size() == segment_figures_;
        figures_.push_back(std::move(figure));
        if (window) ++segment_figures_;
      } else if (breakdowns_.size() == 1 && item < i) {
        ReadSubject(item, i);  // 浈江区一名男子
      }
      // 改革一年来，
      if (sentence_.numbers[t.index].kind == FigureKind::kDuration && i + 1 < size() &&
          str(i + 1) == "来")
        Since(i + 1, false);
      item = subject = i + 1;
      behind = i;
      continue;
    }
    if (IsDelimiter(i)) {
      if (breakdowns_.size() == 1 && IsSign(i, "；")) BeginSegment(t.span.end);
      // 党员先锋队（突击队）56支: a bracket without a number belongs to the noun before it.
      const bool bracket = IsOpen(i) || IsClose(i);
      if (!bracket) item = i + 1;
      if (IsOpen(i)) {
        behind = i;
        for (ahead = std::max(ahead, i + 1); ahead < size() && !closes(ahead);) ++ahead;
        if (ahead < size() && token(ahead).kind == TokenKind::kNumber) item = i + 1;
      } else if (IsClose(i)) {
        if (behind < 0 || token(behind).kind == TokenKind::kNumber) item = i + 1;
      }
    }
  }
  // What the sentence was about holds for the next one.
  for (int begin = 0, k = 0; places_ && figures_.empty() && k <= size(); ++k) {
    if (k == size() || IsDelimiter(k)) {
      if (k > begin) ReadSubject(begin, k);
      begin = k + 1;
    }
  }
  EndTopics();
  EndPart();
}

// Whether a number without a unit is a figure: it counts a noun (7办, 81万人民), or stands where
// only a quantity can (达到5607).
bool SentenceReader::AcceptBare(const Number& number, int index, const LeftPhrase& left,
                                const RightPhrase& right) const {
  if (number.kind != FigureKind::kCount) return true;
  const bool large = !(number.value < Decimal(10000)) && number.value.is_integer();
  if (!right.noun.empty() && !right.relative && index + 1 < size() && !IsDelimiter(index + 1) &&
      str(index + 1) != "的") {
    // 病例14出院: a number right behind a noun is that noun's name.
    const bool listed = index > 1 && token(index - 2).kind == TokenKind::kNumber;  // 7镇13乡
    // 我镇15村.
    const bool named = index > 0 && !listed && token(index - 1).kind == TokenKind::kWord &&
                       (parts(index - 1) & (kPartLocal | kPartWhole)) == 0 &&
                       (token(index - 1).word_class == WordClass::kNoun ||
                        token(index - 1).word_class == WordClass::kUnknown);
    return !named || large;
  }
  if (number.arabic && (left.linked || left.change) && !left.noun.empty()) return true;
  const bool ends = index + 1 == size() || IsDelimiter(index + 1) || str(index + 1) == "之";
  // 容积率2.5, 总指数101.2.
  if (number.arabic && ends && verbs_.IsIndex(left.noun)) return true;
  // 邑有塘三百一十有二，: as old books count.
  if (!number.arabic && ends && !(number.value < Decimal(100)) && !left.noun.empty()) return true;
  // 莲池区23例、清苑区11、: the unit is not said again.
  if (ends && !figures_.empty() && index > 2 && token(index - 1).kind == TokenKind::kPlace &&
      IsSign(index - 2, "、") && token(index - 3).kind == TokenKind::kNumber) {
    return true;
  }
  if (large && ends && !left.noun.empty()) return true;  // 灾民18万，
  // 中山区46.8万，西岗区38.1万: of what the list counts.
  const std::string_view written = Slice(text_, number.span);
  if (large && ends && index > 0 && token(index - 1).kind == TokenKind::kPlace &&
      (written.ends_with("万") || written.ends_with("亿")))
    return true;
  return large && (left.linked || index == 0 || str(index - 1) == "的" || parts(index - 1) != 0);
}

// 单位：万剂 … 奎文区61.9、潍城区46.8: whether the heading of the list names the unit.
bool SentenceReader::HasListUnit(const Number& number, int index) const {
  if (!passage_.unit_ || !number.unit.empty() || number.kind != FigureKind::kCount ||
      !number.arabic || index == 0 || (index + 1 < size() && !IsDelimiter(index + 1))) {
    return false;
  }
  const Token& before = token(index - 1);
  return before.kind == TokenKind::kPlace ||
         (before.kind == TokenKind::kWord && before.word_class != WordClass::kMeasure);
}

// What is done with what is counted: the verb before it, the verb behind it, the verb that its noun
// is made with (受灾人口), or that of the item before it in a list.
void SentenceReader::DecidePredicate(Figure& figure, int index, const LeftPhrase& left,
                                     const RightPhrase& right) {
  auto set = [&](std::string_view verb, Rule rule) {
    figure.predicate = std::string(verb);
    Because(Field::kPredicate, rule, SpanOf(verb));
  };
  if (!left.verb.empty()) return set(left.verb, Rule::kVerbBefore);
  if (!right.verb.empty() && left.noun.empty()) return set(right.verb, Rule::kVerbBehind);
  for (int i = left.noun_begin; i >= 0 && i < left.noun_end; ++i) {
    if (token(i).kind == TokenKind::kWord && token(i).word_class == WordClass::kVerbalNoun)
      return set(str(i), Rule::kVerbInNoun);
  }
  if (!right.verb.empty()) return set(right.verb, Rule::kVerbBehind);
  // 调集排涝泵415台、冲锋舟22艘.
  int comma = std::max(left.noun_begin, 0) > 0 ? left.noun_begin - 1 : index - 1;
  if (comma > 0 && IsSign(comma, "、") && token(comma - 1).kind == TokenKind::kNumber &&
      !figures_.empty() && !figures_.back().predicate.empty()) {
    figure.predicate = figures_.back().predicate;
    Because(Field::kPredicate, Rule::kVerbOfList, figures_.back().span);
    return;
  }
  Because(Field::kPredicate, Rule::kNoVerb);
}

bool SentenceReader::ReadFigure(int begin, int index, Figure& figure) {
  const Number& number = sentence_.numbers[token(index).index];
  LeftPhrase left = ReadLeft(text_, sentence_, index, words_);
  RightPhrase right = ReadRight(text_, sentence_, index, words_);
  figure.span = number.span;
  figure.value = number.value;
  figure.high = number.high;
  std::string_view unit = number.ratio.empty() ? number.unit : number.ratio;
  figure.kind = number.kind;
  figure.sentence = sentence_.span;
  if (HasListUnit(number, index)) {
    const Unit& said = *passage_.unit_->unit;
    const std::optional<Decimal> factor = passage_.unit_->factor.Times(said.factor);
    const std::optional<Decimal> value = factor ? figure.value.Times(*factor) : std::nullopt;
    if (!value) return false;  // too large to be written
    figure.value = *value;
    if (figure.high) figure.high = figure.high->Times(*factor);
    unit = said.base;
    figure.kind = said.kind;
  } else if (number.unit.empty() && number.kind == FigureKind::kCount) {
    if (!AcceptBare(number, index, left, right)) return false;
    // 50 2以上人口: a noun that begins with a bound, which is a figure itself.
    if (!right.noun.empty() && right.first_noun_end > figure.span.end &&
        token(right.noun_begin).kind != TokenKind::kNumber)
      figure.span.end = right.first_noun_end;
  }
  // 除2人外均已解除观察: of them it is not said.
  if (index > 0 && str(index - 1) == "除" && index + 1 < size() && str(index + 1).ends_with("外"))
    right = {};
  figure.unit = unit;
  Because(Field::kUnit, figure.unit.empty() ? Rule::kNoUnit : Rule::kUnitBehind);
  figure.qualifier = DecideQualifier(number, begin, index, left, right);
  // 一名, 一支 only put the noun into the sentence; 一例, 一户 count it.
  if (number.structural && number.value == Decimal(1) && number.kind == FigureKind::kCount &&
      !number.unit.empty() && !CountsOnes(number.unit)) {
    return false;
  }
  // 过去一年, 一天能挣: a span of time that the sentence is about, not its length.
  if (number.structural && number.value == Decimal(1) && number.kind == FigureKind::kDuration &&
      figure.qualifier == Qualifier::kExact && left.noun.empty() && !left.linked) {
    return false;
  }
  DecidePredicate(figure, index, left, right);

  // 滨湖新区49,871人, 靖港镇格塘村62户, 最大点高丘镇416毫米: where, not what. But of all that have
  // no name there is a share: 所有行政村100%通客班车.
  const bool kind_of_place =
      figure.kind == FigureKind::kPercent && left.noun_end > 0 && left.place < 0 &&
      (parts(left.noun_end - 1) & kPartDivision) && token(left.noun_end - 1).span.size() > 3 &&
      (left.noun_begin + 1 == left.noun_end || (parts(left.noun_begin) & kPartGenericName));
  const bool share = figure.kind == FigureKind::kPercent && index > 0 &&
                     (parts(index - 1) & kPartShare) && left.place < 0;  // 风沙滩区占47.2%
  // 新修通村水泥路160公里: a road is what has a length.
  const bool way = figure.kind == FigureKind::kLength && left.noun_end > 0 && left.place < 0 &&
                   IsIn(CodePointBefore(left.noun, left.noun.size()), U"路道街桥渠堤防坝");
  if (left.noun_end > 0 && !kind_of_place && !share && !way &&
      (CountsPeople(figure.unit) || figure.unit == "户" || figure.kind != FigureKind::kCount) &&
      ((parts(left.noun_end - 1) & (kPartZone | kPartCommunity | kPartLocality | kPartDivision)) ||
       token(left.noun_end - 1).word_class == WordClass::kPlace)) {
    left.noun.clear();
    // 安|居苑小区, 蒙|山镇: a verb is part of the name.
    const bool town =
        token(left.noun_end - 1).word_class == WordClass::kPlace &&
        IsIn(CodePointBefore(str(left.noun_end - 1), str(left.noun_end - 1).size()), U"镇乡村");
    if (((parts(left.noun_end - 1) & kPartCommunity) || town) && !left.verb.empty() &&
        SpanOf(left.verb).end == token(left.noun_begin).span.begin)
      left.verb = {};
  }
  // 汉阴站14.2万人次, 浑源县图书馆7.4万册: whose they are, of what was counted before.
  if (left.noun_end == index && left.verb.empty() && !left.linked && !CountsBodies(figure.unit) &&
      (parts(index - 1) & kPartOrgan) && (left.place + 1 == index - 1 || NamesOrgan(index - 1)) &&
      Inherit(figure, false) != nullptr)
    left.noun.clear();
  // 耕地54.6万亩，农业人口人均1.9亩: of the land.
  if (left.average >= 0 && !CountsPeople(figure.unit) &&
      (left.noun.ends_with("人口") ||
       words_.MatchBefore(left.noun, left.noun.size(), kPartPerson) > 0) &&
      std::any_of(heads_.begin(), heads_.end(), [&](const Head& h) { return h.unit == unit; }))
    left.noun.clear();
  // 1200户居民由22名下沉干部包保: who does it comes behind 由.
  if (index > 0 && str(index - 1) == "由" && !right.noun.empty() && CountsPeople(figure.unit)) {
    left.noun.clear();
    left.noun_begin = left.noun_end = -1;
  }
  // 第三次人口普查达28.9万人: when they were counted.
  if (CountsPeople(figure.unit) && left.noun.ends_with("普查")) left.noun.clear();
  // 410万元用于重建民房: what it is for, not what it is.
  if (right.begins_with_verb && !right.possessed && left.noun.empty() &&
      words_.MatchBefore(right.noun, right.noun.size(), kPartMoneyNoun) == 0 &&
      (figure.kind == FigureKind::kMoney || figure.kind == FigureKind::kPercent))
    right.noun.clear();
  if (const size_t k = figures_.size() - respectively_.first;
      k < respectively_.nouns.size() && right.noun.empty()) {
    left.noun = respectively_.nouns[k].noun;
    left.only_modifier = left.ends_in_verb = false;
    left.noun_begin = sentence_.TokenAt(respectively_.nouns[k].words.begin);
    left.noun_end = sentence_.TokenAt(respectively_.nouns[k].words.end);
  }
  // 收入5.08亿元，完成预算的104%: of what was just said.
  if (figure.kind == FigureKind::kPercent && !heads_.empty() && heads_.back().unit == "元" &&
      index > 1 && str(index - 1) == "的" && verbs_.IsPlan(str(index - 2))) {
    for (int k = index - 3; k >= begin && k + 5 > index; --k) {
      if (!str(k).starts_with("完成") || (k > begin && !IsDelimiter(k - 1))) continue;
      left.noun.clear();
      left.verb = {};
    }
  }
  const bool bare = left.noun.empty() && right.noun.empty();
  const Head* head = nullptr;
  // 医疗队3批共402人: who they are.
  const bool members = CountsPeople(figure.unit) && left.after_number && left.linked &&
                       !heads_.empty() &&
                       words_.MatchBefore(heads_.back().measure, heads_.back().measure.size(),
                                          kPartOrgan | kPartPerson) > 0;
  if (bare && !heads_.empty() &&
      (left.converts || members ||
       (left.after_number &&
        (heads_.back().unit == figure.unit ||
         (figure.kind == FigureKind::kDuration && figures_.back().kind == figure.kind))))) {
    head = &heads_.back();  // 由15天压缩到2天, 约合4800美元
  } else if (bare || left.only_modifier || left.noun == "男" || left.noun == "女" ||
             (left.noun_end > 0 && verbs_.IsFinding(str(left.noun_end - 1))) ||
             (left.noun_end > 0 && (parts(left.noun_end - 1) & kPartOrigin))) {
    head = Inherit(figure, !right.predicate.empty());
  }
  // 2.1万户、6万人贫困人口: the noun comes with the second.
  bool shared = false;
  const int after = index + 2 < size() && IsSign(index + 1, "、") ? index + 2 : index + 1;
  if (bare && after < size() && token(after).kind == TokenKind::kNumber) {
    const RightPhrase next = ReadRight(text_, sentence_, after, words_);
    // 3.17万人、1.2万头大牲畜: not the same ones.
    const std::string_view other = sentence_.numbers[token(after).index].unit;
    const bool alike = other == "户" || CountsPeople(other) || !CountsPeople(figure.unit);
    if (!next.noun.empty() && !next.relative && alike) {
      right.noun = next.noun;
      right.noun_begin = next.noun_begin;
      right.end = next.end;
      shared = true;
    }
  }
  // 困难群众1.2万户2.6万人领到补助, 监测对象1904户、8367人: two numbers for one noun.
  const int before = index > 1 && IsSign(index - 1, "、") ? index - 2 : index - 1;
  if (bare && right.noun.empty() && before >= 0 && token(before).kind == TokenKind::kNumber &&
      Respective() == nullptr && !heads_.empty() && !heads_.back().measure.empty() &&
      heads_.back().measure != heads_.back().unit) {
    head = &heads_.back();
    right.predicate.clear();
  }
  bool own = true;
  said_ = false;
  std::string noun = DecideMeasure(figure, left, right, head, own);
  if (shared) Because(Field::kMeasure, Rule::kSharedNoun, Tokens(right.noun_begin, right.end));
  DecidePlace(figure, begin, index, left, right);
  figure.aspect = DecideAspect(figure, begin, index, left, right, own ? nullptr : head);
  state_said_ = reasons_[static_cast<size_t>(Field::kAspect)].rule == Rule::kStateOf;
  DecideScope(figure, begin, index);
  figure.as_of = as_of_ ? as_of_ : passage_.date_;
  if (as_of_) {
    Because(Field::kAsOf, as_of_reason_.rule, as_of_reason_.words);
  } else {
    Because(Field::kAsOf, figure.as_of ? Rule::kPublicationDay : Rule::kNoDay);
  }
  // 新增5例，其中医务人员1例；新增疑似病例9例: what is new by its own word is no part of that.
  Breakdown& breakdown = breakdowns_.back();
  if (breakdown.active && own && breakdowns_.size() == 1 &&
      reasons_[static_cast<size_t>(Field::kAspect)].rule == Rule::kOwnWord &&
      breakdown.head.span.end < segment_begin_)
    breakdown.active = false;
  if (breakdowns_.back().active) figure.total = breakdowns_.back().head.figure;
  figure.doubt = DoubtOf(figure, reasons_);
  if (passage_.explain_) figure.evidence = ExplainFigure(text_, figure, reasons_);
  // 最高海拔4017米，最低695米: the second is no 最高海拔. But 人均收入3万元，增长5%.
  if (const size_t average = words_.MatchAt(noun, 0, kPartAverage);
      average > 0 && average + 3 < noun.size() && !noun.starts_with("人均"))
    noun.erase(0, average);
  heads_.push_back({std::move(noun), unit, figure.value, figure.aspect, figure.place, figure.scope,
                    passage_.sentence_, said_,
                    passage_.figures_ + static_cast<int>(figures_.size()), figure.span,
                    breakdowns_.size(), figure.total >= 0});
  return true;
}

}  // namespace qushu
