#include "common/figures/numeral.h"

#include <random>
#include <string>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

struct Case {
  const char* text;
  const char* value;
  const char* high = "";
};

TEST(NumeralTest, ReadsTheWholeNumber) {
  for (const Case& c : {
           Case{"614", "614"},
           {"1,080,938.13", "1080938.13"},
           {"2.5万", "25000"},
           {"3万4000", "34000"},
           {"1亿2000万", "120000000"},
           {"3.2万亿", "3200000000000"},
           {"5千", "5000"},
           {"一千二百", "1200"},
           {"一千零五", "1005"},
           {"三百五", "350"},
           {"两万三", "23000"},
           {"十八", "18"},
           {"廿五", "25"},
           {"卅", "30"},
           {"壹仟贰佰叁拾肆", "1234"},
           {"貳佰叄拾陸", "236"},
           {"兩萬", "20000"},
           {"三亿五千", "300005000"},
           {"二点五万", "25000"},
           {"三十五点六", "35.6"},
           {"百分之三十五点六", "35.6"},
           {"百分之12.5", "12.5"},
           {"千分之三", "3"},
           {"三分之二", "0.6667"},
           {"八九百", "800", "900"},
           {"两三万", "20000", "30000"},
           {"七八十", "70", "80"},
           {"三五", "3", "5"},
           {"十三四", "13", "14"},
           {"四十二万三千", "423000"},
           {"三百一二十", "310", "320"},
           {"十一二万", "110000", "120000"},
           {"零点七", "0.7"},
           {"二十点五", "20.5"},
           {"三百一十有二", "312"},
           {"百十", "100"},
           {"万分之零点五", "0.00005"},
           {"3百6十9", "369"},
           {"34万7千", "347000"},
           {"三亿五", "350000000"},
           {"12 345.6", "12345.6"},
       }) {
    const Numeral numeral = ParseNumeral(c.text, 0);
    EXPECT_EQ(numeral.size, std::string(c.text).size()) << c.text;
    EXPECT_EQ(numeral.value.ToString(), c.value) << c.text;
    EXPECT_EQ(numeral.high ? numeral.high->ToString() : "", c.high) << c.text;
  }
}

TEST(NumeralTest, ReservationsInsideTheNumber) {
  for (const Case& c : {Case{"4500多", "4500"},
                        {"20多万", "200000"},
                        {"一千二百余", "1200"},
                        {"三亿五千余万", "350000000"},
                        {"十几", "10"},
                        {"二十几", "20"}}) {
    const Numeral numeral = ParseNumeral(c.text, 0);
    EXPECT_EQ(numeral.size, std::string(c.text).size()) << c.text;
    EXPECT_EQ(numeral.value.ToString(), c.value) << c.text;
    EXPECT_TRUE(numeral.over) << c.text;
  }
}

TEST(NumeralTest, StopsWhereTheNumberEnds) {
  EXPECT_EQ(ParseNumeral("5千克", 0).size, 1u);
  EXPECT_EQ(ParseNumeral("1,2", 0).size, 1u);
  EXPECT_EQ(ParseNumeral("12.", 0).size, 2u);
  EXPECT_EQ(ParseNumeral("三百两", 0).value.ToString(), "300");
  EXPECT_EQ(ParseNumeral("4例、5例", 0).size, 1u);
  EXPECT_EQ(ParseNumeral("", 0).size, 0u);
  EXPECT_EQ(ParseNumeral("个", 0).size, 0u);
  EXPECT_TRUE(ParseNumeral("二〇二〇年", 0).positional);
  EXPECT_EQ(ParseNumeral("二〇二〇年", 0).value.ToString(), "2020");
}

// How people write a whole number below 10^12 in Chinese.
std::string Chinese(long long n) {
  static const char* kDigits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  auto below_10000 = [&](long long v, bool leading) {
    std::string out;
    bool zero = false;
    const char* units[] = {"千", "百", "十", ""};
    long long divisor = 1000;
    bool begun = leading;
    for (const char* unit : units) {
      const int digit = static_cast<int>(v / divisor % 10);
      if (digit != 0) {
        if (zero && begun) out += "零";
        out += kDigits[digit];
        out += unit;
        begun = true;
        zero = false;
      } else {
        zero = true;
      }
      divisor /= 10;
    }
    return out;
  };
  if (n == 0) return "零";
  std::string out;
  if (n >= 100000000) out += below_10000(n / 100000000, false) + "亿";
  if (n / 10000 % 10000 != 0) out += below_10000(n / 10000 % 10000, n >= 100000000) + "万";
  if (n % 10000 != 0) {
    if (n >= 100000000 && n / 10000 % 10000 == 0 && n % 10000 >= 1000) out += "零";
    out += below_10000(n % 10000, n >= 10000);
  }
  return out;
}

TEST(NumeralTest, AnyNumberReadsBackAsItself) {
  std::mt19937_64 random(20200220);
  for (int i = 0; i < 20000; ++i) {
    long long n = static_cast<long long>(random() % 1000000000000ull);
    for (int shift = i % 12; shift > 0; --shift) n /= 10;
    if (n == 0) continue;
    const std::string expected = std::to_string(n);
    EXPECT_EQ(ParseNumeral(expected, 0).value.ToString(), expected);
    const std::string chinese = Chinese(n);
    const Numeral numeral = ParseNumeral(chinese, 0);
    EXPECT_EQ(numeral.value.ToString(), expected) << chinese;
    EXPECT_EQ(numeral.size, chinese.size()) << chinese;
    std::string separated = expected;
    for (int at = static_cast<int>(separated.size()) - 3; at > 0; at -= 3)
      separated.insert(at, ",");
    EXPECT_EQ(ParseNumeral(separated, 0).value.ToString(), expected) << separated;
    const std::string wan = expected + "." + std::to_string(random() % 9000 + 1000) + "万";
    EXPECT_EQ(ParseNumeral(wan, 0).size, wan.size()) << wan;
  }
}

TEST(NumeralTest, TakesAnyLengthInLinearTime) {
  for (const char* unit : {"一", "9", "百", "万", "十", "零", "多", "点", "分之", "两三"}) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += unit;
    size_t at = 0;
    int steps = 0;
    while (at < text.size() && steps < 100000) {
      const Numeral numeral = ParseNumeral(text, at);
      at += numeral.size != 0 ? numeral.size : 1;
      while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
      ++steps;
    }
    EXPECT_LT(steps, 100000) << unit;
  }
}

}  // namespace
}  // namespace qushu
