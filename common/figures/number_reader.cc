#include "common/figures/number_reader.h"

#include "common/base/utf8.h"
#include "common/figures/numeral.h"

namespace qushu {
namespace {

// Costs, in eighths of a nat as in the lexicon. An Arabic number has to be read somehow, so only
// the differences between its readings count; a Chinese one competes with words.
constexpr int kArabicCost = 24;
constexpr int kChineseCost = 84;
constexpr int kUnitCost = 22;     // a measure word: 9部|门 against 9|部门
constexpr int kFirmUnitCost = 4;  // a unit that is nothing else: 元, %, 公里
constexpr int kNoUnitCost = 10;
constexpr int kChineseNoUnitCost = 90;

bool IsAsciiAlnum(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsAsciiLetter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class NumberReader {
 public:
  NumberReader(std::string_view text, size_t position, Span sentence, const UnitTable& units,
               const WordSets& words, NumericReading* out)
      : text_(text.substr(0, sentence.end)),
        begin_(position),
        sentence_(sentence),
        units_(units),
        words_(words),
        out_(out) {}

  int Read();

 private:
  char32_t At(size_t p) const { return p < text_.size() ? CodePointAt(text_, p) : 0; }
  bool Follows(size_t p, std::string_view word) const {
    return p <= text_.size() && text_.compare(p, word.size(), word) == 0;
  }
  bool Before(std::string_view word) const {
    return begin_ >= word.size() && text_.compare(begin_ - word.size(), word.size(), word) == 0;
  }

  size_t IdentifierEnd(const Numeral& numeral) const;
  bool Quoted() const;
  bool ListNumber(size_t end) const;
  size_t RangeConnector(size_t p) const;
  void AddOther(size_t end, int cost = 0);
  void AddNumber(const Numeral& numeral, size_t end, const UnitMatch& unit, const Numeral* high,
                 int cost);
  void AddWithUnits(const Numeral& numeral, size_t number_end, const Numeral* high, bool small);
  bool AddRange(const Numeral& numeral, size_t number_end);

  std::string_view text_;
  size_t begin_;
  Span sentence_;
  const UnitTable& units_;
  const WordSets& words_;
  NumericReading* out_;
  int count_ = 0;
};

void NumberReader::AddOther(size_t end, int cost) {
  if (count_ == kMaxNumericReadings) return;
  out_[count_] = {};
  out_[count_].size = static_cast<uint32_t>(end - begin_);
  out_[count_].kind = TokenKind::kOther;
  out_[count_++].cost = cost;
}

// End of the identifier that the number belongs to, 0 if it belongs to none: N95, G4368, 02A,
// 2019-nCoV, 0379-63912345, 〔2020〕.
size_t NumberReader::IdentifierEnd(const Numeral& numeral) const {
  if (!numeral.arabic) return 0;
  const char32_t before = CodePointBefore(text_, begin_);
  bool identifier =
      IsAsciiAlnum(before) || before == U'〔' || before == '[' || before == '#' || before == '@';
  if ((before == '-' || before == '.' || before == '_' || before == '/') && begin_ >= 2) {
    identifier |= IsAsciiAlnum(CodePointBefore(text_, begin_ - 1));
  }
  size_t end = begin_;
  int digits = 0;
  while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') ++end, ++digits;
  const char32_t after = At(end);
  if (IsAsciiLetter(after) && units_.MatchAt(text_, end).size == 0) identifier = true;
  if (after == '-' && IsAsciiAlnum(At(end + 1))) {
    size_t next = end + 1;
    int more = 0;
    while (next < text_.size() && text_[next] >= '0' && text_[next] <= '9') ++next, ++more;
    // A telephone number, or a code with letters; 3-5天 is a range.
    if (more == 0 || more >= 5 || (digits >= 3 && more >= 3 && text_[begin_] == '0'))
      identifier = true;
  }
  if (digits >= 2 && text_[begin_] == '0' && after != '.') identifier = true;
  if (digits == 11 && text_[begin_] == '1' && units_.MatchAt(text_, end).size == 0)
    identifier = true;
  if (!identifier) return 0;
  while (end < text_.size() && (IsAsciiAlnum(static_cast<unsigned char>(text_[end])) ||
                                ((text_[end] == '-' || text_[end] == '.' || text_[end] == '/') &&
                                 IsAsciiAlnum(At(end + 1))))) {
    ++end;
  }
  return end;
}

// Whether the number stands in a short quotation: “一办六组三专班”, “120”. What is quoted at
// length is speech and states figures like any other text.
bool NumberReader::Quoted() const {
  constexpr int kLongest = 14;
  size_t p = begin_;
  int before = 0;
  bool opened = false;
  while (p > 0 && before <= kLongest) {
    p = PreviousChar(text_, p);
    const char32_t c = CodePointAt(text_, p);
    if (c == U'”' || c == U'’' || c == U'」' || c == U'。' || c == '\n') return false;
    if (c == U'“' || c == U'‘' || c == U'「' || c == U'《') {
      opened = true;
      break;
    }
    ++before;
  }
  if (!opened) return false;
  int length = before;
  for (p = begin_; p < text_.size(); p += CharSize(text_[p])) {
    const char32_t c = CodePointAt(text_, p);
    if (c == U'”' || c == U'’' || c == U'」' || c == U'》') return length <= kLongest;
    if (c == U'。' || c == U'，' || c == U'！' || ++length > kLongest) return false;
  }
  return false;
}

// 一、 1. （二） at the beginning of a sentence.
bool NumberReader::ListNumber(size_t end) const {
  const char32_t after = At(end);
  const char32_t before = CodePointBefore(text_, begin_);
  const bool first = begin_ == sentence_.begin;
  const bool bracketed = (before == U'（' || before == '(') && (after == U'）' || after == ')');
  if (bracketed) return true;
  if (!first) return false;
  if (after == U'、' || after == U'．' || after == U'）' || after == ')') return true;
  return after == '.' && !(At(end + 1) >= '0' && At(end + 1) <= '9');
}

size_t NumberReader::RangeConnector(size_t p) const {
  for (std::string_view word : {"至", "到", "—", "－", "–", "～", "-", "~"}) {
    if (Follows(p, word)) return word.size();
  }
  return 0;
}

void NumberReader::AddNumber(const Numeral& numeral, size_t end, const UnitMatch& unit,
                             const Numeral* high, int cost) {
  if (count_ == kMaxNumericReadings) return;
  NumericReading& reading = out_[count_++];
  reading = {};
  reading.kind = TokenKind::kNumber;
  reading.size = static_cast<uint32_t>(end - begin_);
  reading.cost = cost;
  Number& number = reading.number;
  number.span = {static_cast<uint32_t>(begin_), static_cast<uint32_t>(end)};
  number.value = numeral.value;
  number.high = high != nullptr ? std::optional<Decimal>(high->value) : numeral.high;
  number.arabic = numeral.arabic;
  number.bare_multiplier = numeral.bare_multiplier;
  number.structural = !numeral.arabic && numeral.value < Decimal(10) && !numeral.high &&
                      numeral.multiplier == 0 && !numeral.fraction && !numeral.percent;
  if (numeral.percent || numeral.permille) {
    number.unit = numeral.percent ? "%" : "‰";
    number.kind = FigureKind::kPercent;
  } else if (unit.unit != nullptr) {
    number.unit = unit.unit->base;
    number.kind = unit.ratio ? FigureKind::kOther : unit.unit->kind;
    if (unit.ratio) number.ratio = text_.substr(end - unit.size, unit.size);
    number.value = number.value.Times(unit.unit->factor).value_or(number.value);
    if (number.high) number.high = number.high->Times(unit.unit->factor).value_or(*number.high);
  } else if (numeral.fraction) {
    number.kind = FigureKind::kOther;
  }
  const bool over = numeral.over || (high != nullptr && high->over);
  const bool about = numeral.about || (high != nullptr && high->about);
  number.qualifier = number.high ? Qualifier::kRange
                     : over      ? Qualifier::kOver
                     : about     ? Qualifier::kAbout
                                 : Qualifier::kExact;
}

void NumberReader::AddWithUnits(const Numeral& numeral, size_t number_end, const Numeral* high,
                                bool small) {
  const int base = numeral.arabic ? kArabicCost : kChineseCost;
  if (numeral.percent || numeral.permille) {
    AddNumber(numeral, number_end, {}, high, base - kChineseCost);
    return;
  }
  // An inner space: 34 岁, 37.5 ℃.
  size_t at = number_end;
  if (At(at) == ' ' && units_.MatchAt(text_, at + 1).size != 0) ++at;
  UnitMatch matches[4];
  const int found = units_.MatchAll(text_, at, matches, 4);
  for (int i = 0; i < found; ++i) {
    size_t end = at + matches[i].size;
    const bool measure_word = matches[i].unit->kind == FigureKind::kCount && !matches[i].ratio;
    // 两年多, 三个多月 and 5元多: the reservation stands behind the unit.
    Numeral qualified = numeral;
    const char32_t after = At(end);
    // 三年半, 两倍半.
    if (after == U'半' && !measure_word && high == nullptr && numeral.multiplier == 0) {
      qualified.value = numeral.value.Plus(*Decimal(5).Shifted(-1)).value_or(numeral.value);
      AddNumber(qualified, end + CharSize(text_[end]), matches[i], high, base + kFirmUnitCost);
      continue;
    }
    if ((after == U'多' || after == U'余') && !measure_word && !numeral.over) {
      qualified.over = true;
      end += CharSize(text_[end]);
      AddNumber(qualified, end, matches[i], high, base + kFirmUnitCost);
      continue;
    }
    AddNumber(qualified, end, matches[i], high, base + (measure_word ? kUnitCost : kFirmUnitCost));
  }
  if (numeral.fraction) {
    AddNumber(numeral, number_end, {}, high, base);
    return;
  }
  // 三百二十村: a Chinese number counts divisions without a measure word.
  const bool divisions = !numeral.arabic && !(numeral.value < Decimal(10)) &&
                         words_.MatchAt(text_, number_end, kPartDivision) > 0;
  if (numeral.arabic || divisions || (numeral.multiplier != 0 && !small)) {
    AddNumber(numeral, number_end, {}, high, base + kNoUnitCost);
  } else {
    AddOther(number_end, base + kChineseNoUnitCost);
  }
}

// 3至5天, 80%-90%, 336人至378人, 20~30万元.
bool NumberReader::AddRange(const Numeral& numeral, size_t number_end) {
  if (numeral.high || numeral.positional) return false;
  for (const bool with_unit : {false, true}) {
    size_t at = number_end;
    UnitMatch low_unit;
    if (with_unit) {
      low_unit = units_.MatchAt(text_, at);
      if (low_unit.size == 0) return false;
      at += low_unit.size;
    }
    size_t connector = RangeConnector(at);
    // 三、四天: only small neighbours are a range.
    const bool enumerated = connector == 0 && !with_unit && Follows(at, "、");
    if (enumerated) connector = std::string_view("、").size();
    if (connector == 0) continue;
    const Numeral high = ParseNumeral(text_, at + connector);
    if (high.size == 0 || high.high || high.arabic != numeral.arabic || high.positional) continue;
    const size_t end = at + connector + high.size;
    const UnitMatch high_unit = units_.MatchAt(text_, end);
    if (high_unit.size == 0 && !high.percent) continue;
    if (with_unit && high_unit.unit != low_unit.unit) continue;
    Numeral low = numeral;
    if (high.percent && !low.percent) continue;
    if (low.percent && !high.percent) continue;
    // 3至5万元: the multiplier is that of both.
    if (low.multiplier == 0 && high.multiplier != 0 && low.value < high.coefficient) {
      low.value = low.value.Shifted(high.multiplier).value_or(low.value);
    }
    if (!(low.value < high.value)) continue;
    if (enumerated && (!(high.value == *low.value.Plus(Decimal(1))) || high.value > Decimal(9)))
      continue;
    if (high.percent) {
      AddNumber(low, end, {}, &high, 0);
    } else {
      AddNumber(low, end + high_unit.size, high_unit, &high, 0);
    }
    return true;
  }
  // 百分之三至五.
  if (numeral.percent) {
    const size_t connector = RangeConnector(number_end);
    const Numeral high = connector == 0 ? Numeral{} : ParseNumeral(text_, number_end + connector);
    if (high.size != 0 && !high.percent && high.value > numeral.value &&
        high.value <= Decimal(100)) {
      AddNumber(numeral, number_end + connector + high.size, {}, &high, 0);
      return true;
    }
  }
  return false;
}

int NumberReader::Read() {
  const Numeral numeral = ParseNumeral(text_, begin_);
  if (numeral.size == 0) return 0;
  const size_t end = begin_ + numeral.size;

  if (const size_t identifier = IdentifierEnd(numeral); identifier != 0) {
    AddOther(identifier);
    return count_;
  }
  // An ordinal takes the measure word behind it along: 第56场, 第一批.
  if (Before("第") || Before("初") || Before("No.")) {
    const UnitMatch unit = units_.MatchAt(text_, end);
    AddOther(end + (unit.unit != nullptr && unit.unit->kind == FigureKind::kCount ? unit.size : 0));
    return count_;
  }
  // 一笔一笔: each of them, no number.
  if (!numeral.arabic && numeral.value == Decimal(1)) {
    const UnitMatch unit = units_.MatchAt(text_, end);
    const size_t size = numeral.size + unit.size;
    const std::string_view once = text_.substr(begin_, size);
    if (unit.size != 0 && text_.compare(begin_ + size, size, once) == 0) {
      AddOther(begin_ + 2 * size);
      return count_;
    }
  }
  // 每一天.
  if (Before("每") && !numeral.arabic && numeral.value == Decimal(1)) {
    const UnitMatch unit = units_.MatchAt(text_, end);
    AddOther(end + unit.size);
    return count_;
  }
  // 乾隆四十五年; 大业七年（611）, whichever reign that was.
  const bool converted =
      !numeral.arabic && Follows(end, "年（") && At(end + 6) >= '0' && At(end + 6) <= '9';
  if (Follows(end, "年") && (converted || words_.MatchBefore(text_, begin_, kPartEra) > 0)) {
    AddOther(end + std::string_view("年").size());
    return count_;
  }
  if (Before("星期") || Before("礼拜") || (Before("周") && !numeral.arabic)) {
    AddOther(end);
    return count_;
  }
  if (const size_t phrase = words_.MatchAt(text_, begin_, kPartPhrase | kPartVague); phrase > 0) {
    AddOther(begin_ + phrase);
    return count_;
  }
  const TimeExpression time = ParseTime(text_, begin_);
  if (time.size != 0) {
    out_[count_] = {};
    out_[count_].kind = TokenKind::kTime;
    out_[count_].size = time.size;
    out_[count_].time = time;
    out_[count_++].cost = numeral.arabic ? 0 : 30;
    return count_;
  }
  if (ListNumber(end)) {
    AddOther(end);
    return count_;
  }
  if (numeral.positional) {
    AddOther(end, kChineseCost);
    return count_;
  }
  // 8号, 318国道, 12345热线: the number is a name. 7011次列车: so is this.
  if (numeral.arabic && numeral.multiplier == 0) {
    if (const size_t label = words_.MatchAt(text_, end, kPartLabel); label > 0) {
      AddOther(end + label);
      return count_;
    }
  }
  const bool small = !numeral.arabic;
  if (Quoted()) {
    AddOther(end, numeral.arabic ? 0 : kChineseCost);
    return count_;
  }
  const UnitMatch bare_unit = numeral.bare_multiplier ? units_.MatchAt(text_, end) : UnitMatch{};
  const bool measured = bare_unit.unit != nullptr && bare_unit.unit->kind != FigureKind::kCount &&
                        numeral.value > Decimal(9999);  // 百万吨
  if (numeral.bare_multiplier && !measured) {
    // 万名党员 and 百姓 state nothing; 近千万, 上百 do.
    if (!words_.MatchBefore(text_.substr(0, begin_), begin_,
                            kPartUnder | kPartOver | kPartAbout | kPartAtLeast) &&
        !Before("上") && numeral.multiplier != 0) {
      AddOther(end, kChineseCost);
      return count_;
    }
    if (!Before("近") && !Before("上") && !Before("逾") && !Before("超") && !Before("约") &&
        !Before("过") && !Before("破") && !Before("达")) {
      AddOther(end, kChineseCost);
      return count_;
    }
  }
  if (AddRange(numeral, end)) return count_;
  AddWithUnits(numeral, end, nullptr, small && numeral.multiplier == 0);
  return count_;
}

}  // namespace

int ReadNumber(std::string_view text, size_t position, Span sentence, const UnitTable& units,
               const WordSets& words, NumericReading* out) {
  return NumberReader(text, position, sentence, units, words, out).Read();
}

}  // namespace qushu
