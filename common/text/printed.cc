#include "common/text/printed.h"

#include <algorithm>

namespace qushu {

std::string WithoutLineBreaks(std::string_view source) {
  constexpr std::string_view kWideSpace = "　";
  std::string out;
  out.reserve(source.size());
  for (size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\n' && source[i] != '\r') {
      out += source[i];
      continue;
    }
    // The indent of the next line belongs to the break.
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    while (i + 1 < source.size()) {
      const char next = source[i + 1];
      if (next == ' ' || next == '\t' || next == '\n' || next == '\r') {
        ++i;
      } else if (source.substr(i + 1, kWideSpace.size()) == kWideSpace) {
        i += kWideSpace.size();
      } else {
        break;
      }
    }
  }
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
