// The text of an HTML page: what a reader sees of the article on it.
//
// The markup is read by gumbo, as browsers read it. Block elements, rows and <br> break lines,
// cells of a row are parted by a tab, entities are decoded, white space is collapsed (and left out
// where a line of the markup broke between two Han characters). Inline elements join: `<b>13</b>例`
// is 13例.
//
// Left out: scripts, styles, templates, comments, controls of forms, what is hidden; navigation,
// asides, footers and headers of the page; lists of links; and elements whose class or id says that
// they are menus, share bars and the like (data/html_furniture.tsv) if they hold little of the
// text.
//
// The page's <title> and the date of its <meta> come first where its body has neither.
#ifndef QUSHU_COMMON_TEXT_HTML_H_
#define QUSHU_COMMON_TEXT_HTML_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "common/text/text.h"

namespace qushu {

// `markup` is valid UTF-8. The map leads from the text to the markup. The text may be empty.
//
// INVALID_ARGUMENT HTML_TOO_COMPLEX if elements are nested so that reading them takes more memory
// or time than a page of that length can need.
absl::StatusOr<Text> ReadHtml(std::string_view markup);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_HTML_H_
