// The three programs together, as a user runs them: a page goes in through `qushu ingest` and comes
// out through `qushu summary` and `qushu figures`.
#include <signal.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/testing/process.h"
#include "tests/testing/testing.h"

namespace qushu::cli {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Process;
using testing::ProcessResult;
using ::testing::SizeIs;

std::vector<Json> JsonLines(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

class RoundTripTest : public ::testing::Test {
 protected:
  void SetUp() override {
    StartIngest();
    query_ = Start("qushu-query", query_address_);
  }

  void StartIngest() { ingest_ = Start("qushu-ingest", ingest_address_); }

  std::unique_ptr<Process> Start(const std::string& program, std::string& address) {
    const std::filesystem::path port_file = folder_.path() / (program + ".port");
    std::filesystem::remove(port_file);
    auto process = std::make_unique<Process>(std::vector<std::string>{
        testing::BinDir() / program, "--address=127.0.0.1:0", "--port_file=" + port_file.string(),
        "--db=" + (folder_.path() / "store.db").string()});
    for (int i = 0; i < 300; ++i) {
      std::string port;
      if (std::ifstream(port_file) >> port) {
        address = "127.0.0.1:" + port;
        if (Qushu({"health", address}).status == 0) return process;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    ADD_FAILURE() << program << " does not serve: " << process->Err();
    return process;
  }

  // The environment says where the services are, as it does for a user.
  ProcessResult Qushu(std::vector<std::string> words, std::string_view input = "") {
    words.insert(words.begin(), (testing::BinDir() / "qushu").string());
    return testing::RunProcess(
        words, input, {"QUSHU_INGEST=" + ingest_address_, "QUSHU_QUERY=" + query_address_});
  }

  Json Ingest(const std::string& file) {
    const ProcessResult result = Qushu({"ingest", "--format=json", file});
    EXPECT_EQ(result.status, 0) << result.err;
    return Json::parse(result.out);
  }

  const std::string page_ = testing::SourceDir() / "tests/data/sample_page.txt";
  testing::TempDir folder_;
  std::string ingest_address_;
  std::string query_address_;
  std::unique_ptr<Process> ingest_;
  std::unique_ptr<Process> query_;
};

TEST_F(RoundTripTest, SummariesComeBackInPageOrder) {
  const Json stored = Ingest(page_);
  EXPECT_THAT(stored["districts"], ElementsAre("districts/410305", "districts/410303",
                                               "districts/410302", "districts/410304"));
  const ProcessResult table = Qushu({"summary", "--article", stored["name"]});
  EXPECT_EQ(table.status, 0) << table.err;
  size_t at = 0;
  for (const char* place : {"涧西区", "西工区", "老城区", "瀍河回族区"}) {
    const size_t found = table.out.find(std::string("河南省/洛阳市/") + place);
    ASSERT_NE(found, std::string::npos) << place;
    EXPECT_GE(found, at) << place;
    at = found;
  }
  const Json all = Json::parse(Qushu({"summary", "--format=json"}).out);
  ASSERT_THAT(all, SizeIs(4));
  for (const Json& district : all) {
    const Json& summary = district["summaries"][0]["summary"];
    EXPECT_NE(summary["headline"], "");
    EXPECT_FALSE(summary["sentences"].empty());
    EXPECT_FALSE(summary["keyFigures"].empty());
  }
  const Json one = Json::parse(Qushu({"summary", "--format=json", "--sentences=1", "涧西"}).out);
  EXPECT_EQ(one["district"], "districts/410305");
  EXPECT_THAT(one["summaries"][0]["summary"]["sentences"], SizeIs(1));
}

// What was stored is what `qushu analyze` reads without any service, offsets included.
TEST_F(RoundTripTest, FiguresComeBackAsAnalyzed) {
  const Json stored = Ingest(page_);
  std::vector<Json> listed = JsonLines(Qushu({"figures", "--all", "--format=jsonl"}).out);
  const std::vector<Json> analyzed = JsonLines(Qushu({"analyze", "--format=jsonl", page_}).out);
  ASSERT_GT(analyzed.size(), 50u);
  EXPECT_EQ(stored["figureCount"], analyzed.size());
  for (Json& figure : listed) {
    EXPECT_EQ(figure["article"], stored["name"]);
    EXPECT_EQ(figure["publication_date"], "2020-02-20");
    figure.erase("article");
    figure.erase("publication_date");
  }
  EXPECT_EQ(listed, analyzed);
}

TEST_F(RoundTripTest, FiguresAreFilteredAndLimited) {
  Ingest(page_);
  const auto figures = [&](std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"figures", "--format=jsonl"});
    const ProcessResult result = Qushu(flags);
    EXPECT_EQ(result.status, 0) << result.err;
    return JsonLines(result.out);
  };
  const size_t all = figures({}).size();
  for (const Json& figure : figures({"--kind=money", "--district=涧西区", "--min=1000"})) {
    EXPECT_EQ(figure["kind"], "money");
    EXPECT_EQ(figure["district"], "410305");
  }
  EXPECT_EQ(figures({"--district=洛阳市", "--below"}).size(), all);
  EXPECT_EQ(figures({"--from=2020-02-21"}).size(), 0u);
  EXPECT_THAT(figures({"--measure=卡口"}), SizeIs(::testing::Ge(1u)));
  const ProcessResult three = Qushu({"figures", "--limit=3", "--format=json"});
  EXPECT_THAT(Json::parse(three.out)["figures"], SizeIs(3));
  EXPECT_THAT(three.err, HasSubstr("the first 3 figures; --all prints the rest"));
}

TEST_F(RoundTripTest, TellsPeopleWhatWasStored) {
  const std::string copy = folder_.path() / "页.txt";
  std::filesystem::copy_file(page_, copy);
  const ProcessResult first = Qushu({"ingest", page_, folder_.path() / "none.txt", "-"}, "");
  EXPECT_EQ(first.status, 1);
  EXPECT_THAT(first.out, AllOf(HasSubstr("stored"), HasSubstr("涧西区 410305")));
  EXPECT_THAT(first.err, AllOf(HasSubstr("No such file"), HasSubstr("EMPTY_TEXT")));
  const ProcessResult again = Qushu({"ingest", copy});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.out, HasSubstr("was stored before"));
}

TEST_F(RoundTripTest, ErrorsOfTheServicesKeepTheirDetails) {
  ProcessResult result = Qushu({"ingest", "-"}, "好\xff");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("INVALID_UTF8"), HasSubstr("byte_offset 3"), HasSubstr("iconv")));
  result = Qushu({"summary", "999999", "410305"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("999999: no such division (DISTRICT_NOT_FOUND"));
  EXPECT_THAT(result.out, HasSubstr("nothing stored"));
  EXPECT_THAT(Qushu({"figures", "--min=x"}).err, HasSubstr("INVALID_VALUE_RANGE; min_value"));
  EXPECT_THAT(Qushu({"figures", "--from=2020-03-01", "--to=2020-02-01"}).err,
              HasSubstr("INVALID_DATE_RANGE"));
  EXPECT_THAT(Qushu({"figures", "--article=0123456789abcdef0123456789abcdef"}).err,
              HasSubstr("ARTICLE_NOT_FOUND"));
  EXPECT_THAT(Qushu({"health", query_address_, "none"}).err, HasSubstr("NOT_FOUND"));
}

TEST_F(RoundTripTest, WhatWasAcknowledgedOutlivesAKilledService) {
  const Json stored = Ingest(page_);
  ingest_->Kill(SIGKILL);
  ingest_->Wait();
  EXPECT_EQ(Qushu({"health", ingest_address_}).status, 1);
  EXPECT_THAT(Json::parse(Qushu({"summary", "--format=json"}).out), SizeIs(4));
  StartIngest();
  const Json again = Ingest(page_);
  EXPECT_EQ(again["name"], stored["name"]);
  EXPECT_EQ(again["alreadyStored"], true);
}

TEST_F(RoundTripTest, AnEmptyStoreIsNoError) {
  ProcessResult result = Qushu({"summary"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, "nothing stored\n");
  result = Qushu({"figures"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.out, "no figures\n");
  EXPECT_EQ(Json::parse(Qushu({"summary", "--format=json"}).out), Json::array());
}

}  // namespace
}  // namespace qushu::cli
