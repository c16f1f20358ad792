// A piece of a source as people read it.
#ifndef QUSHU_COMMON_TEXT_PRINTED_H_
#define QUSHU_COMMON_TEXT_PRINTED_H_

#include <string>
#include <string_view>

namespace qushu {

// `source` without line breaks and the white space around them: what a page's columns cut is in one
// piece again.
std::string WithoutLineBreaks(std::string_view source);
void AppendWithoutLineBreaks(std::string_view source, std::string& out);

// The same of HTML: without tags and comments, a character reference as a space.
std::string WithoutMarkup(std::string_view html);

}  // namespace qushu

#endif  // QUSHU_COMMON_TEXT_PRINTED_H_
