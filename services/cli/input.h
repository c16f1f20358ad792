// What texts and bytes of users are called and shown as.
#ifndef QUSHU_SERVICES_CLI_INPUT_H_
#define QUSHU_SERVICES_CLI_INPUT_H_

#include <string>
#include <string_view>

namespace qushu::cli {

// What people call it: the path, or `standard input`.
std::string InputLabel(const std::string& path);

// `bytes` with U+FFFD for what is not valid UTF-8.
std::string ValidUtf8(std::string_view bytes);

}  // namespace qushu::cli

#endif  // QUSHU_SERVICES_CLI_INPUT_H_
