#include "common/base/error.h"

#include "google/rpc/error_details.pb.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

TEST(ErrorTest, CarriesReasonAndFields) {
  absl::Status status = InvalidField(v1::ERROR_REASON_EMPTY_TEXT, "article.text", "text is empty");
  EXPECT_THAT(status, testing::IsError(absl::StatusCode::kInvalidArgument, "EMPTY_TEXT"));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(bad.ParseFromString(std::string(*status.GetPayload(kBadRequestUrl))));
  ASSERT_EQ(bad.field_violations_size(), 1);
  EXPECT_EQ(bad.field_violations(0).field(), "article.text");
}

TEST(ErrorTest, KeepsDetailsSmall) {
  ErrorDetails details;
  for (int i = 0; i < 1000; ++i) details.violations.push_back({"field", std::string(10000, 'x')});
  details.metadata = {{"district", std::string(3000, '\xE5')}};  // not UTF-8 either
  absl::Status status = MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND,
                                  "no such district", details);
  size_t bytes = 0;
  status.ForEachPayload([&](auto, const absl::Cord& payload) { bytes += payload.size(); });
  EXPECT_LT(bytes, 4096u);
}

}  // namespace
}  // namespace qushu
