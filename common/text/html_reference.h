// Character references of HTML: `&nbsp;`, `&copy2020`, `&#12345;`, `&#x4E00;`.
#ifndef QUSHU_COMMON_TEXT_HTML_REFERENCE_H_
#define QUSHU_COMMON_TEXT_HTML_REFERENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qushu {

// A stretch of markup and the stretch of text that it stands for, in bytes.
struct HtmlReference {
  uint32_t from = 0;
  uint32_t to = 0;
};

// The reference at the beginning of `markup`, which begins with &, that a parser read as the
// beginning of `text`; {0, 0} where the & stands for itself.
HtmlReference ReadReference(std::string_view markup, std::string_view text);

// `markup` with U+FFFD for the references beyond Unicode, `&#99999999999;`, in as many bytes:
// gumbo's numbers overflow. Nothing where there are none.
std::optional<std::string> WithinUnicode(std::string_view markup);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_HTML_REFERENCE_H_
