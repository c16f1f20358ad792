#include "common/rpc/observe/json.h"

namespace qushu::rpc {

void AppendJsonString(std::string_view value, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  size_t plain = 0;  // where what needs no escape begins
  for (size_t i = 0; i < value.size(); ++i) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') continue;
    out.append(value.substr(plain, i - plain));
    plain = i + 1;
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += value[i];
    } else {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  out.append(value.substr(plain));
  out += '"';
}

std::string JsonString(std::string_view value) {
  std::string out;
  AppendJsonString(value, out);
  return out;
}

}  // namespace qushu::rpc
