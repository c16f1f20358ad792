#include "common/rpc/calls/metadata.h"

#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

TEST(MetadataTest, TakesPrintableAsciiOnly) {
  EXPECT_TRUE(IsLegalMetadata("x-request-id", "a B~ 1"));
  EXPECT_TRUE(IsLegalMetadata("x-request-id", ""));
  EXPECT_FALSE(IsLegalMetadata("x-place", "涧西区"));
  EXPECT_FALSE(IsLegalMetadata("x-place", "a\nb"));
  EXPECT_FALSE(IsLegalMetadata("x-place", "a\x7f"));
  EXPECT_FALSE(IsLegalMetadata("x-place", std::string_view("a\0b", 3)));
}

TEST(MetadataTest, TakesBytesUnderBinaryKeys) {
  EXPECT_TRUE(IsLegalMetadata("x-place-bin", "涧西区"));
  EXPECT_FALSE(IsLegalMetadata("x-地-bin", "a"));
}

TEST(MetadataTest, RefusesKeysThatGrpcRefuses) {
  EXPECT_FALSE(IsLegalMetadata("", "a"));
  EXPECT_FALSE(IsLegalMetadata("X-Upper", "a"));
  EXPECT_FALSE(IsLegalMetadata("x place", "a"));
  EXPECT_FALSE(IsLegalMetadata("grpc-status", "0"));
}

}  // namespace
}  // namespace qushu::rpc
