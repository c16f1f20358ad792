#include "common/rpc/calls/status.h"

#include "common/base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

google::rpc::ErrorInfo InfoOf(const grpc::Status& status) {
  google::rpc::ErrorInfo info;
  EXPECT_TRUE(DetailsOf(status).details(0).UnpackTo(&info));
  return info;
}

std::string Chinese(int characters) {
  std::string out;
  for (int i = 0; i < characters; ++i) out += "区";
  return out;
}

TEST(StatusTest, OkIsOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_OK(FromGrpcStatus(grpc::Status::OK));
}

TEST(StatusTest, GoesThereAndBack) {
  const absl::Status status = MakeError(
      absl::StatusCode::kNotFound, v1::ERROR_REASON_DISTRICT_NOT_FOUND, "no such division",
      {.violations = {{"name", "nearest: 涧西区"}}, .metadata = {{"nearest", "涧西区"}}});
  const grpc::Status sent = ToGrpcStatus(status);
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(sent.error_message(), "no such division");
  EXPECT_EQ(DetailsOf(sent).code(), 5);
  EXPECT_EQ(InfoOf(sent).domain(), "qushu.v1");
  EXPECT_EQ(FromGrpcStatus(sent), status);
}

TEST(StatusTest, EveryCodeGetsAReason) {
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status sent = ToGrpcStatus({static_cast<absl::StatusCode>(code), "bare"});
    EXPECT_EQ(sent.error_code(), code);
    v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
    EXPECT_TRUE(v1::ErrorReason_Parse("ERROR_REASON_" + InfoOf(sent).reason(), &reason)) << code;
    EXPECT_NE(reason, v1::ERROR_REASON_UNSPECIFIED);
  }
  EXPECT_EQ(InfoOf(ToGrpcStatus(absl::UnknownError(""))).reason(), "INTERNAL");
  EXPECT_EQ(InfoOf(ToGrpcStatus(absl::DeadlineExceededError(""))).reason(), "DEADLINE");
}

TEST(StatusTest, MessageIsShortAscii) {
  const grpc::Status sent = ToGrpcStatus(absl::InternalError("50%\n" + Chinese(5000)));
  EXPECT_EQ(sent.error_message().size(), kMaxMessageBytes);
  EXPECT_EQ(sent.error_message().substr(0, 5), "50???");
  for (const char c : sent.error_message()) EXPECT_TRUE(c >= 0x20 && c < 0x7F);
}

TEST(StatusTest, DetailsAlwaysFit) {
  ErrorDetails details;
  for (int i = 0; i < 30; ++i) {
    details.violations.push_back({Chinese(300), Chinese(300)});
    details.metadata.emplace_back("key" + std::to_string(i), Chinese(300));
  }
  absl::Status status = MakeError(absl::StatusCode::kInvalidArgument,
                                  v1::ERROR_REASON_INVALID_ARGUMENT, "much is wrong", details);
  status.SetPayload("type.googleapis.com/google.rpc.Help", absl::Cord(std::string(5000, 'x')));
  const grpc::Status sent = ToGrpcStatus(status);
  EXPECT_LE(sent.error_details().size(), kMaxDetailsBytes);
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(FromGrpcStatus(sent),
              IsError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENT"));
}

TEST(StatusTest, SaysHowManyViolationsWereLeftOut) {
  ErrorDetails details;
  for (int i = 0; i < 14; ++i) details.violations.push_back({"field", Chinese(100)});
  const grpc::Status sent =
      ToGrpcStatus(MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ARGUMENT,
                             "much is wrong", {.violations = {}, .metadata = {}}));
  EXPECT_EQ(InfoOf(sent).metadata().count("violations_left_out"), 0u);
  const grpc::Status many =
      ToGrpcStatus(MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_ARGUMENT,
                             "much is wrong", std::move(details)));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(DetailsOf(many).details(1).UnpackTo(&bad));
  EXPECT_EQ(std::to_string(14 - bad.field_violations_size()),
            InfoOf(many).metadata().at("violations_left_out"));
}

TEST(StatusTest, HandMadeMonstersStillFit) {
  absl::Status status = absl::InternalError("x");
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(10000, 'R'));
  status.SetPayload(kErrorInfoUrl, absl::Cord(info.SerializeAsString()));
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_description(std::string(10000, 'D'));
  status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  status.SetPayload("type.googleapis.com/unknown", absl::Cord("\xff\xff"));
  EXPECT_LE(ToGrpcStatus(status).error_details().size(), kMaxDetailsBytes);
}

TEST(StatusTest, ClientMadeStatusHasNoReason) {
  const absl::Status status = FromGrpcStatus({grpc::StatusCode::UNAVAILABLE, "no connection"});
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_TRUE(absl::IsInternal(FromGrpcStatus({grpc::StatusCode::INTERNAL, "x", "no proto \xff"})));
}

TEST(StatusTest, CodesHaveNames) {
  EXPECT_EQ(CodeName(grpc::StatusCode::OK), "OK");
  EXPECT_EQ(CodeName(grpc::StatusCode::UNAUTHENTICATED), "UNAUTHENTICATED");
  EXPECT_EQ(CodeName(static_cast<grpc::StatusCode>(99)), "99");
}

}  // namespace
}  // namespace qushu::rpc
