// The little JSON that log lines need.
#ifndef QUSHU_COMMON_RPC_OBSERVE_JSON_H_
#define QUSHU_COMMON_RPC_OBSERVE_JSON_H_

#include <string>
#include <string_view>

namespace qushu::rpc {

// `value` as a JSON string with its quotes. Bytes outside printable ASCII are escaped one by one as
// \u00XX, so that any bytes make a valid line.
std::string JsonString(std::string_view value);
void AppendJsonString(std::string_view value, std::string& out);

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_JSON_H_
