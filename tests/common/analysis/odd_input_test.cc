// Texts that nobody writes: the analysis takes time linear in the length of a text, whatever it is
// made of, and so none of these takes many times as long as a page of the same length.
#include <chrono>
#include <cstdio>
#include <string>

#include "common/analysis/analyzer.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

constexpr size_t kBytes = 5 << 20;
constexpr double kMaxRatio = 20;

std::string Repeat(std::string_view piece, size_t bytes = kBytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

class OddInputTest : public ::testing::TestWithParam<std::pair<const char*, const char*>> {
 protected:
  static void SetUpTestSuite() {
    auto created = Analyzer::Create();
    ASSERT_OK(created);
    analyzer_ = created->release();
    plain_seconds_ =
        Seconds(Repeat(testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt")));
    std::printf("plain text: %.2f s, %.1f MB/s\n", plain_seconds_, kBytes / 1e6 / plain_seconds_);
  }
  static void TearDownTestSuite() { delete analyzer_; }

  static double Seconds(std::string text) {
    v1::ArticleInput input;
    input.set_text(std::move(text));
    const auto begin = std::chrono::steady_clock::now();
    auto article = analyzer_->Analyze(input, {.explain = true});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    EXPECT_OK(article);
    return taken.count();
  }

  static const Analyzer* analyzer_;
  static double plain_seconds_;
};
const Analyzer* OddInputTest::analyzer_ = nullptr;
double OddInputTest::plain_seconds_ = 0;

TEST_P(OddInputTest, TakesNoLongerThanPlainTextWithinReason) {
  const double seconds = Seconds(Repeat(GetParam().second));
  const double ratio = seconds / plain_seconds_;
  std::printf("%s: %.2f s, %.2f times plain text\n", GetParam().first, seconds, ratio);
  EXPECT_LT(ratio, kMaxRatio);
}

INSTANTIATE_TEST_SUITE_P(
    Pieces, OddInputTest,
    ::testing::Values(std::pair("one", "一"), std::pair("numerals", "一百二十三万"),
                      std::pair("digits", "1234567890"), std::pair("decimals", "1.5"),
                      std::pair("groups", "1,080"), std::pair("brackets", "（"),
                      std::pair("closing", "）"), std::pair("quotes", "“"),
                      std::pair("pairs", "（“”）"), std::pair("districts", "涧西区"),
                      std::pair("provinces", "河南省洛阳市"), std::pair("headings", "涧西区\n"),
                      std::pair("newlines", "\n"), std::pair("crlf", "\r\n a"),
                      std::pair("spaces", "a "), std::pair("commas", "，"),
                      std::pair("semicolons", "3人；"), std::pair("stops", "。"),
                      std::pair("counts", "44家"), std::pair("list", "涧西区44家、"),
                      std::pair("lines", "确诊病例44例\n"), std::pair("dates", "2020年2月20日"),
                      std::pair("ranges", "3至5天"), std::pair("slogans", "众志成城"),
                      std::pair("bylines", "王 珂 文/图\n"), std::pair("latin", "abc"),
                      std::pair("combining", "e\u0301"), std::pair("invisible", "\u200b人"),
                      std::pair("supplementary", "𠮷")),
    [](const auto& piece) { return std::string(piece.param.first); });

}  // namespace
}  // namespace qushu
