#include "common/figures/numeral.h"

#include <algorithm>
#include <string_view>

#include "common/base/char_set.h"
#include "common/base/utf8.h"
#include "common/figures/numeral_chars.h"

namespace qushu {
namespace {

// No number is longer. Read from every position of a longer run, it would take quadratic time.
constexpr size_t kMaxBytes = 96;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

class Reader {
 public:
  Reader(std::string_view text, size_t position) : text_(text), begin_(position), at_(position) {}

  Numeral Read();

 private:
  char32_t Peek(size_t ahead = 0) const {
    size_t p = at_;
    for (; ahead > 0 && p < text_.size(); --ahead) p += CharSize(text_[p]);
    return p < text_.size() ? CodePointAt(text_, p) : 0;
  }
  void Skip() { at_ += CharSize(text_[at_]); }

  bool Plain();
  std::optional<Decimal> Arabic();
  bool ChineseFraction(Decimal& value);
  bool Group();  // digits and 十百千 into section_
  bool IsRoundFigure() const;
  void Approximate();
  bool Denominator();
  Numeral Finish();

  std::string_view text_;
  size_t begin_;
  size_t at_;
  Numeral result_;
  Decimal total_;                  // all finished groups of 万 and 亿
  Decimal section_;                // the group being read
  std::optional<Decimal> spread_;  // high minus low of a pair, in units of section_
  int outer_power_ = 0;            // of the 万 or 亿 before the section
  int last_power_ = 0;             // of the last multiplier in the section, for 三百五
  bool zero_ = false;              // a 零 stands behind it
  bool any_ = false;               // the section has something
};

std::optional<Decimal> Reader::Arabic() {
  char digits[kMaxBytes];  // without separators
  size_t count = 0;
  size_t p = at_;
  const auto is_digit = [&](size_t i) {
    return i < text_.size() && IsDigit(static_cast<unsigned char>(text_[i]));
  };
  const auto group = [&](char separator) {
    return count <= 33 && p < text_.size() && text_[p] == separator && is_digit(p + 1) &&
           is_digit(p + 2) && is_digit(p + 3) && !is_digit(p + 4);
  };
  const auto take = [&](size_t n) {
    for (; n > 0; --n) digits[count++] = text_[p++];
  };
  while (is_digit(p)) take(1);
  // Thousands: groups of exactly three digits behind each comma.
  while (group(',')) {
    ++p;
    take(3);
  }
  // So are groups behind single spaces, if the first is short enough: 1 180.36.
  bool spaced = false;
  while ((spaced || p - at_ <= 3) && group(' ')) {
    spaced = true;
    ++p;
    take(3);
  }
  if (p + 1 < text_.size() && text_[p] == '.' && is_digit(p + 1)) {
    take(1);
    while (is_digit(p)) take(1);
  }
  at_ = p;
  return Decimal::Parse({digits, count});
}

// Most numbers are Arabic digits alone (174例, 3.5%) or a single Chinese character (三名).
bool Reader::Plain() {
  const size_t back = at_;
  if (result_.arabic) {
    const std::optional<Decimal> value = Arabic();
    if (!value) {
      at_ = back;
      return false;
    }
    result_.value = *value;
  } else {
    const char32_t c = Peek();
    const int digit = c == U'十' ? 10 : ChineseDigit(c);
    if (digit < 0) return false;
    result_.value = Decimal(digit);
    Skip();
  }
  const char32_t next = Peek();
  if (kContinuesNumeral.Has(next)) {
    at_ = back;
    return false;
  }
  result_.coefficient = result_.value;
  return true;
}

// 点五六 behind a Chinese number.
bool Reader::ChineseFraction(Decimal& value) {
  const auto digit_of = [](char32_t c) { return c == U'零' || c == U'〇' ? 0 : ChineseDigit(c); };
  if (Peek() != U'点' || digit_of(Peek(1)) < 0) return false;
  Skip();
  int places = 0;
  for (int digit; (digit = digit_of(Peek())) >= 0 && places < 8; Skip()) {
    value = value.Plus(*Decimal(digit).Shifted(-++places)).value_or(value);
  }
  return true;
}

bool Reader::Group() {
  section_ = Decimal();
  spread_.reset();
  last_power_ = 0;
  zero_ = any_ = false;
  while (at_ < text_.size()) {
    const char32_t c = Peek();
    if (c == U'点' && any_) {  // 零点七, 二十点五
      ChineseFraction(section_);
      return true;
    }
    // 三百一十有二, as old books have it.
    if (c == U'有' && last_power_ > 0 && ChineseDigit(Peek(1)) > 0 && Power(Peek(2)) == 0) {
      Skip();
      continue;
    }
    if (IsDigit(c)) {
      if (any_ && last_power_ == 0) return true;
      auto value = Arabic();
      if (!value) return any_;
      any_ = true;
      Decimal number = *value;
      // 3千, 5百: a multiplier below 万 behind Arabic digits, unless it begins a unit (千克, 千瓦).
      const int power = Power(Peek());
      const char32_t next = Peek(1);
      if (power > 0 && power < 4 && next != U'克' && next != U'瓦' && next != U'米' &&
          next != U'伏' && next != U'卡' && next != U'帕' && next != U'分' && next != U'字' &&
          next != U'焦' && next != U'赫' && next != U'升') {
        Skip();
        number = number.Shifted(power).value_or(number);
        last_power_ = power;
        zero_ = false;
      } else {
        last_power_ = 0;
        section_ = section_.Plus(number).value_or(section_);
        return true;
      }
      section_ = section_.Plus(number).value_or(section_);
      continue;
    }
    if (c == U'零' || c == U'〇') {
      zero_ = true;
      any_ = true;
      Skip();
      continue;
    }
    if (const int tens = Tens(c); tens != 0) {
      section_ = section_.Plus(Decimal(tens)).value_or(section_);
      any_ = true;
      last_power_ = 1;
      zero_ = false;
      Skip();
      continue;
    }
    const int digit = ChineseDigit(c);
    // 银三百两: behind a multiplier, 两 is the unit.
    if (c == U'两' && Power(Peek(1)) == 0 && (any_ || outer_power_ > 0)) return any_;
    if (digit >= 0) {
      // 七八十: two digits before one multiplier, the second the higher.
      const int second = ChineseDigit(Peek(1));
      Skip();
      const bool any_before = any_;
      any_ = true;
      Decimal low(digit);
      std::optional<Decimal> step;
      if (second > digit && digit > 0 && (second == digit + 1 || (digit == 3 && second == 5))) {
        const char32_t after = Peek(1);
        if (ChineseDigit(after) < 0 && after != U'零' && after != U'〇' && after != U'点') {
          Skip();
          step = Decimal(second - digit);
        }
      }
      int power = Power(Peek());
      // 八十五千克: multipliers fall, and so this one begins the unit.
      if (any_before && last_power_ > 0 && power >= last_power_ && power < 4) power = 0;
      if (power > 0 && power < 4) {
        Skip();
        last_power_ = power;
      } else {
        // 三百五 is 350 and 两万三 is 23000, but 三百零五 is 305.
        const int above = any_before ? last_power_ : outer_power_;
        power = above >= 2 && !zero_ && !step && ChineseDigit(Peek()) < 0 && Peek() != U'点' &&
                        Power(Peek()) == 0
                    ? above - 1
                    : 0;
        if (!step) {
          ChineseFraction(low);
        }
        section_ = section_.Plus(low.Shifted(power).value_or(low)).value_or(section_);
        if (step) spread_ = *step;
        return true;
      }
      section_ = section_.Plus(low.Shifted(power).value_or(low)).value_or(section_);
      zero_ = false;
      if (step) {
        spread_ = step->Shifted(power).value_or(*step);
        return true;
      }
      continue;
    }
    const int power = Power(c);
    if (power > 0 && power < 4) {
      // 百十户: about a hundred.
      if (power == 1 && result_.bare_multiplier && last_power_ == 2 && ChineseDigit(Peek(1)) < 0) {
        result_.about = true;
        Skip();
        return true;
      }
      // A multiplier without a digit: 十五, and 百 or 千 at the very beginning.
      if (any_ && last_power_ <= power && last_power_ != 0) return true;
      if (power > 1 && at_ != begin_) return any_;
      if (power > 1) result_.bare_multiplier = true;
      section_ = section_.Plus(*Decimal(1).Shifted(power)).value_or(section_);
      any_ = true;
      last_power_ = power;
      zero_ = false;
      Skip();
      continue;
    }
    return any_;
  }
  return any_;
}

// 30来 before a measure word, but not 30来电.
bool Reader::IsRoundFigure() const {
  static constexpr CharSet kMeasureWords(
      u"家名个個人户戶亩畝吨斤岁歲天场座头头只隻次件米块张張台辆棵株");
  return result_.arabic && at_ > begin_ && text_[at_ - 1] == '0' && kMeasureWords.Has(Peek(1));
}

// 多, 余, 来, 几 between the number and a multiplier or unit.
void Reader::Approximate() {
  const char32_t c = Peek();
  if (c == U'多' || c == U'余' || c == U'馀' || c == U'餘' ||
      ((c == U'几' || c == U'幾') && result_.value != Decimal())) {
    result_.over = true;
    Skip();
  } else if ((c == U'来' || c == U'來') && (last_power_ > 0 || IsRoundFigure()) && Peek(1) != 0 &&
             Power(Peek(1)) == 0 && Peek(1) != U'自') {
    result_.about = true;
    Skip();
  }
}

Numeral Reader::Finish() {
  result_.size = static_cast<uint32_t>(at_ - begin_);
  return result_;
}

// 百分之, 千分之, 三分之: the number read so far is the denominator.
bool Reader::Denominator() {
  if (Peek() != U'分' || Peek(1) != U'之') return false;
  const Decimal below = result_.value;
  const size_t back = at_;
  Skip();
  Skip();
  Reader above(text_, at_);
  Numeral top = above.Read();
  if (top.size == 0 || top.percent || top.permille || top.fraction || below.is_zero()) {
    at_ = back;
    return false;
  }
  at_ += top.size;
  Numeral whole = top;
  whole.bare_multiplier = false;
  if (below == Decimal(100)) {
    whole.percent = true;
  } else if (below == Decimal(1000)) {
    whole.permille = true;
  } else if (below == Decimal(10000)) {
    whole.fraction = true;
    whole.value = top.value.Shifted(-4).value_or(top.value);
    whole.high.reset();
  } else {
    whole.fraction = true;
    whole.value = top.value.Over(below, 4).value_or(top.value);
    whole.high.reset();
  }
  whole.arabic = false;
  result_ = whole;
  return true;
}

Numeral Reader::Read() {
  const char32_t first = Peek();
  if (!BeginsNumeral(first)) return {};
  result_.arabic = IsDigit(first);
  if (Plain()) return Finish();

  // Chinese digits in a row are a year or an identifier, read digit by digit.
  if (ChineseDigit(first) >= 0 || first == U'零' || first == U'〇') {
    size_t p = at_;
    int count = 0;
    char digits[30];
    bool zero = false;
    while (p < text_.size() && count < 30) {
      const char32_t c = CodePointAt(text_, p);
      const int digit = c == U'零' || c == U'〇' ? 0 : ChineseDigit(c);
      if (digit < 0 || c == U'两') break;
      zero |= digit == 0;
      digits[count++] = static_cast<char>('0' + digit);
      p += CharSize(text_[p]);
    }
    if (count >= 3 || (count == 2 && zero && first != U'零')) {
      const char32_t next = p < text_.size() ? CodePointAt(text_, p) : 0;
      if (Power(next) == 0 || count >= 4) {
        at_ = p;
        result_.positional = true;
        result_.value = result_.coefficient =
            Decimal::Parse({digits, static_cast<size_t>(count)}).value_or(Decimal());
        return Finish();
      }
    }
  }

  // A multiplier of its own, 万 or 亿, at the very beginning: 万名.
  if (Power(first) >= 4) {
    result_.bare_multiplier = true;
    result_.multiplier = Power(first);
    result_.coefficient = Decimal(1);
    result_.value = *Decimal(1).Shifted(result_.multiplier);
    Skip();
    last_power_ = 4;
    Approximate();
    Denominator();
    return Finish();
  }

  std::optional<Decimal> spread_total;
  while (Group()) {
    Decimal group = section_;
    const std::optional<Decimal> spread = spread_;
    result_.value = total_.Plus(group).value_or(group);
    Approximate();
    const int power = Power(Peek());
    const bool unit_of_its_own =
        power == 4 && (Peek(1) == U'州' || Peek(1) == U'能' || Peek(1) == U'象');
    if (power < 4 || unit_of_its_own) {
      if (spread) spread_total = *spread;
      break;
    }
    Skip();
    int shift = power;
    // 万亿 is one multiplier.
    if (power == 4 && Power(Peek()) == 8) {
      Skip();
      shift = 12;
    }
    result_.coefficient = group;
    result_.multiplier = shift;
    last_power_ = 4;
    outer_power_ = power;
    total_ = total_.Plus(group.Shifted(shift).value_or(group)).value_or(total_);
    result_.value = total_;
    if (spread) {
      spread_total = spread->Shifted(shift);
      Approximate();
      break;
    }
    const char32_t next = Peek();
    if (!IsDigit(next) && ChineseDigit(next) < 0 && next != U'零' && next != U'〇' &&
        Power(next) == 0) {
      Approximate();
      break;
    }
    // 3万4000: what follows must be less than what the multiplier counts.
    if (IsDigit(next)) {
      size_t p = at_;
      while (p < text_.size() && IsDigit(static_cast<unsigned char>(text_[p]))) ++p;
      if (p - at_ > static_cast<size_t>(shift)) break;
    }
    result_.multiplier = 0;
  }
  if (at_ == begin_) return {};
  if (result_.multiplier == 0) result_.coefficient = result_.value;
  if (spread_total) result_.high = result_.value.Plus(*spread_total);
  Denominator();
  return Finish();
}

}  // namespace

Numeral ParseNumeral(std::string_view text, size_t position) {
  size_t end = std::min(text.size(), position + kMaxBytes);
  while (end < text.size() && IsContinuation(text[end])) --end;
  return Reader(text.substr(0, end), position).Read();
}

}  // namespace qushu
