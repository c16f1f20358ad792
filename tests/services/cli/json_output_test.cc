#include "services/cli/json_output.h"

#include <google/protobuf/text_format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "common/analysis/offsets.h"
#include "qushu/v1/article.pb.h"
#include "services/cli/figure_text.h"
#include "services/cli/json_writer.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename T>
T FromText(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

std::vector<std::string> Keys(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

std::string FigureLine(const v1::Figure& figure, const LineOptions& options = {}) {
  std::string line;
  AppendFigureLine(figure, options, line);
  return line;
}

std::string SummaryLine(const v1::DistrictSummary& summary, const LineOptions& options = {}) {
  std::string line;
  AppendSummaryLine(summary, options, line);
  return line;
}

v1::Figure Sample() {
  return FromText<v1::Figure>(R"(
      text: "1300万元" source_span { begin: 10 end: 16 } value: "13000000" qualifier: QUALIFIER_AT_LEAST
      unit: "元" kind: KIND_MONEY measure: "捐款" predicate: "收到" aspect: ASPECT_CUMULATIVE
      district: "districts/410305" place: "河南省/洛阳市/涧西区" scope: SCOPE_WHOLE
      as_of { year: 2020 month: 2 day: 1 } indicator: "donations" theme: "疫情防控"
      sentence: "收到\"捐款\"1300万元。"
      evidence { field: "unit" rule: "suffix" words: "元" })");
}

TEST(FigureLineTest, HasTheKeysOfTheContractInOrder) {
  const Json json = Json::parse(FigureLine(Sample()));
  EXPECT_THAT(Keys(json), ElementsAre("start", "end", "text", "value", "qualifier", "unit", "kind",
                                      "measure", "predicate", "aspect", "place", "district",
                                      "scope", "indicator", "theme", "as_of", "sentence"));
  EXPECT_EQ(json["start"], 10);
  EXPECT_EQ(json["value"], "13000000");
  EXPECT_EQ(json["qualifier"], "at_least");
  EXPECT_EQ(json["kind"], "money");
  EXPECT_EQ(json["aspect"], "cumulative");
  EXPECT_EQ(json["scope"], "whole");
  EXPECT_EQ(json["district"], "410305");
  EXPECT_EQ(json["as_of"], "2020-02-01");
  EXPECT_EQ(json["sentence"], "收到\"捐款\"1300万元。");
}

TEST(FigureLineTest, IsOneLineOfUnescapedChinese) {
  const std::string line = FigureLine(Sample());
  EXPECT_THAT(line, HasSubstr("河南省/洛阳市/涧西区"));
  EXPECT_THAT(line, Not(HasSubstr("\n")));
}

TEST(FigureLineTest, AddsKeysOnlyWhereTheyBelong) {
  v1::Figure figure = Sample();
  figure.set_high("14000000");
  figure.set_article("articles/a1");
  const Json json = Json::parse(FigureLine(figure, {.file = "页.txt", .explain = true}));
  EXPECT_EQ(Keys(json).front(), "file");
  EXPECT_EQ(json["high"], "14000000");
  EXPECT_EQ(json["article"], "articles/a1");
  EXPECT_EQ(json["publication_date"], "");
  EXPECT_EQ(json["evidence"][0]["rule"], "suffix");
}

TEST(FigureLineTest, WritesEmptyFieldsAsEmpty) {
  const Json json = Json::parse(FigureLine(v1::Figure()));
  EXPECT_EQ(json["district"], "");
  EXPECT_EQ(json["qualifier"], "");
  EXPECT_EQ(json["as_of"], "");
  EXPECT_FALSE(json.contains("high"));
}

TEST(FigureLineTest, SurvivesAFileNameThatIsNotUtf8) {
  EXPECT_EQ(Json::parse(FigureLine(Sample(), {.file = "a\xff"}))["file"], "a\uFFFD");
}

// The figure stands behind characters of every length and behind line breaks, and is itself cut by
// one: its offsets have to cut it out of the decoded text.
TEST(FigureLineTest, OffsetsCountCodePoints) {
  v1::Article article;
  const std::string source = "𠮷é😀\r\n全区收到\n13\n00万元。";
  article.set_source_text(source);
  v1::Figure* figure = article.add_figures();
  *figure = Sample();
  figure->mutable_source_span()->set_begin(static_cast<int64_t>(source.find("13")));
  figure->mutable_source_span()->set_end(static_cast<int64_t>(source.find("。")));
  ConvertSpans(article, v1::OFFSET_ENCODING_UTF32);
  const Json json = Json::parse(FigureLine(article.figures(0)));
  // 𠮷 é 😀 CR LF 全 区 收 到 LF are 10, then 13 LF 00万元 are 7.
  EXPECT_EQ(json["start"], 10);
  EXPECT_EQ(json["end"], 17);
}

TEST(SummaryLineTest, HasTheKeysOfTheContract) {
  const auto summary = FromText<v1::DistrictSummary>(R"(
      district: "districts/410303" place: "河南省/洛阳市/西工区" headline: "筑起“硬防线”"
      sentences { text: "一。" source_span { begin: 3 end: 5 } }
      sentences { text: "二。" source_span { begin: 9 end: 11 } }
      key_figures { value: "1" })");
  const Json json = Json::parse(SummaryLine(summary));
  EXPECT_THAT(Keys(json), ElementsAre("place", "district", "headline", "sentences"));
  EXPECT_EQ(json["district"], "410303");
  EXPECT_THAT(Keys(json["sentences"][1]), ElementsAre("start", "end", "text"));
  EXPECT_EQ(json["sentences"][1]["start"], 9);
  EXPECT_EQ(Keys(Json::parse(SummaryLine(summary, {.file = "-"}))).front(), "file");
  EXPECT_EQ(Json::parse(SummaryLine(v1::DistrictSummary()))["sentences"], Json::array());
}

TEST(JsonWriterTest, EscapesWhatHasToBeWhereverItStands) {
  for (int c = 0; c < 0x100; ++c) {
    for (size_t before = 0; before < 20; ++before) {
      std::string value(before, 'a');
      c < 0x80 ? value += static_cast<char>(c) : value += "区";
      value += "区é\"𠮷";
      std::string json;
      JsonWriter(json).String(value);
      EXPECT_EQ(Json::parse(json), value);
    }
  }
}

TEST(MessageJsonTest, IsTheProtobufMappingWithUnescapedChinese) {
  v1::Article article;
  *article.add_figures() = Sample();
  ASSERT_OK_AND_ASSIGN(const std::string json, MessageJson(article));
  EXPECT_THAT(json, HasSubstr("涧西区"));
  const Json parsed = Json::parse(json);
  EXPECT_EQ(parsed["figures"][0]["sourceSpan"]["begin"], "10");
  EXPECT_EQ(parsed["figures"][0]["kind"], "KIND_MONEY");
}

TEST(JsonValuesTest, WritesOneValueOrAnArray) {
  std::ostringstream one;
  JsonValues single(one, false);
  single.Add("{\"a\": 1}");
  single.Finish();
  EXPECT_EQ(one.str(), "{\"a\": 1}\n");

  for (int count = 0; count < 3; ++count) {
    std::ostringstream out;
    JsonValues array(out, true);
    for (int i = 0; i < count; ++i) array.Add(i == 0 ? "{\n}" : "{\"a\": 1}", "文.txt");
    array.Finish();
    const Json parsed = Json::parse(out.str());
    EXPECT_EQ(parsed.size(), static_cast<size_t>(count));
    for (const Json& value : parsed) EXPECT_EQ(value["file"], "文.txt");
  }
}

TEST(FigureTextTest, WritesValuesForReading) {
  v1::Figure figure;
  figure.set_value("13000000");
  figure.set_qualifier(v1::QUALIFIER_EXACT);
  EXPECT_EQ(ValueText(figure), "13,000,000");
  figure.set_qualifier(v1::QUALIFIER_OVER);
  figure.set_value("999");
  EXPECT_EQ(ValueText(figure), "> 999");
  figure.set_qualifier(v1::QUALIFIER_ABOUT);
  figure.set_value("-1234.5678");
  EXPECT_EQ(ValueText(figure), "≈ -1,234.5678");
  figure.set_qualifier(v1::QUALIFIER_RANGE);
  figure.set_value("20000");
  figure.set_high("30000");
  EXPECT_EQ(ValueText(figure), "20,000–30,000");
}

TEST(FigureTextTest, EveryQualifierButExactAndRangeHasItsSign) {
  std::set<std::string> signs;
  for (int i = v1::Qualifier_MIN; i <= v1::Qualifier_MAX; ++i) {
    v1::Figure figure;
    figure.set_value("5");
    figure.set_qualifier(static_cast<v1::Qualifier>(i));
    signs.insert(ValueText(figure));
  }
  EXPECT_THAT(signs, ElementsAre("5", "< 5", "> 5", "≈ 5", "≤ 5", "≥ 5"));
}

TEST(FigureTextTest, WordsOfEnumerationsGoBothWays) {
  for (const auto* type : {v1::Kind_descriptor(), v1::Aspect_descriptor(), v1::Scope_descriptor(),
                           v1::Qualifier_descriptor()}) {
    for (const std::string& word : EnumWords(type)) {
      EXPECT_EQ(EnumWord(type, EnumValue(type, word)), word);
    }
    EXPECT_EQ(EnumValue(type, "unspecified"), 0);
    EXPECT_EQ(EnumWord(type, 99), "");
  }
}

TEST(FigureTextTest, DatesAndCodes) {
  EXPECT_EQ(DateText(v1::Date()), "");
  EXPECT_EQ(DistrictCode("districts/410305"), "410305");
  EXPECT_EQ(DistrictCode(""), "");
}

}  // namespace
}  // namespace qushu::cli
