// Writes the text of a page with the way back to its markup.
#ifndef QUSHU_COMMON_TEXT_HTML_WRITER_H_
#define QUSHU_COMMON_TEXT_HTML_WRITER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/text/text.h"

namespace qushu {

// What parts a piece of text from the one before. The stronger of two wins.
enum class HtmlBreak : uint8_t { kNone, kSpace, kCell, kLine, kParagraph };

// How text is written where it stands: with tags between, with references alone as in a title, or
// as it is.
enum class HtmlWritten : uint8_t { kMarkup, kReferences, kVerbatim };

// A stretch of text that stands in one place of the markup.
struct HtmlPiece {
  std::string_view original;  // part of the markup, with entities
  std::string_view text;      // the same decoded
  HtmlBreak before = HtmlBreak::kNone;
  bool preformatted = false;  // keeps its line breaks
  HtmlWritten written = HtmlWritten::kMarkup;
};

// The pieces one after another, in the order of the markup: a browser shows text that stands
// between the rows of a table before the table, here it stays where it is. What lies between them
// is left out. Takes time linear in the markup, and n log n in pieces that are out of order.
Text WriteHtmlText(std::string_view markup, std::vector<HtmlPiece> pieces);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_HTML_WRITER_H_
