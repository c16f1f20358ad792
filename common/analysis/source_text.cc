#include "common/analysis/source_text.h"

#include "common/text/printed.h"

namespace qushu {
namespace {

void Set(Span span, const OffsetIndex& units, v1::Span& out) {
  out.set_begin(units.FromUtf8(span.begin));
  out.set_end(units.FromUtf8(span.end));
}

}  // namespace

SourceText::SourceText(const Stages& stages, v1::OffsetEncoding encoding)
    : printed_(stages.printed()),
      normalized_text_(stages.normalized.text),
      reading_(stages.layout.reading.map),
      normalized_(stages.normalized.map),
      source_units_(stages.source(), encoding),
      normalized_units_(stages.normalized.text, encoding) {
  if (stages.seen) seen_.emplace(stages.seen->map);
  if (encoding == v1::OFFSET_ENCODING_SOURCE_BYTES && stages.decoded.converted()) {
    source_.emplace(*stages.decoded.map());
  }
}

Span SourceText::InPrinted(Span reading) {
  return normalized_.ToOrigin(reading_.ToOrigin(reading));
}

void SourceText::SetSource(Span reading, v1::Span& out) {
  Span span = InPrinted(reading);
  if (seen_) span = seen_->ToOrigin(span);
  if (source_) span = source_->ToOrigin(span);
  Set(span, source_units_, out);
}

void SourceText::SetNormalized(Span reading, v1::Span& out) {
  Set(reading_.ToOrigin(reading), normalized_units_, out);
}

void SourceText::Print(Span reading, std::string& out) {
  const Span normalized = reading_.ToOrigin(reading);
  const std::string_view printed = Slice(printed_, normalized_.ToOrigin(normalized));
  // Line ends of every kind are LF there. Most spans have none.
  if (Slice(normalized_text_, normalized).find('\n') == std::string_view::npos) {
    out.assign(printed);
    return;
  }
  out.clear();
  AppendWithoutLineBreaks(printed, out);
}

std::string SourceText::Printed(Span reading) {
  std::string out;
  Print(reading, out);
  return out;
}

}  // namespace qushu
