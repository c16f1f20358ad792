#include "common/gazetteer/name_index.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<DivisionId> Ids(const NameMatch& match) {
  return {match.divisions.begin(), match.divisions.end()};
}

TEST(NameIndexTest, AnEmptyOneFindsNothing) {
  NameIndex index;
  EXPECT_EQ(index.MatchAt("洛阳市", 0).size, 0u);
  EXPECT_EQ(index.Find("洛阳市").size, 0u);
  ASSERT_OK(index.Build({}));
  EXPECT_EQ(index.MatchAt("洛阳市", 0).size, 0u);
  EXPECT_EQ(index.Find("洛阳市").size, 0u);
  EXPECT_THAT(index.names(), IsEmpty());
}

TEST(NameIndexTest, BearersOfOneNameAreJoined) {
  NameIndex index;
  ASSERT_OK(index.Build({{"河南", NameForm::kStem, 7},
                         {"河南省", NameForm::kFull, 3},
                         {"河南", NameForm::kAlias, 3},
                         {"豫", NameForm::kInitial, 3},
                         {"河南", NameForm::kStem, 3},
                         {"河南", NameForm::kStem, 7},
                         {"河南蒙古族自治县", NameForm::kFull, 7}}));
  EXPECT_EQ(index.names().size(), 3u);
  const NameMatch match = index.MatchAt("在河南的", 3);
  EXPECT_EQ(match.size, 6u);
  EXPECT_EQ(match.form, NameForm::kAlias);
  EXPECT_THAT(Ids(match), ElementsAre(3, 7));
  EXPECT_EQ(index.MatchAt("河南省", 0).size, 9u);
  EXPECT_EQ(index.MatchAt("河南蒙古族自治县", 0).size, 24u);
  EXPECT_EQ(index.MatchAt("河南蒙古族自治州", 0).size, 6u);
  EXPECT_THAT(Ids(index.Find("豫")), ElementsAre(3));
  EXPECT_EQ(index.MatchAt("豫南", 0).size, 0u);
}

TEST(NameIndexTest, ManyPrefixesAreKeptApart) {
  // Over four thousand prefixes of adjacent characters: neighbours in the hash table meet.
  std::vector<std::string> names;
  for (int first = 0; first < 64; ++first) {
    for (int second = 0; second < 64; ++second) {
      names.push_back({'\xE4', '\xB8', static_cast<char>(0x80 + first), '\xE6', '\xB0',
                       static_cast<char>(0x80 + second)});
    }
  }
  std::vector<NameIndex::Entry> entries;
  for (size_t i = 0; i < names.size(); i += 2) {
    entries.push_back({names[i], NameForm::kStem, static_cast<DivisionId>(i)});
  }
  NameIndex index;
  ASSERT_OK(index.Build(entries));
  for (size_t i = 0; i < names.size(); ++i) {
    const std::vector<DivisionId> ids = Ids(index.MatchAt(names[i], 0));
    EXPECT_EQ(ids, i % 2 == 0 ? std::vector{static_cast<DivisionId>(i)} : std::vector<DivisionId>())
        << i;
  }
}

TEST(NameIndexTest, NamesMustBeginWithChineseCharacters) {
  for (std::string_view name : {"", "A", "ab", "A股市场", "河A", "é", "河é市", "𠮷林"}) {
    NameIndex index;
    EXPECT_EQ(index.Build({{name, NameForm::kFull, 1}}).code(), absl::StatusCode::kInvalidArgument)
        << name;
  }
}

}  // namespace
}  // namespace qushu
