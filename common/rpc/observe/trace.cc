#include "common/rpc/observe/trace.h"

#include <algorithm>
#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"

namespace qushu::rpc {
namespace {

bool IsHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

}  // namespace

std::string_view TraceIdOf(std::string_view traceparent) {
  // version-trace-parent-flags; a later version may have more behind it.
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' ||
      traceparent[52] != '-') {
    return {};
  }
  const std::string_view version = traceparent.substr(0, 2);
  const std::string_view trace = traceparent.substr(3, 32);
  const std::string_view parent = traceparent.substr(36, 16);
  if (!IsHex(version) || version == "ff" || (version == "00" && traceparent.size() != 55) ||
      (traceparent.size() > 55 && traceparent[55] != '-') || !IsHex(trace) || IsZero(trace) ||
      !IsHex(parent) || IsZero(parent) || !IsHex(traceparent.substr(53, 2))) {
    return {};
  }
  return trace;
}

std::string NewTraceParent() {
  std::random_device random;
  const auto half = [&] { return (uint64_t{random()} << 32) | random() | 1; };
  return absl::StrCat("00-", absl::Hex(half(), absl::kZeroPad16),
                      absl::Hex(half(), absl::kZeroPad16), "-", absl::Hex(half(), absl::kZeroPad16),
                      "-01");
}

}  // namespace qushu::rpc
