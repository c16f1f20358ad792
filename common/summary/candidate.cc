#include "common/summary/candidate.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <string>

#include "common/base/utf8.h"

namespace qushu {
namespace {

// Of a longer sentence only the beginning is compared.
constexpr size_t kMaxPairs = 2000;
constexpr size_t kMaxThemes = 5;

// Two checkpoints are less of a result than two thousand people screened.
double SizeWeight(const Decimal& value) {
  double weight = 0.7;
  for (int64_t bound = 10; bound <= 10000 && value >= Decimal(bound); bound *= 10) weight += 0.15;
  return weight;
}

bool Contains(const std::vector<uint64_t>& values, uint64_t value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

bool IsSlight(FigureKind kind) {
  return kind == FigureKind::kDuration || kind == FigureKind::kAge ||
         kind == FigureKind::kFrequency || kind == FigureKind::kTemperature;
}

StatedFigure Weigh(const Figure& figure, const Place& place) {
  StatedFigure stated;
  const bool own = figure.place == place || !figure.place.known();
  stated.whole = own && figure.scope == Scope::kWhole;
  const std::hash<std::string> hash;
  stated.key = hash(figure.value.ToString() + figure.unit) * 31 + hash(figure.measure);
  stated.weight = (IsSlight(figure.kind) ? 0.15 : 1.0) * SizeWeight(figure.value);
  if (figure.scope != Scope::kWhole) stated.weight *= 0.35;
  if (!own) stated.weight *= 0.4;
  // 三个关口, 两次
  if (figure.value <= Decimal(3) && figure.kind == FigureKind::kCount) stated.weight *= 0.4;
  return stated;
}

double QualityOf(const Candidate& candidate, bool displaced_lead) {
  const SentenceMarks& marks = candidate.marks;
  if (marks.chars == 0) return 0;
  const auto share = [&](int chars) { return static_cast<double>(chars) / marks.chars; };
  const bool any = !candidate.figures.empty();
  const bool whole = std::any_of(candidate.figures.begin(), candidate.figures.end(),
                                 [](const StatedFigure& figure) { return figure.whole; });
  const bool result = whole || (any && marks.totals > 0);
  const bool district = marks.wholes > 0 || marks.totals > 0;
  double quality = std::max(0.15, 1 - 1.5 * share(marks.empty));
  if (marks.begins_quoted || share(marks.quoted) > 0.35) quality *= result ? 0.6 : 0.25;
  if (marks.speech && !result) quality *= 0.6;
  if (marks.persons > 0) quality *= result ? 0.7 : 0.4;
  if (marks.names > 0) quality *= result && district ? 0.6 : 0.4;
  if (marks.pledge) quality *= result ? 0.5 : 0.3;
  if (displaced_lead) quality *= whole ? 0.8 : 0.4;
  if (!district) quality *= whole ? 0.85 : any ? 0.5 : 0.8;
  if (marks.dependent) quality *= 0.85;
  if (marks.chars < 15 && !any) quality *= 0.5;
  if (marks.chars > 400) quality *= 400.0 / marks.chars;
  return quality;
}

double Gain(const Candidate& candidate, const ThemeTable& themes, const Said& said,
            double overlap) {
  double figures = 0;
  for (const StatedFigure& figure : candidate.figures) {
    if (!Contains(said.figures, figure.key)) figures += figure.weight;
  }
  const auto covered = [&](int theme) {
    return std::find(said.themes.begin(), said.themes.end(), theme) != said.themes.end();
  };
  double theme_gain = 0;
  const size_t count = std::min(candidate.themes.size(), kMaxThemes);
  for (size_t i = 0; i < count; ++i) {
    const ThemeHit& hit = candidate.themes[i];
    const double strength = std::min(1.0, hit.strength / 4.0) * (i == 0 ? 1.0 : 0.25);
    theme_gain += themes.weight(hit.theme) * strength * (covered(hit.theme) ? 0.15 : 1.0);
  }
  const bool repeats_theme = count > 0 && covered(candidate.themes[0].theme);
  const SentenceMarks& marks = candidate.marks;
  double gain = 1.6 * std::log2(1 + figures) * (repeats_theme ? 0.7 : 1.0) + theme_gain;
  // Figures say better than verbs that something was done.
  gain += 0.2 * std::min(marks.actions, candidate.figures.empty() ? 4 : 2);
  gain += marks.wholes > 0 ? 0.5 : 0.0;
  gain += marks.totals > 0 && figures > 0 ? 0.4 : 0.0;
  return (gain * candidate.quality + candidate.bonus) * std::pow(1 - overlap, 1.5);
}

std::vector<uint64_t> PairsOf(std::string_view sentence) {
  std::vector<uint64_t> pairs;
  pairs.reserve(std::min(sentence.size() / 3, kMaxPairs));
  char32_t before = 0;
  for (size_t p = 0; p < sentence.size() && pairs.size() < kMaxPairs; p += CharSize(sentence[p])) {
    const char32_t c = CodePointAt(sentence, p);
    const bool content = IsHan(c) || (c < 0x80 && std::isalnum(static_cast<int>(c)));
    if (content && before != 0) pairs.push_back(static_cast<uint64_t>(before) << 32 | c);
    before = content ? c : 0;
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

double Overlap(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  if (a.empty() || b.empty()) return 0;
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++common, ++i, ++j;
    } else {
      a[i] < b[j] ? ++i : ++j;
    }
  }
  return static_cast<double>(common) / static_cast<double>(std::min(a.size(), b.size()));
}

}  // namespace qushu
