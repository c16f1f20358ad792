#include "common/rpc/observe/access_log.h"

#include "common/rpc/observe/json.h"
#include "tests/testing/testing.h"

namespace qushu::rpc {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

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

TEST(AccessLogTest, OfASlowCallTheStatementsThatTookMost) {
  WorkLog work(absl::ZeroDuration());
  AccessLogEntry entry{};
  entry.work = &work;
  EXPECT_THAT(FormatAccessLog(entry, absl::Now()), Not(HasSubstr("statements")));
  work.Add("SELECT \"a\"", "SEARCH a; SEARCH b", 1, 5);
  work.Add("SELECT 2", "SCAN c", 1, 40);
  work.Add("SELECT 2", "SCAN c", 2, 60);
  EXPECT_THAT(FormatAccessLog(entry, absl::Now()),
              EndsWith(R"(,"statements":[{"steps":100,"runs":3,"plan":"SCAN c","sql":"SELECT 2"},)"
                       R"({"steps":5,"runs":1,"plan":"SEARCH a; SEARCH b",)"
                       R"("sql":"SELECT \"a\""}]})"));
  for (int i = 0; i < 100; ++i) work.Add(std::to_string(i), "", 1, 1000 + i);
  const std::string line = FormatAccessLog(entry, absl::Now());
  EXPECT_THAT(line, HasSubstr("\"steps\":1099"));
  EXPECT_LT(line.size(), 1000u) << "a line has a limit";
}

}  // namespace
}  // namespace qushu::rpc
