#include "services/cli/args.h"

#include <sstream>

#include "services/cli/commands.h"
#include "services/cli/display_width.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Command& Sample() {
  static const Command command = {
      .name = "sample",
      .arguments = "[FILE]...",
      .summary = "Does nothing",
      .details = "",
      .flags = {{.name = "format",
                 .value = "FORMAT",
                 .help = "what to print",
                 .default_value = "table",
                 .choices = {"table", "json"}},
                {.name = "kind", .value = "KIND", .help = "which", .repeated = true},
                {.name = "all", .value = "", .help = "everything"},
                {.name = "limit", .value = "N", .help = "most", .default_value = "100"},
                {.name = "from", .value = "DATE", .help = "first day"},
                {.name = "timeout", .value = "TIME", .help = "most time"}},
      .examples = {},
      .max_arguments = 2,
      .run = nullptr};
  return command;
}

absl::StatusOr<Args> Parse(const std::vector<std::string>& words) {
  return Args::Parse(Sample(), words);
}

std::string ErrorOf(const std::vector<std::string>& words) {
  auto args = Parse(words);
  return args.ok() ? "" : std::string(args.status().message());
}

TEST(ArgsTest, TakesFlagsInBothFormsAndMixedWithArguments) {
  ASSERT_OK_AND_ASSIGN(const Args args,
                       Parse({"a.txt", "--format=json", "--limit", "7", "-", "--all"}));
  EXPECT_THAT(args.arguments(), ElementsAre("a.txt", "-"));
  EXPECT_EQ(args.Get("format"), "json");
  EXPECT_EQ(args.Get("limit"), "7");
  EXPECT_TRUE(args.Has("all"));
}

TEST(ArgsTest, FallsBackToDefaults) {
  ASSERT_OK_AND_ASSIGN(const Args args, Parse({}));
  EXPECT_EQ(args.Get("format"), "table");
  EXPECT_EQ(args.Get("from"), "");
  EXPECT_FALSE(args.Has("format"));
  EXPECT_THAT(args.GetAll("kind"), IsEmpty());
}

TEST(ArgsTest, ListsAreDividedAndAddUp) {
  ASSERT_OK_AND_ASSIGN(const Args args, Parse({"--kind=count,money", "--kind=age"}));
  EXPECT_THAT(args.GetAll("kind"), ElementsAre("count", "money", "age"));
}

TEST(ArgsTest, TwoDashesEndTheFlags) {
  ASSERT_OK_AND_ASSIGN(const Args args, Parse({"--", "--all", "--"}));
  EXPECT_THAT(args.arguments(), ElementsAre("--all", "--"));
  EXPECT_FALSE(args.Has("all"));
}

TEST(ArgsTest, KeepsValuesWithEqualsSignsDashesAndChinese) {
  ASSERT_OK_AND_ASSIGN(const Args args, Parse({"--from=a=b", "--limit", "-5", "区数.txt"}));
  EXPECT_EQ(args.Get("from"), "a=b");
  EXPECT_EQ(args.Get("limit"), "-5");
  EXPECT_THAT(args.arguments(), ElementsAre("区数.txt"));
}

TEST(ArgsTest, NamesWhatIsWrong) {
  EXPECT_THAT(ErrorOf({"--fromat=json"}), HasSubstr("did you mean --format?"));
  EXPECT_EQ(ErrorOf({"--zzzzzzzzz"}), "unknown flag --zzzzzzzzz");
  EXPECT_EQ(ErrorOf({"-x"}).substr(0, 15), "unknown flag -x");
  EXPECT_EQ(ErrorOf({"--format=xml"}), "--format takes table, json, not 'xml'");
  EXPECT_EQ(ErrorOf({"--all=yes"}), "--all takes no value");
  EXPECT_EQ(ErrorOf({"--limit"}), "--limit needs a value");
  EXPECT_EQ(ErrorOf({"--limit="}), "--limit needs a value");
  EXPECT_EQ(ErrorOf({"--kind=a,,b"}), "--kind needs a value");
  EXPECT_EQ(ErrorOf({"1", "2", "3"}), "does not take '3'");
}

TEST(ArgsTest, ReadsNumbersDatesAndTimes) {
  ASSERT_OK_AND_ASSIGN(const Args args,
                       Parse({"--limit=12", "--from=2020-02-29", "--timeout=500ms"}));
  EXPECT_THAT(args.GetInt("limit", 0, 50), ::testing::Eq(absl::StatusOr<int>(12)));
  ASSERT_OK_AND_ASSIGN(const auto date, args.GetDate("from"));
  EXPECT_EQ(date, (Date{2020, 2, 29}));
  EXPECT_THAT(args.GetDuration("timeout"),
              ::testing::Eq(absl::StatusOr<absl::Duration>(absl::Milliseconds(500))));
}

TEST(ArgsTest, RefusesOtherNumbersDatesAndTimes) {
  for (const char* limit : {"51", "-1", "12x", "x", "1.5", "99999999999"}) {
    ASSERT_OK_AND_ASSIGN(const Args args, Parse({"--limit", limit}));
    EXPECT_FALSE(args.GetInt("limit", 0, 50).ok()) << limit;
  }
  for (const char* date : {"2020-02-30", "2020", "20200229", "2020-2-9", "today"}) {
    ASSERT_OK_AND_ASSIGN(const Args args, Parse({"--from", date}));
    EXPECT_FALSE(args.GetDate("from").ok()) << date;
  }
  for (const char* time : {"0", "-1s", "soon", "1 hour"}) {
    ASSERT_OK_AND_ASSIGN(const Args args, Parse({"--timeout", time}));
    EXPECT_FALSE(args.GetDuration("timeout").ok()) << time;
  }
}

TEST(ArgsTest, EveryCommandExplainsItself) {
  for (const Command* command : QushuProgram().commands) {
    std::ostringstream help;
    PrintHelp(*command, help);
    EXPECT_THAT(help.str(), HasSubstr("usage: qushu " + command->name));
    EXPECT_THAT(help.str(), HasSubstr(command->summary));
    EXPECT_FALSE(command->examples.empty()) << command->name;
    for (const Flag& flag : command->flags) {
      EXPECT_THAT(help.str(), HasSubstr("\n  --" + flag.name)) << command->name;
      EXPECT_FALSE(flag.help.empty()) << command->name << " --" << flag.name;
    }
    std::istringstream lines(help.str());
    for (std::string line; std::getline(lines, line);) EXPECT_LE(DisplayWidth(line), 100) << line;
  }
}

// An example that the parser itself would refuse misleads.
TEST(ArgsTest, ExamplesUseFlagsThatExist) {
  for (const Command* command : QushuProgram().commands) {
    for (const Example& example : command->examples) {
      std::istringstream words(example.line.substr(example.line.find("qushu " + command->name)));
      std::vector<std::string> rest;
      for (std::string word; words >> word;) {
        if (word == "|" || word == ">" || word == "&&") break;
        rest.push_back(word);
      }
      ASSERT_GE(rest.size(), 2u) << example.line;
      rest.erase(rest.begin(), rest.begin() + 2);
      EXPECT_OK(Args::Parse(*command, rest)) << example.line;
    }
  }
}

}  // namespace
}  // namespace qushu::cli
