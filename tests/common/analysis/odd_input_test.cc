// Texts that nobody writes: the analysis takes time linear in the length of a text, whatever it is
// made of, and so none of these takes many times as long as a page of the same length. The bench
// (tests/bench) measures how long; the limits here leave room for a busy machine.
#include <time.h>

#include <cstdio>
#include <ostream>
#include <string>

#include "common/analysis/analyzer.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

constexpr size_t kBytes = 5 << 20;
constexpr size_t kFewerBytes = 1 << 20;
// Twice as long as a page of the same length, and half of that for chance.
constexpr double kMaxRatio = 3;
// Where a figure is stated every few bytes, and each repeats the sentence that it stands in.
constexpr double kMaxRatioDense = 15;

// Seconds of processor time that this program has taken.
double Now() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::string Repeat(std::string_view piece, size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

struct Piece {
  const char* name;
  const char* text;
  size_t bytes;
  double max_ratio = kMaxRatio;
};
void PrintTo(const Piece& piece, std::ostream* out) { *out << piece.name; }

class OddInputTest : public ::testing::TestWithParam<Piece> {
 protected:
  static void SetUpTestSuite() {
    auto created = Analyzer::Create();
    ASSERT_OK(created);
    analyzer_ = created->release();
    plain_seconds_ = Seconds(
        Repeat(testing::ReadFile(testing::SourceDir() / "tests/data/sample_page.txt"), kBytes));
    std::printf("plain text: %.2f s, %.1f MB/s\n", plain_seconds_, kBytes / 1e6 / plain_seconds_);
  }
  static void TearDownTestSuite() { delete analyzer_; }

  static double Seconds(std::string text) {
    v1::ArticleInput input;
    input.set_text(std::move(text));
    const double begin = Now();
    auto article = analyzer_->Analyze(input, {.explain = true});
    const double taken = Now() - begin;
    EXPECT_OK(article);
    return taken;
  }

  static const Analyzer* analyzer_;
  static double plain_seconds_;
};
const Analyzer* OddInputTest::analyzer_ = nullptr;
double OddInputTest::plain_seconds_ = 0;

TEST_P(OddInputTest, TakesNoLongerThanPlainTextWithinReason) {
  const Piece& piece = GetParam();
  const double seconds = Seconds("全区44家。" + Repeat(piece.text, piece.bytes));
  const double ratio = seconds / (plain_seconds_ * piece.bytes / kBytes);
  std::printf("%s: %.2f s, %.2f times plain text\n", piece.name, seconds, ratio);
  EXPECT_LT(ratio, piece.max_ratio);
}

INSTANTIATE_TEST_SUITE_P(
    Pieces, OddInputTest,
    ::testing::Values(
        Piece{"one", "一", kBytes}, Piece{"numerals", "一百二十三万", kFewerBytes, kMaxRatioDense},
        Piece{"digits", "1234567890", kBytes}, Piece{"decimals", "1.5", kFewerBytes},
        Piece{"groups", "1,080", kFewerBytes}, Piece{"brackets", "（", kBytes},
        Piece{"closing", "）", kFewerBytes}, Piece{"quotes", "“", kFewerBytes},
        Piece{"pairs", "（“”）", kFewerBytes}, Piece{"districts", "涧西区", kBytes},
        Piece{"provinces", "河南省洛阳市", kFewerBytes}, Piece{"headings", "涧西区\n", kFewerBytes},
        Piece{"newlines", "\n", kBytes}, Piece{"crlf", "\r\n a", kFewerBytes},
        Piece{"spaces", "a ", kFewerBytes}, Piece{"commas", "，", kFewerBytes},
        Piece{"semicolons", "3人；", kFewerBytes, kMaxRatioDense},
        Piece{"stops", "。", kFewerBytes}, Piece{"counts", "44家", kFewerBytes, kMaxRatioDense},
        Piece{"list", "涧西区44家、", kFewerBytes, kMaxRatioDense},
        Piece{"lines", "确诊病例44例\n", kFewerBytes, kMaxRatioDense},
        Piece{"dates", "2020年2月20日", kFewerBytes},
        Piece{"ranges", "3至5天", kFewerBytes, kMaxRatioDense},
        Piece{"slogans", "众志成城", kFewerBytes}, Piece{"bylines", "王 珂 文/图\n", kFewerBytes},
        Piece{"latin", "abc", kFewerBytes}, Piece{"combining", "e\u0301", kFewerBytes},
        Piece{"invisible", "\u200b人", kFewerBytes}, Piece{"supplementary", "𠮷", kFewerBytes}),
    [](const auto& piece) { return std::string(piece.param.name); });

}  // namespace
}  // namespace qushu
