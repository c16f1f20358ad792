// What the beginning of a text says of its kind and its encoding.
#ifndef QUSHU_COMMON_TEXT_DECLARED_H_
#define QUSHU_COMMON_TEXT_DECLARED_H_

#include <optional>
#include <string_view>

#include "common/text/encoding.h"

namespace qushu {

// The encoding that an XML declaration or a <meta> of HTML names, if it is one that is read and
// that has the bytes of ASCII where it says so: a page that is in UTF-16 does not say it in ASCII.
// Looks at the beginning alone.
std::optional<Encoding> DeclaredEncoding(std::string_view bytes);

// A content type as HTTP and messages have it: `text/html; charset=gb2312`.
struct ContentType {
  enum class Kind : uint8_t { kUnknown, kPlain, kHtml };
  Kind kind = Kind::kUnknown;
  std::string_view charset;  // empty where there is none
};
ContentType ParseContentType(std::string_view type);

// Whether a text that nobody has said to be HTML is HTML: it begins as such, or has paragraphs,
// breaks and cells marked up.
bool LooksLikeHtml(std::string_view text);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_DECLARED_H_
