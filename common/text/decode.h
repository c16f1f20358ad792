// Bytes as they came, to valid UTF-8.
#ifndef QUSHU_COMMON_TEXT_DECODE_H_
#define QUSHU_COMMON_TEXT_DECODE_H_

#include <cstddef>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/text/text.h"

namespace qushu {

// Errors, with the field `article.text`:
//   INVALID_ARGUMENT  EMPTY_TEXT      no characters, or white space only
//   INVALID_ARGUMENT  INVALID_UTF8    metadata `byte_offset`: the first bad byte
//   INVALID_ARGUMENT  TEXT_TOO_LARGE  over `limit` bytes; metadata `limit_bytes`, `size_bytes`
// A byte order mark at the beginning is left to Normalize(): offsets count it.
absl::StatusOr<std::string_view> Decode(std::string_view bytes, size_t limit);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_DECODE_H_
