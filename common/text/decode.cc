#include "common/text/decode.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/utf8.h"
#include "common/text/declared.h"
#include "common/text/detect.h"
#include "common/text/transcode.h"

namespace qushu {
namespace {

constexpr char kField[] = "article.text";
constexpr double kHardlyChinese = 0.15;
constexpr size_t kLooked = 64 << 10;  // bytes of a text that are looked at

absl::Status Invalid(v1::ErrorReason reason, std::string message,
                     std::vector<std::pair<std::string, std::string>> metadata) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, message,
                   {.violations = {{kField, message}}, .metadata = std::move(metadata)});
}

absl::Status TooLarge(size_t size, size_t limit, const char* as_what) {
  return Invalid(v1::ERROR_REASON_TEXT_TOO_LARGE,
                 "The text has " + std::to_string(size) + " bytes" + as_what + "; the limit is " +
                     std::to_string(limit) + ".",
                 {{"limit_bytes", std::to_string(limit)}, {"size_bytes", std::to_string(size)}});
}

absl::Status BadByte(Encoding encoding, size_t offset) {
  const std::string name(EncodingName(encoding));
  const std::string message =
      "The text is not valid " + name + " at byte " + std::to_string(offset) + ".";
  if (encoding == Encoding::kUtf8) {
    return Invalid(v1::ERROR_REASON_INVALID_UTF8, message,
                   {{"byte_offset", std::to_string(offset)}});
  }
  return Invalid(v1::ERROR_REASON_INVALID_BYTES, message,
                 {{"byte_offset", std::to_string(offset)}, {"encoding", name}});
}

bool IsBlank(char32_t c) {
  return c <= 0x20 || c == 0x7F || (c >= 0x80 && c <= 0xA0) || c == 0xAD || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) ||
         (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

// Whether there is a character of three bytes or more: any text of Chinese has one.
bool HasWideCharacter(std::string_view utf8) {
  return std::any_of(utf8.begin(), utf8.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
}

void Mismatch(std::string_view who, Encoding said, Encoding found, Decoded& decoded) {
  decoded.findings.push_back(
      {"ENCODING_MISMATCH", std::string(who) + " says " + std::string(EncodingName(said)) +
                                "; it was read as " + std::string(EncodingName(found)) + "."});
}

absl::StatusOr<Decoded> Read(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::kUtf8) {
    const size_t valid = ValidPrefix(bytes);
    if (valid < bytes.size()) return BadByte(encoding, valid);
    return Decoded(bytes);
  }
  Transcoded transcoded = Transcode(bytes, encoding);
  if (transcoded.bad_byte) return BadByte(encoding, *transcoded.bad_byte);
  return Decoded(std::move(transcoded.text), encoding);
}

// Reads what the caller says that it is.
absl::StatusOr<Decoded> ReadGiven(std::string_view bytes, Encoding given) {
  QUSHU_ASSIGN_OR_RETURN(Decoded decoded, Read(bytes, given));
  std::string_view head = decoded.text().substr(0, kLooked);
  head = head.substr(0, ValidPrefix(head));
  if (decoded.converted() && Chineseness(head).value_or(1) < kHardlyChinese) {
    decoded.findings.push_back({"ENCODING_DOUBTFUL", "Read as " + std::string(EncodingName(given)) +
                                                         ", the text hardly looks Chinese."});
  }
  return decoded;
}

// Finds out by the bytes alone. `declared` is what the text says of itself.
absl::StatusOr<Decoded> ReadUndeclared(std::string_view bytes, size_t valid,
                                       std::optional<Encoding> declared) {
  const std::optional<Guess> guess = GuessEncoding(bytes);
  if (declared && (!guess || *declared != Encoding::kUtf8)) {
    absl::StatusOr<Decoded> decoded = Read(bytes, *declared);
    if (decoded.ok() || !guess || guess->encoding == *declared) return decoded;
  }
  if (!guess) return BadByte(Encoding::kUtf8, valid);
  QUSHU_ASSIGN_OR_RETURN(Decoded decoded, Read(bytes, guess->encoding));
  if (declared) Mismatch("The text", *declared, guess->encoding, decoded);
  if (guess->doubtful) {
    decoded.findings.push_back(
        {"ENCODING_DOUBTFUL", "The text does not say its encoding; " +
                                  std::string(EncodingName(guess->encoding)) +
                                  " fits, but not much better than another."});
  }
  return decoded;
}

absl::StatusOr<Decoded> ReadAny(std::string_view bytes, std::string_view given) {
  std::optional<Encoding> known;
  if (!given.empty()) {
    known = FindEncoding(given);
    if (!known) {
      const std::string message = std::string("not an encoding that is read: ") + kEncodingsRead;
      return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_UNSUPPORTED_ENCODING,
                       message,
                       {.violations = {{"article.encoding", message}},
                        .metadata = {{"encoding", std::string(given)}}});
    }
  }
  if (const ByteOrderMark mark = FindByteOrderMark(bytes); mark.size > 0) {
    QUSHU_ASSIGN_OR_RETURN(Decoded decoded, Read(bytes, mark.encoding));
    if (known && *known != mark.encoding) Mismatch("The caller", *known, mark.encoding, decoded);
    return decoded;
  }
  if (known) return ReadGiven(bytes, *known);
  const std::optional<Encoding> declared = DeclaredEncoding(bytes);
  const size_t valid = ValidPrefix(bytes);
  if (valid == bytes.size() && !LooksLikeUtf16(bytes)) {
    Decoded decoded(bytes);
    if (!declared || *declared == Encoding::kUtf8) return decoded;
    if (HasWideCharacter(bytes)) {
      Mismatch("The text", *declared, Encoding::kUtf8, decoded);
      return decoded;
    }
    // A few characters of GBK can be letters of UTF-8 by chance.
    absl::StatusOr<Decoded> as_declared = Read(bytes, *declared);
    return as_declared.ok() ? std::move(as_declared) : decoded;
  }
  return ReadUndeclared(bytes, valid, declared);
}

}  // namespace

absl::StatusOr<Decoded> Decode(std::string_view bytes, size_t limit, std::string_view given) {
  if (bytes.size() > limit) return TooLarge(bytes.size(), limit, "");
  QUSHU_ASSIGN_OR_RETURN(Decoded decoded, ReadAny(bytes, given));
  const std::string_view text = decoded.text();
  if (text.size() > limit) return TooLarge(text.size(), limit, " as UTF-8");
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    if (!IsBlank(CodePointAt(text, i))) return decoded;
  }
  return Invalid(v1::ERROR_REASON_EMPTY_TEXT, "The text is empty.", {});
}

}  // namespace qushu
