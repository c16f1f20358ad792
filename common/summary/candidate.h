// A sentence that a summary may choose, and what it would add to it.
#ifndef QUSHU_COMMON_SUMMARY_CANDIDATE_H_
#define QUSHU_COMMON_SUMMARY_CANDIDATE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/figures/figure.h"
#include "common/summary/sentence_marks.h"
#include "common/summary/theme_table.h"

namespace qushu {

// A figure in the sentence.
struct StatedFigure {
  uint64_t key = 0;  // the same for one that says the same
  double weight = 0;
  bool whole = false;  // about the whole district
};

struct Candidate {
  Span span;
  SentenceMarks marks;
  std::vector<ThemeHit> themes;  // the strongest first
  std::vector<StatedFigure> figures;
  std::vector<uint64_t> pairs;  // of neighbouring characters, sorted: what it says, for comparing
  double quality = 1;           // by its wording, 0 to 1
  double bonus = 0;             // added whatever was said before
};

// What the sentences that were chosen have said.
struct Said {
  std::vector<uint64_t> figures;
  std::vector<int> themes;  // the first theme of each
};

// How long, how old, how often, how warm: figures that seldom tell what was done.
bool IsSlight(FigureKind kind);

// The weight of a figure in a summary of `place`.
StatedFigure Weigh(const Figure& figure, const Place& place);

// 0 to 1: how far the wording of a sentence is that of a fact about the district. Reads all of the
// candidate but its themes.
double QualityOf(const Candidate& candidate, bool displaced_lead);

// What the candidate adds to a summary that has said `said`; `overlap` is the largest share of its
// words that one chosen sentence has too.
double Gain(const Candidate& candidate, const ThemeTable& themes, const Said& said, double overlap);

std::vector<uint64_t> PairsOf(std::string_view sentence);

// The pairs that both have, over those of the shorter one.
double Overlap(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b);

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_CANDIDATE_H_
