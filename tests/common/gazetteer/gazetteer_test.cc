#include "common/gazetteer/gazetteer.h"

#include <chrono>
#include <iostream>

#include "tests/common/gazetteer/shared_gazetteer.h"

namespace qushu {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

TEST(GazetteerTest, FindsADistrictByItsCode) {
  const Gazetteer& gazetteer = SharedGazetteer();
  const DivisionId id = gazetteer.ByCode(410304, 2020);
  ASSERT_NE(id, kNoDivision);
  const Division& division = gazetteer[id];
  EXPECT_EQ(division.name, "瀍河回族区");
  EXPECT_EQ(division.stem, "瀍河");
  EXPECT_EQ(division.level, Level::kCounty);
  EXPECT_EQ(gazetteer.Path(id), "河南省/洛阳市/瀍河回族区");
  EXPECT_EQ(gazetteer.Path(division.parent), "河南省/洛阳市");
  for (int code : {999999, 0, -1, 410399, 100001}) {
    EXPECT_EQ(gazetteer.ByCode(code), kNoDivision) << code;
  }
}

TEST(GazetteerTest, DirectlyAdministeredDivisionsHaveTheProvinceAsParent) {
  const std::vector<std::pair<int, std::string>> kPaths = {
      {110101, "北京市/东城区"},
      {500233, "重庆市/忠县"},
      {429004, "湖北省/仙桃市"},
      {429021, "湖北省/神农架林区"},
      {419001, "河南省/济源市"},
      {469001, "海南省/五指山市"},
      {710000, "台湾省"},
      {659001, "新疆维吾尔自治区/石河子市"},
      {810000, "香港特别行政区"},
      {820000, "澳门特别行政区"},
      {100000, "全国"},
      {310115, "上海市/浦东新区"},
      {441900, "广东省/东莞市"},
      {460302, "海南省/三沙市/西沙区"},
      {620200, "甘肃省/嘉峪关市"},
      {120110, "天津市/东丽区"},
  };
  for (const auto& [code, path] : kPaths) {
    EXPECT_EQ(SharedGazetteer().Path(SharedGazetteer().ByCode(code, 2020)), path);
  }
}

TEST(GazetteerTest, TheYearDecidesBetweenNamesOfOneCode) {
  const Gazetteer& gazetteer = SharedGazetteer();
  auto path = [&](int code, int year) { return gazetteer.Path(gazetteer.ByCode(code, year)); };
  EXPECT_EQ(path(420600, 2009), "湖北省/襄樊市");
  EXPECT_EQ(path(420600, 2010), "湖北省/襄阳市");
  EXPECT_EQ(path(420600, 0), "湖北省/襄阳市");
  EXPECT_EQ(path(420606, 2005), "湖北省/襄樊市/樊城区");
  EXPECT_EQ(path(420606, 2020), "湖北省/襄阳市/樊城区");
  EXPECT_EQ(path(410307, 2021), "河南省/洛阳市/偃师区");
  EXPECT_EQ(path(410381, 2020), "河南省/洛阳市/偃师市");
  EXPECT_EQ(path(410311, 2020), "河南省/洛阳市/洛龙区");
  EXPECT_EQ(path(330383, 2019), "浙江省/温州市/龙港市");
  EXPECT_EQ(path(500105, 2020), "重庆市/江北区");
  EXPECT_EQ(path(512301, 1990), "四川省/涪陵地区/涪陵市");
  // Not valid then: the latest one with that code.
  EXPECT_EQ(path(410381, 2024), "河南省/洛阳市/偃师市");
  EXPECT_EQ(path(330383, 1999), "浙江省/温州市/龙港市");
}

TEST(GazetteerTest, ADistrictIsFoundUnderTheCodeOfItsYear) {
  EXPECT_THAT(PathsOf("洞头县", 2014), ElementsAre("浙江省/温州市/洞头县"));
  EXPECT_THAT(PathsOf("洞头县", 2015), IsEmpty());
  EXPECT_THAT(PathsOf("洞头区", 2014), IsEmpty());
  EXPECT_THAT(PathsOf("洞头区", 2015), ElementsAre("浙江省/温州市/洞头区"));
  EXPECT_THAT(PathsOf("洞头", 2010), ElementsAre("浙江省/温州市/洞头县"));
  EXPECT_THAT(PathsOf("襄樊", 2020), IsEmpty());
  EXPECT_THAT(PathsOf("襄樊市", 2009), ElementsAre("湖北省/襄樊市"));
}

TEST(GazetteerTest, ANameIsSharedByAllThatBearIt) {
  EXPECT_THAT(PathsOf("吉林", 2020), ElementsAre("吉林省", "吉林省/吉林市"));
  EXPECT_THAT(PathsOf("恩施", 2020),
              ElementsAre("湖北省/恩施土家族苗族自治州", "湖北省/恩施土家族苗族自治州/恩施市"));
  EXPECT_THAT(PathsOf("朝阳区", 2020), ElementsAre("北京市/朝阳区", "吉林省/长春市/朝阳区"));
  EXPECT_THAT(PathsOf("海南", 2020),
              ElementsAre("内蒙古自治区/乌海市/海南区", "海南省", "青海省/海南藏族自治州"));
  EXPECT_THAT(PathsOf("鼓楼区", 2020), SizeIs(4));
}

TEST(GazetteerTest, AncestorsAtEachLevel) {
  const Gazetteer& gazetteer = SharedGazetteer();
  const DivisionId country = gazetteer.ByCode(100000);
  const DivisionId henan = gazetteer.ByCode(410000);
  const DivisionId luoyang = gazetteer.ByCode(410300);
  const DivisionId jianxi = gazetteer.ByCode(410305, 2020);
  EXPECT_TRUE(gazetteer.IsWithin(jianxi, luoyang));
  EXPECT_TRUE(gazetteer.IsWithin(jianxi, henan));
  EXPECT_TRUE(gazetteer.IsWithin(jianxi, country));
  EXPECT_FALSE(gazetteer.IsWithin(jianxi, jianxi));
  EXPECT_FALSE(gazetteer.IsWithin(luoyang, jianxi));
  EXPECT_FALSE(gazetteer.IsWithin(jianxi, kNoDivision));
  EXPECT_FALSE(gazetteer.IsWithin(kNoDivision, henan));
  EXPECT_EQ(gazetteer.AtLevel(jianxi, Level::kPrefecture), luoyang);
  EXPECT_EQ(gazetteer.AtLevel(jianxi, Level::kProvince), henan);
  EXPECT_EQ(gazetteer.AtLevel(jianxi, Level::kCountry), country);
  EXPECT_EQ(gazetteer.AtLevel(jianxi, Level::kCounty), jianxi);
  EXPECT_EQ(gazetteer.AtLevel(luoyang, Level::kCounty), kNoDivision);
  EXPECT_EQ(gazetteer.AtLevel(jianxi, Level::kForeign), kNoDivision);
  EXPECT_EQ(gazetteer.AtLevel(kNoDivision, Level::kCounty), kNoDivision);
  EXPECT_EQ(gazetteer.AtLevel(gazetteer.ByCode(429004), Level::kPrefecture), kNoDivision);
}

TEST(GazetteerTest, AForeignPlaceIsItsCountry) {
  const Gazetteer& gazetteer = SharedGazetteer();
  for (std::string_view name : {"澳大利亚", "新南威尔士州", "悉尼", "澳洲"}) {
    const NameMatch match = gazetteer.Lookup(name);
    ASSERT_THAT(match.divisions, SizeIs(1)) << name;
    const Division& division = gazetteer[match.divisions[0]];
    EXPECT_EQ(division.level, Level::kForeign);
    EXPECT_EQ(division.code, 0);
    EXPECT_EQ(division.parent, kNoDivision);
    EXPECT_EQ(gazetteer.Path(match.divisions[0]), "澳大利亚");
  }
  EXPECT_EQ(gazetteer.Lookup("悉尼").form, NameForm::kAlias);
  EXPECT_EQ(gazetteer.Lookup("美国").form, NameForm::kFull);
}

TEST(GazetteerTest, NearestNamesForAnErrorMessage) {
  const Gazetteer& gazetteer = SharedGazetteer();
  EXPECT_THAT(gazetteer.Nearest("涧溪区", 3), Contains("涧西区"));
  EXPECT_THAT(gazetteer.Nearest("瀍河回民区", 1), ElementsAre("瀍河回族区"));
  EXPECT_THAT(gazetteer.Nearest("洛陽市", 5), Contains("洛阳市"));
  EXPECT_THAT(gazetteer.Nearest("洛阳市", 1), ElementsAre("洛阳市"));
  EXPECT_THAT(gazetteer.Nearest("市", 3), SizeIs(Le(3u)));
  EXPECT_THAT(gazetteer.Nearest("洛阳市", 0), IsEmpty());
  EXPECT_THAT(gazetteer.Nearest("", 3), IsEmpty());
  EXPECT_THAT(gazetteer.Nearest("unknown", 3), IsEmpty());
  EXPECT_THAT(gazetteer.Nearest("\xE6\xB4", 3), IsEmpty());
  EXPECT_THAT(gazetteer.Nearest("洛阳\xFF", 3), IsEmpty());
  std::string huge;
  for (int i = 0; i < 1 << 20; ++i) huge += "洛";
  EXPECT_THAT(gazetteer.Nearest(huge, 3), IsEmpty());
}

TEST(GazetteerTest, MakingOneTakesLittle) {
  auto best = std::chrono::nanoseconds::max();
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    auto gazetteer = Gazetteer::Create();
    best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - start);
    ASSERT_OK(gazetteer);
    EXPECT_EQ((*gazetteer)->size(), SharedGazetteer().size());
  }
  const auto start = std::chrono::steady_clock::now();
  SharedGazetteer().Nearest("阿坝藏族羌族自治洲", 5);
  const auto nearest = std::chrono::steady_clock::now() - start;
  std::cout << "Create: " << best.count() / 1000 << " us; Nearest: " << nearest.count() / 1000
            << " us; divisions: " << SharedGazetteer().size() << "\n";
}

}  // namespace
}  // namespace qushu
