#include "common/summary/theme_table.h"

#include <set>
#include <string>

#include "tests/testing/testing.h"

namespace qushu {
namespace {

class ThemeTableTest : public ::testing::Test {
 protected:
  std::string_view ThemeOf(std::string_view sentence) const { return themes_.ThemeOf(sentence); }

  const ThemeTable& themes_ = testing::Shared<ThemeTable>();
};

TEST_F(ThemeTableTest, NamesTheThemeOfASentence) {
  EXPECT_EQ(ThemeOf("目前，全区已复产工业企业44家、返工24738人。"), "复工复产");
  EXPECT_EQ(ThemeOf("在全区设置管控卡点459个，安排值守人员1836人。"), "卡点管控");
  EXPECT_EQ(ThemeOf("163支志愿者队伍9549名志愿者参与其中。"), "志愿服务");
  EXPECT_EQ(ThemeOf("县红十字会接收社会捐款136万元。"), "捐赠");
  EXPECT_EQ(ThemeOf("全县播种小麦34万亩，调运化肥2300吨。"), "农业");
  EXPECT_EQ(ThemeOf("一般公共预算收入30亿元，税收占八成。"), "财政");
  EXPECT_EQ(ThemeOf("新建幼儿园3所，增加学位1080个。"), "教育");
  EXPECT_EQ(ThemeOf("城乡低保户2100户，特困人员560人。"), "社会保障");
  EXPECT_EQ(ThemeOf("改造危房400户，驻村工作队47支帮扶贫困户。"), "脱贫");
}

TEST_F(ThemeTableTest, TheEpidemicIsTheThemeOnlyWhereNothingElseIs) {
  EXPECT_EQ(ThemeOf("做好疫情防控工作。"), "疫情防控");
  EXPECT_EQ(ThemeOf("做好疫情防控工作的同时，组织春耕。"), "农业");
}

TEST_F(ThemeTableTest, LongestWordAtAPlaceCountsAlone) {
  // 学生 in 大学生 is not counted beside it.
  const std::vector<ThemeHit> hits = themes_.Find("大学生");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(themes_.name(hits[0].theme), "教育");
  EXPECT_EQ(hits[0].strength, 3);
}

TEST_F(ThemeTableTest, AWordCountsOnce) {
  EXPECT_EQ(themes_.Find("口罩、口罩、口罩")[0].strength, 2);
}

TEST_F(ThemeTableTest, NoThemeWithoutAWordOfOne) {
  EXPECT_EQ(ThemeOf(""), "");
  EXPECT_EQ(ThemeOf("2020年2月20日 12:30"), "");
  EXPECT_EQ(ThemeOf("𠮷𠮷𠮷 abc"), "");
}

TEST_F(ThemeTableTest, EveryThemeIsNamedOnceAndCanBeFound) {
  std::set<std::string_view> names;
  for (int i = 0; i < themes_.size(); ++i) {
    EXPECT_TRUE(names.insert(themes_.name(i)).second) << themes_.name(i);
    EXPECT_GT(themes_.weight(i), 0) << themes_.name(i);
    EXPECT_LE(themes_.weight(i), 1) << themes_.name(i);
  }
  EXPECT_GE(names.size(), 30u);
  // A word of each theme is in the file: otherwise the theme could never be given.
  const std::string file =
      testing::ReadFile(testing::SourceDir() / "common/summary/data/themes.tsv");
  for (std::string_view name : names) {
    EXPECT_NE(file.find("\t" + std::string(name) + "\n"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace qushu
