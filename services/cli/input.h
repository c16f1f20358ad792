// Texts from files and from standard input.
#ifndef QUSHU_SERVICES_CLI_INPUT_H_
#define QUSHU_SERVICES_CLI_INPUT_H_

#include <istream>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace qushu::cli {

// The bytes of the file at `path`, or of `in` for `-`; at most one more than `limit`, so that a
// caller who has that limit can tell.
//
// Errors, with the system's reason as message: NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION (a
// directory), UNKNOWN.
absl::StatusOr<std::string> ReadInput(const std::string& path, std::istream& in, size_t limit);

// What people call it: the path, or `standard input`.
std::string InputLabel(const std::string& path);

// `bytes` with U+FFFD for what is not valid UTF-8.
std::string ValidUtf8(std::string_view bytes);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUT_H_
