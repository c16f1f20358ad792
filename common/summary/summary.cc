#include "common/summary/summary.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/summary/candidate.h"
#include "common/summary/key_figures.h"

namespace qushu {
namespace {

// Only so many of the best sentences are compared with each other, so that a text of any length
// takes time linear in it.
constexpr size_t kMaxCompared = 400;
constexpr size_t kMaxFiguresOfSentence = 100;
// A sentence that gains less says nothing. The best is taken whatever it gains.
constexpr double kMinGain = 0.6;
// No count, money or rate weighs less in a summary.
constexpr double kSlightWeight = 0.3;
// A sentence that shares so much with a chosen one says it again.
constexpr double kMaxOverlap = 0.6;

// What stands for a candidate against the others.
struct Rival {
  double gain = 0;      // no less than it really is
  double overlap = 0;   // the largest with those chosen that it was compared with
  size_t compared = 0;  // how many of those chosen
};

// The first of those that gain most; rivals.size() if none gains anything.
size_t BestOf(const std::vector<Rival>& rivals) {
  size_t best = rivals.size();
  double gain = 0;
  for (size_t i = 0; i < rivals.size(); ++i) {
    if (rivals[i].gain > gain) best = i, gain = rivals[i].gain;
  }
  return best;
}

const std::vector<uint64_t>& PairsIn(std::string_view text, Candidate& candidate) {
  if (candidate.pairs.empty()) candidate.pairs = PairsOf(Slice(text, candidate.span));
  return candidate.pairs;
}

// Chooses one sentence after the other, always the one that gains most.
std::vector<RankedSentence> Choose(std::vector<Candidate> candidates, std::string_view text,
                                   const ThemeTable& themes, int max_sentences) {
  const auto worth = [&](const Candidate& candidate) { return Gain(candidate, themes, {}, 0); };
  if (candidates.size() > kMaxCompared) {
    std::vector<std::pair<double, size_t>> order;
    for (size_t i = 0; i < candidates.size(); ++i) order.emplace_back(-worth(candidates[i]), i);
    std::nth_element(order.begin(), order.begin() + kMaxCompared, order.end());
    order.resize(kMaxCompared);
    std::vector<Candidate> best;
    for (const auto& [gain, index] : order) best.push_back(std::move(candidates[index]));
    std::sort(best.begin(), best.end(),
              [](const Candidate& a, const Candidate& b) { return a.span.begin < b.span.begin; });
    candidates = std::move(best);
  }
  std::vector<RankedSentence> chosen;
  std::vector<size_t> taken;  // the same as indices
  std::vector<Rival> rivals(candidates.size());
  Said said;
  const auto estimate = [&](size_t i) {
    const double overlap = rivals[i].overlap;
    rivals[i].gain = overlap > kMaxOverlap ? 0 : Gain(candidates[i], themes, said, overlap);
  };
  while (static_cast<int>(chosen.size()) < max_sentences) {
    for (size_t i = 0; i < rivals.size(); ++i) estimate(i);
    size_t best = BestOf(rivals);
    // What a sentence has in common with the chosen ones is looked at only when its turn has come.
    while (best < rivals.size() && rivals[best].compared < taken.size()) {
      Rival& rival = rivals[best];
      for (; rival.compared < taken.size(); ++rival.compared) {
        rival.overlap =
            std::max(rival.overlap, Overlap(PairsIn(text, candidates[taken[rival.compared]]),
                                            PairsIn(text, candidates[best])));
      }
      estimate(best);
      best = BestOf(rivals);
    }
    if (best == rivals.size() || (rivals[best].gain < kMinGain && !chosen.empty())) break;
    const Candidate& next = candidates[best];
    taken.push_back(best);
    chosen.push_back({next.span, static_cast<int>(taken.size())});
    for (const StatedFigure& figure : next.figures) said.figures.push_back(figure.key);
    if (!next.themes.empty()) said.themes.push_back(next.themes[0].theme);
    rivals[best].overlap = 1;
  }
  std::sort(chosen.begin(), chosen.end(), [](const RankedSentence& a, const RankedSentence& b) {
    return a.span.begin < b.span.begin;
  });
  return chosen;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Summarizer>> Summarizer::Create() {
  QUSHU_ASSIGN_OR_RETURN(ThemeTable themes, ThemeTable::Create());
  QUSHU_ASSIGN_OR_RETURN(MarkTable marks, MarkTable::Create());
  return std::unique_ptr<Summarizer>(new Summarizer(std::move(themes), std::move(marks)));
}

Summary Summarizer::OfSection(const Layout& layout, const Extraction& extraction, int section,
                              int max_sentences) const {
  const std::string_view text = layout.reading.text;
  const Section& report = layout.sections[section];
  const Place& place = extraction.sections[section];
  const std::vector<Figure>& figures = extraction.figures;
  size_t next = std::partition_point(
                    figures.begin(), figures.end(),
                    [&](const Figure& figure) { return figure.span.begin < report.span.begin; }) -
                figures.begin();
  // 涧西 in the text is the district of the heading 涧西区.
  std::string_view name = Slice(text, report.name);
  if (CountCodePoints(name) > 2) name = name.substr(0, PreviousChar(name, name.size()));
  std::vector<Candidate> candidates;
  std::vector<int> own;
  for (int b = report.first_block; b < report.end_block; ++b) {
    const Block& block = layout.blocks[b];
    for (Span sentence : block.sentences) {
      const std::string_view words = Slice(text, sentence);
      Candidate candidate;
      candidate.span = sentence;
      candidate.marks = marks_.Read(words);
      const SentenceMarks& marks = candidate.marks;
      if (words.find(name) != std::string_view::npos) ++candidate.marks.wholes;
      const bool of_persons = marks.persons + marks.names > 0 && marks.wholes + marks.totals == 0;
      for (; next < figures.size() && figures[next].span.begin < sentence.end; ++next) {
        if (figures[next].place == place && !of_persons) own.push_back(static_cast<int>(next));
        if (candidate.figures.size() < kMaxFiguresOfSentence) {
          candidate.figures.push_back(Weigh(figures[next], place));
        }
      }
      if (block.kind != BlockKind::kBody || sentence == block.run_in_head) continue;
      candidate.themes = themes_.Find(words);
      candidate.quality = QualityOf(candidate, block.displaced_lead);
      if (!candidate.marks.closed) candidate.quality *= 0.3;
      if (candidate.quality > 0) candidates.push_back(std::move(candidate));
    }
  }
  return {Choose(std::move(candidates), text, themes_, max_sentences),
          ChooseKeyFigures(figures, own)};
}

Summary Summarizer::OfFigures(const Layout& layout, const Extraction& extraction,
                              std::span<const int> figures, int max_sentences) const {
  const std::string_view text = layout.reading.text;
  std::vector<Candidate> candidates;
  bool total = false;
  for (int index : figures) {
    const Figure& figure = extraction.figures[index];
    if (candidates.empty() || !(candidates.back().span == figure.sentence)) {
      Candidate candidate;
      candidate.span = figure.sentence;
      const std::string_view words = Slice(text, figure.sentence);
      candidate.marks = marks_.Read(words);
      candidate.themes = themes_.Find(words);
      candidates.push_back(std::move(candidate));
    }
    Candidate& candidate = candidates.back();
    if (candidate.figures.size() < kMaxFiguresOfSentence) {
      candidate.figures.push_back(Weigh(figure, figure.place));
    }
    // What else a bulletin says only breaks its total down.
    if (!total && figure.scope == Scope::kWhole && figure.aspect == Aspect::kCumulative &&
        !IsSlight(figure.kind)) {
      total = true;
      candidate.bonus = 10;
    }
  }
  // 病例2，女，67岁: where the text counts something too, that is what it says of the district.
  const auto is_slight = [](const Candidate& candidate) {
    return std::all_of(candidate.figures.begin(), candidate.figures.end(),
                       [](const StatedFigure& figure) { return figure.weight < kSlightWeight; });
  };
  if (!std::all_of(candidates.begin(), candidates.end(), is_slight)) {
    std::erase_if(candidates, is_slight);
  }
  for (Candidate& candidate : candidates) candidate.quality = QualityOf(candidate, false);
  return {Choose(std::move(candidates), text, themes_, max_sentences),
          ChooseKeyFigures(extraction.figures, figures)};
}

}  // namespace qushu
