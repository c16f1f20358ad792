#include "common/gazetteer/gazetteer.h"

#include <atomic>
#include <chrono>
#include <iostream>
#include <thread>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class GazetteerTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto created = Gazetteer::Create();
    ASSERT_OK(created);
    gazetteer_ = created->release();
  }
  static void TearDownTestSuite() {
    delete gazetteer_;
    gazetteer_ = nullptr;
  }

  // Paths of all that bear the name in `year`.
  static std::vector<std::string> Paths(std::string_view name, int year) {
    std::vector<std::string> paths;
    for (DivisionId id : gazetteer_->Lookup(name).divisions) {
      if ((*gazetteer_)[id].valid_in(year)) paths.push_back(gazetteer_->Path(id));
    }
    return paths;
  }

  static const Gazetteer* gazetteer_;
};

const Gazetteer* GazetteerTest::gazetteer_ = nullptr;

TEST_F(GazetteerTest, FindsADistrictByItsCode) {
  const DivisionId id = gazetteer_->ByCode(410304, 2020);
  ASSERT_NE(id, kNoDivision);
  const Division& division = (*gazetteer_)[id];
  EXPECT_EQ(division.name, "瀍河回族区");
  EXPECT_EQ(division.stem, "瀍河");
  EXPECT_EQ(division.level, Level::kCounty);
  EXPECT_EQ(gazetteer_->Path(id), "河南省/洛阳市/瀍河回族区");
  EXPECT_EQ(gazetteer_->Path(division.parent), "河南省/洛阳市");
  EXPECT_EQ(gazetteer_->ByCode(999999), kNoDivision);
  EXPECT_EQ(gazetteer_->ByCode(0), kNoDivision);
  EXPECT_EQ(gazetteer_->ByCode(-1), kNoDivision);
}

TEST_F(GazetteerTest, DirectlyAdministeredDivisionsHaveTheProvinceAsParent) {
  for (const auto& [code, path] :
       std::vector<std::pair<int, std::string>>{{110101, "北京市/东城区"},
                                                {500233, "重庆市/忠县"},
                                                {429004, "湖北省/仙桃市"},
                                                {429021, "湖北省/神农架林区"},
                                                {419001, "河南省/济源市"},
                                                {469001, "海南省/五指山市"},
                                                {659001, "新疆维吾尔自治区/石河子市"},
                                                {810000, "香港特别行政区"},
                                                {820000, "澳门特别行政区"},
                                                {710000, "台湾省"},
                                                {100000, "全国"}}) {
    EXPECT_EQ(gazetteer_->Path(gazetteer_->ByCode(code, 2020)), path);
  }
}

TEST_F(GazetteerTest, EveryOfficialNameIsFoundAtItsFullLength) {
  for (size_t i = 0; i < gazetteer_->size(); ++i) {
    const auto id = static_cast<DivisionId>(i);
    const std::string name((*gazetteer_)[id].name);
    const std::string text = "在" + name + "，";
    const NameMatch match = gazetteer_->MatchAt(text, 3);
    EXPECT_EQ(match.size, name.size()) << name;
    EXPECT_EQ(match.form, NameForm::kFull) << name;
    EXPECT_THAT(match.divisions, Contains(id)) << name;
    EXPECT_THAT(gazetteer_->Lookup(name).divisions, Contains(id)) << name;
  }
}

}  // namespace
}  // namespace qushu
