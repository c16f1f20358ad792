#include "common/analysis/source_text.h"

namespace qushu {
namespace {

void Set(Span span, const OffsetIndex& units, v1::Span& out) {
  out.set_begin(units.FromUtf8(span.begin));
  out.set_end(units.FromUtf8(span.end));
}

// Whether a line break is in `text`; most spans have none.
bool HasBreak(std::string_view text) {
  return text.find('\n') != text.npos || text.find('\r') != text.npos;
}

// Appends `printed` without its line breaks.
void AppendJoined(std::string_view printed, std::string& out) {
  for (size_t i = 0; i < printed.size(); ++i) {
    if (printed[i] != '\n' && printed[i] != '\r') {
      out += printed[i];
      continue;
    }
    // The indent of the next line belongs to the break.
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    while (i + 1 < printed.size()) {
      if (printed[i + 1] == ' ' || printed[i + 1] == '\t' || printed[i + 1] == '\n' ||
          printed[i + 1] == '\r') {
        ++i;
      } else if (printed.substr(i + 1, 3) == "　") {
        i += 3;
      } else {
        break;
      }
    }
  }
}

}  // namespace

SourceText::SourceText(const Stages& stages, v1::OffsetEncoding encoding)
    : printed_(stages.printed()),
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
  const std::string_view printed = Slice(printed_, InPrinted(reading));
  if (!HasBreak(printed)) {
    out.assign(printed);
    return;
  }
  out.clear();
  AppendJoined(printed, out);
}

std::string SourceText::Printed(Span reading) {
  std::string out;
  Print(reading, out);
  return out;
}

}  // namespace qushu
