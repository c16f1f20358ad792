// Errors for people: what went wrong, which field, and what to do about it.
#ifndef QUSHU_SERVICES_CLI_ERRORS_H_
#define QUSHU_SERVICES_CLI_ERRORS_H_

#include <iosfwd>
#include <string_view>

#include "absl/status/status.h"

namespace qushu::cli {

// Writes one to three lines:
//   qushu: page.txt: text is not valid UTF-8 (INVALID_UTF8; article.text; byte_offset 17)
//     convert it first, for example: iconv -f GB18030 -t UTF-8 FILE
// `subject` is what was being worked on; it may be empty.
void PrintError(std::string_view subject, const absl::Status& status, std::ostream& err,
                std::string_view program = "qushu");

// Writes the message, and where to read more.
void PrintWrongUsage(std::string_view command, std::string_view message, std::ostream& err,
                     std::string_view program = "qushu");

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_ERRORS_H_
