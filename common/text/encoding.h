// The encodings that are read, and the names that they go by.
#ifndef QUSHU_COMMON_TEXT_ENCODING_H_
#define QUSHU_COMMON_TEXT_ENCODING_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace qushu {

enum class Encoding : uint8_t { kUtf8, kUtf16Le, kUtf16Be, kGb18030, kBig5 };

// `UTF-8`, `UTF-16LE`, `UTF-16BE`, `GB18030`, `Big5`.
std::string_view EncodingName(Encoding encoding);

// The encoding that a label stands for, in any case, with blanks around it: the labels of the
// WHATWG's Encoding Standard and the names that IANA has for them. GB 2312, GBK and EUC-CN are
// GB18030, which holds them; Big5 is read with the characters of Hong Kong. Absent for any other.
std::optional<Encoding> FindEncoding(std::string_view label);

// What an error says is read: `UTF-8, UTF-16, GB18030 (GBK, GB2312) and Big5`.
inline constexpr char kEncodingsRead[] = "UTF-8, UTF-16, GB18030 (GBK, GB2312) and Big5";

// A byte order mark and the encoding that it says; size 0 if `bytes` begins with none.
struct ByteOrderMark {
  Encoding encoding = Encoding::kUtf8;
  uint32_t size = 0;
};
ByteOrderMark FindByteOrderMark(std::string_view bytes);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_ENCODING_H_
