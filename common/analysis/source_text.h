// From spans of the reading text back to the source.
#ifndef QUSHU_COMMON_ANALYSIS_SOURCE_TEXT_H_
#define QUSHU_COMMON_ANALYSIS_SOURCE_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "common/analysis/offsets.h"
#include "common/analysis/stages.h"
#include "common/base/span.h"
#include "common/text/offset_map.h"
#include "qushu/v1/span.pb.h"

namespace qushu {

// Fast where spans are asked for in the order of the text. Offsets are set in units of `encoding`,
// those of the source also in bytes as they came in.
class SourceText {
 public:
  // `stages` must outlive it.
  SourceText(const Stages& stages, v1::OffsetEncoding encoding);

  // Where a span of the reading text stands in the source, and in the normalised text.
  void SetSource(Span reading, v1::Span& out);
  void SetNormalized(Span reading, v1::Span& out);

  // The characters of the source, without line breaks and the white space around them.
  void Print(Span reading, std::string& out);
  std::string Printed(Span reading);

 private:
  Span InPrinted(Span reading);

  std::string_view printed_;
  std::string_view normalized_text_;
  OffsetLookup reading_;                // to the normalised text
  OffsetLookup normalized_;             // to what is printed
  std::optional<OffsetLookup> seen_;    // from there to the source, where it differs
  std::optional<OffsetLookup> source_;  // to its bytes, where they differ and are wanted
  OffsetIndex source_units_;
  OffsetIndex normalized_units_;
};

}  // namespace qushu

#endif  // QUSHU_COMMON_ANALYSIS_SOURCE_TEXT_H_
