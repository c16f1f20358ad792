#include "common/figures/time.h"

#include "common/base/utf8.h"
#include "common/figures/numeral.h"

namespace qushu {
namespace {

struct SmallNumber {
  size_t size = 0;
  int value = 0;
  int digits = 0;  // printed, for Arabic and for digit-by-digit Chinese; 0 otherwise
};

// 五, 十, 二十, 三十一, 廿一, 卅; digits read one by one, 二〇二〇, 零五.
SmallNumber ReadSmallChinese(std::string_view text, size_t position) {
  size_t p = position;
  int value = 0;
  int digits = 0;
  bool positional = true;
  bool closed = false;  // behind 十 and one digit
  bool zero = false;
  for (int count = 0; p < text.size() && count < 5; ++count) {
    const char32_t c = CodePointAt(text, p);
    const int digit = c == U'零' || c == U'〇' ? 0 : c == U'两' ? -1 : ChineseDigit(c);
    if (digit >= 0) {
      if (closed || (!positional && digit == 0) || (positional && digits == 4)) return {};
      value = positional ? value * 10 + digit : value + digit;
      closed = !positional;
      ++digits;
    } else if (positional && c == U'十' && digits <= 1) {
      value = digits == 0 ? 10 : value * 10;
      positional = false;
    } else if (positional && digits == 0 && (c == U'廿' || c == U'卅')) {
      value = c == U'廿' ? 20 : 30;
      positional = false;
    } else {
      break;
    }
    zero |= digit == 0;
    p += CharSize(text[p]);
  }
  if (!positional || digits <= 1) return {p - position, value, 0};
  // 七八 is about seven, not 78.
  if (digits == 3 || (digits == 2 && !zero)) return {};
  return {p - position, value, digits};
}

SmallNumber ReadSmall(std::string_view text, size_t position) {
  size_t p = position;
  int value = 0;
  while (p < text.size() && text[p] >= '0' && text[p] <= '9' && p - position < 5) {
    value = value * 10 + (text[p++] - '0');
  }
  if (p > position) return {p - position, value, static_cast<int>(p - position)};
  return ReadSmallChinese(text, position);
}

class TimeReader {
 public:
  TimeReader(std::string_view text, size_t position)
      : text_(text), begin_(position), at_(position) {}

  TimeExpression Read();

 private:
  bool Take(std::string_view word) {
    if (!StandsAt(text_, at_, word)) return false;
    at_ += word.size();
    return true;
  }
  bool At(std::string_view word, size_t offset = 0) const {
    return StandsAt(text_, at_ + offset, word);
  }
  bool Before(std::string_view word) const { return StandsBefore(text_, begin_, word); }
  size_t Connector(size_t p) const;

  bool MayBegin() const;
  bool Numeric();
  bool Part();  // year, month, day and clock as far as they go
  bool Year();
  bool Month();
  bool Quarter();
  bool Day(bool after_month);
  bool PointOfTime(bool after_date) const;
  bool Clock(bool after_date);
  bool DurationOfDays(size_t end) const;

  std::string_view text_;
  size_t begin_;
  size_t at_;
  TimeExpression result_;
};

size_t TimeReader::Connector(size_t p) const {
  static constexpr CharSet kConnectors(u"至到—－–～-~");
  if (p >= text_.size() || !kConnectors.Has(CodePointAt(text_, p))) return 0;
  constexpr std::string_view kDash = "——";  // one dash of two characters
  return StandsAt(text_, p, kDash) ? kDash.size() : CharSize(text_[p]);
}

// 2020-02-20, 2020.2.20, 2020/2/20, with an optional clock behind; 10:30.
bool TimeReader::Numeric() {
  SmallNumber first = ReadSmall(text_, at_);
  size_t p = at_ + first.size;
  if (first.digits == 4 && first.value >= 1900 && first.value <= 2100 && p < text_.size() &&
      (text_[p] == '-' || text_[p] == '.' || text_[p] == '/')) {
    const char separator = text_[p];
    SmallNumber month = ReadSmall(text_, p + 1);
    size_t q = p + 1 + month.size;
    if (month.digits > 0 && month.digits <= 2 && month.value >= 1 && month.value <= 12 &&
        q < text_.size() && text_[q] == separator) {
      SmallNumber day = ReadSmall(text_, q + 1);
      if (day.digits > 0 && day.digits <= 2 && day.value >= 1 && day.value <= 31) {
        result_.year = first.value;
        result_.month = month.value;
        result_.day = day.value;
        at_ = q + 1 + day.size;
        return true;
      }
    }
  }
  if (first.digits > 0 && first.digits <= 2 && first.value <= 24 &&
      (StandsAt(text_, p, ":") || StandsAt(text_, p, "："))) {
    const size_t colon = text_[p] == ':' ? 1 : 3;
    SmallNumber minute = ReadSmall(text_, p + colon);
    if (minute.digits == 2 && minute.value < 60) {
      at_ = p + colon + 2;
      if (at_ + 3 <= text_.size() && text_[at_] == ':' && ReadSmall(text_, at_ + 1).digits == 2)
        at_ += 3;
      return true;
    }
  }
  return false;
}

bool TimeReader::Year() {
  SmallNumber year = ReadSmall(text_, at_);
  if (year.size == 0) return false;
  const size_t back = at_;
  at_ += year.size;
  const bool full = year.digits == 4 && year.value >= 1000 && year.value <= 2200;
  if (Take("世纪")) {
    if (year.value > 0 && year.value <= 30) {
      SmallNumber decade = ReadSmall(text_, at_);
      if (decade.size != 0 && At("年代", decade.size))
        at_ += decade.size + std::string_view("年代").size();
      return true;
    }
    at_ = back;
    return false;
  }
  if (!Take("年") && !(full && (Take("学年度") || Take("学年") || Take("财年")))) {
    at_ = back;
    return false;
  }
  if (Take("代")) return true;  // 80年代
  if (!full) {
    // 20年2月: two digits are a year only with a month behind.
    SmallNumber month = ReadSmall(text_, at_);
    if (year.digits != 2 || month.size == 0 || !At("月", month.size)) {
      at_ = back;
      return false;
    }
    result_.year = 2000 + year.value;
    return true;
  }
  result_.year = year.value;
  for (std::string_view tail :
       {"度", "初", "底", "末", "前后", "上半年", "下半年", "春", "夏", "秋", "冬"}) {
    if (Take(tail)) break;
  }
  return true;
}

bool TimeReader::Month() {
  SmallNumber month = ReadSmall(text_, at_);
  if (month.size == 0 || month.value < 1 || month.value > 12 || month.digits > 2 ||
      !At("月", month.size) || At("月龄", month.size)) {
    return false;
  }
  at_ += month.size + std::string_view("月").size();
  result_.month = month.value;
  result_.day = 0;
  for (std::string_view tail : {"份", "上旬", "中旬", "下旬", "初", "底", "末"}) {
    if (Take(tail)) break;
  }
  return true;
}

// 一季度, of no number of quarters but a time: 前三季度, 1—2季度末.
bool TimeReader::Quarter() {
  SmallNumber quarter = ReadSmall(text_, at_);
  if (quarter.size == 0 || quarter.value < 1 || quarter.value > 4 || quarter.digits > 1 ||
      !At("季度", quarter.size)) {
    return false;
  }
  at_ += quarter.size + std::string_view("季度").size();
  for (std::string_view tail : {"初", "末", "底"}) {
    if (Take(tail)) break;
  }
  return true;
}

// Whether words around make `N日` a length of time: 连续14日, 14日内.
bool TimeReader::DurationOfDays(size_t end) const {
  for (std::string_view word : {"连续", "历时", "为期", "持续", "仅用", "用了", "近", "约", "超过",
                                "不到", "不足", "满", "累计", "共计", "至少", "长达"}) {
    if (Before(word)) return true;
  }
  for (std::string_view word : {"内", "以上", "以内", "之内", "游"}) {
    if (StandsAt(text_, end, word)) return true;
  }
  return false;
}

bool TimeReader::Day(bool after_month) {
  SmallNumber day = ReadSmall(text_, at_);
  if (day.size == 0 || day.value < 1 || day.value > 31 || day.digits > 2) return false;
  std::string_view word = At("日", day.size) ? "日" : At("号", day.size) ? "号" : "";
  if (word.empty()) return false;
  const size_t end = at_ + day.size + word.size();
  if (!after_month && (word == "号" || DurationOfDays(end))) return false;
  at_ = end;
  result_.day = day.value;
  return true;
}

// Whether 点 here is o'clock and no decimal point: 上午十点, 三点二十, 3点半; but 三点五万.
bool TimeReader::PointOfTime(bool after_date) const {
  if (!At("点")) return false;
  if (after_date) return true;
  for (std::string_view tail : {"钟", "半", "整", "多", "许"}) {
    if (At(tail, std::string_view("点").size())) return true;
  }
  for (std::string_view word :
       {"上午", "下午", "晚", "晚上", "凌晨", "早上", "早", "中午", "清晨", "傍晚", "夜里"}) {
    if (Before(word)) return true;
  }
  const size_t behind = at_ + std::string_view("点").size();
  const SmallNumber minute = ReadSmall(text_, behind);
  return minute.size != 0 && minute.value < 60 && StandsAt(text_, behind + minute.size, "分") &&
         !StandsAt(text_, behind + minute.size, "分之");
}

bool TimeReader::Clock(bool after_date) {
  const size_t back = at_;
  if (after_date) {
    for (std::string_view word : {"上午", "下午", "晚上", "晚间", "凌晨", "中午", "早上", "傍晚",
                                  "晚", "夜间", "夜", "早", "当天"}) {
      if (Take(word)) break;
    }
  }
  SmallNumber hour = ReadSmall(text_, at_);
  if (hour.size == 0 || hour.value > 24 || hour.digits > 2) return at_ != back;
  const size_t before = at_;
  at_ += hour.size;
  // 29日12—24时.
  if (const size_t connector = after_date ? Connector(at_) : 0; connector != 0) {
    const SmallNumber end = ReadSmall(text_, at_ + connector);
    if (end.size != 0 && end.value <= 24 && At("时", connector + end.size)) {
      at_ += connector + end.size + std::string_view("时").size();
      return true;
    }
  }
  if (Take("时") || (PointOfTime(after_date) && Take("点"))) {
    Take("整");
    Take("钟");
    Take("许");
    if (Take("半")) return true;
    SmallNumber minute = ReadSmall(text_, at_);
    if (minute.size != 0 && minute.value < 60 && At("分", minute.size) &&
        !At("分之", minute.size)) {
      at_ += minute.size + std::string_view("分").size();
    }
    return true;
  }
  if (after_date && (At(":") || At("："))) {
    const size_t colon = At(":") ? 1 : 3;
    SmallNumber minute = ReadSmall(text_, at_ + colon);
    if (minute.digits == 2) {
      at_ += colon + 2;
      return true;
    }
  }
  at_ = before;
  return at_ != back;
}

bool TimeReader::Part() {
  const size_t back = at_;
  const int old_month = result_.month;
  if (Numeric()) {
    Clock(true);
    return true;
  }
  const bool year = Year();
  const bool month = Month() || Quarter();
  const bool day = Day(month || (old_month != 0 && !year));
  const bool clock = Clock(year || month || day);
  if (!year && !month && !day && !clock) at_ = back;
  return at_ != back;
}

// Whether what stands behind the first number can make a time of it. Most numbers end here.
bool TimeReader::MayBegin() const {
  const SmallNumber first = ReadSmall(text_, at_);
  const size_t p = at_ + first.size;
  if (first.size == 0 || p >= text_.size()) return false;
  switch (CodePointAt(text_, p)) {
    case U'年':
    case U'学':
    case U'财':
    case U'世':
    case U'季':
    case U'月':
    case U'日':
    case U'号':
    case U'时':
    case U'点':
    case ':':
    case U'：':
    case '.':
    case '/':
      return true;
    default:
      return Connector(p) != 0;
  }
}

TimeExpression TimeReader::Read() {
  if (!MayBegin()) return {};
  if (!Part()) {
    // 0—24时, 1至5月, 2016—2020年, 3-5日: the first number has no unit of its own.
    SmallNumber first = ReadSmall(text_, at_);
    const size_t connector = first.size == 0 ? 0 : Connector(at_ + first.size);
    if (connector == 0) return {};
    at_ += first.size + connector;
    SmallNumber second = ReadSmall(text_, at_);
    const bool years =
        first.digits == 4 && second.digits == 4 && first.value >= 1000 && first.value <= 2200;
    const bool small = first.digits <= 2 && second.digits <= 2 && second.value > first.value;
    if (second.size == 0 || (!years && !small)) return {};
    if (years && !At("年", second.size) && !At("学年", second.size)) return {};
    if (!Part()) return {};
    result_.size = static_cast<uint32_t>(at_ - begin_);
    return result_;
  }
  // 3月19日至25日, 0时至24时, 2019年至2020年.
  for (int i = 0; i < 2; ++i) {
    const size_t connector = Connector(at_);
    if (connector == 0) break;
    const size_t back = at_;
    at_ += connector;
    if (!Part()) {
      at_ = back;
      break;
    }
  }
  result_.size = static_cast<uint32_t>(at_ - begin_);
  return result_;
}

}  // namespace

std::optional<Date> TimeExpression::Resolve(const std::optional<Date>& base) const {
  if (day == 0) return std::nullopt;
  Date date{year, month, day};
  if (date.month == 0 || date.year == 0) {
    if (!base) return std::nullopt;
    if (date.month == 0) {
      date.month = base->month;
      if (day > base->day + 7) date.month = base->month == 1 ? 12 : base->month - 1;
    }
    if (date.year == 0) {
      date.year = base->year;
      if (!IsValid(date)) return std::nullopt;
      if (ToDayNumber(date) > ToDayNumber(*base) + 183) --date.year;
    }
  }
  if (!IsValid(date)) return std::nullopt;
  return date;
}

TimeExpression ParseTime(std::string_view text, size_t position) {
  return TimeReader(text, position).Read();
}

}  // namespace qushu
