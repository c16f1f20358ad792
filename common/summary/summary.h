// What a text says of one district, in its own sentences: the fourth stage of the analysis.
#ifndef QUSHU_COMMON_SUMMARY_SUMMARY_H_
#define QUSHU_COMMON_SUMMARY_SUMMARY_H_

#include <string_view>
#include <vector>

#include "common/base/span.h"
#include "common/figures/extractor.h"
#include "common/layout/layout.h"

namespace qushu {

// A sentence that was chosen. `rank` says which goes first when fewer are wanted: 1 is the best.
struct RankedSentence {
  Span span;  // of the reading text
  int rank = 0;
};

struct Summary {
  std::vector<RankedSentence> sentences;  // in reading order
  std::vector<int> key_figures;           // indices into Extraction::figures, in text order
};

// The sentences that tell most of what the text says of `place`: whole sentences, verbatim, nothing
// said twice, at most `max_sentences`. Of a section, if it has one (`section` is its index in the
// layout), otherwise those that state figures of the place (`section` is -1).
Summary Summarize(const Layout& layout, const Extraction& extraction, const Place& place,
                  int section, int max_sentences);

}  // namespace qushu

#endif  // QUSHU_COMMON_SUMMARY_SUMMARY_H_
