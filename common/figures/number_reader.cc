#include "common/figures/number_reader.h"

#include <algorithm>

#include "common/base/utf8.h"
#include "common/figures/number_names.h"
#include "common/figures/number_range.h"
#include "common/figures/numeral.h"

namespace qushu {
namespace {

// Costs, in eighths of a nat as in the lexicon. An Arabic number has to be read somehow, so only
// the differences between its readings count; a Chinese one competes with words.
constexpr int kArabicCost = 24;
constexpr int kChineseCost = 84;
constexpr int kHalfCost = 48;     // 半小时, 半斤: hardly anything else
constexpr int kUnitCost = 22;     // a measure word: 9部|门 against 9|部门
constexpr int kFirmUnitCost = 4;  // a unit that is nothing else: 元, %, 公里
constexpr int kNoUnitCost = 10;
constexpr int kChineseNoUnitCost = 90;

// Units that are words of everyday too: a Chinese number below ten takes them only with another
// unit behind (三角五分), or with nothing.
bool IsWeak(std::string_view unit) {
  return IsAnyOf(unit, "分", "厘", "度", "角", "毛", "方", "转", "两", "代", "回", "环", "圈", "声",
                 "样", "峰", "章");
}

bool IsSilver(const NumberSite& site) {
  for (std::string_view word : {"银", "税", "饷", "赋", "课", "捐", "厘金"}) {
    const size_t from = site.begin > 24 ? site.begin - 24 : 0;
    if (site.text.substr(from, site.begin - from).find(word) != std::string_view::npos) return true;
  }
  return false;
}

class NumberReader {
 public:
  NumberReader(const NumberSite& site, NumericReading* out) : site_(site), out_(out) {}

  int Read();

 private:
  char32_t At(size_t p) const { return site_.At(p); }
  bool Follows(size_t p, std::string_view word) const { return site_.Follows(p, word); }
  bool Before(std::string_view word) const { return site_.Before(word); }
  bool Reserved(size_t p) const { return Follows(p, "多") || Follows(p, "余"); }

  void AddOther(size_t end, int cost = 0);
  void Add(const Amount& amount, size_t end, const UnitMatch& unit, int cost);
  bool AddCounted(const Amount& amount, size_t end, int cost);
  size_t ReadParts(Amount& amount, const Unit*& unit, size_t end) const;
  bool EndsAmount(size_t p) const;
  void AddUnit(const Amount& amount, size_t end, const UnitMatch& match, int cost);
  void AddWithUnits(const Amount& amount, size_t number_end, bool small);
  bool ReadSign(size_t& begin);
  bool CountsDigitByDigit(size_t end) const;
  int ReadHalf();

  NumberSite site_;
  NumericReading* out_;
  int count_ = 0;
  Numeral numeral_;
  bool negative_ = false;
};

void NumberReader::AddOther(size_t end, int cost) {
  if (count_ == kMaxNumericReadings) return;
  out_[count_] = {};
  out_[count_].size = static_cast<uint32_t>(end - site_.begin);
  out_[count_].kind = TokenKind::kOther;
  out_[count_++].cost = cost;
}

void NumberReader::Add(const Amount& amount, size_t end, const UnitMatch& unit, int cost) {
  if (count_ == kMaxNumericReadings) return;
  NumericReading& reading = out_[count_++];
  reading = {};
  reading.kind = TokenKind::kNumber;
  reading.size = static_cast<uint32_t>(end - site_.begin);
  reading.cost = cost;
  Number& number = reading.number;
  number.span = {static_cast<uint32_t>(site_.begin), static_cast<uint32_t>(end)};
  number.value = amount.value;
  number.high = amount.high;
  number.arabic = numeral_.arabic;
  number.bare_multiplier = numeral_.bare_multiplier;
  number.structural = !numeral_.arabic && amount.value < Decimal(10) && !amount.high &&
                      numeral_.multiplier == 0 && !numeral_.fraction && !numeral_.percent;
  if (numeral_.percent || numeral_.permille) {
    number.unit = numeral_.percent ? "%" : "‰";
    number.kind = FigureKind::kPercent;
  } else if (unit.unit != nullptr) {
    number.unit = unit.unit->base;
    number.kind =
        unit.ratio && unit.unit->kind != FigureKind::kMoney ? FigureKind::kOther : unit.unit->kind;
    if (unit.ratio) number.ratio = site_.text.substr(end - unit.size, unit.size);
    if (unit.unit->name == "两" && !IsSilver(site_)) number.kind = FigureKind::kMass;
    if (unit.unit->name == "度" && Before("温")) number.kind = FigureKind::kTemperature;
    number.value = number.value.Times(unit.unit->factor).value_or(number.value);
    if (number.high) number.high = number.high->Times(unit.unit->factor).value_or(*number.high);
  } else if (numeral_.fraction) {
    number.kind = FigureKind::kOther;
  }
  if (negative_) number.value = number.value.Times(Decimal(-1)).value_or(number.value);
  number.qualifier = number.high    ? Qualifier::kRange
                     : amount.over  ? Qualifier::kOver
                     : amount.about ? Qualifier::kAbout
                                    : Qualifier::kExact;
}

// Behind a number and 个: 个半月, 个多小时, 个多百分点; 十个亿.
bool NumberReader::AddCounted(const Amount& amount, size_t end, int cost) {
  Amount counted = amount;
  size_t p = end;
  const bool half = Follows(p, "半");
  if (half) {
    counted.value = amount.value.Plus(*Decimal(5).Shifted(-1)).value_or(amount.value);
  } else if (Reserved(p)) {
    counted.over = true;
  } else if (Follows(p, "来")) {
    counted.about = true;
  }
  if (half || counted.over != amount.over || counted.about != amount.about)
    p += CharSize(site_.text[p]);
  if (!half && Follows(p, "亿")) {
    const size_t behind = p + CharSize(site_.text[p]);
    if (site_.UnitAt(behind).size != 0) return false;
    counted.value = amount.value.Shifted(8).value_or(amount.value);
    if (amount.high) counted.high = amount.high->Shifted(8).value_or(*amount.high);
    numeral_.multiplier = 8;
    Add(counted, behind, {}, cost + kFirmUnitCost);
    return true;
  }
  if (p == end) return false;
  const UnitMatch unit = site_.UnitAt(p);
  if (unit.unit != nullptr && unit.unit->kind == FigureKind::kDuration) {
    Add(counted, p + unit.size, unit, cost + kFirmUnitCost);
    return true;
  }
  const UnitMatch whole = site_.units.MatchCounted(site_.text, p);
  if (whole.unit == nullptr) return false;
  Add(counted, p + whole.size, whole, cost + kFirmUnitCost);
  return true;
}

// 三元五角, 一丈二尺, 两小时十五分, 三块八: adds the smaller units behind `unit` to the amount, and
// returns where they end.
size_t NumberReader::ReadParts(Amount& amount, const Unit*& unit, size_t end) const {
  const std::span<const UnitPart> parts = unit->parts;
  const Unit* base = nullptr;
  int least = 1;  // the units follow each other from large to small
  while (!parts.empty() && end < site_.text.size()) {
    const Numeral numeral = ParseNumeral(site_.text, end);
    if (numeral.size == 0 || numeral.arabic != numeral_.arabic || numeral.over || numeral.about ||
        numeral.bare_multiplier || numeral.multiplier != 0 || numeral.percent || numeral.fraction) {
      break;
    }
    const size_t at = end + numeral.size;
    const UnitMatch match = site_.UnitAt(at);
    // 1米75.
    const bool hundredths =
        unit->name == "米" && !(numeral.value < Decimal(10)) && numeral.arabic && numeral.size == 2;
    const bool digit = match.size == 0 && least == 1 &&
                       (numeral.value < Decimal(10) || hundredths) && numeral.value.is_integer() &&
                       (EndsAmount(at) || unit->name == "成");
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const UnitPart& p) {
      return match.unit == nullptr ? digit && p.part.empty()
                                   : !match.ratio && match.unit->name == p.part;
    });
    // What is no less than the larger unit is another number: 三年十五个月.
    const int count = part == parts.end() ? 0 : digit && hundredths ? 100 : part->parts;
    if (count <= least || !(numeral.value < Decimal(count))) break;
    const std::optional<Decimal> share = numeral.value.Over(Decimal(count), 4);
    if (!share) break;
    // 两元二三角.
    if (numeral.high) {
      const std::optional<Decimal> most = numeral.high->Over(Decimal(part->parts), 4);
      if (most) amount.high = amount.value.Plus(*most);
    }
    amount.value = amount.value.Plus(*share).value_or(amount.value);
    base = part->base;
    least = count;
    end = at + match.size;
    if (match.size == 0 || numeral.high) break;
  }
  // 七角三分 is 0.73元.
  if (base != nullptr && base != unit) {
    amount.value = amount.value.Times(unit->factor).value_or(amount.value);
    if (amount.high) amount.high = amount.high->Times(unit->factor);
    unit = base;
  }
  return end;
}

// Whether a digit that ends at `p` can be the last of an amount: 三块八的, 九成五以上.
bool NumberReader::EndsAmount(size_t p) const {
  const char32_t c = At(p);
  if (!IsHan(c)) return !IsAsciiDigit(At(p + 1)) && !IsAsciiLetter(c) && c != '-' && c != '%';
  return IsIn(c, U"以左上的一每到至不强弱");
}

// One reading with the unit `match` that ends at `end`, and what may stand behind that.
void NumberReader::AddUnit(const Amount& amount, size_t end, const UnitMatch& match, int cost) {
  const Unit& unit = *match.unit;
  const bool measure_word = unit.kind == FigureKind::kCount && !match.ratio;
  const bool whole = !amount.high && numeral_.multiplier == 0;
  if (unit.name == "个" && AddCounted(amount, end, cost)) return;
  Amount more = amount;
  if (whole && !match.ratio) {
    UnitMatch base = match;
    if (const size_t parts = ReadParts(more, base.unit, end); parts != end) {
      Add(more, parts, base, cost + kFirmUnitCost);
      return;
    }
  }
  // 翻两番, 翻了近一番; but 一番努力.
  if (unit.name == "番" && amount.value == Decimal(1)) {
    const size_t from = site_.begin > 12 ? site_.begin - 12 : 0;
    if (site_.text.substr(from, site_.begin - from).find("翻") == std::string_view::npos) return;
  }
  if (unit.name == "转" && IsAsciiDigit(At(end))) return;  // an extension
  if (!numeral_.arabic && IsWeak(unit.name)) {
    const bool other =
        unit.name == "分" || unit.name == "厘" || unit.name == "度" || unit.name == "转";
    if (other && amount.value < Decimal(60)) return;  // 十分, 一度
    if (amount.value < Decimal(10) && (IsHan(At(end)) || unit.name == "代" || unit.name == "方" ||
                                       unit.name == "回" || unit.name == "声")) {
      return;
    }
  }
  // 三年半, 两倍半.
  if (whole && !measure_word && Follows(end, "半")) {
    more.value = amount.value.Plus(*Decimal(5).Shifted(-1)).value_or(amount.value);
    Add(more, end + CharSize(site_.text[end]), match, cost + kFirmUnitCost);
    return;
  }
  // 两年多 and 5元多: the reservation stands behind the unit.
  if (!measure_word && !amount.over && Reserved(end)) {
    more.over = true;
    Add(more, end + CharSize(site_.text[end]), match, cost + kFirmUnitCost);
    return;
  }
  Add(amount, end, match, cost + (measure_word ? kUnitCost : kFirmUnitCost));
}

void NumberReader::AddWithUnits(const Amount& amount, size_t number_end, bool small) {
  // A multiplier of its own that is a number at all is a sure one: 近|百人, not 近百|人.
  const int cost = numeral_.arabic            ? kArabicCost
                   : numeral_.bare_multiplier ? kChineseCost / 3
                                              : kChineseCost;
  if (numeral_.percent || numeral_.permille) {
    Add(amount, number_end, {}, cost - kChineseCost);
    return;
  }
  // An inner space: 34 岁, 37.5 ℃.
  size_t at = number_end;
  if (numeral_.arabic && At(at) == ' ' && site_.UnitAt(at + 1).size != 0) ++at;
  UnitMatch matches[4];
  const int found = site_.units.MatchAll(site_.text, at, matches, 4);
  for (int i = 0; i < found; ++i) AddUnit(amount, at + matches[i].size, matches[i], cost);
  if (numeral_.fraction) {
    Add(amount, number_end, {}, cost);
    return;
  }
  // 三百二十村: a Chinese number counts divisions without a measure word.
  // A small one does so only at the end of a clause: 分三区、卅二乡; but 三乡镇 is a name.
  const size_t division =
      numeral_.arabic ? 0 : site_.words.MatchAt(site_.text, number_end, kPartDivision);
  const bool divisions =
      division > 0 && (!(amount.value < Decimal(10)) || !IsHan(At(number_end + division)));
  if (numeral_.arabic || divisions || (numeral_.multiplier != 0 && !small)) {
    Add(amount, number_end, {}, cost + kNoUnitCost);
  } else {
    // 邑有塘三百一十有二，; 增至十一万四千有余.
    const bool ends =
        !IsHan(At(number_end)) || site_.words.MatchAt(site_.text, number_end,
                                                      kPartAfterAbout | kPartAfterOver |
                                                          kPartAfterAtLeast | kPartAfterAtMost) > 0;
    if (!(amount.value < Decimal(100)) && ends)
      Add(amount, number_end, {}, cost + kChineseNoUnitCost - 1);
    AddOther(number_end, cost + kChineseNoUnitCost);
  }
}

// A sign at `begin`, which is moved behind it: -1.2%, 负4.8%, 零下16℃.
bool NumberReader::ReadSign(size_t& begin) {
  if (Follows(begin, "零下")) {
    begin += std::string_view("零下").size();
    return true;
  }
  const char32_t before = site_.CharBefore();
  const bool clause =
      before == 0 || !(IsHan(before) || IsAsciiDigit(before) || IsAsciiLetter(before));
  if (Follows(begin, "-") || Follows(begin, "−")) {
    if (!clause && !IsHan(before)) return false;
    begin += CharSize(site_.text[begin]);
    return IsAsciiDigit(At(begin));
  }
  if (!Follows(begin, "负")) return false;
  if (!clause && !IsIn(before, U"为长是达率速至到幅降于")) return false;
  begin += CharSize(site_.text[begin]);
  return true;
}

// 半小时, 半个月, 半斤.
int NumberReader::ReadHalf() {
  if (IsIn(site_.CharBefore(), U"一大小多上下过对前后减夜各年月天个")) return 0;
  if (const size_t phrase = site_.words.MatchAt(site_.text, site_.begin, kPartPhrase)) {
    AddOther(site_.begin + phrase);
    return count_;
  }
  size_t at = site_.begin + CharSize(site_.text[site_.begin]);
  Amount half{*Decimal(5).Shifted(-1), std::nullopt, false, false};
  constexpr std::string_view kGe = "个";
  if (Follows(at, kGe)) {
    at += kGe.size();
    if (Reserved(at)) {
      half.over = true;
      at += CharSize(site_.text[at]);
    }
    UnitMatch unit = site_.UnitAt(at);
    if (unit.unit == nullptr || unit.unit->kind != FigureKind::kDuration)
      unit = site_.units.MatchCounted(site_.text, at);
    if (unit.size != 0) Add(half, at + unit.size, unit, kHalfCost);
    return count_;
  }
  const UnitMatch unit = site_.UnitAt(at);
  if (unit.unit == nullptr || unit.unit->kind == FigureKind::kCount || IsWeak(unit.unit->name) ||
      unit.unit->kind == FigureKind::kOther || unit.unit->kind == FigureKind::kPercent ||
      unit.unit->kind == FigureKind::kAge || unit.unit->name == "天" || unit.unit->name == "夜" ||
      unit.unit->name == "日") {
    return 0;
  }
  AddUnit(half, at + unit.size, unit, kHalfCost);
  return count_;
}

// 二八五六三七人, 三五〇亩; but 二〇五所 and 三〇一医院 are names.
bool NumberReader::CountsDigitByDigit(size_t end) const {
  const UnitMatch unit = site_.UnitAt(end);
  if (unit.unit == nullptr || unit.unit->kind == FigureKind::kDuration) return false;
  if (unit.unit->kind != FigureKind::kCount) return true;
  for (std::string_view word : {"人", "户", "口", "头", "只", "间", "名", "件", "台", "辆"})
    if (unit.unit->name == word) return true;
  return false;
}

int NumberReader::Read() {
  if (Follows(site_.begin, "半")) return ReadHalf();
  size_t digits = site_.begin;
  if (ReadSign(digits)) {
    numeral_ = ParseNumeral(site_.text, digits);
    const size_t end = digits + numeral_.size;
    const UnitMatch unit = site_.UnitAt(end);
    const bool signed_unit =
        numeral_.percent ||
        (unit.unit != nullptr &&
         (unit.unit->kind == FigureKind::kPercent || unit.unit->kind == FigureKind::kTemperature ||
          (unit.unit->name == "度" && Follows(site_.begin, "零下")) ||
          (unit.unit->kind == FigureKind::kMoney && !Follows(site_.begin, "零"))));
    if (numeral_.size != 0 && signed_unit && !numeral_.high) {
      negative_ = true;
      AddWithUnits({numeral_.value, std::nullopt, numeral_.over, numeral_.about}, end, false);
      for (int i = 0; i < count_; ++i) out_[i].cost -= kNoUnitCost;
    }
    return count_;
  }
  numeral_ = ParseNumeral(site_.text, site_.begin);
  if (numeral_.size == 0) return 0;
  const size_t end = site_.begin + numeral_.size;

  if (const size_t name = NameBeforeTime(site_, numeral_); name != 0) {
    AddOther(name);
    return count_;
  }
  // A long row of Chinese digits is no time, and is not to be read twice.
  constexpr uint32_t kLongestInTime = 15;
  const bool long_row = !numeral_.arabic && numeral_.size > kLongestInTime;
  const TimeExpression time = long_row ? TimeExpression{} : ParseTime(site_.text, site_.begin);
  if (time.size != 0) {
    out_[count_] = {};
    out_[count_].kind = TokenKind::kTime;
    out_[count_].size = time.size;
    out_[count_].time = time;
    out_[count_++].cost = numeral_.arabic ? 0 : 30;
    return count_;
  }
  if (const size_t name = NameBehindTime(site_, numeral_); name != 0) {
    AddOther(name, numeral_.arabic ? 0 : kChineseCost);
    return count_;
  }
  if (numeral_.positional && !CountsDigitByDigit(end)) {
    AddOther(end, kChineseCost);
    return count_;
  }
  if (const auto range = ReadRange(site_, numeral_)) {
    Add(range->amount, range->end, range->unit, 0);
    return count_;
  }
  AddWithUnits({numeral_.value, numeral_.high, numeral_.over, numeral_.about}, end,
               !numeral_.arabic && numeral_.multiplier == 0);
  return count_;
}

}  // namespace

int ReadNumber(std::string_view text, size_t position, Span sentence, const UnitTable& units,
               const WordSets& words, NumericReading* out) {
  const NumberSite site{text.substr(0, sentence.end), position, sentence, units, words};
  return NumberReader(site, out).Read();
}

}  // namespace qushu
