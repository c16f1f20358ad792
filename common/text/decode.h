// Bytes as they came, to valid UTF-8.
#ifndef QUSHU_COMMON_TEXT_DECODE_H_
#define QUSHU_COMMON_TEXT_DECODE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/text/encoding.h"
#include "common/text/text.h"

namespace qushu {

// What a reader should know before he trusts the text: a Finding without a place.
struct TextFinding {
  std::string reason;
  std::string message;
};

class Decoded {
 public:
  // Of valid UTF-8, which has to outlive this.
  explicit Decoded(std::string_view utf8) : utf8_(utf8) {}
  Decoded(Text converted, Encoding encoding)
      : converted_(std::move(converted)), encoding_(encoding) {}

  // A byte order mark at the beginning is part of it: offsets count it, Normalize() drops it.
  std::string_view text() const { return converted_ ? converted_->text : utf8_; }
  Encoding encoding() const { return encoding_; }
  // Whether the text is not the bytes themselves.
  bool converted() const { return converted_.has_value(); }
  // Leads from the text to the bytes; null where they are the same.
  const OffsetMap* map() const { return converted_ ? &converted_->map : nullptr; }

  std::vector<TextFinding> findings;

 private:
  std::string_view utf8_;
  std::optional<Text> converted_;
  Encoding encoding_ = Encoding::kUtf8;
};

// The encoding is, the first of these that there is:
// - what a byte order mark says;
// - `given`, a label that the caller knows it by (encoding.h); empty where he knows none;
// - UTF-8, if the bytes are valid UTF-8;
// - what the text says of itself: `charset` of HTML, `encoding` of an XML declaration;
// - what fits best (detect.h).
// Where two of these differ, or the last one leaves a doubt, there is a finding:
// ENCODING_MISMATCH, ENCODING_DOUBTFUL.
//
// Errors, with the field `article.text` or `article.encoding`:
//   INVALID_ARGUMENT  EMPTY_TEXT            no characters, or white space only
//   INVALID_ARGUMENT  INVALID_UTF8          metadata `byte_offset`: the first bad byte
//   INVALID_ARGUMENT  INVALID_BYTES         the same of another encoding; metadata `byte_offset`,
//                                           `encoding`
//   INVALID_ARGUMENT  UNSUPPORTED_ENCODING  `given` is none that is read
//   INVALID_ARGUMENT  TEXT_TOO_LARGE        over `limit` bytes, as they came or as UTF-8; metadata
//                                           `limit_bytes`, `size_bytes`
absl::StatusOr<Decoded> Decode(std::string_view bytes, size_t limit, std::string_view given = {});

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_DECODE_H_
