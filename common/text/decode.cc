#include "common/text/decode.h"

#include <string>

#include "common/base/error.h"
#include "common/base/utf8.h"

namespace qushu {
namespace {

constexpr char kField[] = "article.text";

absl::Status Invalid(v1::ErrorReason reason, std::string message,
                     std::vector<std::pair<std::string, std::string>> metadata) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, message,
                   {.violations = {{kField, message}}, .metadata = std::move(metadata)});
}

bool IsBlank(char32_t c) {
  return c <= 0x20 || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0xAD || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

}  // namespace

absl::StatusOr<std::string_view> Decode(std::string_view bytes, size_t limit) {
  if (bytes.size() > limit) {
    return Invalid(
        v1::ERROR_REASON_TEXT_TOO_LARGE,
        "The text has " + std::to_string(bytes.size()) + " bytes; the limit is " +
            std::to_string(limit) + ".",
        {{"limit_bytes", std::to_string(limit)}, {"size_bytes", std::to_string(bytes.size())}});
  }
  const size_t valid = ValidPrefix(bytes);
  if (valid < bytes.size()) {
    return Invalid(v1::ERROR_REASON_INVALID_UTF8,
                   "The text is not valid UTF-8 at byte " + std::to_string(valid) + ".",
                   {{"byte_offset", std::to_string(valid)}});
  }
  for (size_t i = 0; i < bytes.size(); i += CharSize(bytes[i])) {
    if (!IsBlank(CodePointAt(bytes, i))) return bytes;
  }
  return Invalid(v1::ERROR_REASON_EMPTY_TEXT, "The text is empty.", {});
}

}  // namespace qushu
