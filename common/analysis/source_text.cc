#include "common/analysis/source_text.h"

#include "common/text/glyph.h"

namespace qushu {
namespace {

void Set(Span span, const OffsetIndex& units, v1::Span& out) {
  out.set_begin(units.FromUtf8(span.begin));
  out.set_end(units.FromUtf8(span.end));
}

// Appends `printed` without its line breaks and the white space around them.
void AppendJoined(std::string_view printed, std::string& out) {
  size_t solid = out.size();  // up to which what is written stays whatever follows
  bool behind_break = false;
  for (size_t at = 0; at < printed.size();) {
    const Glyph glyph = GlyphAt(printed, at);
    const bool blank = glyph.cls == GlyphClass::kSpace || glyph.cls == GlyphClass::kWide;
    if (glyph.cls == GlyphClass::kEnd) {
      out.resize(solid);
      behind_break = true;
    } else if (!blank || !behind_break) {
      out.append(printed, at, glyph.size);
    }
    if (!blank && glyph.cls != GlyphClass::kEnd) {
      solid = out.size();
      behind_break = false;
    }
    at += glyph.size;
  }
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
  AppendJoined(printed, out);
}

std::string SourceText::Printed(Span reading) {
  std::string out;
  Print(reading, out);
  return out;
}

}  // namespace qushu
