// One way of writing each character, so that the stages behind need to know only one.
//
// Characters
// - Full-width letters, digits and signs (`％`, `．`, `＋`, `～`, `－`) become ASCII; so do the
// small
//   forms, `−` and `〜`. Radicals that PDF files have for characters become these. Compatibility
//   forms (`㎡`, `℃`, `Ⅳ`, `①`) stay as they are, and so do quotes, but for `"` beside Chinese,
//   which becomes `“` and `”` in turn, or as the marks beside it say.
// - Of a text that has no `。`, but lines that end in a dot behind Chinese, such dots become `。`,
//   and `、` behind the Chinese numeral that a line begins with (`一.概况`).
// - ASCII punctuation beside Chinese becomes Chinese: `,` `;` `:` `!` `?` `(` `)`, where the next
//   character before or behind it that is no such mark, quote or space is Han or Chinese
//   punctuation. A pair of brackets becomes Chinese if either of the two does.
// - `，` and `：` alone between digits become ASCII: `1,080`, `10:30`.
// - Traditional characters become simplified ones (simplify.h): `萬戶` is `万户`, `鄭州市`
// `郑州市`.
// - CR LF and the other line ends become LF; invisible characters (zero width, soft hyphen, byte
//   order mark, directional marks, variation selectors) and control characters are dropped.
//
// White space inside a line. `Narrow` is one space; `wide` is two or more, a tab or an ideographic
// space.
//   beside 、，；：, inside brackets and Chinese quotes, at a line's end   dropped
//   at a line's beginning: narrow dropped, wide (an indent)              a tab
//   behind 。！？…                                                         a space; wide a tab
//   between Han and a digit or %, ℃ (`34 岁`)                             dropped; wide a tab
//   between Han: `涧西区 守土担责`, `星期四　编辑`                            a space
//     where both stand alone, `全 市 新 增`, `王　珂`                       dropped; two or more a
//     tab
//   between digits                                                       a space; wide a tab
//     in a grouped number, `1 080人`, or between lone characters           dropped
//   elsewhere                                                            a space
//   a tab, where white space is not dropped                              a tab
// So a tab says that the white space is more than that between two words.
//
// Line breaks stay: common/layout decides what they mean.
#ifndef QUSHU_COMMON_TEXT_NORMALIZE_H_
#define QUSHU_COMMON_TEXT_NORMALIZE_H_

#include <string_view>

#include "common/text/text.h"

namespace qushu {

// `decoded` is valid UTF-8, of at most 1 GiB. Takes time linear in its length. Idempotent: the
// result normalised again is itself.
// `traditional`, unless null, is set to whether there were traditional characters.
Text Normalize(std::string_view decoded, bool* traditional = nullptr);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_NORMALIZE_H_
