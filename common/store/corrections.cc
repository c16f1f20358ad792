#include "common/store/corrections.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/absl_compat.h"
#include "common/base/decimal.h"
#include "common/base/utf8.h"
#include "common/store/article_rows.h"
#include "common/text/resemblance.h"

namespace qushu {
namespace {

// What texts that are versions of one have in common, at least: of their words, and of their
// figures, which may be few and half of them corrected where the page is the same.
constexpr double kSameWords = 0.5;
constexpr double kSameFiguresOfPage = 1.0 / 3;
constexpr double kSameFigures = 0.5;
// Without a page, a few words that are the same say nothing: bins of a sketch that must be filled.
constexpr int kFewestWords = 16;
// On one page of a newspaper, two texts with all but the same words are versions of one whatever
// their figures.
constexpr double kAllWords = 0.85;

// A sketch: the hash of the moments that a text names, then its words, then its figures.
constexpr size_t kMomentBytes = 8;
constexpr size_t kFigureBins = 64;

// Days, hours and issues that are named in digits, in their order: bulletins of the same day tell
// themselves apart by them.
uint64_t MomentsOf(std::string_view text) {
  std::string moments;
  size_t begin = std::string_view::npos;  // of a numeral
  for (size_t at = 0; at < text.size(); at += CharSize(text[at])) {
    const char32_t c = CodePointAt(text, at);
    if (c >= '0' && c <= '9') {
      begin = std::min(begin, at);
      continue;
    }
    if (begin < at && IsIn(c, U"年月日号时点期")) {
      absl::StrAppend(&moments, ToAbsl(text.substr(begin, at + CharSize(text[at]) - begin)));
    }
    begin = std::string_view::npos;
  }
  return StableHash(moments);
}

std::string_view WordsOf(std::string_view sketch) {
  return sketch.substr(kMomentBytes, kTextSketchBytes);
}

bool HasWords(std::string_view sketch) {
  const std::string_view words = WordsOf(sketch);
  int filled = 0;
  for (size_t i = 0; i + 1 < words.size(); i += 2) {
    if (words[i] != 0 || words[i + 1] != 0) ++filled;
  }
  return filled >= kFewestWords;
}

// Shares of words and of figures that two sketches have in common.
struct Common {
  double words = 0;
  double figures = 0;
};
Common InCommon(std::string_view a, std::string_view b) {
  constexpr size_t kFigures = kMomentBytes + kTextSketchBytes;
  if (a.size() != b.size() || a.size() < kFigures) return {};
  return {.words = Resemblance(WordsOf(a), WordsOf(b)).value_or(0),
          .figures = Resemblance(a.substr(kFigures), b.substr(kFigures)).value_or(0)};
}

}  // namespace

int64_t SourceKey(std::string_view publication, int64_t date_rank, std::string_view page,
                  int district) {
  if (publication.empty() || date_rank == kUndatedRank) return 0;
  const std::string source = absl::StrCat(date_rank, " ", district, " ", page.size(), " ",
                                          ToAbsl(page), " ", ToAbsl(publication));
  const auto key = static_cast<int64_t>(StableHash(source) >> 2) + 1;
  return page.empty() ? -key : key;
}

std::string FigureLine(int district, std::string_view value, std::string_view unit) {
  return absl::StrCat(district, " ", ToAbsl(value), " ", ToAbsl(unit), "\n");
}

std::string SketchArticle(std::string_view normalized_text, std::string_view figures) {
  // Nothing happened is said of many places.
  static const std::string kZero = absl::StrCat(" ", Decimal(0).SortKey(), " ");
  std::string sketch;
  const uint64_t moments = MomentsOf(normalized_text);
  for (size_t i = 0; i < kMomentBytes; ++i) sketch += static_cast<char>(moments >> (8 * i));
  sketch += SketchText(normalized_text);
  Sketcher sketcher(kFigureBins);
  for (size_t begin = 0; begin < figures.size();) {
    const size_t end = std::min(figures.find('\n', begin), figures.size());
    const std::string_view line = figures.substr(begin, end - begin);
    if (line.find(kZero) == line.npos) sketcher.Add(StableHash(line));
    begin = end + 1;
  }
  return sketch + sketcher.Sketch();
}

double SameText(int64_t source, std::string_view a, std::string_view b) {
  const Common common = InCommon(a, b);
  if (common.words < kSameWords) return 0;
  const double agreement = common.words + common.figures;
  if (source > 0) {
    return common.figures >= kSameFiguresOfPage || common.words >= kAllWords ? agreement : 0;
  }
  const bool same_moments = a.substr(0, kMomentBytes) == b.substr(0, kMomentBytes);
  return common.figures >= kSameFigures && same_moments && HasWords(a) && HasWords(b) ? agreement
                                                                                      : 0;
}

bool SameStory(std::string_view a, std::string_view b) {
  const Common common = InCommon(a, b);
  return common.words >= kSameWords && common.figures >= kSameFigures;
}

}  // namespace qushu
