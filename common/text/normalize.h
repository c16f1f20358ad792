// One way of writing each character, so that the stages behind need to know only one.
//
// - Full-width letters, digits and signs (`％`, `．`, `＋`) become ASCII; the ideographic space
//   becomes a space; compatibility forms (`㎡`, `℃`, `Ⅳ`, `①`) stay as they are.
// - ASCII punctuation between Chinese characters becomes Chinese: `,` `;` `:` `!` `?` `(` `)`. A
//   comma or a full stop between digits stays ASCII, whichever way it was printed: `1,080`, `2.5`.
// - White space between two characters that no space belongs between (Han, Chinese punctuation, a
//   digit and Han, digit and digit) is dropped inside a line, unless it separates columns: a run of
//   two or more, or an ideographic space, stays as one space; so does one between two phrases of
//   Han, which headings and bylines are made of.
// - CR LF and CR become LF; invisible characters (zero width, soft hyphen, byte order mark,
//   directional marks, variation selectors) and control characters are dropped.
// Line breaks stay: common/layout decides what they mean.
#ifndef QUSHU_COMMON_TEXT_NORMALIZE_H_
#define QUSHU_COMMON_TEXT_NORMALIZE_H_

#include <string_view>

#include "common/text/text.h"

namespace qushu {

// `decoded` is valid UTF-8, below 4 GiB. Takes time linear in its length. Idempotent.
Text Normalize(std::string_view decoded);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_NORMALIZE_H_
