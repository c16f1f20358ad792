// The data files of the gazetteer.
#include <map>
#include <set>

#include "common/base/utf8.h"
#include "common/data/table.h"
#include "tests/common/gazetteer/shared_gazetteer.h"

namespace qushu {
namespace {

class DataFile {
 public:
  DataFile(const std::string& name, const std::vector<std::string_view>& columns)
      : text_(testing::ReadFile(testing::SourceDir() / "common/gazetteer/data" / name)) {
    auto parsed = ParseTable(name, text_, columns);
    EXPECT_OK(parsed);
    if (parsed.ok()) table_ = *std::move(parsed);
    EXPECT_EQ(text_.substr(0, 2), "# ") << "a comment says how to add a row";
    EXPECT_FALSE(table_.rows.empty());
  }
  const std::vector<TableRow>& rows() const { return table_.rows; }

  // No two rows agree in the first `columns` cells.
  void ExpectUnique(size_t columns) const {
    std::set<std::vector<std::string_view>> seen;
    for (const TableRow& row : rows()) {
      EXPECT_TRUE(
          seen.insert({row.cells.begin(), row.cells.begin() + static_cast<ptrdiff_t>(columns)})
              .second)
          << "line " << row.line;
    }
  }

 private:
  std::string text_;
  Table table_;
};

bool IsHanName(std::string_view name) {
  for (size_t i = 0; i < name.size(); i += CharSize(name[i])) {
    const char32_t c = CodePointAt(name, i);
    if (!IsHan(c) && c != '(' && c != ')' && c != '-' && c != U'（' && c != U'）') return false;
  }
  return !name.empty();
}

bool HasEnding(std::string_view name, const std::vector<std::string_view>& endings) {
  for (std::string_view ending : endings) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

TEST(TablesTest, Divisions) {
  const DataFile file("divisions.tsv", {"code", "name", "from", "until"});
  file.ExpectUnique(3);
  EXPECT_GT(file.rows().size(), 6000u);
  const TableRow* last = nullptr;
  for (const TableRow& row : file.rows()) {
    const int code = std::stoi(std::string(row.cells[0]));
    const int from = std::stoi(std::string(row.cells[2]));
    const int until = std::stoi(std::string(row.cells[3]));
    EXPECT_TRUE(code >= 100000 && code <= 829999 && row.cells[0].size() == 6) << row.line;
    EXPECT_TRUE(IsHanName(row.cells[1])) << row.line;
    EXPECT_TRUE(from >= 1980 && from <= 2030) << row.line;
    EXPECT_TRUE(until == 0 || until > from) << row.line;
    if (last != nullptr && last->cells[0] == row.cells[0]) {
      const int before = std::stoi(std::string(last->cells[3]));
      EXPECT_TRUE(before != 0 && before <= from) << "line " << row.line << ": the years overlap";
    }
    last = &row;
  }
}

TEST(TablesTest, NamesEndInAWordOfTheirLevel) {
  // Neither is of any level by its name.
  const std::set<std::string_view> kBare = {"井冈山", "西沙群岛", "南沙群岛",
                                            "中沙群岛的岛礁及其海域"};
  const std::map<Level, std::vector<std::string_view>> kWords = {
      {Level::kProvince, {"省", "市", "自治区", "特别行政区"}},
      {Level::kPrefecture, {"市", "地区", "盟", "自治州", "行政区"}},
      {Level::kCounty, {"市", "区", "县", "旗", "镇"}},
      {Level::kCountry, {"全国"}}};
  const Gazetteer& gazetteer = SharedGazetteer();
  for (size_t i = 0; i < gazetteer.size(); ++i) {
    const Division& division = gazetteer[static_cast<DivisionId>(i)];
    if (division.level == Level::kForeign || kBare.contains(division.name)) continue;
    EXPECT_TRUE(HasEnding(division.name, kWords.at(division.level))) << division.name;
    // Names that hold a place in the codes.
    EXPECT_FALSE(HasEnding(division.name, {"市辖区", "行政区划", "行政单位"})) << division.name;
    EXPECT_NE(division.name, "县");
    EXPECT_TRUE(division.name.starts_with(division.stem));
  }
}

TEST(TablesTest, ParentsAreThereInTheSameYears) {
  const Gazetteer& gazetteer = SharedGazetteer();
  std::map<int, std::vector<DivisionId>> prefectures;
  for (size_t i = 0; i < gazetteer.size(); ++i) {
    const auto id = static_cast<DivisionId>(i);
    if (gazetteer[id].level == Level::kPrefecture) prefectures[gazetteer[id].code].push_back(id);
  }
  auto until = [](const Division& d) { return d.valid_until == 0 ? 9999 : d.valid_until; };
  for (size_t i = 0; i < gazetteer.size(); ++i) {
    const Division& division = gazetteer[static_cast<DivisionId>(i)];
    if (division.level <= Level::kCountry) {
      EXPECT_EQ(division.parent, kNoDivision) << division.name;
      continue;
    }
    ASSERT_NE(division.parent, kNoDivision) << division.code << division.name;
    const Division& parent = gazetteer[division.parent];
    EXPECT_LT(parent.level, division.level) << division.code << division.name;
    EXPECT_LE(parent.valid_from, division.valid_from) << division.code << division.name;
    EXPECT_GE(until(parent), until(division)) << division.code << division.name;
    if (division.level != Level::kCounty) continue;
    for (DivisionId other : prefectures[division.code / 100 * 100]) {
      const Division& prefecture = gazetteer[other];
      const bool meet =
          prefecture.valid_from < until(division) && division.valid_from < until(prefecture);
      EXPECT_EQ(meet, other == division.parent) << division.code << division.name;
    }
  }
}

TEST(TablesTest, AsManyDivisionsAsTheYearbooksCount) {
  // China Civil Affairs' Statistical Yearbook: 34 provinces; 333 prefectures and 2,844 counties at
  // the end of 2020, without Hong Kong, Macau and Taiwan.
  std::map<Level, int> count;
  for (size_t i = 0; i < SharedGazetteer().size(); ++i) {
    const Division& division = SharedGazetteer()[static_cast<DivisionId>(i)];
    if (division.valid_in(2020)) ++count[division.level];
  }
  EXPECT_EQ(count[Level::kProvince], 34);
  EXPECT_EQ(count[Level::kPrefecture], 333);
  EXPECT_EQ(count[Level::kCounty], 2844);
}

TEST(TablesTest, Aliases) {
  const DataFile file("aliases.tsv", {"name", "code", "form"});
  file.ExpectUnique(2);
  for (const TableRow& row : file.rows()) {
    EXPECT_TRUE(IsHanName(row.cells[0])) << row.line;
    const bool initial = row.cells[2] == "initial";
    EXPECT_EQ(row.cells[0].size() == 3, initial) << row.line;
    if (row.cells[2] == "none") {
      EXPECT_EQ(row.cells[1], "0") << row.line;
      EXPECT_EQ(SharedGazetteer().Lookup(row.cells[0]).size, 0u) << row.line;
    } else {
      EXPECT_EQ(SharedGazetteer().Lookup(row.cells[0]).size, row.cells[0].size()) << row.line;
    }
  }
}

TEST(TablesTest, AnAliasAddsSomething) {
  const DataFile file("aliases.tsv", {"name", "code", "form"});
  for (const TableRow& row : file.rows()) {
    if (row.cells[2] == "none") continue;
    const DivisionId id = SharedGazetteer().ByCode(std::stoi(std::string(row.cells[1])));
    ASSERT_NE(id, kNoDivision) << row.line;
    EXPECT_NE(SharedGazetteer()[id].name, row.cells[0]) << row.line;
    EXPECT_NE(SharedGazetteer()[id].stem, row.cells[0]) << row.line;
  }
}

TEST(TablesTest, CountriesAndForeignPlaces) {
  const DataFile countries("countries.tsv", {"name", "country", "kind"});
  countries.ExpectUnique(1);
  std::map<std::string_view, int> names;
  for (const TableRow& row : countries.rows()) {
    EXPECT_TRUE(IsHanName(row.cells[0])) << row.line;
    EXPECT_EQ(row.cells[1].size(), 2u) << row.line;
    EXPECT_TRUE(row.cells[2] == "name" || row.cells[2] == "alias") << row.line;
    names[row.cells[1]] += row.cells[2] == "name";
  }
  EXPECT_GE(names.size(), 195u);
  for (const auto& [code, count] : names) EXPECT_EQ(count, 1) << code;

  const DataFile places("foreign_places.tsv", {"name", "country"});
  places.ExpectUnique(1);
  for (const TableRow& row : places.rows()) {
    EXPECT_TRUE(IsHanName(row.cells[0])) << row.line;
    EXPECT_TRUE(names.contains(row.cells[1])) << row.line;
    // None is an official name at home, where it would be taken for the surer one.
    EXPECT_EQ(SharedGazetteer().Lookup(row.cells[0]).form, NameForm::kAlias) << row.line;
  }
}

TEST(TablesTest, Peoples) {
  const DataFile file("peoples.tsv", {"name"});
  file.ExpectUnique(1);
  for (const TableRow& row : file.rows()) EXPECT_TRUE(IsHanName(row.cells[0])) << row.line;
  // Every autonomous division loses its peoples; these are named by them alone.
  const std::set<std::string_view> kByPeople = {"鄂伦春", "鄂温克", "东乡"};
  const Gazetteer& gazetteer = SharedGazetteer();
  for (size_t i = 0; i < gazetteer.size(); ++i) {
    const Division& division = gazetteer[static_cast<DivisionId>(i)];
    if (!HasEnding(division.name, {"自治州", "自治县", "自治旗"})) continue;
    EXPECT_FALSE(division.stem.ends_with("族")) << division.name;
    if (kByPeople.contains(division.stem)) continue;
    for (const TableRow& row : file.rows()) {
      EXPECT_FALSE(division.stem.size() > row.cells[0].size() + 3 &&
                   division.stem.ends_with(row.cells[0]) && row.cells[0].size() > 3)
          << division.name;
    }
  }
}

}  // namespace
}  // namespace qushu
