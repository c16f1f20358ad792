// What a text says of one district, in its own sentences: the fourth stage of the analysis.
#ifndef QUSHU_COMMON_SUMMARY_SUMMARY_H_
#define QUSHU_COMMON_SUMMARY_SUMMARY_H_

#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/span.h"
#include "common/figures/extractor.h"
#include "common/layout/layout.h"
#include "common/summary/sentence_marks.h"
#include "common/summary/theme_table.h"

namespace qushu {

// A sentence that was chosen. `rank` says which goes first when fewer are wanted: 1 is the best,
// and the first n ranks are what a summary of n sentences has.
struct RankedSentence {
  Span span;  // of the reading text
  int rank = 0;
};

struct Summary {
  std::vector<RankedSentence> sentences;  // in reading order
  std::vector<int> key_figures;           // indices into Extraction::figures, in text order
};

// Chooses whole sentences, verbatim: those that state facts about the district as a whole, with
// figures before those without, each as far as the ones chosen before it leave its theme and its
// figures unsaid. Headings, run-in heads and bylines are never chosen; slogans, praise, pledges and
// single people's words only where nothing better is there.
//
// Immutable; one serves any number of threads.
class Summarizer {
 public:
  // Fails only on a broken build.
  static absl::StatusOr<std::unique_ptr<Summarizer>> Create();

  // Of the section with this index. At most `max_sentences`; fewer where the rest says nothing.
  Summary OfSection(const Layout& layout, const Extraction& extraction, int section,
                    int max_sentences) const;

  // Of a district that has no section but `figures`, indices of `extraction.figures` in text order:
  // the sentences that state them, the one with the total ranked first.
  Summary OfFigures(const Layout& layout, const Extraction& extraction,
                    std::span<const int> figures, int max_sentences) const;

  const ThemeTable& themes() const { return themes_; }

 private:
  Summarizer(ThemeTable themes, MarkTable marks)
      : themes_(std::move(themes)), marks_(std::move(marks)) {}

  ThemeTable themes_;
  MarkTable marks_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_SUMMARY_H_
