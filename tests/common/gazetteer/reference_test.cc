// The table against an independent one, ../shared/gazetteer/result.csv.
#include <iostream>
#include <map>
#include <set>

#include "tests/common/gazetteer/shared_gazetteer.h"

namespace qushu {
namespace {

using Years = std::vector<std::pair<int, int>>;  // first year, first year no longer valid (9999)
using NamedCode = std::pair<std::string, std::string>;
using YearsByName = std::map<NamedCode, Years>;

// In order, neighbours joined, nothing before `first`.
Years From(Years years, int first) {
  std::sort(years.begin(), years.end());
  Years result;
  for (auto [from, until] : years) {
    if (until <= first) continue;
    from = std::max(from, first);
    if (!result.empty() && result.back().second == from) {
      result.back().second = until;
    } else {
      result.emplace_back(from, until);
    }
  }
  return result;
}

YearsByName Ours() {
  YearsByName table;
  for (size_t i = 0; i < SharedGazetteer().size(); ++i) {
    const Division& d = SharedGazetteer()[static_cast<DivisionId>(i)];
    if (d.level <= Level::kCountry) continue;
    table[{std::to_string(d.code), std::string(d.name)}].emplace_back(
        d.valid_from, d.valid_until == 0 ? 9999 : d.valid_until);
  }
  return table;
}

// Columns: code, province, prefecture, name, level, state, first year, year of change, successors.
YearsByName Reference(const std::string& text) {
  YearsByName table;
  for (size_t begin = text.find('\n') + 1; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::vector<std::string> cells(1);
    for (size_t i = begin; i < end; ++i) {
      if (text[i] == ',') {
        cells.emplace_back();
      } else if (text[i] != '\r') {
        cells.back() += text[i];
      }
    }
    begin = end + 1;
    if (cells.size() < 8) continue;
    table[{cells[0], cells[3]}].emplace_back(std::stoi(cells[6]),
                                             cells[7].empty() ? 9999 : std::stoi(cells[7]));
  }
  return table;
}

std::set<NamedCode> Differences(const YearsByName& ours, const YearsByName& reference, int first) {
  std::set<NamedCode> names;
  for (const auto& [name, years] : ours) names.insert(name);
  for (const auto& [name, years] : reference) names.insert(name);
  std::set<NamedCode> differences;
  size_t same = 0;
  for (const NamedCode& name : names) {
    const Years a = ours.contains(name) ? From(ours.at(name), first) : Years();
    const Years b = reference.contains(name) ? From(reference.at(name), first) : Years();
    if (a != b) {
      differences.insert(name);
    } else {
      same += !a.empty();
    }
  }
  std::cout << "from " << first << " on: " << same << " codes with their names agree, "
            << differences.size() << " differ\n";
  return differences;
}

TEST(ReferenceTest, AgreesWithAnIndependentTable) {
  const auto shared = testing::SharedDir();
  if (!shared) GTEST_SKIP() << "no ../shared/gazetteer/result.csv";
  const YearsByName reference = Reference(testing::ReadFile(*shared / "gazetteer/result.csv"));
  ASSERT_GT(reference.size(), 6000u);
  const YearsByName ours = Ours();

  const std::set<NamedCode> kKnown = {
      // Approved in December 2011, announced and carried out in January 2012.
      {"320803", "楚州区"},
      {"320803", "淮安区"},
      {"659005", "北屯市"},
      // Approved in December 2018, announced and carried out in January 2019.
      {"370116", "莱芜区"},
      {"370117", "钢城区"},
      {"371200", "莱芜市"},
      {"371202", "莱城区"},
      {"371203", "钢城区"},
      // Of 2025; the other table ends in 2024.
      {"500105", "江北区"},
      {"500112", "渝北区"},
      {"500157", "两江新区"},
  };
  EXPECT_EQ(Differences(ours, reference, 2010), kKnown);
  // Before 2010 the editions lag behind, and give Hainan's counties other codes than the other
  // table; before 1995 the standard's codes differ from the ministry's.
  EXPECT_LE(Differences(ours, reference, 2000).size(), 98u);
  EXPECT_LE(Differences(ours, reference, 1995).size(), 150u);
  EXPECT_LE(Differences(ours, reference, 1981).size(), 1900u);
}

}  // namespace
}  // namespace qushu
