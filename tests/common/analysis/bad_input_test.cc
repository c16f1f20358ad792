// What the analysis refuses, and how it says so.
#include <string>

#include "common/analysis/analyzer.h"
#include "google/rpc/error_details.pb.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

using ::qushu::testing::IsError;

class BadInputTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Article> Analyze(const std::string& text, const std::string& home = "") const {
    v1::ArticleInput input;
    input.set_text(text);
    input.set_home_district(home);
    return analyzer_.Analyze(input);
  }
  // The value that an error's ErrorInfo holds under `key`; fails the test if there is none.
  static std::string Metadata(const absl::Status& status, const std::string& key) {
    google::rpc::ErrorInfo info;
    const auto payload = status.GetPayload(kErrorInfoUrl);
    if (!payload || !info.ParseFromString(std::string(*payload)) ||
        info.metadata().count(key) == 0) {
      ADD_FAILURE() << "no " << key << " in " << status;
      return "";
    }
    return info.metadata().at(key);
  }
  static std::string FirstField(const absl::Status& status) {
    google::rpc::BadRequest request;
    const auto payload = status.GetPayload(kBadRequestUrl);
    if (!payload || !request.ParseFromString(std::string(*payload)) ||
        request.field_violations_size() == 0) {
      return "";
    }
    return request.field_violations(0).field();
  }

  const Analyzer& analyzer_ = testing::Shared<Analyzer>();
};

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST_F(BadInputTest, TextWithoutCharacters) {
  for (const char* text : {"", " ", "\n\n\r\n\t ", "　　\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF \n"}) {
    const auto article = Analyze(text);
    EXPECT_THAT(article, IsError(kInvalid, "EMPTY_TEXT"));
    EXPECT_EQ(FirstField(article.status()), "article.text");
  }
  EXPECT_OK(Analyze("。"));
}

TEST_F(BadInputTest, InvalidUtf8NamesTheFirstBadByte) {
  const std::string good = "涧西区44家";  // 14 bytes
  for (const char* bad :
       {"\xFF", "\xE6\xB6", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"}) {
    const auto article = Analyze(good + bad + "人");
    EXPECT_THAT(article, IsError(kInvalid, "INVALID_UTF8"));
    EXPECT_EQ(FirstField(article.status()), "article.text");
    EXPECT_EQ(Metadata(article.status(), "byte_offset"), std::to_string(good.size()));
  }
  EXPECT_EQ(Metadata(Analyze("\xFF").status(), "byte_offset"), "0");
  EXPECT_EQ(Metadata(Analyze("家\xE5\xAE").status(), "byte_offset"), "3") << "cut at the end";
}

TEST_F(BadInputTest, TextOverTheLimit) {
  const auto article = Analyze(std::string(kMaxTextBytes + 1, 'a'));
  EXPECT_THAT(article, IsError(kInvalid, "TEXT_TOO_LARGE"));
  EXPECT_EQ(FirstField(article.status()), "article.text");
  EXPECT_EQ(Metadata(article.status(), "limit_bytes"), std::to_string(kMaxTextBytes));
  EXPECT_EQ(Metadata(article.status(), "size_bytes"), std::to_string(kMaxTextBytes + 1));
}

TEST_F(BadInputTest, TextAtTheLimitIsTaken) {
  std::string text = "全区44家。";
  text.resize(kMaxTextBytes, '\n');
  const auto article = Analyze(text);
  ASSERT_OK(article);
  EXPECT_EQ(article->figures_size(), 1);
}

TEST_F(BadInputTest, AProgramMayReadLongerTexts) {
  v1::ArticleInput input;
  input.set_text("全区44家。" + std::string(kMaxTextBytes, '\n'));
  EXPECT_OK(analyzer_.Analyze(input, {.max_text_bytes = kMaxOfflineTextBytes}));
  EXPECT_THAT(analyzer_.ForEachFigure(input, {}, [](const v1::Figure&) { FAIL(); }),
              IsError(kInvalid, "TEXT_TOO_LARGE"));
}

// Nothing but figures would fill the memory of a service.
TEST_F(BadInputTest, MoreFiguresThanAServiceTakes) {
  v1::ArticleInput input;
  input.set_text("<p>全区３家。</p><p>4家，５家，6家。</p>");
  EXPECT_OK(analyzer_.Analyze(input, {.max_figures = 4}));
  const auto article = analyzer_.Analyze(input, {.max_figures = 3});
  EXPECT_THAT(article, IsError(kInvalid, "TOO_MANY_FIGURES"));
  EXPECT_EQ(FirstField(article.status()), "article.text");
  EXPECT_EQ(Metadata(article.status(), "limit_figures"), "3");
  EXPECT_EQ(Metadata(article.status(), "byte_offset"), std::to_string(input.text().find("4家")));
  EXPECT_THAT(analyzer_.ForEachFigure(input, {.max_figures = 3}, [](const v1::Figure&) { FAIL(); }),
              IsError(kInvalid, "TOO_MANY_FIGURES"));

  std::string text;
  while (text.size() < kMaxTextBytes / 8) text += "3人";
  EXPECT_THAT(Analyze(text), IsError(kInvalid, "TOO_MANY_FIGURES"));
}

TEST_F(BadInputTest, UnknownHomeDistrict) {
  for (const char* home : {"districts/999999", "districts/0", "districts/", "410305", "涧西区",
                           "districts/41030", "districts/410305x", "districts/-410305",
                           "districts/99999999999", "District/410305", "districts/410305 "}) {
    const auto article = Analyze("全区44家。", home);
    EXPECT_THAT(article, IsError(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND")) << home;
    EXPECT_EQ(FirstField(article.status()), "article.home_district") << home;
  }
  EXPECT_OK(Analyze("全区44家。", "districts/410305"));
}

TEST_F(BadInputTest, ImpossibleDate) {
  struct Case {
    int year, month, day;
    bool ok;
  };
  for (const Case& c : {Case{2020, 2, 29, true}, Case{2021, 2, 29, false}, Case{2020, 13, 1, false},
                        Case{2020, 0, 1, false}, Case{2020, 4, 31, false}, Case{2020, 1, 0, false},
                        Case{0, 1, 1, false}, Case{10000, 1, 1, false}, Case{2020, -1, 5, false},
                        Case{2000, 2, 29, true}, Case{1900, 2, 29, false}}) {
    v1::ArticleInput input;
    input.set_text("全区44家。");
    input.mutable_publication_date()->set_year(c.year);
    input.mutable_publication_date()->set_month(c.month);
    input.mutable_publication_date()->set_day(c.day);
    const auto article = analyzer_.Analyze(input);
    if (c.ok) {
      ASSERT_OK(article);
      EXPECT_EQ(article->figures(0).as_of().day(), c.day);
      continue;
    }
    EXPECT_THAT(article, IsError(kInvalid, "INVALID_DATE_RANGE"))
        << c.year << "-" << c.month << "-" << c.day;
    EXPECT_EQ(FirstField(article.status()), "article.publication_date");
  }
}

TEST_F(BadInputTest, MessagesAreShortAndHoldNothingOfTheText) {
  for (const auto& status : {Analyze("涧西区\xFF").status(), Analyze("").status(),
                             Analyze("全区44家。", "districts/涧西").status()}) {
    EXPECT_LT(status.message().size(), 120u);
    for (char c : status.message()) EXPECT_GT(c, 0) << status;
  }
}

}  // namespace
}  // namespace qushu
