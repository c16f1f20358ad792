#include "services/query/arguments.h"

#include <string>
#include <vector>

#include "tests/services/running_server.h"

namespace qushu::query {
namespace {

using ::qushu::testing::IsFieldError;
using ::qushu::testing::MetadataOf;
using ::testing::HasSubstr;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

class ArgumentsTest : public ::testing::Test {
 protected:
  // The status for one district argument.
  absl::Status District(std::string_view name) {
    rpc::FieldErrors errors;
    DistrictFromName(gazetteer_, name, "district", true, errors);
    return errors.ToStatus();
  }

  const Gazetteer& gazetteer_ = testing::Shared<Gazetteer>();
};

TEST_F(ArgumentsTest, DistrictsByCode) {
  rpc::FieldErrors errors;
  const DivisionId id = DistrictFromName(gazetteer_, "districts/410305", "d", true, errors);
  ASSERT_OK(errors.ToStatus());
  EXPECT_EQ(gazetteer_[id].name, "涧西区");
  EXPECT_EQ(CodeOf(gazetteer_, id), "410305");
  EXPECT_EQ(DistrictFromName(gazetteer_, "", "d", false, errors), kNoDivision);
  EXPECT_EQ(CodeOf(gazetteer_, kNoDivision), "");
  EXPECT_OK(errors.ToStatus());
}

TEST_F(ArgumentsTest, DistrictsOfWrongFormAreRefused) {
  for (const char* bad : {"", "410305", "districts/", "districts/41030", "districts/4103050",
                          "districts/41030a", "articles/410305", "districts/410305/x",
                          "Districts/410305", "涧西区", "districts/-41030"}) {
    EXPECT_THAT(District(bad), IsFieldError(kInvalidArgument, "INVALID_NAME", "district")) << bad;
  }
  EXPECT_THAT(District("districts/" + std::string(100000, '1')),
              IsFieldError(kInvalidArgument, "INVALID_NAME", "district"));
}

TEST_F(ArgumentsTest, UnknownCodeIsNotFound) {
  EXPECT_THAT(District("districts/999999"),
              IsFieldError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND", "district"));
}

TEST_F(ArgumentsTest, ChineseNameIsAnsweredWithTheCodeToUse) {
  const absl::Status status = District("districts/涧西区");
  EXPECT_THAT(status, IsFieldError(kInvalidArgument, "INVALID_NAME", "district"));
  EXPECT_EQ(MetadataOf(status, "use"), "districts/410305");
  EXPECT_THAT(std::string(status.message()), ::testing::Not(HasSubstr("涧")));
}

TEST_F(ArgumentsTest, AmbiguousNameIsAnsweredWithSeveralCodes) {
  const std::string use = MetadataOf(District("districts/鼓楼区"), "use");
  EXPECT_THAT(use, HasSubstr("districts/320106"));
  EXPECT_THAT(use, HasSubstr(","));
}

TEST_F(ArgumentsTest, UnknownNameIsAnsweredWithTheNearest) {
  const absl::Status status = District("districts/瀍河回族去");
  EXPECT_THAT(status, IsFieldError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND", "district"));
  EXPECT_THAT(MetadataOf(status, "nearest"), HasSubstr("瀍河回族区"));
}

TEST_F(ArgumentsTest, ArticleNames) {
  const std::string id = "0123456789abcdef0123456789abcdef";
  rpc::FieldErrors errors;
  EXPECT_EQ(ArticleIdFromName("articles/" + id, "name", true, errors), id);
  EXPECT_EQ(ArticleIdFromName("", "name", false, errors), "");
  EXPECT_OK(errors.ToStatus());
  for (const std::string& bad : std::vector<std::string>{
           "", id, "articles/", "articles/" + id.substr(1), "articles/" + id + "0",
           "articles/0123456789ABCDEF0123456789abcdef", "articles/涧西", "districts/" + id}) {
    rpc::FieldErrors bad_errors;
    ArticleIdFromName(bad, "name", true, bad_errors);
    EXPECT_THAT(bad_errors.ToStatus(), IsFieldError(kInvalidArgument, "INVALID_NAME", "name"))
        << bad;
  }
}

v1::DateRange Range(std::optional<Date> first, std::optional<Date> last) {
  v1::DateRange range;
  const auto set = [](const Date& from, v1::Date& to) {
    to.set_year(from.year);
    to.set_month(from.month);
    to.set_day(from.day);
  };
  if (first) set(*first, *range.mutable_first());
  if (last) set(*last, *range.mutable_last());
  return range;
}

absl::Status RangeStatus(std::optional<Date> first, std::optional<Date> last) {
  rpc::FieldErrors errors;
  WindowFromRange(Range(first, last), "dates", errors);
  return errors.ToStatus();
}

TEST_F(ArgumentsTest, DateRanges) {
  const Date early{2020, 2, 19};
  const Date late{2020, 2, 20};
  EXPECT_OK(RangeStatus(std::nullopt, std::nullopt));
  EXPECT_OK(RangeStatus(early, std::nullopt));
  EXPECT_OK(RangeStatus(std::nullopt, late));
  EXPECT_OK(RangeStatus(early, late));
  EXPECT_OK(RangeStatus(late, late));
  EXPECT_THAT(RangeStatus(late, early),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "dates"));
  EXPECT_THAT(RangeStatus(Date{2021, 2, 29}, late), ::testing::Not(testing::IsOk()));
  EXPECT_THAT(RangeStatus(std::nullopt, Date{2020, 13, 1}),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "dates.last"));
  EXPECT_THAT(RangeStatus(Date{0, 0, 0}, std::nullopt),
              IsFieldError(kInvalidArgument, "INVALID_DATE_RANGE", "dates.first"));
}

TEST_F(ArgumentsTest, Decimals) {
  rpc::FieldErrors errors;
  EXPECT_EQ(DecimalFromText("", "v", errors), std::nullopt);
  EXPECT_EQ(DecimalFromText("-12.50", "v", errors), Decimal::Parse("-12.5"));
  EXPECT_OK(errors.ToStatus());
  for (const char* bad : {"x", "1e5", "1,000", "三", " 1", "1.2.3"}) {
    rpc::FieldErrors bad_errors;
    DecimalFromText(bad, "v", bad_errors);
    EXPECT_THAT(bad_errors.ToStatus(), IsFieldError(kInvalidArgument, "INVALID_VALUE_RANGE", "v"))
        << bad;
  }
}

}  // namespace
}  // namespace qushu::query
