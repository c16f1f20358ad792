// Finding names at the places of a text.
#include <chrono>
#include <iostream>
#include <thread>

#include "common/base/utf8.h"
#include "tests/common/gazetteer/shared_gazetteer.h"

namespace qushu {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Every name found in `text`, going on behind each one.
std::vector<std::string> NamesIn(std::string_view text) {
  std::vector<std::string> names;
  for (size_t i = 0; i < text.size();) {
    const NameMatch match = SharedGazetteer().MatchAt(text, i);
    if (match.size > 0) names.emplace_back(text.substr(i, match.size));
    i += match.size > 0 ? match.size : CharSize(text[i]);
  }
  return names;
}

TEST(MatchTest, EveryOfficialNameIsFoundAtItsFullLength) {
  const Gazetteer& gazetteer = SharedGazetteer();
  for (size_t i = 0; i < gazetteer.size(); ++i) {
    const auto id = static_cast<DivisionId>(i);
    const std::string name(gazetteer[id].name);
    const std::string text = "在" + name + "，";
    const NameMatch match = gazetteer.MatchAt(text, 3);
    EXPECT_EQ(match.size, name.size()) << name;
    EXPECT_EQ(match.form, NameForm::kFull) << name;
    EXPECT_THAT(match.divisions, Contains(id)) << name;
    EXPECT_THAT(gazetteer.Lookup(name).divisions, Contains(id)) << name;
    EXPECT_EQ(gazetteer.MatchAt(name, 0).size, name.size()) << name;
    EXPECT_TRUE(std::is_sorted(match.divisions.begin(), match.divisions.end())) << name;
  }
}

TEST(MatchTest, TakesTheLongestName) {
  EXPECT_THAT(NamesIn("涧西区、瀍河区、洛阳市老城区和瀍河回族区"),
              ::testing::ElementsAre("涧西区", "瀍河区", "洛阳市", "老城区", "瀍河回族区"));
  EXPECT_THAT(NamesIn("湖北恩施州巴东县神农架林区"),
              ::testing::ElementsAre("湖北", "恩施州", "巴东县", "神农架林区"));
  EXPECT_THAT(NamesIn("内蒙古自治区、内蒙古和内蒙"),
              ::testing::ElementsAre("内蒙古自治区", "内蒙古", "内蒙"));
  EXPECT_THAT(NamesIn("几内亚比绍与几内亚"), ::testing::ElementsAre("几内亚比绍", "几内亚"));
}

TEST(MatchTest, ANameThatIsCutOffIsNotRead) {
  const Gazetteer& gazetteer = SharedGazetteer();
  const std::string text = "涧西区";
  for (size_t size = 0; size < text.size(); ++size) {
    // In memory of its own, so that a sanitizer sees a read behind the end.
    const std::vector<char> cut(text.begin(), text.begin() + static_cast<ptrdiff_t>(size));
    const NameMatch match = gazetteer.MatchAt({cut.data(), cut.size()}, 0);
    EXPECT_EQ(match.size, size < 6 ? 0u : 6u) << size;
    EXPECT_EQ(gazetteer.Lookup({cut.data(), cut.size()}).size, size == 6 ? 6u : 0u) << size;
  }
  EXPECT_EQ(gazetteer.MatchAt(text, text.size()).size, 0u);
  EXPECT_EQ(gazetteer.MatchAt(text, text.size() + 1).size, 0u);
  EXPECT_EQ(gazetteer.MatchAt({}, 0).size, 0u);
  EXPECT_EQ(gazetteer.MatchAt("plain text", 0).size, 0u);
  EXPECT_EQ(gazetteer.MatchAt("\xFF\xFE\xFD\xFC\xFB\xFA", 0).size, 0u);
}

TEST(MatchTest, InitialsAreForLookupOnly) {
  const Gazetteer& gazetteer = SharedGazetteer();
  const NameMatch match = gazetteer.Lookup("豫");
  ASSERT_THAT(match.divisions, SizeIs(1));
  EXPECT_EQ(match.form, NameForm::kInitial);
  EXPECT_EQ(match.size, 3u);
  EXPECT_EQ(gazetteer[match.divisions[0]].name, "河南省");
  EXPECT_EQ(gazetteer.MatchAt("豫剧", 0).size, 0u);
  EXPECT_THAT(gazetteer.Lookup("的").divisions, IsEmpty());
  EXPECT_THAT(gazetteer.Lookup("忠").divisions, IsEmpty());
  EXPECT_THAT(gazetteer.Lookup("").divisions, IsEmpty());
  EXPECT_THAT(gazetteer.Lookup("x").divisions, IsEmpty());
}

TEST(MatchTest, FormsFromTheSurestOn) {
  const Gazetteer& gazetteer = SharedGazetteer();
  auto form = [&](std::string_view name) { return gazetteer.Lookup(name).form; };
  EXPECT_EQ(form("瀍河回族区"), NameForm::kFull);
  EXPECT_EQ(form("瀍河区"), NameForm::kAlias);
  EXPECT_EQ(form("瀍河"), NameForm::kStem);
  EXPECT_EQ(form("广西自治区"), NameForm::kAlias);
  EXPECT_EQ(form("香港特区"), NameForm::kAlias);
  EXPECT_EQ(form("香港"), NameForm::kStem);
  EXPECT_EQ(form("新疆生产建设兵团"), NameForm::kAlias);
  EXPECT_EQ(form("我国"), NameForm::kAlias);
  EXPECT_THAT(gazetteer.Lookup("市中").divisions, IsEmpty());
  EXPECT_EQ(form("市中区"), NameForm::kFull);
}

TEST(MatchTest, ManyThreadsSeeTheSame) {
  std::string text;
  for (size_t i = 0; i < SharedGazetteer().size(); ++i) {
    text += SharedGazetteer()[static_cast<DivisionId>(i)].name;
    text += i % 3 == 0 ? "确诊3例，" : "的";
  }
  const std::vector<std::string> expected = NamesIn(text);
  ASSERT_GT(expected.size(), 5000u);
  std::vector<std::vector<std::string>> found(8);
  std::vector<std::thread> threads;
  for (auto& names : found) threads.emplace_back([&] { names = NamesIn(text); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& names : found) EXPECT_EQ(names, expected);
}

TEST(MatchTest, SpeedOnOrdinaryText) {
  const std::string page = testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt");
  std::string text;
  while (text.size() < 16u << 20) text += page;
  text.resize(ValidPrefix(text));
  size_t characters = 0, names = 0;
  const auto start = std::chrono::steady_clock::now();
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    ++characters;
    names += SharedGazetteer().MatchAt(text, i).size > 0;
  }
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
  std::cout << "MatchAt: " << took.count() / static_cast<double>(characters) << " ns a character, "
            << characters << " characters, " << names << " names\n";
  EXPECT_GT(names, 1000u);
}

}  // namespace
}  // namespace qushu
