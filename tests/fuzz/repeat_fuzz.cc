// A short piece over and over again: the analysis takes time linear in the length of a text,
// whatever it is made of.
#include <ctime>

#include "common/analysis/analyzer.h"
#include "common/text/decode.h"
#include "tests/fuzz/fuzz.h"

namespace qushu {
namespace {

constexpr size_t kLongestPiece = 96;
constexpr size_t kShort = 4 << 10;
constexpr size_t kLong = 32 << 10;  // eight times as long
// Twice what is linear; below this time the clock and the caches count for too much.
constexpr double kMaxRatio = 16;
constexpr double kMinSeconds = 0.5;

double Seconds(const Analyzer& analyzer, std::string_view piece, size_t bytes) {
  v1::ArticleInput input;
  input.set_encoding("utf-8");
  std::string& text = *input.mutable_text();
  text = "全区44家。";
  while (text.size() < bytes) text += piece;
  const std::clock_t begin = std::clock();
  fuzz::Made(analyzer.Analyze(input, {.explain = true}));
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

}  // namespace
}  // namespace qushu

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace qushu;
  static const Analyzer& analyzer = *fuzz::Made(Analyzer::Create()).release();
  const std::string piece = fuzz::ValidText(data, std::min(size, kLongestPiece));
  if (piece.empty()) return -1;
  const double eight = Seconds(analyzer, piece, kLong);
  if (eight < kMinSeconds) return 0;
  const double one = Seconds(analyzer, piece, kShort);
  fuzz::Expect(eight < one * kMaxRatio,
               "eight times the text takes " + std::to_string(eight / one) + " times as long");
  return 0;
}
