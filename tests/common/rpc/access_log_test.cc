#include "common/rpc/access_log.h"

#include "common/rpc/json.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

TEST(JsonStringTest, EscapesWhateverItIsGiven) {
  EXPECT_EQ(JsonString("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(JsonString("\n\x01\x7f"), R"("\u000a\u0001\u007f")");
  EXPECT_EQ(JsonString("\xff\xe5"), R"("\u00ff\u00e5")");
  EXPECT_EQ(JsonString(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(AccessLogTest, IsOneLineOfJson) {
  const absl::Time now = absl::FromUnixMillis(1582185600123);
  EXPECT_EQ(FormatAccessLog({.method = "qushu.v1.QueryService/GetArticle",
                             .code = "NOT_FOUND",
                             .reason = "ARTICLE_NOT_FOUND",
                             .latency = absl::Microseconds(1250),
                             .peer = "ipv4:127.0.0.1:4\n",
                             .request_id = "r-1"},
                            now),
            R"({"time":"2020-02-20T08:00:00.123Z","method":"qushu.v1.QueryService/GetArticle",)"
            R"("code":"NOT_FOUND","reason":"ARTICLE_NOT_FOUND","latency_ms":1.250,)"
            R"("peer":"ipv4:127.0.0.1:4\u000a","request_id":"r-1"})");
}

}  // namespace
}  // namespace qushu::rpc
