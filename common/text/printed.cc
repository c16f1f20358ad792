#include "common/text/printed.h"

#include "common/text/glyph.h"

namespace qushu {

void AppendWithoutLineBreaks(std::string_view printed, std::string& out) {
  size_t solid = out.size();  // up to which what is written stays whatever follows
  bool behind_break = false;
  for (size_t at = 0; at < printed.size();) {
    // A run of Han characters, which most of a text is, is taken at once.
    size_t run = at;
    while (run < printed.size() && LeadsHan(printed[run])) run += 3;
    if (run > at) {
      out.append(printed, at, run - at);
      solid = out.size();
      behind_break = false;
      at = run;
      continue;
    }
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

std::string WithoutLineBreaks(std::string_view source) {
  std::string out;
  AppendWithoutLineBreaks(source, out);
  return out;
}

std::string WithoutMarkup(std::string_view html) {
  constexpr size_t kLongestReference = 32;  // bytes, `;` included
  std::string text;
  for (size_t i = 0; i < html.size(); ++i) {
    if (html[i] == '<') {
      const bool comment = html.substr(i, 4) == "<!--";
      const size_t end = comment ? html.find("-->", i) : html.find('>', i);
      i = end == std::string_view::npos ? html.size() : end + (comment ? 2 : 0);
    } else if (const size_t end = html[i] == '&' ? html.find(';', i) : std::string_view::npos;
               end != std::string_view::npos && end - i < kLongestReference) {
      text += ' ';
      i = end;
    } else {
      text += html[i];
    }
  }
  return WithoutLineBreaks(text);
}

}  // namespace qushu
