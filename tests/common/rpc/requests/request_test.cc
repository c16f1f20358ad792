#include "common/rpc/requests/request.h"

#include "google/rpc/error_details.pb.h"
#include "qushu/v1/ingest_service.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;

google::rpc::BadRequest BadRequestOf(const absl::Status& status) {
  google::rpc::BadRequest bad;
  const auto payload = status.GetPayload(kBadRequestUrl);
  if (payload) bad.ParseFromString(std::string(*payload));
  return bad;
}

TEST(FieldErrorsTest, FirstDecidesAndAllAreNamed) {
  FieldErrors errors;
  EXPECT_OK(errors.ToStatus());
  errors.Add(v1::ERROR_REASON_INVALID_PAGE_SIZE, "page_size", "the page size is negative");
  errors.Add(v1::ERROR_REASON_INVALID_NAME, "district", "not of the form districts/{code}");
  const absl::Status status = errors.ToStatus();
  EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_SIZE"));
  const google::rpc::BadRequest bad = BadRequestOf(status);
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(0).field(), "page_size");
  EXPECT_EQ(bad.field_violations(1).field(), "district");
}

TEST(FieldErrorsTest, KeepsMetadataOfAnErrorAdded) {
  FieldErrors errors;
  errors.Add(MakeError(
      absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND, "no such division",
      {.violations = {{"district", "no such division"}}, .metadata = {{"nearest", "涧西区"}}}));
  errors.Add(v1::ERROR_REASON_INVALID_ARGUMENT, "kinds", "this service does not know the value");
  const absl::Status status = errors.ToStatus();
  EXPECT_THAT(status, IsError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(std::string(*status.GetPayload(kErrorInfoUrl))));
  EXPECT_EQ(info.metadata().at("nearest"), "涧西区");
  EXPECT_EQ(BadRequestOf(status).field_violations_size(), 2);
}

TEST(PageSizeTest, DefaultMaximumAndNegative) {
  FieldErrors errors;
  EXPECT_EQ(PageSize(0, 100, 1000, errors), 100);
  EXPECT_EQ(PageSize(1, 100, 1000, errors), 1);
  EXPECT_EQ(PageSize(1000, 100, 1000, errors), 1000);
  EXPECT_EQ(PageSize(10000, 100, 1000, errors), 1000);
  EXPECT_OK(errors.ToStatus());
  PageSize(-1, 100, 1000, errors);
  EXPECT_THAT(errors.ToStatus(), IsError(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_SIZE"));
}

TEST(RequestHashTest, IsOfTheContent) {
  v1::IngestArticleRequest a;
  a.mutable_article()->set_text("一");
  v1::IngestArticleRequest b = a;
  EXPECT_EQ(RequestHash(a).size(), 32u);
  EXPECT_EQ(RequestHash(a), RequestHash(b));
  b.mutable_article()->set_page("1");
  EXPECT_NE(RequestHash(a), RequestHash(b));
}

TEST(UuidTest, UsualFormOnly) {
  EXPECT_TRUE(IsUuid("0f8fad5b-d9cb-469f-a165-70867728950e"));
  EXPECT_TRUE(IsUuid("0F8FAD5B-D9CB-469F-A165-70867728950E"));
  EXPECT_FALSE(IsUuid("0f8fad5b-d9cb-469f-a165-70867728950"));
  EXPECT_FALSE(IsUuid("0f8fad5b-d9cb-469f-a165-70867728950g"));
  EXPECT_FALSE(IsUuid("0f8fad5bd9cb469fa16570867728950e"));
  EXPECT_FALSE(IsUuid("0f8fad5b_d9cb-469f-a165-70867728950e"));
  EXPECT_FALSE(IsUuid(""));
}

}  // namespace
}  // namespace qushu::rpc
