#include "common/summary/summary.h"

#include <algorithm>

namespace qushu {
namespace {

constexpr size_t kMaxKeyFigures = 8;

// Figures of `place` in each sentence that has one.
struct Weighed {
  Span sentence;
  int figures = 0;
  int order = 0;
};

}  // namespace

Summary Summarize(const Layout& layout, const Extraction& extraction, const Place& place,
                  int section, int max_sentences) {
  std::vector<Weighed> sentences;
  std::vector<int> own;
  const Span range = section >= 0 ? layout.sections[section].span : Span{};
  for (size_t i = 0; i < extraction.figures.size(); ++i) {
    const Figure& figure = extraction.figures[i];
    if (section >= 0 ? !range.contains(figure.span) : !(figure.place == place)) continue;
    if (figure.place == place && figure.scope == Scope::kWhole) own.push_back(static_cast<int>(i));
    if (sentences.empty() || !(sentences.back().sentence == figure.sentence)) {
      sentences.push_back({figure.sentence, 0, static_cast<int>(sentences.size())});
    }
    ++sentences.back().figures;
  }
  std::stable_sort(sentences.begin(), sentences.end(),
                   [](const Weighed& a, const Weighed& b) { return a.figures > b.figures; });
  Summary summary;
  for (size_t i = 0; i < sentences.size() && static_cast<int>(i) < max_sentences; ++i) {
    summary.sentences.push_back({sentences[i].sentence, static_cast<int>(i) + 1});
  }
  std::sort(
      summary.sentences.begin(), summary.sentences.end(),
      [](const RankedSentence& a, const RankedSentence& b) { return a.span.begin < b.span.begin; });
  if (own.size() > kMaxKeyFigures) own.resize(kMaxKeyFigures);
  summary.key_figures = std::move(own);
  return summary;
}

}  // namespace qushu
