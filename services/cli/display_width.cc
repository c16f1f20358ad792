#include "services/cli/display_width.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>

#include "common/base/utf8.h"

namespace qushu::cli {
namespace {

constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr char32_t kEmojiPresentation = 0xFE0F;
constexpr std::string_view kEllipsis = "…";

int Property(char32_t c, UProperty property) {
  return u_getIntPropertyValue(static_cast<UChar32>(c), property);
}

bool IsRegionalIndicator(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

// Han, and the punctuation that stands between it: what nearly all of a text is made of.
bool IsPlainWide(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3011) ||
         (c >= 0xFF01 && c <= 0xFF5E);
}

int CodePointWidth(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return 1;
  if (IsPlainWide(c)) return 2;
  if (c < 0xA0) return 0;
  if (IsRegionalIndicator(c)) return 2;
  const auto type = u_charType(static_cast<UChar32>(c));
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  if (Property(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return 0;
  const int jamo = Property(c, UCHAR_HANGUL_SYLLABLE_TYPE);
  if (jamo == U_HST_VOWEL_JAMO || jamo == U_HST_TRAILING_JAMO) return 0;
  const int width = Property(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool Extends(char32_t c, char32_t before) {
  if (c < 0x300 || IsPlainWide(c)) return false;
  if (before == kZeroWidthJoiner &&
      u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_EXTENDED_PICTOGRAPHIC)) {
    return true;
  }
  switch (Property(c, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_EXTEND:
    case U_GCB_SPACING_MARK:
    case U_GCB_ZWJ:
    case U_GCB_V:
    case U_GCB_T:
      return true;
    default:
      return false;
  }
}

struct Character {
  size_t size = 0;  // bytes
  int width = 0;    // columns
};

Character CharacterAt(std::string_view text, size_t position) {
  char32_t before = CodePointAt(text, position);
  Character character{CharSize(text[position]), CodePointWidth(before)};
  bool flag = IsRegionalIndicator(before);
  while (position + character.size < text.size()) {
    const char32_t c = CodePointAt(text, position + character.size);
    const bool second_of_flag = flag && IsRegionalIndicator(c);
    if (!second_of_flag && !Extends(c, before)) break;
    flag = false;
    if (c == kEmojiPresentation) {
      character.width = 2;
    } else if (Property(c, UCHAR_GRAPHEME_CLUSTER_BREAK) == U_GCB_SPACING_MARK) {
      character.width += CodePointWidth(c);
    }
    character.size += CharSize(text[position + character.size]);
    before = c;
  }
  return character;
}

bool TurnsDirection(char32_t c) {
  return c == 0x061C || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

// Bytes of the longest beginning of `text` that takes at most `columns`, and at least one
// character.
size_t Prefix(std::string_view text, int columns) {
  size_t size = 0;
  while (size < text.size()) {
    const Character character = CharacterAt(text, size);
    columns -= character.width;
    if (columns < 0 && size > 0) break;
    size += character.size;
  }
  return size;
}

bool Fits(std::string_view text, int columns) { return Prefix(text, columns) == text.size(); }

// Making one takes far longer than reading a sentence with it. Null where ICU has no rules for it.
icu::BreakIterator* LineIterator() {
  thread_local const std::unique_ptr<icu::BreakIterator> breaks = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createLineInstance(icu::Locale::getChina(), error));
    return U_SUCCESS(error) ? std::move(made) : nullptr;
  }();
  return breaks.get();
}

// Positions where a line may end, in order, the end of the text included.
std::vector<size_t> LineBreaks(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  icu::BreakIterator* breaks = LineIterator();
  UText* utext = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &error);
  std::vector<size_t> positions;
  if (breaks != nullptr && U_SUCCESS(error)) {
    breaks->setText(utext, error);
    breaks->first();
    for (int32_t at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
      positions.push_back(static_cast<size_t>(at));
    }
  }
  if (utext != nullptr) utext_close(utext);
  if (positions.empty() || positions.back() != text.size()) positions.push_back(text.size());
  return positions;
}

std::string_view WithoutTrailingSpaces(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (size_t i = 0; i < text.size();) {
    const Character character = CharacterAt(text, i);
    width += character.width;
    i += character.size;
  }
  return width;
}

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); i += CharSize(text[i])) {
    const char32_t c = CodePointAt(text, i);
    if (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029) {
      out += ' ';
    } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      AppendUtf8(0xFFFD, out);
    } else if (!TurnsDirection(c)) {
      out.append(text.substr(i, CharSize(text[i])));
    }
  }
  return out;
}

std::string Truncate(std::string_view text, int columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  if (columns < 1) return "";
  std::string out;
  if (columns > 1) {
    const size_t size = Prefix(text, columns - 1);
    if (DisplayWidth(text.substr(0, size)) < columns) out = text.substr(0, size);
  }
  return out.append(kEllipsis);
}

std::vector<std::string> Wrap(std::string_view text, int columns) {
  columns = std::max(columns, 2);
  std::vector<std::string> lines;
  std::string_view line;  // what the current line holds so far
  int width = 0;          // its columns
  size_t begin = 0;
  for (size_t end : LineBreaks(text)) {
    const size_t line_end = begin + line.size();
    const std::string_view piece = text.substr(line_end, end - line_end);
    const std::string_view shown = WithoutTrailingSpaces(piece);
    if (shown.empty() || width + DisplayWidth(shown) <= columns) {
      line = text.substr(begin, end - begin);
      width += DisplayWidth(piece);
      continue;
    }
    if (!line.empty()) lines.emplace_back(WithoutTrailingSpaces(line));
    begin += line.size();
    line = text.substr(begin, end - begin);
    while (!Fits(WithoutTrailingSpaces(line), columns)) {
      const size_t size = Prefix(line, columns);
      lines.emplace_back(line.substr(0, size));
      line.remove_prefix(size);
      begin += size;
    }
    width = DisplayWidth(line);
  }
  if (!line.empty()) lines.emplace_back(WithoutTrailingSpaces(line));
  return lines;
}

}  // namespace qushu::cli
