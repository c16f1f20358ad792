// Texts in other encodings, and as HTML.
#ifndef QUSHU_TESTS_TESTING_ENCODE_H_
#define QUSHU_TESTS_TESTING_ENCODE_H_

#include <unicode/ucnv.h>

#include <string>
#include <string_view>

#include "common/base/utf8.h"

namespace qushu::testing {

// `utf8` in the encoding that ICU knows by `name`; substitutes what it does not have.
inline std::string Encode(std::string_view utf8, const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(utf8.size() * 2 + 16, '\0');
  const int32_t size = ucnv_convert(name, "UTF-8", out.data(), static_cast<int32_t>(out.size()),
                                    utf8.data(), static_cast<int32_t>(utf8.size()), &error);
  out.resize(static_cast<size_t>(size));
  return out;
}

// And back.
inline std::string Decoded(std::string_view bytes, const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(bytes.size() * 3 + 16, '\0');
  const int32_t size = ucnv_convert("UTF-8", name, out.data(), static_cast<int32_t>(out.size()),
                                    bytes.data(), static_cast<int32_t>(bytes.size()), &error);
  out.resize(static_cast<size_t>(size));
  return out;
}

// A page with a paragraph for each line: digits in elements of their own, entities for every ninth
// Han character, and lines of the markup that break between two of them.
inline std::string ToHtml(std::string_view utf8) {
  std::string html =
      "<!DOCTYPE html><html><head><script>var a = '99例';</script></head><body>\n<p>";
  int han = 0;
  for (size_t at = 0; at < utf8.size(); at += CharSize(utf8[at])) {
    const char32_t c = CodePointAt(utf8, at);
    if (c == '\r') continue;
    if (c == '\n') {
      html += "</p>\n<p>";
    } else if (c >= '0' && c <= '9') {
      html += std::string("<span class=\"n\">") + static_cast<char>(c) + "</span>";
    } else if (IsHan(c) && ++han % 9 == 0) {
      html += "&#" + std::to_string(c) + ";";
    } else {
      if (IsHan(c) && han % 31 == 0 && html.back() < 0 &&
          IsHan(CodePointBefore(html, html.size()))) {
        html += "\r\n  ";
      }
      html.append(utf8.substr(at, CharSize(utf8[at])));
    }
  }
  return html + "</p>\n<!-- 88例 --></body></html>";
}

// What ToHtml() made its markup of.
inline std::string WithoutMarkup(std::string_view html) {
  std::string out;
  for (size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      at = html.find('>', at) + 1;
    } else if (html.substr(at).starts_with("&#")) {
      AppendUtf8(static_cast<char32_t>(std::stoul(std::string(html.substr(at + 2)))), out);
      at = html.find(';', at) + 1;
    } else if (html[at] == '\r' || html[at] == '\n') {
      while (at < html.size() && static_cast<unsigned char>(html[at]) <= ' ') ++at;
    } else {
      out += html[at++];
    }
  }
  return out;
}

}  // namespace qushu::testing

#endif  // QUSHU_TESTS_TESTING_ENCODE_H_
