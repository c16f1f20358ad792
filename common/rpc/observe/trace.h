// Traces across services, as W3C's Trace Context has them.
#ifndef QUSHU_COMMON_RPC_OBSERVE_TRACE_H_
#define QUSHU_COMMON_RPC_OBSERVE_TRACE_H_

#include <string>
#include <string_view>

namespace qushu::rpc {

inline constexpr char kTraceParentKey[] = "traceparent";

// The trace of a `traceparent`, its 32 hexadecimal digits:
// `4bf92f3577b34da6a3ce929d0e0e4736` of `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`.
// Empty for what is none.
std::string_view TraceIdOf(std::string_view traceparent);

// A `traceparent` that begins a trace.
std::string NewTraceParent();

}  // namespace qushu::rpc

#endif  // QUSHU_COMMON_RPC_OBSERVE_TRACE_H_
