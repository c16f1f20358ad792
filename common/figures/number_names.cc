#include "common/figures/number_names.h"

#include <algorithm>

namespace qushu {
namespace {

constexpr size_t kHan = 3;  // bytes of a Chinese character of the tables

bool IsAsciiAlnum(char32_t c) { return IsAsciiDigit(c) || IsAsciiLetter(c); }

bool IsOne(const Numeral& numeral) {
  return !numeral.arabic && numeral.value == Decimal(1) && !numeral.high && !numeral.over;
}

// 2019-nCoV, 02A, G4368, 0379-63912345, 〔2020〕, 13812345678.
size_t Identifier(const NumberSite& site, const Numeral& numeral) {
  if (!numeral.arabic) return 0;
  const std::string_view text = site.text;
  const char32_t before = site.CharBefore();
  bool identifier =
      IsAsciiAlnum(before) || before == U'〔' || before == '[' || before == '#' || before == '@';
  if ((before == '-' || before == '.' || before == '_' || before == '/') && site.begin >= 2) {
    identifier |= IsAsciiAlnum(CodePointBefore(text, site.begin - 1));
  }
  size_t end = site.begin;
  int digits = 0;
  while (end < text.size() && IsAsciiDigit(text[end])) ++end, ++digits;
  const char32_t after = site.At(end);
  if (IsAsciiLetter(after) && site.UnitAt(end).size == 0) identifier = true;
  if (after == '-' && IsAsciiAlnum(site.At(end + 1))) {
    size_t next = end + 1;
    int more = 0;
    while (next < text.size() && IsAsciiDigit(text[next])) ++next, ++more;
    // A telephone number, or a code with letters; 3-5天 and 9800-10200人 are ranges.
    if (more == 0 || (more >= 5 && site.UnitAt(next).size == 0) ||
        (digits >= 3 && more >= 3 && text[site.begin] == '0')) {
      identifier = true;
    }
  }
  // 2952345转8001.
  if (before == U'转' && site.begin > kHan &&
      IsAsciiDigit(CodePointBefore(text, site.begin - kHan))) {
    identifier = true;
  }
  // 0376—2952345.
  if (digits >= 7 && (site.Before("—") || site.Before("－") || site.Before("–")) &&
      IsAsciiDigit(CodePointBefore(text, site.begin - kHan))) {
    identifier = true;
  }
  if (digits >= 2 && text[site.begin] == '0' && after != '.') identifier = true;
  const bool unit = site.UnitAt(end).size != 0;
  if (digits == 11 && text[site.begin] == '1' && !unit) identifier = true;
  if (!identifier) return 0;
  while (end < text.size() && (IsAsciiAlnum(static_cast<unsigned char>(text[end])) ||
                               ((text[end] == '-' || text[end] == '.' || text[end] == '/') &&
                                IsAsciiAlnum(site.At(end + 1))))) {
    ++end;
  }
  return end;
}

// 北纬34°37′: a place on the map; 37°C is a temperature.
size_t Coordinate(const NumberSite& site, const Numeral& numeral) {
  constexpr std::string_view kMarks[] = {"°", "′", "″", "'"};
  size_t end = site.begin + numeral.size;
  if (!site.Follows(end, "°") || site.Follows(end, "°C")) return 0;
  for (bool more = true; more;) {
    more = false;
    for (std::string_view mark : kMarks) {
      if (!site.Follows(end, mark)) continue;
      end += mark.size();
      more = true;
    }
    while (more && (IsAsciiDigit(site.At(end)) || site.At(end) == '.')) ++end;
  }
  return end;
}

// 10混1, 1+3+N, 7×24小时, 5·12: figures joined to a formula.
size_t Formula(const NumberSite& site, const Numeral& numeral) {
  if (!numeral.arabic || numeral.multiplier != 0) return 0;
  size_t end = site.begin + numeral.size;
  bool formula = false;
  while (end < site.text.size()) {
    size_t p = end;
    bool joined = false;
    if (site.FollowsAny(p, "+", "＋", "×", "*", "·", "混", "合")) {
      p += CharSize(site.text[p]);
      joined = true;
    }
    if (!joined || !(IsAsciiDigit(site.At(p)) || (formula && IsAsciiLetter(site.At(p))))) break;
    while (IsAsciiAlnum(site.At(p))) ++p;
    formula = true;
    end = p;
  }
  if (!formula) return 0;
  return end + site.UnitAt(end).size;
}

// 第56场, 第一、二批, 第3至5期, 初十: takes the measure word behind it along.
size_t Ordinal(const NumberSite& site, const Numeral& numeral) {
  const bool day = site.Before("初") && !numeral.arabic && numeral.value <= Decimal(10);
  if (!day && !site.Before("第") && !site.Before("No.")) return 0;
  size_t end = site.begin + numeral.size;
  for (;;) {
    size_t connector = RangeConnector(site, end);
    if (connector == 0 && site.Follows(end, "、")) connector = kHan;
    if (connector == 0) break;
    const Numeral next = ParseNumeral(site.text, end + connector);
    if (next.size == 0 || next.arabic != numeral.arabic) break;
    // 第一，3家企业; 第一、3个: what has a measure word of its own may be a number again.
    end += connector + next.size;
  }
  const UnitMatch unit = site.UnitAt(end);
  return end + (unit.unit != nullptr && unit.unit->kind == FigureKind::kCount ? unit.size : 0);
}

// 腊月二十九, 正月十五: days of the old calendar.
size_t LunarDay(const NumberSite& site, const Numeral& numeral) {
  if (numeral.arabic || Decimal(30) < numeral.value) return 0;
  return site.BeforeAny("腊月", "正月", "冬月") ? site.begin + numeral.size : 0;
}

// 一笔一笔, 一户一码, 每一天, 无一人: 一 counts nothing here.
size_t Article(const NumberSite& site, const Numeral& numeral) {
  if (!IsOne(numeral)) return 0;
  const size_t end = site.begin + numeral.size;
  const UnitMatch unit = site.UnitAt(end);
  if (unit.size != 0) {
    const size_t size = numeral.size + unit.size;
    const std::string_view once = site.text.substr(site.begin, size);
    if (site.Follows(site.begin + size, once)) return site.begin + 2 * size;
    // 一年又一年, 一步接一步.
    for (std::string_view again : {"又", "接", "接着", "复"}) {
      const size_t p = site.begin + size;
      if (site.Follows(p, again) && site.Follows(p + again.size(), once))
        return p + again.size() + size;
    }
    if (site.BeforeAny("无", "没有", "未有", "没", "不漏", "不落", "未漏", "未发生", "未出现",
                       "不让", "不因", "不使", "不丢", "不错")) {
      return end + unit.size;
    }
  }
  if (site.Before("每")) return end + unit.size;
  // 一死一伤 are two figures, 一户一码 is a rule.
  if (unit.size == kHan && unit.unit->kind == FigureKind::kCount &&
      site.Follows(end + kHan, "一")) {
    const char32_t second = site.At(end + 2 * kHan);
    if (IsHan(second) && site.UnitAt(end + 2 * kHan).size == 0) return end + 3 * kHan;
  }
  return 0;
}

// 一、二类苗, 三、四级医院: classes, not counts.
size_t Grades(const NumberSite& site, const Numeral& numeral) {
  if (numeral.arabic || numeral.size != kHan) return 0;
  size_t end = site.begin + kHan;
  while (site.Follows(end, "、") && ChineseDigit(site.At(end + kHan)) > 0) end += 2 * kHan;
  if (end == site.begin + kHan) return 0;
  if (site.Follows(end, "产业")) return end + 2 * kHan;
  return site.FollowsAny(end, "类", "级", "等", "线", "期", "档", "产", "孩", "胎", "本")
             ? end + kHan
             : 0;
}

// 乾隆四十五年; 大业七年（611）, whichever reign that was; and of a reign named before in the
// sentence, 民国二十五年…；廿六年.
size_t EraYear(const NumberSite& site, const Numeral& numeral) {
  constexpr size_t kFar = 240;
  const size_t end = site.begin + numeral.size;
  if (!site.Follows(end, "年")) return 0;
  const size_t year = end + kHan;
  if (site.words.MatchBefore(site.text, site.begin, kPartEra) > 0) return year;
  if (numeral.arabic || numeral.over || numeral.high || numeral.value > Decimal(61)) return 0;
  if (site.Follows(year, "（") && IsAsciiDigit(site.At(year + kHan))) return year;
  const char32_t before = site.CharBefore();
  const bool head = before == U'，' || before == U'；' || before == U'、' || before == U'至' ||
                    before == U'。' || site.begin == site.sentence.begin;
  if (!head) return 0;
  if (site.FollowsAny(year, "来", "后", "间", "内", "多", "余", "半", "以", "之", "前", "的")) {
    return 0;
  }
  size_t p = site.begin;
  const size_t limit = std::max<size_t>(site.sentence.begin, p > kFar ? p - kFar : 0);
  while (p > limit) {
    p = PreviousChar(site.text, p);
    if (BeginsNumeral(site.At(p)) && site.words.MatchBefore(site.text, p, kPartEra) > 0)
      return year;
  }
  return 0;
}

// 一、 1. （二） at the beginning of a sentence.
bool IsListNumber(const NumberSite& site, size_t end) {
  const char32_t after = site.At(end);
  const char32_t before = site.CharBefore();
  if ((before == U'（' || before == '(') && (after == U'）' || after == ')')) return true;
  if (site.begin != site.sentence.begin) return false;
  if (after == U'、' || after == U'．' || after == U'）' || after == ')') return true;
  return after == '.' && !IsAsciiDigit(site.At(end + 1));
}

// 十里堡街道, 七里村, 五棵树镇 behind the name of what they lie in.
size_t PlaceOfMiles(const NumberSite& site, const Numeral& numeral) {
  if (numeral.arabic || numeral.value > Decimal(100)) return 0;
  size_t end = site.begin + numeral.size;
  if (!site.Follows(end, "里") && !site.Follows(end, "棵")) return 0;
  end += kHan;
  for (int more = 0; more < 2; ++more) {
    const size_t suffix = site.words.MatchAt(site.text, end, kPartLocality | kPartCommunity);
    if (suffix != 0) return end + suffix;
    if (!IsHan(site.At(end))) break;
    end += kHan;
  }
  return 0;
}

// 数十人, 几百户, 好几千: a multiplier behind a word that leaves the number open.
size_t OpenNumber(const NumberSite& site, const Numeral& numeral) {
  if (numeral.arabic || ChineseDigit(site.At(site.begin)) >= 0) return 0;
  return site.BeforeAny("数", "几", "好", "无", "多") ? site.begin + numeral.size : 0;
}

// 一办六组三专班机制, 五包一责任制: the name of a scheme, short words with a digit before each.
// Ends where what it is a name of begins.
size_t Scheme(const NumberSite& site, const Numeral& numeral) {
  constexpr size_t kLongest = 16 * kHan;
  if (numeral.arabic || numeral.size != kHan || !(numeral.value < Decimal(10))) return 0;
  int digits = 0;
  int run = 0;  // characters since the last digit
  for (size_t p = site.begin; p < std::min(site.text.size(), site.begin + kLongest); p += kHan) {
    const char32_t c = site.At(p);
    if (!IsHan(c) || run > 3) return 0;
    if (digits >= 2 && run <= 3 && site.words.MatchAt(site.text, p, kPartScheme) > 0) return p;
    if (ChineseDigit(c) > 0) {
      ++digits;
      run = 0;
      // 三名干部两项措施 counts.
      if (IsIn(site.At(p + kHan), U"个名项人家户例条次天位")) return 0;
    } else {
      ++run;
    }
  }
  return 0;
}

// Whether the number stands in a short quotation: “一办六组三专班”, “120”. What is quoted at
// length is speech and states figures like any other text.
bool IsQuoted(const NumberSite& site) {
  constexpr int kLongest = 14;
  size_t p = site.begin;
  int before = 0;
  bool opened = false;
  while (p > 0 && before <= kLongest) {
    // Most of what stands before, and no mark.
    if (p >= kHan && LeadsHan(site.text[p - kHan])) {
      p -= kHan;
      ++before;
      continue;
    }
    p = PreviousChar(site.text, p);
    const char32_t c = CodePointAt(site.text, p);
    if (IsHan(c)) {
      ++before;
      continue;
    }
    if (c == U'”' || c == U'’' || c == U'」' || c == U'。' || c == '\n') return false;
    if (c == U'“' || c == U'‘' || c == U'「' || c == U'《') {
      opened = true;
      break;
    }
    ++before;
  }
  if (!opened) return false;
  int length = before;
  for (p = site.begin; p < site.text.size(); p += CharSize(site.text[p])) {
    const char32_t c = CodePointAt(site.text, p);
    if (c == U'”' || c == U'’' || c == U'」' || c == U'》') return length <= kLongest;
    if (c == U'。' || c == U'，' || c == U'！' || ++length > kLongest) return false;
  }
  return false;
}

// “亩产八九百斤，好得很”: what is weighed or paid is meant as it is said.
bool IsMeasured(const NumberSite& site, const Numeral& numeral) {
  if (numeral.bare_multiplier || (!numeral.arabic && numeral.value < Decimal(10))) return false;
  if (numeral.multiplier != 0) return true;
  if (numeral.percent) return true;
  const UnitMatch unit = site.UnitAt(site.begin + numeral.size);
  if (unit.unit == nullptr) return false;
  const FigureKind kind = unit.unit->kind;
  return kind == FigureKind::kMoney || kind == FigureKind::kMass || kind == FigureKind::kPercent ||
         kind == FigureKind::kArea || kind == FigureKind::kVolume;
}

// 120, 12345, 96119: public services are called by their numbers, and nothing is counted so.
bool IsServiceNumber(std::string_view digits) {
  if (digits.size() == 3) {
    return digits == "110" || digits == "119" || digits == "120" || digits == "122" ||
           digits == "114";
  }
  return digits.size() == 5 &&
         (digits.starts_with("12") || digits.starts_with("95") || digits.starts_with("96"));
}

// 80后, 2018级, 前10名, 50强, 12345热线, 8号: the number is a name for lack of a unit, or before
// it.
size_t Labelled(const NumberSite& site, const Numeral& numeral) {
  const size_t end = site.begin + numeral.size;
  if (numeral.multiplier != 0 || numeral.over || numeral.high || numeral.percent ||
      numeral.fraction) {
    return 0;
  }
  if (site.Before("前") && (site.Follows(end, "名") || site.Follows(end, "位"))) return end + kHan;
  if (site.Follows(end, "强")) return end + kHan;
  if (site.Before("届") && site.Follows(end, "次")) return end + kHan;  // 十一届六次全会
  if (site.words.MatchBefore(site.text, site.begin, kPartLabelBefore) > 0) {
    const UnitMatch unit = site.UnitAt(end);
    if (unit.size == 0) return end;
  }
  if (!numeral.arabic) return 0;
  const std::string_view digits = site.text.substr(site.begin, numeral.size);
  if (digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20")) &&
      (site.Follows(end, "级") || site.Follows(end, "届"))) {
    return end + kHan;
  }
  if (digits.size() == 2 && digits[1] == '0' && site.Follows(end, "后")) return end + kHan;
  // 白泥山村3组18户: a hamlet is called by its number.
  if (site.BeforeAny("村", "社区") && site.Follows(end, "组")) return end + kHan;
  // 5号楼2单元1203室: an address goes on.
  // 改造楼栋163幢 counts them.
  if (site.BeforeAny("号楼", "号院", "单元", "幢", "栋") && !site.Before("楼栋")) {
    return end +
           std::max<size_t>(site.UnitAt(end).size, site.words.MatchAt(site.text, end, kPartLabel));
  }
  // A longer unit goes before: 44线公里.
  if (const size_t label = site.words.MatchAt(site.text, end, kPartLabel);
      label > 0 && label >= site.UnitAt(end).size) {
    return end + label;
  }
  // 12306转来投诉9件, 12369环保热线: no turns, no rings.
  if (IsServiceNumber(digits) && RangeConnector(site, end) == 0 &&
      (site.UnitAt(end).size == 0 || site.Follows(end, "转") ||
       site.words.MatchAt(site.text, end + 2 * kHan, kPartLabel) > 0)) {
    return end;
  }
  return 0;
}

// 万名党员 and 百姓 state nothing; 近千万, 上百, 千余亩, 百万吨 and 千人以上 do.
bool IsVagueMultiplier(const NumberSite& site, const Numeral& numeral) {
  if (!numeral.bare_multiplier) return false;
  const size_t end = site.begin + numeral.size;
  const UnitMatch unit = site.UnitAt(end);
  if (unit.unit != nullptr) {
    // 亿元GDP死亡率: for each of those.
    const size_t behind = end + unit.size;
    if (unit.unit->kind == FigureKind::kMoney &&
        (site.Follows(behind, "GDP") || site.Follows(behind, "地区生产总值") ||
         site.Follows(behind, "国内生产总值") || site.Follows(behind, "工业增加值")))
      return true;
    if (numeral.over || numeral.about || numeral.high) return false;
    if (unit.unit->kind != FigureKind::kCount && numeral.value > Decimal(9999)) return false;
    if (site.words.MatchAt(site.text, end + unit.size,
                           kPartAfterAtLeast | kPartAfterAbout | kPartAfterOver) > 0) {
      return false;
    }
  }
  return !site.BeforeAny("近", "上", "逾", "超", "约", "过", "破", "达");
}

}  // namespace

size_t RangeConnector(const NumberSite& site, size_t p) {
  static constexpr CharSet kConnectors(u"至到—－–～-~");
  return kConnectors.Has(site.At(p)) ? CharSize(site.text[p]) : 0;
}

size_t NameBeforeTime(const NumberSite& site, const Numeral& numeral) {
  for (auto rule : {Identifier, Ordinal, LunarDay, Grades, Article, EraYear, OpenNumber, Scheme}) {
    if (const size_t end = rule(site, numeral); end != 0) return end;
  }
  if (site.Before("星期") || site.Before("礼拜") || (site.Before("周") && !numeral.arabic))
    return site.begin + numeral.size;
  const size_t phrase = site.words.MatchAt(site.text, site.begin, kPartPhrase | kPartVague);
  return phrase == 0 ? 0 : site.begin + phrase;
}

size_t NameBehindTime(const NumberSite& site, const Numeral& numeral) {
  const size_t end = site.begin + numeral.size;
  if (IsListNumber(site, end)) return end;
  for (auto rule : {Formula, Labelled, PlaceOfMiles, Coordinate}) {
    if (const size_t found = rule(site, numeral); found != 0) return found;
  }
  if ((!IsMeasured(site, numeral) && IsQuoted(site)) || IsVagueMultiplier(site, numeral))
    return end;
  return 0;
}

}  // namespace qushu
