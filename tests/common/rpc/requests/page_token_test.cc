#include "common/rpc/requests/page_token.h"

#include <fstream>

#include "qushu/v1/query_service.pb.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::qushu::testing::IsError;
using ::testing::Not;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

v1::ListFiguresRequest Request() {
  v1::ListFiguresRequest request;
  request.set_page_size(10);
  request.set_district("districts/410305");
  request.set_measure_contains("卡口");
  return request;
}

PagePosition Position() {
  PagePosition position;
  position.set_publication_date("2020-02-20");
  position.set_article("0123456789abcdef0123456789abcdef");
  position.set_figure(7);
  return position;
}

TEST(PageTokenTest, ComesBackWithTheSameRequest) {
  const PageTokenCodec codec;
  const std::string token = codec.Encode("ListFigures", Request(), Position());
  ASSERT_OK_AND_ASSIGN(auto position, codec.Decode("ListFigures", Request(), token));
  ASSERT_TRUE(position);
  EXPECT_EQ(position->SerializeAsString(), Position().SerializeAsString());
  EXPECT_EQ(
      token.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
      std::string::npos);
}

TEST(PageTokenTest, EmptyMeansTheFirstPage) {
  ASSERT_OK_AND_ASSIGN(auto position, PageTokenCodec().Decode("ListFigures", Request(), ""));
  EXPECT_FALSE(position);
}

TEST(PageTokenTest, PageSizeMayChange) {
  const PageTokenCodec codec;
  const std::string token = codec.Encode("ListFigures", Request(), Position());
  v1::ListFiguresRequest other = Request();
  other.set_page_size(3);
  other.set_page_token(token);
  EXPECT_OK(codec.Decode("ListFigures", other, token));
}

TEST(PageTokenTest, NothingElseMayChange) {
  const PageTokenCodec codec;
  const std::string token = codec.Encode("ListFigures", Request(), Position());
  v1::ListFiguresRequest other = Request();
  other.set_unit("人");
  EXPECT_THAT(codec.Decode("ListFigures", other, token),
              IsError(kInvalidArgument, "PAGE_TOKEN_MISMATCH"));
  EXPECT_THAT(codec.Decode("ListArticles", Request(), token),
              IsError(kInvalidArgument, "PAGE_TOKEN_MISMATCH"));
}

TEST(PageTokenTest, EveryDamageIsFound) {
  const PageTokenCodec codec;
  const std::string token = codec.Encode("ListFigures", Request(), Position());
  for (size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(codec.Decode("ListFigures", Request(), damaged),
                IsError(kInvalidArgument, "INVALID_PAGE_TOKEN"))
        << "at " << i;
    EXPECT_THAT(codec.Decode("ListFigures", Request(), token.substr(0, i)),
                i == 0 ? ::testing::Matcher<absl::StatusOr<std::optional<PagePosition>>>(
                             ::qushu::testing::IsOk())
                       : IsError(kInvalidArgument, "INVALID_PAGE_TOKEN"))
        << "cut at " << i;
  }
  for (const char* bad : {"x", "涧西区", "=", "AAAA", "\xff"}) {
    EXPECT_THAT(codec.Decode("ListFigures", Request(), bad),
                IsError(kInvalidArgument, "INVALID_PAGE_TOKEN"));
  }
  EXPECT_THAT(codec.Decode("ListFigures", Request(), std::string(1 << 20, 'A')),
              IsError(kInvalidArgument, "INVALID_PAGE_TOKEN"));
}

TEST(PageTokenTest, KeysAreNotInterchangeable) {
  const std::string token = PageTokenCodec().Encode("ListFigures", Request(), Position());
  EXPECT_THAT(PageTokenCodec().Decode("ListFigures", Request(), token),
              IsError(kInvalidArgument, "INVALID_PAGE_TOKEN"));
}

TEST(PageTokenTest, ReplicasShareAKeyFile) {
  const testing::TempDir dir;
  const std::string path = dir.path() / "key";
  std::ofstream(path) << "0123456789abcdef";
  ASSERT_OK_AND_ASSIGN(const PageTokenCodec one, PageTokenCodec::FromKeyFile(path));
  ASSERT_OK_AND_ASSIGN(const PageTokenCodec two, PageTokenCodec::FromKeyFile(path));
  const std::string token = one.Encode("ListFigures", Request(), Position());
  EXPECT_OK(two.Decode("ListFigures", Request(), token));
}

TEST(PageTokenTest, ShortOrMissingKeyFileIsRefused) {
  const testing::TempDir dir;
  const std::string path = dir.path() / "key";
  EXPECT_THAT(PageTokenCodec::FromKeyFile(path), Not(testing::IsOk()));
  std::ofstream(path) << "0123456789abcde";
  EXPECT_THAT(PageTokenCodec::FromKeyFile(path), Not(testing::IsOk()));
}

}  // namespace
}  // namespace qushu::rpc
