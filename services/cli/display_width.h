// How many columns of a terminal a text takes: Chinese and emoji take two, combining marks none.
//
// A character here is what a reader sees as one: a letter with its combining marks, an emoji
// sequence. None of these functions cuts through one. Characters whose width depends on the font
// (`“`, `…`, `·`) count as one column.
#ifndef QUSHU_SERVICES_CLI_DISPLAY_WIDTH_H_
#define QUSHU_SERVICES_CLI_DISPLAY_WIDTH_H_

#include <string>
#include <string_view>
#include <vector>

namespace qushu::cli {

// All take valid UTF-8.

int DisplayWidth(std::string_view text);

// `text` made safe to print on one line: line breaks and tabs become spaces, other control
// characters U+FFFD, and marks that turn the direction of writing are left out.
std::string Printable(std::string_view text);

// `text` if it fits in `columns`, otherwise as much of it as fits with `…` behind.
std::string Truncate(std::string_view text, int columns);

// `text` as lines of at most `columns` each (at least 2), broken where its script allows.
std::vector<std::string> Wrap(std::string_view text, int columns);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_DISPLAY_WIDTH_H_
