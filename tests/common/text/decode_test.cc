#include "common/text/decode.h"

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

std::string Metadata(const absl::Status& status, const std::string& key) {
  google::rpc::ErrorInfo info;
  auto payload = status.GetPayload(kErrorInfoUrl);
  if (!payload || !info.ParseFromString(std::string(*payload))) return "none";
  auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "absent" : found->second;
}

absl::Status Fails(std::string_view bytes, size_t limit = 100) {
  return Decode(bytes, limit).status();
}

TEST(Decode, GivesValidTextBackAsItIs) {
  for (std::string_view text : {"a", "洛阳", "\xEF\xBB\xBF洛阳\n", "\U0002070E", " \n例 "}) {
    ASSERT_OK_AND_ASSIGN(const Decoded decoded, Decode(text, 100));
    EXPECT_EQ(decoded.text(), text);
    EXPECT_EQ(decoded.text().data(), text.data());
    EXPECT_EQ(decoded.encoding(), Encoding::kUtf8);
    EXPECT_EQ(decoded.map(), nullptr);
  }
}

TEST(Decode, NamesTheFirstBadByte) {
  for (auto [bytes, offset] : std::vector<std::pair<std::string, std::string>>{
           {"\xFF", "0"},
           {"洛\xE9\x98", "3"},               // cut
           {"洛阳\x80", "6"},                 // continuation without a lead
           {"a\xC0\x80", "1"},                // overlong
           {"a\xED\xA0\x80z", "1"},           // surrogate
           {"ab\xF4\x90\x80\x80", "2"},       // above U+10FFFF
           {"\xEF\xBB\xBF\xC2\x20", "3"}}) {  // behind a byte order mark
    const absl::Status status = Fails(bytes);
    EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, "INVALID_UTF8"));
    EXPECT_EQ(Metadata(status, "byte_offset"), offset) << bytes;
  }
}

TEST(Decode, RefusesTextsWithoutCharacters) {
  for (std::string_view text :
       {"", " ", "\n\r\n\t", "　　", "\xEF\xBB\xBF", "\u200B\u00A0\u2003", "\xC2\xAD"}) {
    EXPECT_THAT(Fails(text), IsError(absl::StatusCode::kInvalidArgument, "EMPTY_TEXT")) << text;
  }
}

TEST(Decode, RefusesTextsOverTheLimit) {
  EXPECT_OK(Decode(std::string(100, 'a'), 100));
  const absl::Status status = Fails(std::string(101, 'a'));
  EXPECT_THAT(status, IsError(absl::StatusCode::kInvalidArgument, "TEXT_TOO_LARGE"));
  EXPECT_EQ(Metadata(status, "limit_bytes"), "100");
  EXPECT_EQ(Metadata(status, "size_bytes"), "101");
}

TEST(Decode, NamesTheFieldAndKeepsTheMessageAscii) {
  for (std::string_view bytes : {"", "洛\xFF"}) {
    const absl::Status status = Fails(bytes);
    google::rpc::BadRequest bad;
    auto payload = status.GetPayload(kBadRequestUrl);
    ASSERT_TRUE(payload && bad.ParseFromString(std::string(*payload)));
    ASSERT_EQ(bad.field_violations_size(), 1);
    EXPECT_EQ(bad.field_violations(0).field(), "article.text");
    for (char c : status.message()) EXPECT_GE(c, ' ');
  }
}

}  // namespace
}  // namespace qushu
