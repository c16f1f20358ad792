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

int FilledBins(std::string_view sketch) {
  int filled = 0;
  for (size_t i = 0; i + 1 < sketch.size(); i += 2) {
    if (sketch[i] != 0 || sketch[i + 1] != 0) ++filled;
  }
  return filled;
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
  if (a.size() != b.size() || a.size() < kMomentBytes + kTextSketchBytes) return 0;
  const auto words = [](std::string_view sketch) {
    return sketch.substr(kMomentBytes, kTextSketchBytes);
  };
  const auto figures = [](std::string_view sketch) {
    return sketch.substr(kMomentBytes + kTextSketchBytes);
  };
  const double same_words = Resemblance(words(a), words(b)).value_or(0);
  if (same_words < kSameWords) return 0;
  const double same_figures = Resemblance(figures(a), figures(b)).value_or(0);
  const double agreement = same_words + same_figures;
  if (source > 0) {
    return same_figures >= kSameFiguresOfPage || same_words >= kAllWords ? agreement : 0;
  }
  const bool same_moments = a.substr(0, kMomentBytes) == b.substr(0, kMomentBytes);
  const bool enough = FilledBins(words(a)) >= kFewestWords && FilledBins(words(b)) >= kFewestWords;
  return same_figures >= kSameFigures && same_moments && enough ? agreement : 0;
}

}  // namespace qushu
