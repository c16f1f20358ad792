#include "common/base/edit_distance.h"

#include "tests/testing/testing.h"

namespace qushu {
namespace {

size_t Distance(std::string_view a, std::string_view b) {
  return EditDistance(CodePointsOf(a), CodePointsOf(b));
}

TEST(EditDistanceTest, CountsCharactersNotBytes) {
  EXPECT_EQ(Distance("", ""), 0u);
  EXPECT_EQ(Distance("涧西区", "涧西区"), 0u);
  EXPECT_EQ(Distance("涧西区", "润西区"), 1u);
  EXPECT_EQ(Distance("涧西", "涧西区"), 1u);
  EXPECT_EQ(Distance("checkpoints", "chekpoint"), 2u);
  EXPECT_EQ(Distance("", "𠮷野"), 2u);
}

}  // namespace
}  // namespace qushu
