// The real program, offline.
#include <fstream>
#include <nlohmann/json.hpp>

#include "services/cli/commands.h"
#include "tests/testing/encode.h"
#include "tests/testing/process.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::ProcessResult;
using ::testing::StartsWith;

constexpr char kText[] = "涧西区设立卡口727个。\n西工区发放物资1300万元。\n";

class ProcessTest : public ::testing::Test {
 protected:
  ProcessResult Qushu(std::vector<std::string> words, std::string_view input = "") {
    words.insert(words.begin(), (testing::BinDir() / "qushu").string());
    return testing::RunProcess(words, input);
  }

  std::string File(const std::string& name, std::string_view content) {
    const std::filesystem::path path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  testing::TempDir folder_;
};

TEST_F(ProcessTest, AnalyzesAFileAndStandardInputAlike) {
  const std::string file = File("页 一.txt", kText);
  for (const char* format : {"--format=jsonl", "--format=text", "--format=table"}) {
    const ProcessResult from_file = Qushu({"analyze", format, file});
    const ProcessResult from_stdin = Qushu({"analyze", format, "-"}, kText);
    EXPECT_EQ(from_file.status, 0) << from_file.err;
    EXPECT_EQ(from_file.out, from_stdin.out);
    EXPECT_EQ(from_file.err, "");
  }
}

TEST_F(ProcessTest, SeriesOfOnesOwn) {
  const std::string header = "indicator\tkind\tchinese\tenglish\tdomain\tunits\tsame\tnear\tnot\n";
  const std::string own =
      File("own.tsv", header + "beehives\tcount\t蜂箱\tBeehives\tfarming\t箱\t蜂箱 蜜蜂\t\t\n");
  const std::string text = "嵩县有蜂箱3000箱，卡口3个。";
  const ProcessResult result = Qushu({"analyze", "--format=jsonl", "--indicators", own, "-"}, text);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("\"indicator\":\"beehives\""));
  EXPECT_THAT(result.out, HasSubstr("\"indicator\":\"checkpoints\""));

  const std::string bad = File("bad.tsv", header + "Bees\tcount\t蜂\tBees\tx\t\t蜂\t\t\n");
  const ProcessResult refused = Qushu({"analyze", "--indicators", bad, "-"}, text);
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.err, HasSubstr("bad.tsv:2: Bees: an id is made of"));
}

TEST_F(ProcessTest, ReadsPagesAndOtherEncodings) {
  const std::string page = "<p>涧西区设立卡口<b>7</b>27个。</p>";
  const std::string gbk = testing::Encode(page, "gb18030");
  const std::string file = File("page.html", gbk);
  const Json article =
      Json::parse(Qushu({"analyze", "--format=json", "--offsets=bytes", file}).out);
  EXPECT_EQ(article["sourceEncoding"], "GB18030");
  EXPECT_EQ(article["contentType"], "text/html");
  EXPECT_EQ(article["sourceText"], page);
  EXPECT_FALSE(article.contains("sourceBytes"));
  EXPECT_EQ(article["figures"][0]["text"], "727个");
  EXPECT_EQ(article["figures"][0]["sourceSpan"]["begin"], std::to_string(gbk.find("7</b>")));
  EXPECT_THAT(Qushu({"analyze", file}).out, HasSubstr("HTML in GB18030"));
  EXPECT_THAT(Qushu({"analyze", "--encoding=gbk", "--plain", "--format=text", file}).out,
              HasSubstr("<b>"));
  const ProcessResult refused = Qushu({"analyze", "--encoding=gbk", "-"}, gbk + "\xFF");
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("INVALID_BYTES"), HasSubstr("byte_offset")));
  EXPECT_EQ(Qushu({"analyze", "--html", "--plain", file}).status, 2);
}

// A browser shows what is loose in a table before the table; here it is read where it stands.
TEST_F(ProcessTest, FiguresOfATableLeadBackToThePage) {
  const std::string page =
      "<title>涧西区通报&#99999999999;</title><p>设立卡口727个。</p><table>登记8368人。<tr><td>药店"
      "<td>211&#23478;</td>走访44户。</tr><tr>发放口罩<b>1</b>300个。</table><p>下沉干部35名。</p>";
  const Json article =
      Json::parse(Qushu({"analyze", "--html", "--format=json", "--offsets=bytes", "-"}, page).out);
  std::vector<std::string> found;
  for (const Json& figure : article["figures"]) {
    const size_t begin = std::stoul(figure["sourceSpan"]["begin"].get<std::string>());
    const size_t end = std::stoul(figure["sourceSpan"]["end"].get<std::string>());
    found.push_back(page.substr(begin, end - begin));
  }
  EXPECT_THAT(found, ElementsAre("727个", "8368人", "211&#23478;", "44户", "1</b>300个", "35名"));
}

TEST_F(ProcessTest, SaysWhereASentenceIsNotWhole) {
  std::string list = "洛阳市设立卡口：";
  for (int i = 1; i <= 120; ++i) list += "第一办事处" + std::to_string(i) + "个、";
  list += "流动卡点6个。";
  const std::string out = Qushu({"analyze", "--format=jsonl", "-"}, list).out;
  EXPECT_THAT(out, HasSubstr(",\"sentence_cut\":true"));
  EXPECT_LT(out.size(), list.size() * 40);
  EXPECT_THAT(Qushu({"analyze", "--format=jsonl", "-"}, kText).out, Not(HasSubstr("sentence_cut")));
}

TEST_F(ProcessTest, JsonIsOneArticleOrAnArrayOfThem) {
  const std::string file = File("a.txt", kText);
  const Json one = Json::parse(Qushu({"analyze", "--format=json", file}).out);
  EXPECT_EQ(one["sourceText"], kText);
  EXPECT_EQ(Json::parse(Qushu({"analyze", "--format=json", file, file}).out).size(), 2u);
}

TEST_F(ProcessTest, ReportsABadFileAndStillPrintsTheGoodOnes) {
  const std::string good = File("good.txt", kText);
  const std::string missing = folder_.path() / "missing.txt";
  const std::string empty = folder_.path() / "empty";
  std::filesystem::create_directory(empty);
  const ProcessResult result = Qushu({"analyze", "--format=json", missing, empty, good});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(Json::parse(result.out).size(), 1u);
  EXPECT_THAT(result.err, HasSubstr(missing + ": cannot open: No such file or directory"));
  EXPECT_THAT(result.err, HasSubstr(empty + ": there is no text in this folder"));
}

TEST_F(ProcessTest, SaysSoWhenItCannotWrite) {
  const ProcessResult result = testing::RunProcess(
      {"/bin/sh", "-c", "\"$0\" analyze --format=json - >/dev/full", testing::BinDir() / "qushu"},
      kText);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot write standard output"));
}

TEST_F(ProcessTest, WrongUsageIsStatusTwoWithAHint) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"analyse"}, "did you mean analyze?"},
      {{"分析"}, "unknown command"},
      {{"analyze"}, "needs FILE..."},
      {{"analyze", "--formt=json", "x"}, "did you mean --format?"},
      {{"analyze", "--format=yaml", "x"}, "--format takes"},
      {{"analyze", "--sentences=51", "x"}, "from 0 to 50"},
      {{"analyze", "--sentences=many", "x"}, "from 0 to 50"},
      {{"analyze", "--date=2020-02-30", "x"}, "a date such as"},
      {{"analyze", "--width=3", "x"}, "--width takes"},
      {{"analyze", "--summaries", "--format=json", "x"}, "--summaries goes with"}};
  for (const auto& [words, hint] : cases) {
    const ProcessResult result = Qushu(words);
    EXPECT_EQ(result.status, 2) << hint;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(StartsWith("qushu"), HasSubstr(hint), HasSubstr("--help")));
  }
  const ProcessResult nothing = Qushu({});
  EXPECT_EQ(nothing.status, 2);
  EXPECT_THAT(nothing.err, HasSubstr("usage: qushu"));
}

TEST_F(ProcessTest, WithoutAServiceTheErrorSaysWhatToDo) {
  const std::string file = File("a.txt", kText);
  const std::string nowhere = "--server=127.0.0.1:1";
  const std::vector<std::vector<std::string>> calls = {
      {"ingest", nowhere, file}, {"summary", nowhere}, {"summary", nowhere, "410305"},
      {"figures", nowhere},      {"health", nowhere},  {"health", "127.0.0.1:1"}};
  for (const auto& words : calls) {
    const ProcessResult result = Qushu(words);
    EXPECT_EQ(result.status, 1) << words[0];
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(HasSubstr("UNAVAILABLE"), HasSubstr("is the service running?")));
  }
}

TEST_F(ProcessTest, AnUnknownDistrictIsAFailureAndNotWrongUsage) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"figures", "--district=涧东区"},
        {"summary", "涧东区"},
        {"analyze", "--home=涧东区", "-"},
        {"ingest", "--home=涧东区", "-"}}) {
    const ProcessResult result = Qushu(words, kText);
    EXPECT_EQ(result.status, 1) << words[0];
    EXPECT_THAT(result.err, AllOf(HasSubstr("DISTRICT_NOT_FOUND"), HasSubstr("涧西区")));
  }
}

TEST_F(ProcessTest, WrongUsageOfTheServicesCommands) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"ingest"}, "needs FILE..."},
      {{"figures", "410305"}, "does not take '410305'"},
      {{"figures", "--kind=sums"}, "--kind takes count, money"},
      {{"figures", "--all", "--limit=3"}, "exclude each other"},
      {{"figures", "--limit=0"}, "from 1 to"},
      {{"figures", "--from=yesterday"}, "a date such as"},
      {{"summary", "--sentences=0"}, "from 1 to 50"},
      {{"summary", "--timeout=soon"}, "--timeout takes a time"},
      {{"ingest", "--date=2020-13-01", "-"}, "a date such as"},
      {{"health"}, "needs HOST:PORT"},
      {{"health", "--server=a:1", "b", "c"}, "needs HOST:PORT"}};
  for (const auto& [words, hint] : cases) {
    const ProcessResult result = Qushu(words);
    EXPECT_EQ(result.status, 2) << hint;
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(HasSubstr(hint), HasSubstr("--help")));
  }
}

TEST_F(ProcessTest, HelpGoesToStandardOutput) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--help"}, {"-h"}, {"help"}}) {
    const ProcessResult result = Qushu(words);
    EXPECT_EQ(result.status, 0);
    EXPECT_EQ(result.err, "");
    for (const Command* command : QushuProgram().commands) {
      EXPECT_THAT(result.out, HasSubstr("  " + command->name + " "));
    }
  }
  for (const Command* command : QushuProgram().commands) {
    const ProcessResult result = Qushu({command->name, "--help"});
    EXPECT_EQ(result.status, 0);
    for (const Flag& flag : command->flags) EXPECT_THAT(result.out, HasSubstr("--" + flag.name));
    EXPECT_EQ(Qushu({"help", command->name}).out, result.out);
  }
  EXPECT_THAT(Qushu({"--version"}).out, StartsWith("qushu "));
}

}  // namespace
}  // namespace qushu::cli
