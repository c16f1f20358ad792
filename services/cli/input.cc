#include "services/cli/input.h"

#include "common/base/utf8.h"

namespace qushu::cli {
std::string InputLabel(const std::string& path) { return path == "-" ? "standard input" : path; }

std::string ValidUtf8(std::string_view bytes) {
  std::string out;
  for (;;) {
    const size_t valid = ValidPrefix(bytes);
    out.append(bytes.substr(0, valid));
    if (valid == bytes.size()) return out;
    AppendUtf8(0xFFFD, out);
    bytes.remove_prefix(valid + 1);
  }
}

}  // namespace qushu::cli
