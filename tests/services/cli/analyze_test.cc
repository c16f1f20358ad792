// `qushu analyze` with the real analysis: what it prints fits the text that it was given.
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "common/base/utf8.h"
#include "tests/testing/process.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProcessResult;

class AnalyzeTest : public ::testing::Test {
 protected:
  ProcessResult Analyze(std::vector<std::string> words, std::string_view input = "") {
    words.insert(words.begin(), {(testing::BinDir() / "qushu").string(), "analyze"});
    return testing::RunProcess(words, input);
  }

  std::vector<Json> Lines(const ProcessResult& result) {
    EXPECT_EQ(result.status, 0) << result.err;
    std::vector<Json> lines;
    std::istringstream in(result.out);
    for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
    return lines;
  }

  // The characters from `start` to `end`, counted in code points, without line breaks.
  static std::string Cut(const std::string& text, const Json& at) {
    std::string out;
    int64_t position = 0;
    for (size_t i = 0; i < text.size(); i += CharSize(text[i]), ++position) {
      const bool line_break = text[i] == '\n' || text[i] == '\r';
      if (position >= at["start"] && position < at["end"] && !line_break) {
        out.append(text, i, CharSize(text[i]));
      }
    }
    return out;
  }

  const std::string page_ = testing::SourceDir() / "tests/data/sample_page.txt";
};

TEST_F(AnalyzeTest, SpansCutTheirTextOutOfThePage) {
  const std::string text = testing::ReadFile(page_);
  const std::vector<Json> figures = Lines(Analyze({"--format=jsonl", page_}));
  EXPECT_GT(figures.size(), 50u);
  int64_t last = 0;
  for (const Json& figure : figures) {
    EXPECT_EQ(Cut(text, figure), figure["text"]) << figure;
    EXPECT_GE(figure["start"], last) << "not in text order";
    last = figure["start"];
  }
  for (const Json& district : Lines(Analyze({"--format=jsonl", "--summaries", page_}))) {
    EXPECT_FALSE(district["sentences"].empty());
    for (const Json& sentence : district["sentences"]) {
      EXPECT_EQ(Cut(text, sentence), sentence["text"]);
    }
  }
}

// Four bytes a character, two, a CR LF, and a line break inside the figure.
TEST_F(AnalyzeTest, OffsetsCountCodePointsBehindAnyCharacters) {
  const std::string text =
      "𠮷😀é\r\n连日来,各社区严防死守,党员干部带头值守,全区设立卡口7\n27个,守住了家门。\n";
  const std::vector<Json> figures = Lines(Analyze({"--format=jsonl", "-"}, text));
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures[0]["start"], 32);
  EXPECT_EQ(figures[0]["end"], 37);
  EXPECT_EQ(figures[0]["value"], "727");
}

TEST_F(AnalyzeTest, JsonCountsInTheUnitAskedFor) {
  const std::string text = "😀全区设立卡口727个。\n";
  const auto begin = [&](const std::string& unit) {
    const Json article =
        Json::parse(Analyze({"--format=json", "--offsets=" + unit, "-"}, text).out);
    return article["figures"][0]["sourceSpan"]["begin"].get<std::string>();
  };
  EXPECT_EQ(begin("utf8"), "22");
  EXPECT_EQ(begin("utf16"), "8");
  EXPECT_EQ(begin("utf32"), "7");
}

TEST_F(AnalyzeTest, SeveralFilesAreToldApart) {
  const std::vector<Json> figures = Lines(Analyze({"--format=jsonl", page_, "-"}, "设立卡口3个。"));
  EXPECT_EQ(figures.front()["file"], page_);
  EXPECT_EQ(figures.back()["file"], "-");
  EXPECT_FALSE(Lines(Analyze({"--format=jsonl", page_}))[0].contains("file"));
}

TEST_F(AnalyzeTest, ReadsLongerTextsThanTheServicesTake) {
  const ProcessResult result =
      Analyze({"--format=jsonl", "-"}, "设立卡口3个。" + std::string(17 << 20, '\n'));
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(Lines(result).size(), 1u);
}

TEST_F(AnalyzeTest, BadTextsAreNamedWithTheirReason) {
  testing::TempDir folder;
  const std::string empty = folder.path() / "empty.txt";
  std::ofstream(empty).close();
  const ProcessResult result = Analyze({"--format=jsonl", empty, page_});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr(empty + ": "), HasSubstr("EMPTY_TEXT")));
  EXPECT_THAT(result.out, HasSubstr("涧西区"));

  const ProcessResult blank = Analyze({"-"}, " \n　\n");
  EXPECT_EQ(blank.status, 1);
  EXPECT_THAT(blank.err, HasSubstr("EMPTY_TEXT"));
  const ProcessResult invalid = Analyze({"-"}, "卡口\xff个");
  EXPECT_EQ(invalid.status, 1);
  EXPECT_THAT(invalid.err, AllOf(HasSubstr("standard input: "), HasSubstr("INVALID_UTF8"),
                                 HasSubstr("byte_offset 6")));
  const ProcessResult large = Analyze({"-"}, std::string((64 << 20) + 1, 'x'));
  EXPECT_EQ(large.status, 1);
  EXPECT_THAT(large.err, HasSubstr("TEXT_TOO_LARGE"));
}

TEST_F(AnalyzeTest, FlagsReachTheAnalysis) {
  const std::string text = "全市设立卡口727个。\n";
  const Json figure =
      Lines(Analyze({"--format=jsonl", "--home=洛阳市", "--date=2020-02-20", "-"}, text)).at(0);
  EXPECT_EQ(figure["district"], "410300");
  EXPECT_EQ(figure["as_of"], "2020-02-20");
  EXPECT_FALSE(figure.contains("evidence"));
  const Json explained = Lines(Analyze({"--format=jsonl", "--explain", "-"}, text)).at(0);
  std::map<std::string, int> fields;
  for (const Json& evidence : explained["evidence"]) {
    ++fields[evidence["field"].get<std::string>()];
    EXPECT_NE(evidence["confidence"], "");
    if (evidence["field"] == "measure") {
      EXPECT_EQ(evidence["words"], "卡口");
      EXPECT_EQ(evidence["start"], 4);
      EXPECT_EQ(evidence["end"], 6);
    }
  }
  for (const char* field : {"value", "qualifier", "unit", "measure", "predicate", "aspect", "place",
                            "scope", "as_of"}) {
    EXPECT_EQ(fields[field], 1) << field;
  }
  for (const char* count : {"0", "1", "5"}) {
    const auto districts = Lines(
        Analyze({"--format=jsonl", "--summaries", std::string("--sentences=") + count, page_}));
    ASSERT_FALSE(districts.empty());
    for (const Json& district : districts) {
      EXPECT_LE(district["sentences"].size(), std::stoul(count));
    }
  }
}

TEST_F(AnalyzeTest, SumsThatDifferAreToldAndNotPutRight) {
  const std::string text = "江苏省新增确诊病例9例（南京市4例、苏州市6例）。\n";
  const ProcessResult table = Analyze({"--date=2020-02-04", "-"}, text);
  EXPECT_EQ(table.status, 0);
  EXPECT_THAT(table.out, HasSubstr("! SUM_DIFFERS: 4 + 6 = 10, stated 9\n"));
  const Json article = Json::parse(
      Analyze({"--format=json", "--date=2020-02-04", "--offsets=utf32", "-"}, text).out);
  EXPECT_EQ(article["figures"][0]["value"], "9");
  ASSERT_EQ(article["findings"].size(), 1u);
  EXPECT_EQ(article["findings"][0]["figures"], Json({2, 3, 1}));
  EXPECT_EQ(article["findings"][0]["figureSpans"][2]["begin"], "9");
  EXPECT_EQ(article["findings"][0]["sourceSpan"]["begin"], "9");
}

TEST_F(AnalyzeTest, ExplanationsAreForPeopleToo) {
  const std::string table =
      Analyze({"--explain", "--date=2020-02-04", "-"}, "鼓楼区捐款约1300万元。\n").out;
  EXPECT_THAT(table, HasSubstr("confidence low\n"));
  EXPECT_THAT(table, HasSubstr("may be     福建省/福州市/鼓楼区\n"));
  EXPECT_THAT(table, HasSubstr("value      multiplier                   ← 万\n"));
  EXPECT_THAT(table, HasSubstr("qualifier  before-number                ← 约\n"));
  EXPECT_THAT(table, HasSubstr("place      open-name (low)              ← 鼓楼区\n"));
  EXPECT_THAT(table, HasSubstr("\nRules\n"));
}

TEST_F(AnalyzeTest, TextIsTheNormalisedTextAndTheTableHasNoLineTooLong) {
  EXPECT_EQ(Analyze({"--format=text", "-"}, "卡口７２７个\r\n").out, "卡口727个\n");
  const std::string table = Analyze({"--width=60", "--summaries", page_}).out;
  EXPECT_THAT(table, AllOf(HasSubstr("河南省/洛阳市/涧西区  410305"), Not(HasSubstr("…"))));
}

}  // namespace
}  // namespace qushu::cli
