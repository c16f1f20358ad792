// A number written in any of its forms, with any unit, reads back as itself.
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "common/data/table.h"
#include "common/figures/extractor.h"
#include "common/figures/units.h"
#include "common/layout/layout.h"
#include "common/text/normalize.h"
#include "common/text/simplify.h"
#include "tests/common/figures/number_writer.h"
#include "tests/testing/testing.h"

extern "C" const char qushu_units_tsv[], qushu_units_tsv_end[];

namespace qushu {
namespace {

using testing::ChineseDigits;
using testing::Digits;
using testing::FullWidth;
using testing::InChinese;
using testing::WithSeparators;

// What is written, and what should be read.
struct Written {
  std::string text;  // number and unit
  Decimal value;
  std::optional<Decimal> high = {};
  Qualifier qualifier = Qualifier::kExact;
  std::string unit = {};
};

class NumberPropertyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(gazetteer_, Gazetteer::Create());
    ASSERT_OK_AND_ASSIGN(extractor_, Extractor::Create(*gazetteer_));
  }

  int64_t Below(int64_t limit) { return static_cast<int64_t>(random_() % limit); }
  const std::string& OneOf(const std::vector<std::string>& words) {
    return words[random_() % words.size()];
  }
  // Of any length up to `digits`, at least 2: 一 is also an article.
  int64_t Whole(int digits) {
    int64_t limit = 10;
    for (int64_t i = Below(digits); i > 0; --i) limit *= 10;
    return 2 + Below(limit - 2);
  }

  // A whole number in Arabic or Chinese, of any kind.
  std::string Write(int64_t n) {
    switch (Below(7)) {
      case 0:
        return WithSeparators(n);
      case 1:
        return FullWidth(std::to_string(n));
      case 2:
        return FullWidth(WithSeparators(n));
      case 3:
        return InChinese(n, Digits::kFinancial);
      case 4:
        return InChinese(n, Digits::kTraditional);
      case 5:
        return InChinese(n);
      default:
        return std::to_string(n);
    }
  }

  // A number with its value: whole, with decimals, with 万 or 亿, or mixed.
  Written Number() {
    const int64_t whole = Whole(9);
    std::string places = std::to_string(1 + Below(998));
    while (places.ends_with('0')) places.pop_back();
    const bool wan = Below(2) == 0;
    const int power = wan ? 4 : 8;
    const int64_t small = Whole(4);
    const Decimal decimal = *Decimal::Parse(std::to_string(small) + "." + places);
    switch (Below(6)) {
      case 0:  // 12.5
        return {std::to_string(small) + "." + places, decimal};
      case 1:  // 2.5万
        return {std::to_string(small) + "." + places + (wan ? "万" : "亿"),
                *decimal.Shifted(power)};
      case 2:  // 二点五万
        return {InChinese(small) + "点" + ChineseDigits(places) + (wan ? "万" : "亿"),
                *decimal.Shifted(power)};
      case 3: {  // 3万4000
        const int64_t rest = 1000 + Below(9000);
        return {std::to_string(small) + "万" + std::to_string(rest), Decimal(small * 10000 + rest)};
      }
      case 4:  // 300万
        return {Write(small) + (wan ? "万" : "亿"), *Decimal(small).Shifted(power)};
      default:
        return {Write(whole), Decimal(whole)};
    }
  }

  // Reads a text of a sentence for each, all at once, and compares.
  void ExpectReadBack(const std::vector<Written>& all, const std::string& before,
                      const std::string& behind) {
    std::string source;
    std::vector<size_t> ends;
    for (const Written& written : all) {
      source += before + written.text + behind + "。";
      ends.push_back(source.size());
    }
    const Text normalized = Normalize(source);
    const Layout layout = ReadLayout(normalized.text, *gazetteer_);
    const Extraction extraction = extractor_->Extract(layout, {});
    size_t next = 0;
    int wrong = 0;
    for (size_t i = 0; i < all.size() && wrong < 40; ++i) {
      const Written& written = all[i];
      std::vector<const Figure*> found;
      for (; next < extraction.figures.size(); ++next) {
        const Figure& figure = extraction.figures[next];
        const Span origin = normalized.map.ToOrigin(layout.reading.map.ToOrigin(figure.span));
        if (origin.begin >= ends[i]) break;
        found.push_back(&figure);
      }
      std::string got;
      for (const Figure* figure : found) {
        got += figure->value.ToString() + (figure->high ? "~" + figure->high->ToString() : "") +
               figure->unit + " (" + std::to_string(static_cast<int>(figure->qualifier)) + ") ";
      }
      const bool right = found.size() == 1 && found[0]->value == written.value &&
                         found[0]->high == written.high && found[0]->unit == written.unit &&
                         found[0]->qualifier == written.qualifier;
      if (right) continue;
      ++wrong;
      ADD_FAILURE() << before << written.text << behind << ": " << written.value.ToString()
                    << (written.high ? "~" + written.high->ToString() : "") << written.unit << " ("
                    << static_cast<int>(written.qualifier) << ") was read as " << got;
    }
  }

  std::unique_ptr<Gazetteer> gazetteer_;
  std::unique_ptr<Extractor> extractor_;
  std::mt19937 random_{20200220};
};

constexpr int kRounds = 3000;

TEST_F(NumberPropertyTest, EveryFormOfANumber) {
  std::vector<Written> all;
  for (int i = 0; i < kRounds; ++i) {
    Written written = Number();
    written.unit = OneOf({"人", "户", "家", "吨", "公里"});
    written.text += written.unit;
    all.push_back(written);
  }
  ExpectReadBack(all, "全区共有", "");
}

TEST_F(NumberPropertyTest, QualifiersBeforeTheNumber) {
  const std::pair<const char*, Qualifier> kWords[] = {
      {"约", Qualifier::kAbout},       {"大约", Qualifier::kAbout},
      {"近", Qualifier::kUnder},       {"将近", Qualifier::kUnder},
      {"不到", Qualifier::kUnder},     {"不足", Qualifier::kUnder},
      {"超过", Qualifier::kOver},      {"突破", Qualifier::kOver},
      {"逾", Qualifier::kOver},        {"至少", Qualifier::kAtLeast},
      {"不少于", Qualifier::kAtLeast}, {"不超过", Qualifier::kAtMost},
      {"不高于", Qualifier::kAtMost}};
  for (const auto& [word, qualifier] : kWords) {
    std::vector<Written> all;
    for (int i = 0; i < kRounds / 10; ++i) {
      Written written = Number();
      written.unit = OneOf({"人", "户", "家", "吨"});
      written.text += written.unit;
      written.qualifier = qualifier;
      all.push_back(written);
    }
    ExpectReadBack(all, std::string("全区共有") + word, "");
  }
}

TEST_F(NumberPropertyTest, QualifiersInsideAndBehindTheNumber) {
  std::vector<Written> all;
  for (int i = 0; i < kRounds; ++i) {
    Written written;
    written.unit = OneOf({"人", "户", "家", "吨"});
    const int64_t tens = 10 * Whole(3);
    const std::string over = OneOf({"多", "余"});
    switch (Below(6)) {
      case 0:  // 4500多人, 四千五百余人
        written = {Write(tens) + over, Decimal(tens), {}, Qualifier::kOver, written.unit};
        break;
      case 1:  // 20多万人
        written = {
            Write(tens) + over + "万", Decimal(tens * 10000), {}, Qualifier::kOver, written.unit};
        break;
      case 2:  // 3万余人
        written = {
            Write(tens) + "万" + over, Decimal(tens * 10000), {}, Qualifier::kOver, written.unit};
        break;
      case 3:
        written = {Write(tens), Decimal(tens), {}, Qualifier::kAbout, written.unit};
        written.text += written.unit + OneOf({"左右", "上下"});
        all.push_back(written);
        continue;
      case 4:
        written = {Write(tens), Decimal(tens), {}, Qualifier::kAtLeast, written.unit};
        written.text += written.unit + "以上";
        all.push_back(written);
        continue;
      default:
        written = {Write(tens), Decimal(tens), {}, Qualifier::kAtMost, written.unit};
        written.text += written.unit + OneOf({"以下", "以内"});
        all.push_back(written);
        continue;
    }
    written.text += written.unit;
    all.push_back(written);
  }
  ExpectReadBack(all, "全区共有", "");
}

TEST_F(NumberPropertyTest, PercentagesAndFractions) {
  std::vector<Written> all;
  for (int i = 0; i < kRounds; ++i) {
    const int64_t whole = 2 + Below(97);
    const std::string place = std::to_string(1 + Below(9));
    const std::string arabic = std::to_string(whole) + "." + place;
    const Decimal decimal = *Decimal::Parse(arabic);
    switch (Below(7)) {
      case 0:
        all.push_back({arabic + "%", decimal, {}, Qualifier::kExact, "%"});
        break;
      case 1:
        all.push_back({FullWidth(arabic + "%"), decimal, {}, Qualifier::kExact, "%"});
        break;
      case 2:
        all.push_back({"百分之" + InChinese(whole), Decimal(whole), {}, Qualifier::kExact, "%"});
        break;
      case 3:
        all.push_back({"百分之" + InChinese(whole) + "点" + ChineseDigits(place),
                       decimal,
                       {},
                       Qualifier::kExact,
                       "%"});
        break;
      case 4:
        all.push_back({arabic + "‰", decimal, {}, Qualifier::kExact, "‰"});
        break;
      case 5: {  // 五成, 三成五
        const int64_t tenths = 1 + Below(9);
        all.push_back({InChinese(tenths) + "成", Decimal(tenths * 10), {}, Qualifier::kExact, "%"});
        break;
      }
      default: {
        const int64_t below = 3 + Below(7);
        const int64_t above = 1 + Below(below - 1);
        all.push_back({InChinese(below) + "分之" + InChinese(above),
                       *Decimal(above).Over(Decimal(below), 4),
                       {},
                       Qualifier::kExact,
                       ""});
      }
    }
  }
  ExpectReadBack(all, "占全区总数的", "");
}

TEST_F(NumberPropertyTest, Ranges) {
  std::vector<Written> all;
  for (int i = 0; i < kRounds; ++i) {
    const int64_t low = Whole(4);
    const int64_t high = low + 1 + Below(900);
    const std::string unit = OneOf({"人", "户", "家", "吨"});
    const std::string to = OneOf({"至", "到", "-", "~", "～", "—", "－"});
    const std::string a = std::to_string(low), b = std::to_string(high);
    const auto add = [&](const std::string& text, int64_t factor, const std::string& of) {
      all.push_back({text, Decimal(low * factor), Decimal(high * factor), Qualifier::kRange, of});
    };
    switch (Below(7)) {
      case 0:
        add(a + to + b + unit, 1, unit);
        break;
      case 1:
        add(a + unit + "至" + b + unit, 1, unit);
        break;
      case 2:
        add(a + to + b + "万" + unit, 10000, unit);
        break;
      case 3:
        add(a + "万" + to + b + "万" + unit, 10000, unit);
        break;
      case 4:
        add(InChinese(low) + "至" + InChinese(high) + unit, 1, unit);
        break;
      case 5:
        add(a + "%" + to + b + "%", 1, "%");
        break;
      default: {  // 八九百, 两三万
        const int64_t digit = 2 + Below(7);
        const std::pair<const char*, int64_t> power = std::vector<std::pair<const char*, int64_t>>{
            {"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}}[Below(4)];
        all.push_back(
            {(digit == 2 ? "两" : InChinese(digit)) + InChinese(digit + 1) + power.first + unit,
             Decimal(digit * power.second), Decimal((digit + 1) * power.second), Qualifier::kRange,
             unit});
      }
    }
  }
  ExpectReadBack(all, "全区共有", "");
}

// Every unit of the table, with Arabic and with Chinese numbers.
TEST_F(NumberPropertyTest, EveryUnit) {
  ASSERT_OK_AND_ASSIGN(
      const Table table,
      ParseTable("units.tsv",
                 {qushu_units_tsv, static_cast<size_t>(qushu_units_tsv_end - qushu_units_tsv)},
                 {"unit", "kind", "base", "factor"}));
  ASSERT_OK_AND_ASSIGN(const UnitTable units, UnitTable::Create());
  std::vector<Written> all;
  for (const TableRow& row : table.rows) {
    const std::string name(row.cells[0]);
    // 33万吨级 is 33万 of 吨级 as well, 21世纪 has a number of its own, 三十八分 is a time, 一两 a
    // range.
    if (name.starts_with("万") || name == "世纪") continue;
    const bool arabic_only =
        name == "分" || name == "厘" || name == "度" || name == "转" || name.starts_with("两");
    const UnitMatch unit = units.MatchAt(name, 0);
    ASSERT_EQ(unit.size, name.size()) << name;
    std::string base(unit.unit->base);
    SimplifyText(base);
    for (int round = 0; round < (arabic_only ? 1 : 2); ++round) {
      const int64_t n = 40 + Below(50);  // no day of a month
      const std::string number = round == 0 ? std::to_string(n) : InChinese(n);
      all.push_back(
          {number + name, *Decimal(n).Times(unit.unit->factor), {}, Qualifier::kExact, base});
    }
  }
  ExpectReadBack(all, "全部共有", "");
}

}  // namespace
}  // namespace qushu
