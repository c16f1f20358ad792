// Texts that nobody writes: the analysis takes time linear in the length of a text, whatever it is
// made of, and so none of these takes many times as long as a page of the same length. The bench
// (tests/bench) measures how long; the limits here leave room for a busy machine.
#include <time.h>

#include <cstdio>
#include <ostream>
#include <string>

#include "common/analysis/analyzer.h"
#include "tests/common/analysis/article_invariants.h"
#include "tests/testing/testing.h"

namespace qushu {
namespace {

constexpr size_t kBytes = 5 << 20;
constexpr size_t kFewerBytes = 1 << 20;
// Twice as long as a page of the same length, and half of that for chance.
constexpr double kMaxRatio = 3;
// Where a figure is stated every few bytes: of the time that bulletins full of numbers take, which
// state one every sixty. Four, and half of that for chance.
constexpr double kMaxRatioDense = 6;

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
  bool dense = false;  // compared with bulletins
};
void PrintTo(const Piece& piece, std::ostream* out) { *out << piece.name; }

class OddInputTest : public ::testing::TestWithParam<Piece> {
 protected:
  static void SetUpTestSuite() {
    auto created = Analyzer::Create();
    ASSERT_OK(created);
    analyzer_ = created->release();
    const auto folder = testing::SourceDir() / "tests/data";
    plain_text_ = new std::string(Repeat(testing::ReadFile(folder / "sample_page.txt"), kBytes));
    plain_seconds_ = Seconds(*plain_text_);
    std::string bulletins;
    for (const char* name : {"baoding", "chongqing", "dehong", "harbin", "neimenggu"}) {
      bulletins += testing::ReadFile(folder / "annotated/known" /
                                     (std::string("bulletin-") + name + ".txt"));
    }
    bulletins_ = new std::string(Repeat(bulletins, kBytes));
    dense_seconds_ = Seconds(*bulletins_);
    std::printf("plain text: %.2f s, %.1f MB/s; bulletins: %.2f s, %.1f MB/s\n", plain_seconds_,
                kBytes / 1e6 / plain_seconds_, dense_seconds_, kBytes / 1e6 / dense_seconds_);
  }
  static void TearDownTestSuite() {
    delete bulletins_;
    delete plain_text_;
    delete analyzer_;
  }

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
  static const std::string* plain_text_;
  static const std::string* bulletins_;
  static double plain_seconds_;
  static double dense_seconds_;
};
const Analyzer* OddInputTest::analyzer_ = nullptr;
const std::string* OddInputTest::plain_text_ = nullptr;
const std::string* OddInputTest::bulletins_ = nullptr;
double OddInputTest::plain_seconds_ = 0;
double OddInputTest::dense_seconds_ = 0;

TEST_P(OddInputTest, TakesNoLongerThanPlainTextWithinReason) {
  const Piece& piece = GetParam();
  const double limit = piece.dense ? kMaxRatioDense : kMaxRatio;
  const std::string text = "全区44家。" + Repeat(piece.text, piece.bytes);
  const std::string& usual_text = piece.dense ? *bulletins_ : *plain_text_;
  double usual = piece.dense ? dense_seconds_ : plain_seconds_;
  // A machine that slows down between two measurements makes one of them long, a text that is slow
  // is slow beside the usual text every time.
  double ratio = limit;
  for (int attempt = 0; attempt < 5 && ratio >= limit; ++attempt) {
    if (attempt > 0) usual = Seconds(usual_text);
    const double seconds = Seconds(text);
    ratio = seconds / (usual * piece.bytes / kBytes);
    std::printf("%s: %.2f s, %.2f times %s\n", piece.name, seconds, ratio,
                piece.dense ? "bulletins" : "plain text");
  }
  EXPECT_LT(ratio, limit);
}

// What a figure carries of its sentence is bounded: an answer is not many times as long as its text
// because all of it is one sentence.
TEST_P(OddInputTest, AFigureCarriesNoMoreThanAStretchOfALongSentence) {
  v1::ArticleInput input;
  input.set_text("全区44家。" + Repeat(GetParam().text, 20000));
  auto article = analyzer_->Analyze(input);
  ASSERT_OK(article);
  ASSERT_EQ(testing::ArticleFault(input.text(), *article), "");
  for (const v1::Figure& figure : article->figures()) {
    ASSERT_LE(figure.sentence().size(), figure.sentence_cut() ? 300u : 2048u);
    ASSERT_NE(figure.sentence().find(figure.text()), std::string::npos);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Pieces, OddInputTest,
    ::testing::Values(
        Piece{"one", "一", kBytes}, Piece{"numerals", "一百二十三万", kFewerBytes, /*dense=*/true},
        Piece{"digits", "1234567890", kBytes}, Piece{"decimals", "1.5", kFewerBytes},
        Piece{"groups", "1,080", kFewerBytes}, Piece{"brackets", "（", kBytes},
        Piece{"closing", "）", kFewerBytes}, Piece{"quotes", "“", kFewerBytes},
        Piece{"pairs", "（“”）", kFewerBytes}, Piece{"districts", "涧西区", kBytes},
        Piece{"provinces", "河南省洛阳市", kFewerBytes}, Piece{"headings", "涧西区\n", kFewerBytes},
        Piece{"newlines", "\n", kBytes}, Piece{"crlf", "\r\n a", kFewerBytes},
        Piece{"spaces", "a ", kFewerBytes}, Piece{"commas", "，", kFewerBytes},
        Piece{"semicolons", "3人；", kFewerBytes, /*dense=*/true},
        Piece{"stops", "。", kFewerBytes}, Piece{"counts", "44家", kFewerBytes, /*dense=*/true},
        Piece{"persons", "3人", kFewerBytes, /*dense=*/true},
        Piece{"list", "涧西区44家、", kFewerBytes, /*dense=*/true},
        Piece{"lines", "确诊病例44例\n", kFewerBytes, /*dense=*/true},
        Piece{"dates", "2020年2月20日", kFewerBytes},
        Piece{"ranges", "3至5天", kFewerBytes, /*dense=*/true},
        Piece{"slogans", "众志成城", kFewerBytes}, Piece{"bylines", "王 珂 文/图\n", kFewerBytes},
        Piece{"latin", "abc", kFewerBytes}, Piece{"combining", "e\u0301", kFewerBytes},
        Piece{"invisible", "\u200b人", kFewerBytes}, Piece{"supplementary", "𠮷", kFewerBytes}),
    [](const auto& piece) { return std::string(piece.param.name); });

}  // namespace
}  // namespace qushu
