#include "services/cli/places.h"

#include <sstream>

#include "services/cli/errors.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::IsError;

class PlacesTest : public ::testing::Test {
 protected:
  std::string Resolve(std::string_view word) {
    auto name = ResolveDistrict(gazetteer_, word);
    return name.ok() ? *name : std::string(name.status().message());
  }
  std::string ErrorFor(std::string_view word) {
    std::ostringstream err;
    PrintError(word, ResolveDistrict(gazetteer_, word).status(), err);
    return err.str();
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
};

TEST_F(PlacesTest, TakesCodesAndNames) {
  for (const char* word : {"410305", "districts/410305", "涧西区", "涧西", "洛阳市/涧西区",
                           "河南省/洛阳市/涧西区", "河南/涧西"}) {
    EXPECT_EQ(Resolve(word), "districts/410305") << word;
  }
  EXPECT_EQ(Resolve("瀍河区"), "districts/410304");
  EXPECT_EQ(Resolve("河南省"), "districts/410000");
  EXPECT_EQ(Resolve("北京市/朝阳区"), "districts/110105");
}

TEST_F(PlacesTest, AnOfficialNameWinsOverAShortForm) {
  EXPECT_EQ(Resolve("吉林省"), "districts/220000");
  EXPECT_EQ(Resolve("吉林市"), "districts/220200");
}

TEST_F(PlacesTest, ListsTheCodesOfANameThatSeveralBear) {
  EXPECT_THAT(ResolveDistrict(gazetteer_, "朝阳区"),
              IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
  EXPECT_THAT(ErrorFor("朝阳区"), AllOf(HasSubstr("\n  110105  北京市/朝阳区\n"),
                                        HasSubstr("\n  220104  吉林省/长春市/朝阳区\n")));
}

TEST_F(PlacesTest, SuggestsNamesForAnUnknownOne) {
  EXPECT_THAT(ResolveDistrict(gazetteer_, "涧东区"),
              IsError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND"));
  EXPECT_THAT(ErrorFor("涧东区"), HasSubstr("near it: 涧西区"));
  EXPECT_THAT(ResolveDistrict(gazetteer_, "陕西省/涧西区"),
              IsError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND"));
}

TEST_F(PlacesTest, RefusesWhatIsNoName) {
  for (const char* word : {"", "/", "41030", "x", "涧西区/", "//涧西区", "\xff\xfe"}) {
    EXPECT_FALSE(ResolveDistrict(gazetteer_, word).ok()) << word;
    EXPECT_THAT(ErrorFor(word), HasSubstr("qushu: "));
  }
  EXPECT_FALSE(ResolveDistrict(gazetteer_, std::string(1 << 20, 'x')).ok());
}

}  // namespace
}  // namespace qushu::cli
