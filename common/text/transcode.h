// Bytes of one encoding to UTF-8, strictly and with the way back.
#ifndef QUSHU_COMMON_TEXT_TRANSCODE_H_
#define QUSHU_COMMON_TEXT_TRANSCODE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "common/text/encoding.h"
#include "common/text/text.h"

namespace qushu {

struct Transcoded {
  Text text;                       // up to the first bad byte; map leads to the bytes
  std::optional<size_t> bad_byte;  // where the first begins that the encoding does not allow
};

// Takes any bytes, in linear time. A byte order mark becomes U+FEFF, which Normalize() drops.
Transcoded Transcode(std::string_view bytes, Encoding encoding);

// The same with U+FFFD for what is not allowed and without the way back: to see what a text looks
// like. `bytes` may end inside a character.
std::string TranscodeLoosely(std::string_view bytes, Encoding encoding);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_TRANSCODE_H_
