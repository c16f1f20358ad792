// The message of each figure of a text.
#ifndef QUSHU_COMMON_ANALYSIS_FIGURE_BUILDER_H_
#define QUSHU_COMMON_ANALYSIS_FIGURE_BUILDER_H_

#include <optional>
#include <string>
#include <string_view>

#include "common/analysis/place_names.h"
#include "common/analysis/source_text.h"
#include "common/analysis/stages.h"
#include "qushu/v1/figure.pb.h"

namespace qushu {

class FigureBuilder {
 public:
  // All must outlive it. Offsets are set in units of `encoding`.
  FigureBuilder(const Stages& stages, const StageTables& tables, v1::OffsetEncoding encoding)
      : stages_(stages), tables_(tables), source_(stages, encoding), places_(*tables.gazetteer) {}

  // Fills `out` with figure number `index` of the extraction, whatever it held before. In the order
  // of the text, what figures of one sentence share is made once.
  void Build(size_t index, v1::Figure& out);

 private:
  // That of figure number `index`.
  void EnterSentence(size_t index);
  // Sets what stands beside each figure that follows.
  void Quote(Span quoted);
  // The next stretch of a sentence that is not quoted as a whole, with `figure` in it.
  Span NextStretch(Span figure) const;
  // Sets `out` to `words` of the sentence with the brackets and the script that it was printed
  // with.
  void AsPrinted(const std::string& words, std::string& out) const;
  std::string_view ThemeOf(const Figure& figure);

  const Stages& stages_;
  const StageTables& tables_;
  SourceText source_;
  PlaceNames places_;
  Span sentence_;              // of the figure before
  bool sentence_cut_ = false;  // it is too long to stand beside each of its figures
  Span quoted_;                // what does: all of it, or a stretch
  std::string printed_sentence_;
  std::string simplified_sentence_;  // only of a text with traditional characters
  v1::Span sentence_span_;
  std::optional<std::string_view> sentence_theme_;  // once it was asked for
  Span part_;                                       // of the sentence, up to and with a semicolon
  std::string_view part_theme_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_FIGURE_BUILDER_H_
